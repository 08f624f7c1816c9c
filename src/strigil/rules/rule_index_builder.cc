#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "strigil/rules/literal_words.h"
#include "strigil/rules/pattern_literals.h"
#include "strigil/rules/pattern_split.h"
#include "strigil/rules/rule_index.h"

namespace strigil {
namespace {

constexpr uint32_t kMostNeeds = 8;
// A piece with more phrases than this is better asked as a whole.
constexpr size_t kMostPhrases = 64;
// How many words a usual line has, and how many places for a literal, and what shares of lines are
// reckoned rare or next to all.
constexpr double kWords = 10;
constexpr double kPlaces = 60;
constexpr double kRarely = 0.004;
constexpr double kRatherRarely = 0.05;
constexpr double kMostLines = 0.3;
// The share of a word's places where one certain word stands beside it, and of lines with a word
// that is rare enough to be looked for alone.
constexpr double kSecondWord = 0.05;
constexpr double kRareWord = 0.003;
// Lines begin with marks and digits more often than other words do.
constexpr double kOneByteStart = 0.02;

// Marks that many lines have.
constexpr uint64_t kFrequentMarks = kDigitMark | MarkBit('.') | MarkBit(',') | MarkBit(':') |
                                    MarkBit('-') | MarkBit('"') | MarkBit('(') | MarkBit(')') |
                                    MarkBit(0x2013) | MarkBit(0x2019) | MarkBit(0x201D);

constexpr size_t kFilterBitsPerKey = 32;
constexpr ptrdiff_t kMostApostrophes = 3;

// Returns one of `marks`, which must not be 0, that few lines have if there is such a one.
uint64_t RarestOf(uint64_t marks) {
  const uint64_t rare = marks & ~kFrequentMarks;
  const uint64_t telling = rare != 0 ? rare : marks;
  return telling & (~telling + 1);
}

size_t RarestGram(std::string_view literal, size_t size) {
  size_t best = 0;
  double best_frequency = FrequencyOf(literal.substr(0, size));
  for (size_t offset = 1; offset + size <= literal.size(); ++offset) {
    const double frequency = FrequencyOf(literal.substr(offset, size));
    if (frequency >= best_frequency) continue;
    best = offset;
    best_frequency = frequency;
  }
  return best;
}

// The rarest part of a literal: many phrases have one word in common that tells as much as they do.
std::string CoreOf(std::string_view literal) {
  constexpr size_t kTellingBytes = 7;
  const size_t size = std::min(literal.size(), kTellingBytes);
  return std::string(literal.substr(RarestGram(literal, size), size));
}

// Whether the phrases can be looked up by their words: each text that one may be written as has a
// place of its own, and with every apostrophe there are twice as many.
bool CanBeLookedUp(const std::vector<std::string>& phrases) {
  return !phrases.empty() && phrases.size() <= kMostPhrases &&
         std::none_of(phrases.begin(), phrases.end(), [](const std::string& phrase) {
           return phrase.empty() ||
                  std::count(phrase.begin(), phrase.end(), '\'') > kMostApostrophes;
         });
}

// The texts that fold to `phrase`, as far as words are concerned: a folded apostrophe stands for
// several characters, one of which is a letter.
std::vector<std::string> WithEachApostrophe(std::string_view phrase) {
  std::vector<std::string> texts = {""};
  for (const char c : phrase) {
    const size_t count = texts.size();
    for (size_t i = 0; c == '\'' && i < count; ++i) texts.push_back(texts[i] + "\u02BC");
    for (size_t i = 0; i < count; ++i) texts[i] += c;
  }
  return texts;
}

}  // namespace

// Gathers what an index consists of and writes it down.
class RuleIndexBuilder {
 public:
  void Add(const RuleView& rule, uint32_t index) {
    const std::optional<PatternNode> pattern = ParsePattern(rule.pattern);
    if (!pattern.has_value()) {
      always_.push_back(AddPiece(index, PatternLiterals(), false));
      SetEdges(RulePlace::kInside, PatternEdges(), &pieces_.back());
      return;
    }
    for (const PatternNode& piece : SplitPattern(*pattern)) AddPart(rule, index, piece);
  }

  std::vector<uint64_t> Finish(size_t rules) {
    index_.push_back(rules);
    AppendSection(std::span<const RuleIndex::Piece>(pieces_));
    for (const Keyed* keyed : {&phrases_, &leading_words_, &trailing_words_, &words_anywhere_})
      AppendTable(*keyed);
    for (const Keyed& prefixes : prefixes_) AppendTable(prefixes);
    for (const Grams* grams : {&all_grams_, &long_grams_}) {
      AppendTable(grams->literals);
      index_.push_back(grams->marks);
    }
    AppendSection(std::span<const RuleIndex::Entry>(entries_));
    AppendSection(std::span<const uint32_t>(targets_));
    AppendSection(std::span<const std::array<uint64_t, 4>>(byte_sets_));
    AppendSection(std::span<const uint64_t>(mark_sets_));
    for (const std::vector<uint32_t>& pieces : by_mark_)
      AppendSection(std::span<const uint32_t>(pieces));
    AppendSection(std::span<const uint32_t>(always_));
    AppendSection(std::span<const char>(literals_));
    return std::move(index_);
  }

 private:
  struct PendingEntry {
    uint32_t literal_offset = 0;
    uint16_t key_offset = 0;
    std::vector<uint32_t> targets;
  };
  // By key, then by literal.
  using Keyed = std::map<uint64_t, std::map<std::string, PendingEntry>>;
  struct Grams {
    Keyed literals;
    uint64_t marks = 0;
  };

  // Literals of which a line must have one.
  enum class Where : uint8_t { kStart, kEnd, kAnywhere };
  struct Need {
    Where where;
    bool by_grams;     // not all of them hold a whole word
    double frequency;  // of lines that have one, roughly
    const std::vector<std::string>* literals;
  };

  void AddPart(const RuleView& rule, uint32_t index, const PatternNode& part) {
    const MatchAnchors anchors = AnchorsOf(rule.where);
    const PatternLiterals literals = ExtractLiterals(part, anchors);
    if (anchors.start && CanBeLookedUp(literals.exact)) {
      for (const std::string& phrase : literals.exact) {
        if (anchors.end) {
          AddPhrase(phrase, RuleIndex::kRuleBit | index);
        } else {
          AddPrefix(PatternLiterals::kWordEdge + phrase, RuleIndex::kRuleBit | index);
        }
      }
      return;
    }
    const uint32_t piece = AddPiece(index, literals, rule.where == RulePlace::kLine);
    SetEdges(rule.where, FindEdges(part), &pieces_[piece]);
    std::vector<Need> needs;
    std::vector<std::string> starts;
    for (const std::string& prefix : literals.prefixes)
      starts.push_back(PatternLiterals::kWordEdge + prefix);
    if (anchors.start && !starts.empty()) {
      needs.push_back({Where::kStart, false, FrequencyOfLines(starts, Where::kStart), &starts});
    }
    for (const std::vector<std::string>& required : literals.required) {
      const Where where = EndWithWords(required) ? Where::kEnd : Where::kAnywhere;
      const double frequency = FrequencyOfLines(required, where);
      if (frequency < kMostLines)
        needs.push_back({where, !HoldWholeWords(required), frequency, &required});
      AddMarks(required, &pieces_[piece]);
    }
    if (!literals.prefixes.empty()) AddMarks(literals.prefixes, &pieces_[piece]);
    // Literals that are no words have to be looked for at each place of a line.
    std::stable_sort(needs.begin(), needs.end(), [](const Need& a, const Need& b) {
      return std::tie(a.by_grams, a.frequency) < std::tie(b.by_grams, b.frequency);
    });
    double frequency = 1;
    uint32_t number = 0;
    for (const Need& need : needs) {
      // A rare mark tells as much, and is known.
      if (number == kMostNeeds) break;
      if (need.by_grams && (number > 0 || (pieces_[piece].marks & ~kFrequentMarks) != 0)) continue;
      if (frequency < kRarely || (number > 0 && need.frequency > kRatherRarely)) continue;
      frequency *= need.frequency;
      AddNeed(need, number++, piece);
    }
    if (number == 0) AddByMark(piece);
  }

  // What a literal is looked for by.
  struct Key {
    uint64_t key = 0;      // of the words; 0: it holds none as a whole
    double frequency = 1;  // of lines that have it, roughly
  };

  static Key LeadingKey(std::string_view literal) {
    const std::vector<LiteralWord> words = LeadingWords(literal);
    if (words.empty()) {
      const bool is_one_byte = WithoutEdges(literal).size() == 1;
      return {0, std::max(FrequencyOf(literal), is_one_byte ? kOneByteStart : 0.0)};
    }
    if (words.size() == 1) return {RuleIndex::KeyOfWord(words[0].hash), words[0].frequency};
    const double two_words = words[0].frequency * kSecondWord;
    if (words.size() == 2) return {RuleIndex::KeyOfWords(words[0].hash, words[1].hash), two_words};
    return {RuleIndex::KeyOfWords(words[0].hash, words[1].hash, words[2].hash),
            two_words * kSecondWord};
  }

  static Key TrailingKey(std::string_view literal) {
    if (!literal.ends_with(PatternLiterals::kLineEnd)) return {};
    const std::vector<LiteralWord> words = RunsOfWords(literal).back();
    if (words.empty()) return {};
    const LiteralWord& last = words.back();
    if (words.size() == 1) return {RuleIndex::KeyOfWord(last.hash), last.frequency};
    return {RuleIndex::KeyOfWords(words[words.size() - 2].hash, last.hash),
            last.frequency * kSecondWord};
  }

  // Whether the literal is worth looking for at each place of a line. Where there are no letters in
  // it, the line's marks say as much.
  static bool IsGram(std::string_view literal) {
    const std::string plain = WithoutEdges(literal);
    return plain.size() >= RuleIndex::kGramBytes &&
           std::any_of(plain.begin(), plain.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0xC0;
           });
  }

  // The rarest word, or two words side by side.
  static Key KeyAnywhere(std::string_view literal) {
    Key rarest{0, IsGram(literal) ? kPlaces * FrequencyOf(literal) : 1};
    bool any = false;
    for (const std::vector<LiteralWord>& run : RunsOfWords(literal)) {
      for (size_t i = 0; i < run.size(); ++i) {
        const double alone = kWords * run[i].frequency;
        if (!any || alone < rarest.frequency) rarest = {RuleIndex::KeyOfWord(run[i].hash), alone};
        any = true;
        if (i + 1 == run.size()) break;
        const double both = kWords * kSecondWord * std::min(run[i].frequency, run[i + 1].frequency);
        if (alone > kRareWord && both < rarest.frequency)
          rarest = {RuleIndex::KeyOfWords(run[i].hash, run[i + 1].hash), both};
      }
    }
    return rarest;
  }

  static Key KeyAt(Where where, std::string_view literal) {
    return where == Where::kStart ? LeadingKey(literal)
           : where == Where::kEnd ? TrailingKey(literal)
                                  : KeyAnywhere(literal);
  }

  // Whether the end of a line has one of the literals, and that a whole word.
  static bool EndWithWords(const std::vector<std::string>& literals) {
    return std::all_of(literals.begin(), literals.end(),
                       [](const std::string& literal) { return TrailingKey(literal).key != 0; });
  }

  static bool HoldWholeWords(const std::vector<std::string>& literals) {
    return std::all_of(literals.begin(), literals.end(),
                       [](const std::string& literal) { return KeyAnywhere(literal).key != 0; });
  }

  // What has no word or literal to be looked for by is offered wherever its rarest mark is.
  void AddByMark(uint32_t piece) {
    const uint64_t marks = pieces_[piece].marks;
    if (marks == 0) {
      always_.push_back(piece);
    } else {
      by_mark_[static_cast<size_t>(std::countr_zero(RarestOf(marks)))].push_back(piece);
    }
  }

  static double FrequencyOfLines(const std::vector<std::string>& literals, Where where) {
    double frequency = 0;
    std::set<uint64_t> counted;
    for (const std::string& literal : literals) {
      const Key key = KeyAt(where, literal);
      if (key.key == 0 || counted.insert(key.key).second) frequency += key.frequency;
    }
    return std::min(frequency, 1.0);
  }

  void AddNeed(const Need& need, uint32_t number, uint32_t piece) {
    pieces_[piece].needed = static_cast<uint8_t>(pieces_[piece].needed | 1U << number);
    const uint32_t target = number << RuleIndex::kNeedShift | piece;
    for (const std::string& literal : *need.literals) {
      if (need.where == Where::kStart) {
        AddPrefix(literal, target);
      } else if (need.where == Where::kEnd) {
        AddEntry("", 0, target, TrailingKey(literal).key, &trailing_words_);
      } else if (const Key key = KeyAnywhere(literal); key.key != 0) {
        AddEntry("", 0, target, key.key, &words_anywhere_);
      } else {
        AddGram(CoreOf(WithoutEdges(literal)), target, pieces_[piece]);
      }
    }
  }

  // Makes the marks of which each of `literals` has one a condition of the piece, if each has any.
  void AddMarks(const std::vector<std::string>& literals, RuleIndex::Piece* piece) {
    uint64_t any_of = 0;
    for (const std::string& literal : literals) {
      const uint64_t marks = MarksOf(literal);
      if (marks == 0) return;
      any_of |= RarestOf(marks);
    }
    const auto found = std::find(mark_sets_.begin(), mark_sets_.end(), any_of);
    const auto set = static_cast<size_t>(found - mark_sets_.begin());
    if (set > UINT8_MAX) return;
    if (found == mark_sets_.end()) mark_sets_.push_back(any_of);
    for (uint8_t& taken : piece->any_of_marks) {
      if (taken == set) return;
      if (taken != 0) continue;
      taken = static_cast<uint8_t>(set);
      return;
    }
  }

  uint32_t AddPiece(uint32_t rule, const PatternLiterals& literals, bool is_line) {
    RuleIndex::Piece& piece = pieces_.emplace_back();
    piece.marks = literals.marks;
    piece.any_of_marks = {};
    piece.rule = rule;
    piece.min_bytes = static_cast<uint16_t>(std::min<uint32_t>(literals.min_bytes, UINT16_MAX));
    piece.max_characters = static_cast<uint16_t>(std::min<uint32_t>(
        is_line ? literals.max_characters : RuleIndex::kNoLimit, RuleIndex::kNoLimit));
    piece.may_hold_space = !is_line || literals.may_hold_space;
    piece.needed = 0;
    return static_cast<uint32_t>(pieces_.size() - 1);
  }

  // Where a rule's place ties a match to an end of the line, the bytes there can tell; elsewhere
  // any may stand.
  void SetEdges(RulePlace where, const PatternEdges& edges, RuleIndex::Piece* piece) {
    const MatchAnchors anchors = AnchorsOf(where);
    const ByteSet any = ByteSet().set();
    for (size_t i = 0; i < PatternEdges::kBytes; ++i) {
      // Behind a match that need not reach the line's other end, anything may stand.
      const bool is_in_match = where == RulePlace::kLine || i < edges.shortest;
      piece->first[i] = AddByteSet(anchors.start && is_in_match ? edges.first[i] : any);
      piece->last[i] = AddByteSet(anchors.end && is_in_match ? edges.last[i] : any);
    }
  }

  uint16_t AddByteSet(const ByteSet& set) {
    const auto [found, is_new] =
        byte_set_numbers_.try_emplace(set.to_string(), static_cast<uint16_t>(byte_sets_.size()));
    if (is_new) {
      std::array<uint64_t, 4>& words = byte_sets_.emplace_back();
      for (size_t byte = 0; byte < 256; ++byte) {
        if (set[byte]) words[byte / 64] |= uint64_t{1} << (byte % 64);
      }
    }
    return found->second;
  }

  void AddEntry(std::string_view literal, size_t key_offset, uint32_t target, uint64_t key,
                Keyed* keyed) {
    const auto [found, is_new] =
        literal_offsets_.try_emplace(std::string(literal), static_cast<uint32_t>(literals_.size()));
    if (is_new) literals_ += literal;
    PendingEntry& entry = (*keyed)[key][found->first];
    entry.literal_offset = found->second;
    entry.key_offset = static_cast<uint16_t>(key_offset);
    if (std::find(entry.targets.begin(), entry.targets.end(), target) == entry.targets.end()) {
      entry.targets.push_back(target);
    }
  }

  void AddPhrase(std::string_view phrase, uint32_t target) {
    std::vector<Word> words;
    for (const std::string& text : WithEachApostrophe(phrase)) {
      const ScannedLine scanned = ScanLine(text, &words);
      AddEntry(phrase, 0, target, RuleIndex::KeyOfLine(scanned.shape.folded_hash), &phrases_);
    }
  }

  void AddPrefix(const std::string& literal, uint32_t target) {
    const bool is_certain = (target & RuleIndex::kRuleBit) != 0;
    const std::string prefix = WithoutEdges(literal);
    if (const Key key = LeadingKey(literal); key.key != 0) {
      AddEntry(is_certain ? prefix : "", 0, target, key.key, &leading_words_);
      return;
    }
    const size_t size = std::min(prefix.size(), RuleIndex::kPrefixBytes);
    std::array<char, RuleIndex::kPrefixBytes> start{};
    std::copy_n(prefix.begin(), size, start.begin());
    AddEntry(prefix, 0, target, RuleIndex::KeyOfPrefix(start.data(), size), &prefixes_[size - 1]);
  }

  void AddGram(std::string_view literal, uint32_t target, const RuleIndex::Piece& piece) {
    const size_t offset = RarestGram(literal, RuleIndex::kGramBytes);
    const uint64_t key = RuleIndex::KeyOfGram(literal.data() + offset);
    for (Grams* grams : {&all_grams_, &long_grams_}) {
      if (grams == &long_grams_ && piece.max_characters <= RuleIndex::kShortCharacters) continue;
      AddEntry(literal, offset, target, key, &grams->literals);
      grams->marks |= piece.marks != 0 ? RarestOf(piece.marks) : mark_sets_[piece.any_of_marks[0]];
    }
  }

  void AppendTable(const Keyed& keyed) {
    std::vector<RuleIndex::Slot> slots(keyed.empty() ? 0 : std::bit_ceil(keyed.size() * 2));
    std::vector<uint64_t> filter(std::bit_ceil(1 + keyed.size() * kFilterBitsPerKey / 64));
    for (const auto& [key, pending] : keyed) {
      size_t slot = RuleIndex::Mix(key) & (slots.size() - 1);
      while (slots[slot].key != 0) slot = (slot + 1) & (slots.size() - 1);
      slots[slot] = {key, static_cast<uint32_t>(entries_.size()),
                     static_cast<uint32_t>(pending.size())};
      for (const auto& [literal, entry] : pending) {
        entries_.push_back({entry.literal_offset, static_cast<uint16_t>(literal.size()),
                            entry.key_offset, static_cast<uint32_t>(targets_.size()),
                            static_cast<uint32_t>(entry.targets.size())});
        targets_.insert(targets_.end(), entry.targets.begin(), entry.targets.end());
      }
      RuleIndex::SetBit(key, filter);
    }
    AppendSection(std::span<const RuleIndex::Slot>(slots));
    AppendSection(std::span<const uint64_t>(filter));
  }

  template <typename Element>
  void AppendSection(std::span<const Element> elements) {
    index_.push_back(elements.size());
    const size_t begin = index_.size();
    index_.resize(begin + (elements.size_bytes() + 7) / 8);
    if (!elements.empty())
      std::memcpy(index_.data() + begin, elements.data(), elements.size_bytes());
  }

  std::vector<RuleIndex::Piece> pieces_;
  Keyed phrases_;
  Keyed leading_words_;
  Keyed trailing_words_;
  Keyed words_anywhere_;
  std::array<Keyed, RuleIndex::kPrefixBytes> prefixes_;
  Grams all_grams_;
  Grams long_grams_;
  std::vector<RuleIndex::Entry> entries_;
  std::vector<uint32_t> targets_;
  std::array<std::vector<uint32_t>, 64> by_mark_;
  std::vector<uint32_t> always_;
  std::vector<uint64_t> mark_sets_ = {~uint64_t{0}};
  std::vector<std::array<uint64_t, 4>> byte_sets_;
  std::unordered_map<std::string, uint16_t> byte_set_numbers_;
  std::unordered_map<std::string, uint32_t> literal_offsets_;
  std::string literals_;
  std::vector<uint64_t> index_;
};

RuleIndex RuleIndex::Build(std::span<const RuleView> rules) {
  RuleIndexBuilder builder;
  for (size_t i = 0; i < rules.size(); ++i) builder.Add(rules[i], static_cast<uint32_t>(i));
  RuleIndex index;
  index.storage_ = builder.Finish(rules.size());
  index.words_ = index.storage_;
  index.ReadLayout();
  return index;
}

}  // namespace strigil
