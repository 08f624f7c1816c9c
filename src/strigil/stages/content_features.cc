#include "strigil/stages/content_features.h"

#include <algorithm>
#include <any>
#include <array>
#include <bit>
#include <string>
#include <string_view>
#include <unordered_map>

#include "strigil/document/prose.h"
#include "strigil/text/function_words.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

constexpr uint8_t kHighScore = 150;
constexpr uint8_t kEvenScore = 128;
constexpr uint32_t kFarLines = 7;
// Beyond every line, also some lines on.
constexpr uint32_t kNoLine = UINT32_MAX / 2;

// Roughly 8 times the logarithm to base 2: steps of an eighth of an octave above 8, the number
// itself below.
uint8_t Logarithm(uint64_t value) {
  if (value < 8) return static_cast<uint8_t>(value);
  const auto octave = static_cast<uint32_t>(std::bit_width(value)) - 4;
  return static_cast<uint8_t>(std::min<uint64_t>(uint64_t{8} * octave + (value >> octave), 255));
}

// 2^16 / n: a division is the dearest thing that a feature is made of.
constexpr std::array<uint32_t, 256> kReciprocals = [] {
  std::array<uint32_t, 256> reciprocals{};
  for (uint32_t n = 1; n < 256; ++n) reciprocals[n] = (uint32_t{1} << 16) / n;
  return reciprocals;
}();

// `scale` times part / whole, at most 255; 0 where the whole is nothing.
uint8_t Share(uint32_t part, uint32_t whole, uint32_t scale = 128) {
  if (whole < 256) {
    const uint64_t scaled = uint64_t{part} * scale * kReciprocals[whole] >> 16;
    return static_cast<uint8_t>(std::min<uint64_t>(scaled, 255));
  }
  return static_cast<uint8_t>(std::min<uint64_t>(uint64_t{part} * scale / whole, 255));
}

// Sums over windows of a row of numbers.
class WindowSums {
 public:
  explicit WindowSums(size_t lines) : sums_(lines + 1) {}

  // Lines must come in order.
  void Set(size_t line, uint32_t value) { sums_[line + 1] = sums_[line] + value; }

  // Returns the sum over the lines of [first, last).
  uint32_t Sum(size_t first, size_t last) const { return sums_[last] - sums_[first]; }

 private:
  std::vector<uint32_t> sums_;
};

struct Window {
  size_t first;
  size_t last;
  uint32_t size() const { return static_cast<uint32_t>(last - first); }
};

// The lines up to `before` above and up to `behind` below line `k`, itself included.
Window Around(size_t k, size_t lines, size_t before, size_t behind) {
  return {k > before ? k - before : 0, std::min(lines, k + behind + 1)};
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

// What kind of thing a removed line was, as the offset from kSinceTitle of its feature.
size_t KindOf(const Reason& reason) {
  struct Kind {
    std::string_view group;
    ContentFeature since;
  };
  constexpr Kind kKinds[] = {
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
  for (const Kind& kind : kKinds) {
    if (kind.group == reason.group) return kind.since - kSinceTitle;
  }
  return kSinceOther - kSinceTitle;
}

constexpr std::array kFeaturesOfLineAlone = {
    kWordCount,        kCodePoints,     kWordLength,       kCapitals,         kDigits,
    kCapitalizedWords, kFunctionWords,  kOwnFunctionWords, kInnerPunctuation, kSentenceEnds,
    kSeparators,       kWideCharacters, kLineEnding,       kLineStart,        kUrl,
    kIsProse,          kIsHeadlineLike, kTitleWords,       kLexical};

// Measures the features that a line has whatever is kept of the document around it.
class LineMeter {
 public:
  using Features = std::array<uint8_t, kContentFeatures>;

  LineMeter(const Document& document, const LexicalModel& lexical)
      : document_(document),
        lexical_(lexical),
        own_language_(FunctionWords::BitOf(document.provenance().language)) {
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
    set(kSeparators, Logarithm(shape.separators));
    set(kWideCharacters, Share(shape.wide_characters, shape.letters, 100));
    set(kLineEnding, EndingOf(shape, document_.Text(line)));
    set(kLineStart, StartOf(shape, document_.Bare(line)));
    set(kUrl, shape.has_url ? 2 : 1);
    set(kIsProse, line.prose ? 2 : 1);
    set(kIsHeadlineLike, IsHeadlineLike(shape) ? 2 : 1);
    set(kTitleWords, Share(title_words, content_words, 100));
    set(kLexical, lexical_.Score(tokens_));
  }

 private:
  // By the upper bits of the stem.
  static size_t TitleSlotOf(const Word& word) { return word.stem >> 22U; }

  void NoteTitle() {
    std::vector<Word> words;
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
        is_measured(document.lines().size()) {}

  bool IsOf(const Document& document) const {
    return title == document.provenance().title && language == document.provenance().language;
  }

  std::string title;
  std::string language;
  FeatureTable features;  // in the order of kFeaturesOfLineAlone
  std::vector<uint8_t> is_measured;
};

// Returns what was measured of the document's lines before, and now of those of `kept` that it was
// not. Valid until the document's text, title or language changes.
const MeasuredLines& MeasureOnce(const Document& document, std::span<const size_t> kept,
                                 const LexicalModel& lexical) {
  std::any& notes = document.NotesOf(&lexical);
  auto* measured = std::any_cast<MeasuredLines>(&notes);
  if (measured == nullptr || !measured->IsOf(document))
    measured = &notes.emplace<MeasuredLines>(document);
  LineMeter meter(document, lexical);
  LineMeter::Features features{};
  for (const size_t i : kept) {
    if (measured->is_measured[i] != 0) continue;
    measured->is_measured[i] = 1;
    meter.Measure(document.line(i), &features);
    for (size_t f = 0; f < kFeaturesOfLineAlone.size(); ++f)
      measured->features.Row(f)[i] = features[kFeaturesOfLineAlone[f]];
  }
  return *measured;
}

}  // namespace

ContentFeatures::ContentFeatures(const Document& document, std::span<const size_t> kept,
                                 const LexicalModel& lexical, bool with_removed)
    : document_(document), kept_(kept), table_(kContentFeatures, kept.size()) {
  MeasureLines(lexical);
  MeasureSharedWords();
  MeasureEarlierWords();
  MeasurePlaces();
  MeasureNeighbourhoods();
  MeasureRemoved(with_removed);
  MeasureDocument();
}

void ContentFeatures::MeasureLines(const LexicalModel& lexical) {
  const MeasuredLines& measured = MeasureOnce(document_, kept_, lexical);
  for (size_t f = 0; f < kFeaturesOfLineAlone.size(); ++f) {
    const uint8_t* from = measured.features.Row(f);
    std::transform(kept_.begin(), kept_.end(), table_.Row(kFeaturesOfLineAlone[f]),
                   [from](size_t line) { return from[line]; });
  }

  std::span<const RuleHit> hits = document_.rule_hits();
  size_t next_line = 0;  // behind the line kept before
  for (size_t k = 0; k < kept_.size(); ++k) {
    bool blank = false;
    for (; next_line <= kept_[k]; ++next_line)
      blank = blank || document_.line(next_line).blank_lines_before > 0;
    while (!hits.empty() && hits.front().line < kept_[k]) hits = hits.subspan(1);
    table_.Row(kRuleHit)[k] = !hits.empty() && hits.front().line == kept_[k] ? 2 : 1;
    table_.Row(kBlankBefore)[k] = blank && k > 0 ? 2 : 1;
  }

  std::unordered_map<uint64_t, uint32_t> occurrences;
  for (size_t k = 0; k < kept_.size(); ++k) {
    if (LineAt(k).comes_again) ++occurrences[LineAt(k).shape.folded_hash];
  }
  for (size_t k = 0; k < kept_.size(); ++k) {
    const Line& line = LineAt(k);
    table_.Row(kRepeats)[k] =
        line.comes_again ? Logarithm(occurrences[line.shape.folded_hash]) : uint8_t{1};
  }
}

void ContentFeatures::MeasureSharedWords() {
  const StemIndex& stems = document_.Stems();
  std::vector<uint16_t> in_prose(stems.size());
  for (size_t k = 0; k < kept_.size(); ++k) {
    if (!LineAt(k).prose) continue;
    for (const Stem& stem : stems.InLines(kept_[k], kept_[k] + 1)) {
      uint16_t& count = in_prose[stem.number];
      count = static_cast<uint16_t>(std::min(count + 1, 0xFFFF));
    }
  }
  for (size_t k = 0; k < kept_.size(); ++k) {
    const std::span<const Stem> own = stems.InLines(kept_[k], kept_[k] + 1);
    // The line's own words do not bear it out.
    const uint32_t least = LineAt(k).prose ? 2 : 1;
    uint32_t shared = 0;
    for (const Stem& stem : own) shared += in_prose[stem.number] >= least ? 1 : 0;
    table_.Row(kSharedWords)[k] = Share(shared, static_cast<uint32_t>(own.size()), 100);
  }
}

void ContentFeatures::MeasureEarlierWords() {
  std::vector<uint8_t> prose(kept_.size());
  for (size_t k = 0; k < kept_.size(); ++k) prose[k] = LineAt(k).prose ? 1 : 0;
  MeasureOldWords(prose, table_.Row(kOldWords5), table_.Row(kFarOldWords5));
}

// A new story brings new words (M. Youmans, "A New Tool for Discourse Analysis: The
// Vocabulary-Management Profile", Language 67, 1991).
void ContentFeatures::MeasureOldWords(std::span<const uint8_t> is_source, uint8_t* near,
                                      uint8_t* far) {
  const size_t lines = kept_.size();
  const StemIndex& stems = document_.Stems();
  std::vector<uint32_t> first_line(stems.size(), kNoLine);
  WindowSums old(lines);
  WindowSums far_old(lines);
  WindowSums total(lines);
  for (uint32_t k = 0; k < lines; ++k) {
    const std::span<const Stem> own = stems.InLines(kept_[k], kept_[k] + 1);
    uint32_t count = 0;
    uint32_t far_count = 0;
    for (const Stem& stem : own) {
      uint32_t& first = first_line[stem.number];
      count += first < k ? 1 : 0;
      far_count += first + kFarLines <= k ? 1 : 0;
      if (is_source[k] != 0) first = std::min(first, k);
    }
    old.Set(k, count);
    far_old.Set(k, far_count);
    total.Set(k, static_cast<uint32_t>(own.size()));
  }
  for (size_t k = 0; k < lines; ++k) {
    const Window window = Around(k, lines, 0, 4);
    const uint32_t all = total.Sum(window.first, window.last);
    if (near != nullptr) near[k] = Share(old.Sum(window.first, window.last), all, 200);
    far[k] = Share(far_old.Sum(window.first, window.last), all, 200);
  }
}

void ContentFeatures::MeasurePlaces() {
  const size_t lines = kept_.size();
  uint32_t prose_words = 0;
  for (size_t k = 0; k < lines; ++k) prose_words += LineAt(k).prose ? LineAt(k).shape.words : 0U;
  uint32_t before = 0;
  size_t since_prose = 255;
  size_t since_heading = 255;
  uint8_t lexical_of_heading = kEvenScore;
  for (size_t k = 0; k < lines; ++k) {
    const Line& line = LineAt(k);
    table_.Row(kLinesBefore)[k] = Logarithm(k);
    table_.Row(kLinesBehind)[k] = Logarithm(lines - 1 - k);
    table_.Row(kPlace)[k] = Share(static_cast<uint32_t>(k), static_cast<uint32_t>(lines), 200);
    table_.Row(kProseWordsBefore)[k] = Logarithm(before);
    table_.Row(kProseShareBefore)[k] = Share(before, prose_words, 200);
    table_.Row(kLinesSinceProse)[k] = Logarithm(since_prose);
    table_.Row(kLinesSinceHeading)[k] = Logarithm(since_heading);
    table_.Row(kLexicalOfHeading)[k] = lexical_of_heading;
    since_prose = line.prose ? 1 : std::min<size_t>(since_prose + 1, 255);
    since_heading = std::min<size_t>(since_heading + 1, 255);
    if (IsHeadlineLike(line.shape) && line.shape.words <= 8) {
      since_heading = 1;
      lexical_of_heading = table_.Row(kLexical)[k];
    }
    before += line.prose ? line.shape.words : 0U;
  }
  size_t to_prose = 255;
  for (size_t k = lines; k-- > 0;) {
    table_.Row(kLinesToProse)[k] = Logarithm(to_prose);
    to_prose = LineAt(k).prose ? 1 : std::min<size_t>(to_prose + 1, 255);
  }
}

void ContentFeatures::MeasureNeighbourhoods() {
  const size_t lines = kept_.size();
  WindowSums words(lines);
  WindowSums prose(lines);
  WindowSums sentences(lines);
  WindowSums capitalized(lines);
  WindowSums digits(lines);
  WindowSums lexical(lines);
  WindowSums repeats(lines);
  WindowSums blank(lines);
  WindowSums names(lines);
  WindowSums short_with_digits(lines);
  WindowSums title(lines);
  for (size_t k = 0; k < lines; ++k) {
    const Line& line = LineAt(k);
    words.Set(k, line.shape.words);
    prose.Set(k, line.prose ? 1 : 0);
    sentences.Set(k, line.shape.ends_sentence ? 1 : 0);
    capitalized.Set(k, line.shape.capitalized_words);
    digits.Set(k, table_.Row(kDigits)[k]);
    lexical.Set(k, table_.Row(kLexical)[k]);
    repeats.Set(k, table_.Row(kRepeats)[k] > 1 ? 1 : 0);
    const LineShape& shape = line.shape;
    names.Set(
        k, shape.words > 0 && shape.words <= 4 && shape.capitalized_words == shape.words ? 1 : 0);
    short_with_digits.Set(k, shape.words <= 10 && shape.digits >= 2 ? 1 : 0);
    title.Set(k, table_.Row(kTitleWords)[k]);
    blank.Set(k, table_.Row(kBlankBefore)[k] > 1 ? 1 : 0);
  }
  for (size_t k = 0; k < lines; ++k) {
    const auto set = [&](ContentFeature feature, uint8_t value) { table_.Row(feature)[k] = value; };
    const auto mean = [&](const WindowSums& sums, size_t before, size_t behind, uint32_t scale) {
      const Window window = Around(k, lines, before, behind);
      return Share(sums.Sum(window.first, window.last), window.size(), scale);
    };
    const auto mean_words = [&](size_t before, size_t behind) {
      const Window window = Around(k, lines, before, behind);
      return Logarithm(
          uint64_t{8} * words.Sum(window.first, window.last) * kReciprocals[window.size()] >> 16);
    };
    set(kWords2, mean_words(2, 2));
    set(kWords6, mean_words(6, 6));
    set(kWords16, mean_words(16, 16));
    set(kWords5Before, mean_words(5, 0));
    set(kWords5Behind, mean_words(0, 5));
    set(kProse3, mean(prose, 3, 3, 200));
    set(kProse10, mean(prose, 10, 10, 200));
    set(kSentences4, mean(sentences, 4, 4, 200));
    const Window near = Around(k, lines, 5, 5);
    set(kCapitalized5,
        Share(capitalized.Sum(near.first, near.last), words.Sum(near.first, near.last), 200));
    set(kDigits4, mean(digits, 4, 4, 1));
    set(kLexical2, mean(lexical, 2, 2, 1));
    set(kLexical6, mean(lexical, 6, 6, 1));
    set(kLexical16, mean(lexical, 16, 16, 1));
    set(kLexical5Before, mean(lexical, 5, 0, 1));
    set(kLexical5Behind, mean(lexical, 0, 5, 1));
    set(kRepeats6, mean(repeats, 6, 6, 200));
    set(kBlank6, mean(blank, 6, 6, 200));
    set(kNames8, mean(names, 8, 8, 200));
    set(kShortWithDigits8, mean(short_with_digits, 8, 8, 200));
    set(kTitleWords5, mean(title, 5, 5, 1));
    // The least of sixteen is that of four fours.
    const uint8_t* row = table_.Row(kLexical) + k;
    uint8_t* least4 = table_.Row(kLeastLexical4Before) + k;
    *least4 = *row;
    for (size_t i = 1; i <= std::min<size_t>(k, 3); ++i) *least4 = std::min(*least4, *(row - i));
    uint8_t least16 = *least4;
    for (size_t i = 4; i <= std::min<size_t>(k, 12); i += 4)
      least16 = std::min(least16, *(least4 - i));
    set(kLeastLexical16Before, least16);
  }
}

void ContentFeatures::MeasureRemoved(bool with_removed) {
  const size_t lines = kept_.size();
  constexpr size_t kKinds = kToTitle - kSinceTitle;
  constexpr uint32_t kNever = 255;
  const auto fill = [&](size_t feature, uint8_t value) {
    std::fill_n(table_.Row(feature), lines, value);
  };
  fill(kGapLines, Logarithm(0));
  fill(kRemovedBefore, Logarithm(0));
  fill(kRemovedShare, 0);
  for (size_t feature = kSinceTitle; feature <= kToOther; ++feature)
    fill(feature, Logarithm(kNever));
  if (!with_removed) return;

  const size_t all = document_.lines().size();
  std::array<size_t, kKinds> last;
  last.fill(SIZE_MAX);
  const Reason* known = nullptr;
  size_t kind = 0;
  size_t k = 0;  // of the next kept line
  size_t gap = 0;
  for (size_t i = 0; i < all; ++i) {
    const Line& line = document_.line(i);
    if (line.kept()) {
      table_.Row(kGapLines)[k] = Logarithm(gap);
      table_.Row(kRemovedBefore)[k] = Logarithm(i - k);
      table_.Row(kRemovedShare)[k] =
          Share(static_cast<uint32_t>(i - k), static_cast<uint32_t>(all - lines), 200);
      for (size_t j = 0; j < kKinds; ++j) {
        if (last[j] != SIZE_MAX)
          table_.Row(kSinceTitle + j)[k] = Logarithm(std::min<size_t>(k - last[j], kNever));
      }
      ++k;
      gap = 0;
      continue;
    }
    ++gap;
    if (line.removed_by != known) {
      known = line.removed_by;
      kind = KindOf(*known);
    }
    last[kind] = k;
  }
  last.fill(SIZE_MAX);
  known = nullptr;
  k = lines;  // the kept line before which the removed ones stand
  for (size_t i = all; i-- > 0;) {
    const Line& line = document_.line(i);
    if (line.kept()) {
      --k;
      for (size_t j = 0; j < kKinds; ++j) {
        if (last[j] != SIZE_MAX)
          table_.Row(kToTitle + j)[k] = Logarithm(std::min<size_t>(last[j] - k, kNever));
      }
      continue;
    }
    if (line.removed_by != known) {
      known = line.removed_by;
      kind = KindOf(*known);
    }
    last[kind] = k;
  }
}

void ContentFeatures::MeasureDocument() {
  const size_t lines = kept_.size();
  if (lines == 0) return;
  uint32_t prose_lines = 0;
  uint32_t prose_words = 0;
  uint32_t longest = 0;
  uint64_t lexical = 0;
  for (size_t k = 0; k < lines; ++k) {
    const Line& line = LineAt(k);
    prose_lines += line.prose ? 1 : 0;
    prose_words += line.prose ? line.shape.words : 0U;
    longest = std::max<uint32_t>(longest, line.shape.words);
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
  for (size_t k = 0; k < lines; ++k)
    table_.Row(kShareOfLongest)[k] = Share(LineAt(k).shape.words, longest, 200);
}

void ContentFeatures::AddScores(std::span<const uint8_t> scores) {
  std::copy(scores.begin(), scores.end(), table_.Row(kScore));
  MeasureBlocks(scores);
  MeasureMainWords(scores);
  std::vector<uint8_t> high(scores.size());
  std::transform(scores.begin(), scores.end(), high.begin(),
                 [](uint8_t score) { return score >= kHighScore ? uint8_t{1} : uint8_t{0}; });
  MeasureOldWords(high, nullptr, table_.Row(kOldWordsOfMain5));
}

// The strongest block is the run of lines with the greatest sum of scores above even, each weighed
// with its words (J. Bentley, "Programming Pearls: Algorithm Design Techniques", CACM 27, 1984).
void ContentFeatures::MeasureBlocks(std::span<const uint8_t> scores) {
  const size_t lines = kept_.size();
  if (lines == 0) return;
  WindowSums sums(lines);
  std::vector<int64_t> run_sums(lines);
  int64_t run = 0;
  int64_t best = 0;
  size_t run_begin = 0;
  size_t best_begin = 0;
  size_t best_end = 0;
  uint32_t main_words = 0;
  uint8_t best_score = 0;
  uint64_t total = 0;
  for (size_t k = 0; k < lines; ++k) {
    const uint32_t words = LineAt(k).shape.words;
    sums.Set(k, scores[k]);
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
  int64_t run_best = 0;
  for (size_t k = lines; k-- > 0;) {
    run_best = run_sums[k] == 0 ? 0 : std::max(run_best, run_sums[k]);
    table_.Row(kShareOfBlock)[k] =
        best == 0 ? uint8_t{0}
                  : static_cast<uint8_t>(200 * static_cast<uint64_t>(run_best) /
                                         static_cast<uint64_t>(best));
  }

  uint32_t words_before = 0;
  uint8_t best_before = 0;
  size_t since_best = 255;
  for (size_t k = 0; k < lines; ++k) {
    const auto set = [&](ContentFeature feature, uint8_t value) { table_.Row(feature)[k] = value; };
    const auto window_mean = [&](size_t before, size_t behind) {
      const Window window = Around(k, lines, before, behind);
      return Share(sums.Sum(window.first, window.last), window.size(), 1);
    };
    set(kScore1, window_mean(1, 1));
    set(kScore2, window_mean(2, 2));
    set(kScore4, window_mean(4, 4));
    set(kScore8, window_mean(8, 8));
    set(kScore20, window_mean(20, 20));
    set(kScore4Before, window_mean(4, 0));
    set(kScore4Behind, window_mean(0, 4));
    set(kScore12Before, window_mean(12, 0));
    set(kScore12Behind, window_mean(0, 12));
    set(kBestScoreBefore, best_before);
    set(kLinesSinceBest, Logarithm(since_best));
    set(kMainWordsBefore, Logarithm(words_before));
    set(kMainShareBefore, Share(words_before, main_words, 200));
    size_t distance = 128;
    if (best == 0) {
      distance = 0;
    } else if (k < best_begin) {
      distance = 127 - std::min<size_t>(Logarithm(best_begin - k), 120);
    } else if (k >= best_end) {
      distance = 129 + std::min<size_t>(Logarithm(k + 1 - best_end), 120);
    }
    set(kDistanceToBlock, static_cast<uint8_t>(distance));
    set(kScoreInDocument,
        static_cast<uint8_t>(std::clamp(kEvenScore + scores[k] - int{mean}, 1, 255)));
    set(kDocumentScore, mean);
    set(kDocumentMainWords, Logarithm(main_words));
    set(kDocumentBestScore, best_score);
    best_before = std::max(best_before, scores[k]);
    since_best = scores[k] >= kHighScore ? 1 : std::min<size_t>(since_best + 1, 255);
    if (scores[k] >= kEvenScore) words_before += LineAt(k).shape.words;
  }
  uint8_t best_behind = 0;
  size_t to_best = 255;
  for (size_t k = lines; k-- > 0;) {
    table_.Row(kBestScoreBehind)[k] = best_behind;
    table_.Row(kLinesToBest)[k] = Logarithm(to_best);
    best_behind = std::max(best_behind, scores[k]);
    to_best = scores[k] >= kHighScore ? 1 : std::min<size_t>(to_best + 1, 255);
  }
}

void ContentFeatures::MeasureMainWords(std::span<const uint8_t> scores) {
  const StemIndex& stems = document_.Stems();
  std::vector<uint16_t> in_main(stems.size());
  for (size_t k = 0; k < kept_.size(); ++k) {
    if (scores[k] < kHighScore) continue;
    for (const Stem& stem : stems.InLines(kept_[k], kept_[k] + 1)) {
      uint16_t& count = in_main[stem.number];
      count = static_cast<uint16_t>(std::min(count + 1, 0xFFFF));
    }
  }
  WindowSums shared(kept_.size());
  WindowSums total(kept_.size());
  for (size_t k = 0; k < kept_.size(); ++k) {
    const std::span<const Stem> own = stems.InLines(kept_[k], kept_[k] + 1);
    const uint32_t least = scores[k] >= kHighScore ? 2 : 1;
    uint32_t count = 0;
    for (const Stem& stem : own) count += in_main[stem.number] >= least ? 1 : 0;
    shared.Set(k, count);
    total.Set(k, static_cast<uint32_t>(own.size()));
    table_.Row(kWordsOfMain)[k] = Share(count, static_cast<uint32_t>(own.size()), 100);
  }
  for (size_t k = 0; k < kept_.size(); ++k) {
    const Window window = Around(k, kept_.size(), 3, 3);
    table_.Row(kWordsOfMain3)[k] =
        Share(shared.Sum(window.first, window.last), total.Sum(window.first, window.last), 100);
  }
}

}  // namespace strigil
