#include "strigil/stages/content_features.h"

#include <algorithm>
#include <any>
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <string_view>

#include "strigil/document/prose.h"
#include "strigil/stages/window_sums.h"
#include "strigil/text/function_words.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

constexpr uint8_t kHighScore = 150;
constexpr uint8_t kEvenScore = 128;

// Roughly 8 times the logarithm to base 2: steps of an eighth of an octave above 8, the number
// itself below.
constexpr uint8_t Logarithm(uint64_t value) {
  if (value < 8) return static_cast<uint8_t>(value);
  const auto octave = static_cast<uint32_t>(std::bit_width(value)) - 4;
  return static_cast<uint8_t>(std::min<uint64_t>(uint64_t{8} * octave + (value >> octave), 255));
}

// `scale` times part / whole, at most 255; 0 where the whole is nothing.
uint8_t Share(uint32_t part, uint32_t whole, uint32_t scale = 128) {
  if (whole < 256) {
    const uint64_t scaled = uint64_t{part} * scale * kReciprocals[whole] >> 16;
    return static_cast<uint8_t>(std::min<uint64_t>(scaled, 255));
  }
  return static_cast<uint8_t>(std::min<uint64_t>(uint64_t{part} * scale / whole, 255));
}

// Logarithms of distances in lines, upwards from none and downwards to one.
constexpr size_t kMostDistance = 255;
constexpr std::array<uint8_t, kMostDistance + 1> kGrowingDistances = [] {
  std::array<uint8_t, kMostDistance + 1> distances{};
  for (size_t d = 0; d <= kMostDistance; ++d) distances[d] = Logarithm(d);
  return distances;
}();
constexpr std::array<uint8_t, kMostDistance> kShrinkingDistances = [] {
  std::array<uint8_t, kMostDistance> distances{};
  for (size_t d = 0; d < kMostDistance; ++d) distances[d] = Logarithm(kMostDistance - d);
  return distances;
}();

// Returns how far the next line is from the last one of a kind, up to kMostDistance: `is_one` says
// whether this line is of the kind, `distance` is its own.
size_t NextDistance(bool is_one, size_t distance) {
  return is_one ? 1 : std::min(distance + 1, kMostDistance);
}

// Writes to `row` how far each of `lines` lines is from the first.
void WriteDistancesFromFirst(uint8_t* row, size_t lines) {
  const size_t near = std::min(lines, kGrowingDistances.size());
  std::copy_n(kGrowingDistances.begin(), near, row);
  std::fill(row + near, row + lines, kGrowingDistances.back());
}

// Writes to `row` how far each of `lines` lines is from the one behind the last.
void WriteDistancesToNext(uint8_t* row, size_t lines) {
  const size_t near = std::min(lines, kShrinkingDistances.size());
  std::fill(row, row + lines - near, kShrinkingDistances.front());
  std::copy(kShrinkingDistances.end() - static_cast<ptrdiff_t>(near), kShrinkingDistances.end(),
            row + lines - near);
}

// How a line begins and how it ends, as small numbers.
uint8_t EndingOf(const LineShape& shape, std::string_view text) {
  if (shape.ends_open) return 3;
  if (shape.ends_sentence) return 4;
  if (text.ends_with(':')) return 2;
  if (text.ends_with(',')) return 5;
  return 1;
}

uint8_t StartOf(const LineShape& shape, std::string_view bare) {
  if (shape.starts_with_bullet) return 1;
  if (bare.empty()) return 2;
  const char first = bare.front();
  if (first >= '0' && first <= '9') return 3;
  if (shape.starts_lower) return 4;
  if (first == '"' || first == '(' || bare.starts_with("“") || bare.starts_with("„")) return 6;
  return 5;
}

// The document's language as trees tell apart: those that the training data have much of, by name.
uint8_t LanguageNumber(std::string_view code) {
  if (code == "de") return 1;
  if (code == "en") return 2;
  if (code == "zh" || code == "zh-Hant" || code == "ja" || code == "ko" || code == "th") return 5;
  return code.empty() ? 4 : 3;
}

constexpr size_t kKinds = kToTitle - kSinceTitle;

// What kind of thing a removed line was, as the offset from kSinceTitle of its feature.
size_t KindOf(const Reason& reason) {
  struct Kind {
    std::string_view group;
    ContentFeature since;
  };
  constexpr Kind kGroups[] = {
      {"title", kSinceTitle},
      {"before-title", kSinceTitle},
      {"breadcrumb", kSinceMenu},
      {"navigation", kSinceMenu},
      {"headline-list", kSinceRelated},
      {"share-bar", kSinceSharing},
      {"app-prompt", kSinceSharing},
      {"byline", kSinceCredit},
      {"slug", kSinceCredit},
      {"photo-credit", kSinceCredit},
      {"player", kSinceCredit},
      {"advertisement", kSinceOffer},
      {"subscription", kSinceOffer},
      {"paywall", kSinceOffer},
      {"consent", kSinceOffer},
      {"event-box", kSinceOffer},
      {"related", kSinceRelated},
      {"trailing", kSinceRelated},
      {"comment-thread", kSinceComments},
      {"recent-comments", kSinceComments},
      {"reply-form", kSinceComments},
      {"counter", kSinceComments},
      {"footer", kSinceFooter},
  };
  for (const Kind& kind : kGroups) {
    if (kind.group == reason.group) return kind.since - kSinceTitle;
  }
  return kSinceOther - kSinceTitle;
}

// Remembers KindOf() by group.
class KindsOfReasons {
 public:
  static KindsOfReasons& OfThisThread() {
    static thread_local KindsOfReasons kinds;
    return kinds;
  }

  size_t Of(const Reason& reason) {
    if (reason.group_number >= kinds_.size()) kinds_.resize(reason.group_number + 1, kUnknown);
    uint8_t& kind = kinds_[reason.group_number];
    if (kind == kUnknown) kind = static_cast<uint8_t>(KindOf(reason));
    return kind;
  }

 private:
  static constexpr uint8_t kUnknown = UINT8_MAX;
  std::vector<uint8_t> kinds_;  // by the group's number
};

// Writes to `least` for each of `lines` lines the least of `count` elements of `row`: its own and
// those before it, as far as there are such lines.
void WriteLeastBefore(size_t count, const uint8_t* row, uint8_t* least, size_t lines) {
  std::copy_n(row, lines, least);
  for (size_t distance = 1; distance < count; ++distance) {
    for (size_t k = distance; k < lines; ++k) least[k] = std::min(least[k], row[k - distance]);
  }
}

constexpr std::array kFeaturesOfLineAlone = {kWordCount,     kCodePoints,       kWordLength,
                                             kCapitals,      kDigits,           kCapitalizedWords,
                                             kFunctionWords, kOwnFunctionWords, kInnerPunctuation,
                                             kSentenceEnds,  kLineEnding,       kLineStart,
                                             kUrl,           kIsProse,          kIsHeadlineLike,
                                             kTitleWords,    kLexical};

// Measures the features that a line has whatever is kept of the document around it.
class LineMeter {
 public:
  using Features = std::array<uint8_t, kContentFeatures>;

  LineMeter(const Document& document, const LexicalModel& lexical)
      : document_(document),
        lexical_(lexical),
        own_language_(FunctionWords::BitOf(document.provenance().language)) {
    tokens_.reserve(kUsualTokens);
    NoteTitle();
  }

  // Sets the elements of `*features` that kFeaturesOfLineAlone names.
  void Measure(const Line& line, Features* features) {
    const LineShape& shape = line.shape;
    std::span<const Word> words = document_.Words(line);
    tokens_.clear();
    AppendTokens(words, shape.marks, &tokens_);
    words = words.first(std::min(words.size(), kMostWordsOfLine));
    const uint32_t count = shape.words;
    uint32_t own_words = 0;
    uint32_t content_words = 0;
    uint32_t title_words = 0;
    for (const Word& word : words) {
      own_words += (function_words_.LanguagesOf(word.function_word) & own_language_) != 0 ? 1 : 0;
      const unsigned content = IsContentWord(word) ? 1 : 0;
      content_words += content;
      title_words += content & title_stems_[TitleSlotOf(word)];
    }
    const auto set = [&](ContentFeature feature, uint8_t value) { (*features)[feature] = value; };
    set(kWordCount, Logarithm(count));
    set(kCodePoints, Logarithm(shape.code_points));
    set(kWordLength, Share(shape.letters, count, 12));
    set(kCapitals, Share(shape.capitals, shape.letters, 200));
    set(kDigits, Share(shape.digits, uint32_t{shape.letters} + shape.digits, 200));
    set(kCapitalizedWords, Share(shape.capitalized_words, count, 100));
    set(kFunctionWords, Share(shape.function_words, count, 200));
    set(kOwnFunctionWords, Share(own_words, static_cast<uint32_t>(words.size()), 200));
    set(kInnerPunctuation, Share(shape.inner_punctuation, count, 200));
    set(kSentenceEnds, Logarithm(shape.sentence_ends));
    set(kLineEnding, EndingOf(shape, document_.Text(line)));
    set(kLineStart, StartOf(shape, document_.Bare(line)));
    set(kUrl, shape.has_url ? 2 : 1);
    set(kIsProse, line.prose ? 2 : 1);
    set(kIsHeadlineLike, IsHeadlineLike(shape) ? 2 : 1);
    set(kTitleWords, Share(title_words, content_words, 100));
    set(kLexical, lexical_.Score(tokens_));
  }

 private:
  static constexpr size_t kUsualTokens = 256;
  static constexpr size_t kUsualWordsOfTitle = 32;

  // By the upper bits of the stem.
  static size_t TitleSlotOf(const Word& word) { return word.stem >> 22U; }

  void NoteTitle() {
    std::vector<Word> words;
    words.reserve(kUsualWordsOfTitle);
    ScanLine(document_.provenance().title, &words);
    for (const Word& word : words) {
      if (IsContentWord(word)) title_stems_[TitleSlotOf(word)] = 1;
    }
  }

  const Document& document_;
  const LexicalModel& lexical_;
  const FunctionWords& function_words_ = FunctionWords::Get();
  const uint64_t own_language_;
  std::array<uint8_t, 1024> title_stems_{};
  std::vector<uint32_t> tokens_;
};

// What is measured of a document's lines alone, for as long as its title and language stay: the
// content stage asks for it again whenever lines have gone.
struct MeasuredLines {
  explicit MeasuredLines(const Document& document)
      : title(document.provenance().title),
        language(document.provenance().language),
        features(kFeaturesOfLineAlone.size(), document.lines().size()),
        is_measured(document.lines().size()),
        blank_lines(document.lines().size()) {
    uint32_t blank = 0;
    for (size_t i = 0; i < blank_lines.size(); ++i) {
      blank += document.line(i).blank_lines_before;
      blank_lines[i] = blank;
    }
  }

  bool IsOf(const Document& document) const {
    return title == document.provenance().title && language == document.provenance().language;
  }

  std::string title;
  std::string language;
  FeatureTable features;  // in the order of kFeaturesOfLineAlone
  std::vector<uint8_t> is_measured;
  std::vector<uint32_t> blank_lines;  // that stand before each line
};

// Returns what was measured of the document's lines before, and now of those of `kept` that it was
// not. Valid until the document's text, title or language changes.
const MeasuredLines& MeasureOnce(const Document& document, std::span<const size_t> kept,
                                 const LexicalModel& lexical) {
  // Notes must be what can be copied.
  using Note = std::shared_ptr<MeasuredLines>;
  std::any& notes = document.NotesOf(&lexical);
  const Note* note = std::any_cast<Note>(&notes);
  if (note == nullptr || !(*note)->IsOf(document))
    note = &notes.emplace<Note>(std::make_shared<MeasuredLines>(document));
  MeasuredLines* const measured = note->get();
  std::optional<LineMeter> meter;  // made where there is something to measure
  LineMeter::Features features{};
  for (const size_t i : kept) {
    if (measured->is_measured[i] != 0) continue;
    measured->is_measured[i] = 1;
    if (!meter) meter.emplace(document, lexical);
    meter->Measure(document.line(i), &features);
    for (size_t f = 0; f < kFeaturesOfLineAlone.size(); ++f)
      measured->features.Row(f)[i] = features[kFeaturesOfLineAlone[f]];
  }
  return *measured;
}

}  // namespace

ContentFeatures::ContentFeatures(const Document& document, std::span<const size_t> kept,
                                 const LexicalModel& lexical, bool with_removed)
    : document_(document),
      kept_(kept),
      table_(kContentFeatures, kept.size()),
      lines_(scratch_.TakeUnset<KeptLine>(kept.size())) {
  MeasureLines(lexical, with_removed);
  MeasureSharedWords();
  MeasurePlaces();
  MeasureNeighbourhoods();
  MeasureRemoved(with_removed);
  MeasureDocument();
}

void ContentFeatures::MeasureLines(const LexicalModel& lexical, bool with_removed) {
  const MeasuredLines& measured = MeasureOnce(document_, kept_, lexical);
  for (size_t f = 0; f < kFeaturesOfLineAlone.size(); ++f) {
    const uint8_t* const from = measured.features.Row(f);
    uint8_t* const row = table_.Row(kFeaturesOfLineAlone[f]);
    const std::span<const size_t> kept = kept_;
    for (size_t k = 0; k < kept.size(); ++k) row[k] = from[kept[k]];
  }

  uint8_t* const blank_before = table_.Row(kBlankBefore);
  const uint32_t* const blank_lines = measured.blank_lines.data();
  uint32_t blank_lines_above = kept_.empty() ? 0 : blank_lines[kept_[0]];
  for (size_t k = 0; k < kept_.size(); ++k) {
    const Line& line = document_.line(kept_[k]);
    const LineShape& shape = line.shape;
    lines_[k] = {.words = shape.words,
                 .capitalized_words = shape.capitalized_words,
                 .is_prose = line.prose,
                 .ends_sentence = shape.ends_sentence,
                 .is_short_with_digits = shape.words <= 10 && shape.digits >= 2};
    blank_before[k] = blank_lines[kept_[k]] != blank_lines_above ? 2 : 1;
    blank_lines_above = blank_lines[kept_[k]];
  }
  MeasureRepeats(with_removed);
}

// A menu stays one where it stands a second time, when the first is gone already.
void ContentFeatures::MeasureRepeats(bool with_removed) {
  const std::span<const Line> lines = document_.lines();
  const std::span<uint64_t> room = scratch_.TakeUnset<uint64_t>(lines.size());
  size_t count = 0;
  for (const Line& line : lines) {
    room[count] = line.shape.folded_hash;
    count += (line.comes_again & (with_removed | line.kept())) ? 1 : 0;
  }
  uint8_t* const repeats = table_.Row(kRepeats);
  std::fill_n(repeats, kept_.size(), uint8_t{1});
  if (count == 0) return;
  struct Slot {
    uint64_t hash = 0;
    uint32_t lines = 0;
  };
  const std::span<Slot> slots = scratch_.Take<Slot>(std::bit_ceil(2 * count));
  const auto slot_of = [slots](uint64_t hash) -> Slot& {
    size_t slot = hash & (slots.size() - 1);
    while (slots[slot].lines != 0 && slots[slot].hash != hash)
      slot = (slot + 1) & (slots.size() - 1);
    return slots[slot];
  };
  for (const uint64_t hash : room.first(count)) {
    Slot& slot = slot_of(hash);
    slot = {hash, slot.lines + 1};
  }
  for (size_t k = 0; k < kept_.size(); ++k) {
    const Line& line = document_.line(kept_[k]);
    if (line.comes_again) repeats[k] = Logarithm(slot_of(line.shape.folded_hash).lines);
  }
}

std::span<const ContentFeatures::WordCounts> ContentFeatures::CountWordsOf(
    std::span<const uint8_t> is_source) {
  // Zeros for none, which an array of them is filled with at once.
  struct Source {
    uint32_t lines_from_first;  // how many lines there are from the first one with the word on
    uint32_t words;
  };
  const auto lines = static_cast<uint32_t>(kept_.size());
  const StemIndex& stems = document_.Stems();
  const std::span<Source> sources = scratch_.Take<Source>(stems.size());
  for (uint32_t k = lines; k-- > 0;) {
    if (is_source[k] == 0) continue;
    for (const Stem& stem : stems.InLines(kept_[k], kept_[k] + 1)) {
      Source& source = sources[stem.number];
      source.lines_from_first = lines - k;
      ++source.words;
    }
  }
  const std::span<WordCounts> counts = scratch_.TakeUnset<WordCounts>(lines);
  for (uint32_t k = 0; k < lines; ++k) {
    const std::span<const Stem> own = stems.InLines(kept_[k], kept_[k] + 1);
    const uint32_t lines_from_here = lines - k;
    // The line's own words do not bear it out.
    const uint32_t least = is_source[k] != 0 ? 2 : 1;
    WordCounts count;
    for (const Stem& stem : own) {
      const Source source = sources[stem.number];
      count.shared += source.words >= least ? 1 : 0;
      count.old += source.lines_from_first > lines_from_here ? 1 : 0;
    }
    count.all = static_cast<uint32_t>(own.size());
    counts[k] = count;
  }
  return counts;
}

void ContentFeatures::WriteShares(std::span<const WordCounts> counts, uint32_t WordCounts::*part,
                                  size_t before, size_t behind, uint32_t scale,
                                  ContentFeature feature) {
  const size_t lines = counts.size();
  uint8_t* const row = table_.Row(feature);
  uint32_t some = 0;
  uint32_t all = 0;
  for (size_t k = 0; k < std::min(lines, behind); ++k) {
    some += counts[k].*part;
    all += counts[k].all;
  }
  for (size_t k = 0; k < lines; ++k) {
    if (k + behind < lines) {
      some += counts[k + behind].*part;
      all += counts[k + behind].all;
    }
    if (k > before) {
      some -= counts[k - before - 1].*part;
      all -= counts[k - before - 1].all;
    }
    row[k] = Share(some, all, scale);
  }
}

// A new story brings new words (M. Youmans, "A New Tool for Discourse Analysis: The
// Vocabulary-Management Profile", Language 67, 1991).
void ContentFeatures::MeasureSharedWords() {
  const std::span<uint8_t> prose = scratch_.TakeUnset<uint8_t>(kept_.size());
  for (size_t k = 0; k < kept_.size(); ++k) prose[k] = lines_[k].is_prose ? 1 : 0;
  const std::span<const WordCounts> counts = CountWordsOf(prose);
  WriteShares(counts, &WordCounts::shared, 0, 0, 100, kSharedWords);
  WriteShares(counts, &WordCounts::old, 0, 4, 200, kOldWords5);
}

void ContentFeatures::MeasurePlaces() {
  // Rows and lines are asked for once: behind each write of a byte the compiler takes the members
  // for changed.
  const std::span<const KeptLine> all = lines_;
  const size_t lines = all.size();
  uint8_t* const lines_before = table_.Row(kLinesBefore);
  uint8_t* const place = table_.Row(kPlace);
  uint8_t* const words_before = table_.Row(kProseWordsBefore);
  uint8_t* const share_before = table_.Row(kProseShareBefore);
  uint8_t* const lines_since_prose = table_.Row(kLinesSinceProse);

  uint32_t prose_words = 0;
  for (const KeptLine& line : all) prose_words += line.is_prose ? line.words : 0U;
  uint32_t before = 0;
  size_t since_prose = kMostDistance;
  for (size_t k = 0; k < lines; ++k) {
    const KeptLine& line = all[k];
    lines_before[k] = Logarithm(k);
    place[k] = Share(static_cast<uint32_t>(k), static_cast<uint32_t>(lines), 200);
    words_before[k] = Logarithm(before);
    share_before[k] = Share(before, prose_words, 200);
    lines_since_prose[k] = kGrowingDistances[since_prose];
    since_prose = NextDistance(line.is_prose, since_prose);
    before += line.is_prose ? line.words : 0U;
  }
}

void ContentFeatures::MeasureNeighbourhoods() {
  const size_t lines = kept_.size();
  WindowSums<uint32_t> words(lines, &scratch_);
  words.Take([&](size_t k) { return lines_[k].words; });
  const auto mean_words = [&](size_t before, size_t behind, ContentFeature feature) {
    words.ForEach(before, behind, table_.Row(feature), [](uint32_t sum, uint32_t weight) {
      return Logarithm(uint64_t{8} * sum * weight >> 16);
    });
  };
  mean_words(2, 2, kWords2);
  mean_words(6, 6, kWords6);
  mean_words(16, 16, kWords16);
  mean_words(5, 0, kWords5Before);
  mean_words(0, 5, kWords5Behind);
  WindowSums<uint32_t> capitalized(lines, &scratch_);
  capitalized.Take([&](size_t k) { return lines_[k].capitalized_words; });
  uint8_t* const capitalized5 = table_.Row(kCapitalized5);
  for (size_t k = 0; k < lines; ++k)
    capitalized5[k] = Share(capitalized.Sum(k, 5, 5), words.Sum(k, 5, 5), 200);

  WindowSums<uint16_t> sums(lines, &scratch_);
  const auto means = [&](size_t before, size_t behind, uint16_t scale, ContentFeature feature) {
    sums.Means(before, behind, scale, table_.Row(feature));
  };
  sums.Take([&](size_t k) { return lines_[k].is_prose ? 1 : 0; });
  means(3, 3, 200, kProse3);
  means(10, 10, 200, kProse10);
  sums.Take([&](size_t k) { return lines_[k].ends_sentence ? 1 : 0; });
  means(4, 4, 200, kSentences4);
  sums.Take([&](size_t k) { return lines_[k].is_short_with_digits ? 1 : 0; });
  means(8, 8, 200, kShortWithDigits8);
  sums.Take([row = table_.Row(kTitleWords)](size_t k) { return row[k]; });
  means(5, 5, 1, kTitleWords5);
  sums.Take([row = table_.Row(kLexical)](size_t k) { return row[k]; });
  means(2, 2, 1, kLexical2);
  means(5, 0, 1, kLexical5Before);
  means(0, 5, 1, kLexical5Behind);
  WriteLeastBefore(4, table_.Row(kLexical), table_.Row(kLeastLexical4Before), lines);
}

void ContentFeatures::MeasureRemoved(bool with_removed) {
  const size_t lines = kept_.size();
  const auto fill = [&](size_t feature, uint8_t value) {
    std::fill_n(table_.Row(feature), lines, value);
  };
  if (!with_removed) {
    fill(kGapLines, Logarithm(0));
    fill(kRemovedBefore, Logarithm(0));
    for (size_t feature = kSinceTitle; feature <= kToOther; ++feature)
      fill(feature, kGrowingDistances.back());
    return;
  }

  const size_t all = document_.lines().size();
  KindsOfReasons& kinds = KindsOfReasons::OfThisThread();
  // For each kind, the kept line that stands behind the last one of it.
  std::array<size_t, kKinds> last;
  last.fill(SIZE_MAX);
  // Lines of this kind stand before line `k`: until there it is known how far the others are from
  // those before them and to these.
  const auto note = [&](size_t kind, size_t k) {
    const bool is_first = last[kind] == SIZE_MAX;
    const size_t begin = is_first ? 0 : last[kind];
    last[kind] = k;
    uint8_t* const since = table_.Row(kSinceTitle + kind);
    if (is_first) {
      std::fill(since, since + k, kGrowingDistances.back());
    } else {
      WriteDistancesFromFirst(since + begin, k - begin);
    }
    WriteDistancesToNext(table_.Row(kToTitle + kind) + begin, k - begin);
  };
  size_t next = 0;  // line behind the last one that was looked at
  for (size_t k = 0; k <= lines; ++k) {
    const size_t end = k < lines ? kept_[k] : all;
    uint32_t found = 0;
    for (; next < end; ++next) found |= 1U << kinds.Of(*document_.line(next).removed_by);
    for (; found != 0; found &= found - 1) note(static_cast<size_t>(std::countr_zero(found)), k);
    ++next;
  }
  for (size_t kind = 0; kind < kKinds; ++kind) {
    uint8_t* const since = table_.Row(kSinceTitle + kind);
    uint8_t* const to = table_.Row(kToTitle + kind);
    const size_t begin = last[kind] == SIZE_MAX ? 0 : last[kind];
    std::fill(to + begin, to + lines, kGrowingDistances.back());
    if (last[kind] == SIZE_MAX) {
      std::fill(since, since + lines, kGrowingDistances.back());
    } else {
      WriteDistancesFromFirst(since + begin, lines - begin);
    }
  }
  uint8_t* const gap_lines = table_.Row(kGapLines);
  uint8_t* const removed_before = table_.Row(kRemovedBefore);
  size_t before = 0;
  for (size_t k = 0; k < lines; ++k) {
    const size_t gap = kept_[k] - k - before;
    before += gap;
    gap_lines[k] = Logarithm(gap);
    removed_before[k] = Logarithm(before);
  }
}

void ContentFeatures::MeasureDocument() {
  const size_t lines = kept_.size();
  if (lines == 0) return;
  const std::span<const KeptLine> all = lines_;
  uint32_t prose_lines = 0;
  uint32_t prose_words = 0;
  uint32_t longest = 0;
  uint64_t lexical = 0;
  for (size_t k = 0; k < lines; ++k) {
    const KeptLine& line = all[k];
    prose_lines += line.is_prose ? 1 : 0;
    prose_words += line.is_prose ? line.words : 0U;
    longest = std::max<uint32_t>(longest, line.words);
    lexical += table_.Row(kLexical)[k];
  }
  const auto fill = [&](ContentFeature feature, uint8_t value) {
    std::fill_n(table_.Row(feature), lines, value);
  };
  fill(kDocumentLines, Logarithm(lines));
  fill(kDocumentProseWords, Logarithm(prose_words));
  fill(kDocumentProse, Share(prose_lines, static_cast<uint32_t>(lines), 200));
  fill(kDocumentLexical, static_cast<uint8_t>(lexical / lines));
  fill(kDocumentLanguage, LanguageNumber(document_.provenance().language));
  fill(kLongestLine, Logarithm(longest));
  uint8_t* const share_of_longest = table_.Row(kShareOfLongest);
  for (size_t k = 0; k < lines; ++k) share_of_longest[k] = Share(all[k].words, longest, 200);
}

void ContentFeatures::AddScores(std::span<const uint8_t> scores) {
  std::copy(scores.begin(), scores.end(), table_.Row(kScore));
  MeasureBlocks(scores);
  MeasureMainWords(scores);
}

// The strongest block is the run of lines with the greatest sum of scores above even, each weighed
// with its words (J. Bentley, "Programming Pearls: Algorithm Design Techniques", CACM 27, 1984).
void ContentFeatures::MeasureBlocks(std::span<const uint8_t> scores) {
  const size_t lines = kept_.size();
  if (lines == 0) return;
  const std::span<int64_t> run_sums = scratch_.TakeUnset<int64_t>(lines);
  int64_t run = 0;
  int64_t best = 0;
  size_t run_begin = 0;
  size_t best_begin = 0;
  size_t best_end = 0;
  uint32_t main_words = 0;
  uint8_t best_score = 0;
  uint64_t total = 0;
  for (size_t k = 0; k < lines; ++k) {
    const uint32_t words = lines_[k].words;
    total += scores[k];
    best_score = std::max(best_score, scores[k]);
    if (scores[k] >= kEvenScore) main_words += words;
    if (run <= 0) {
      run = 0;
      run_begin = k;
    }
    run += (int64_t{scores[k]} - kEvenScore) * (int64_t{words} + 2);
    run_sums[k] = std::max<int64_t>(run, 0);
    if (run > best) {
      best = run;
      best_begin = run_begin;
      best_end = k + 1;
    }
  }
  const auto mean = static_cast<uint8_t>(total / lines);
  // The sum of the run that a line is in is that at the run's highest place.
  uint8_t* const share_of_block = table_.Row(kShareOfBlock);
  int64_t run_best = 0;
  uint8_t share = 0;
  for (size_t k = lines; k-- > 0;) {
    const int64_t run_best_before = run_best;
    run_best = run_sums[k] == 0 ? 0 : std::max(run_best, run_sums[k]);
    if (run_best != run_best_before) {
      share =
          static_cast<uint8_t>(200 * static_cast<uint64_t>(run_best) / static_cast<uint64_t>(best));
    }
    share_of_block[k] = share;
  }

  WindowSums<uint16_t> sums(lines, &scratch_);
  sums.Take([scores](size_t k) { return scores[k]; });
  const auto means = [&](size_t before, size_t behind, ContentFeature feature) {
    sums.Means(before, behind, 1, table_.Row(feature));
  };
  means(1, 1, kScore1);
  means(2, 2, kScore2);
  means(4, 4, kScore4);
  means(8, 8, kScore8);
  means(4, 0, kScore4Before);
  means(0, 4, kScore4Behind);
  means(0, 12, kScore12Behind);
  std::fill_n(table_.Row(kDocumentScore), lines, mean);
  std::fill_n(table_.Row(kDocumentMainWords), lines, Logarithm(main_words));
  std::fill_n(table_.Row(kDocumentBestScore), lines, best_score);

  uint8_t* const best_score_before = table_.Row(kBestScoreBefore);
  uint8_t* const main_words_before = table_.Row(kMainWordsBefore);
  uint8_t* const main_share_before = table_.Row(kMainShareBefore);
  uint8_t* const distance_to_block = table_.Row(kDistanceToBlock);
  uint8_t* const score_in_document = table_.Row(kScoreInDocument);
  const std::span<const KeptLine> all = lines_;
  uint32_t words_before = 0;
  uint8_t best_before = 0;
  for (size_t k = 0; k < lines; ++k) {
    best_score_before[k] = best_before;
    main_words_before[k] = Logarithm(words_before);
    main_share_before[k] = Share(words_before, main_words, 200);
    size_t distance = 128;
    if (best == 0) {
      distance = 0;
    } else if (k < best_begin) {
      distance = 127 - std::min<size_t>(Logarithm(best_begin - k), 120);
    } else if (k >= best_end) {
      distance = 129 + std::min<size_t>(Logarithm(k + 1 - best_end), 120);
    }
    distance_to_block[k] = static_cast<uint8_t>(distance);
    score_in_document[k] =
        static_cast<uint8_t>(std::clamp(kEvenScore + scores[k] - int{mean}, 1, 255));
    best_before = std::max(best_before, scores[k]);
    words_before += scores[k] >= kEvenScore ? all[k].words : 0U;
  }
}

void ContentFeatures::MeasureMainWords(std::span<const uint8_t> scores) {
  const std::span<uint8_t> is_main = scratch_.TakeUnset<uint8_t>(scores.size());
  std::transform(scores.begin(), scores.end(), is_main.begin(),
                 [](uint8_t score) { return score >= kHighScore ? uint8_t{1} : uint8_t{0}; });
  const std::span<const WordCounts> counts = CountWordsOf(is_main);
  WriteShares(counts, &WordCounts::shared, 0, 0, 100, kWordsOfMain);
  WriteShares(counts, &WordCounts::shared, 3, 3, 100, kWordsOfMain3);
}

}  // namespace strigil
