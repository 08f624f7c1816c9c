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
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint32_t kMostNeeds = 8;
// A piece with more phrases than this is better asked as a whole, and a set of more literals no
// condition.
constexpr size_t kMostPhrases = 64;
// How many words a usual line has, and what shares of lines are reckoned rare or next to all.
constexpr double kWords = 10;
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

// Returns one of `marks`, if any, that few lines have if there is such a one.
uint64_t RarestOf(uint64_t marks) {
  const uint64_t rare = marks & ~kFrequentMarks;
  const uint64_t telling = rare != 0 ? rare : marks;
  return telling & (~telling + 1);
}

// Where the rarest `size` bytes of a literal begin.
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
      always_.push_back(AddPiece(index, PatternLiterals(), RulePlace::kInside));
      SetEdges(RulePlace::kInside, PatternEdges(), always_.back());
      return;
    }
    for (const PatternNode& piece : SplitPattern(*pattern)) AddPart(rule, index, piece);
  }

  std::vector<uint64_t> Finish(size_t rules) {
    index_.push_back(rules);
    AppendSection(std::span<const RuleIndex::Piece>(pieces_));
    AppendSection(std::span<const RuleIndex::Phrase>(phrases_));
    index_.push_back(longest_phrase_);
    AppendSection(std::span<const uint8_t>(word_roles_));
    for (const Keyed* keyed : {&whole_lines_, &leading_words_, &trailing_words_, &words_anywhere_})
      AppendTable(*keyed);
    for (const Keyed& prefixes : prefixes_) AppendTable(prefixes);
    AppendSection(std::span<const uint8_t>(short_prefixes_));
    AppendSection(std::span<const uint8_t>(longer_prefixes_));
    AppendSection(std::span<const RuleIndex::Target>(targets_));
    AppendSection(std::span<const uint64_t>(mark_sets_));
    AppendSection(std::span<const RuleIndex::LiteralSet>(literal_sets_));
    AppendSection(std::span<const uint32_t>(grams_));
    for (const std::vector<RuleIndex::MarkedPiece>& pieces : by_mark_)
      AppendSection(std::span<const RuleIndex::MarkedPiece>(pieces));
    AppendSection(std::span<const uint32_t>(always_));
    AppendSection(std::span<const char>(literals_));
    return std::move(index_);
  }

 private:
  // What keys of a table lead to: numbers of targets (RuleIndex::Target::target).
  using Keyed = std::map<uint64_t, std::vector<uint32_t>>;
  // Literals of which a line must have one.
  enum class Where : uint8_t { kStart, kEnd, kAnywhere };
  struct Need {
    Where where;
    double frequency;  // of lines that have one, roughly
    const std::vector<std::string>* literals;
  };

  void AddPart(const RuleView& rule, uint32_t index, const PatternNode& part) {
    const MatchAnchors anchors = AnchorsOf(rule.where);
    const PatternLiterals literals = ExtractLiterals(part, anchors);
    if (anchors.start && CanBeLookedUp(literals.exact)) {
      for (const std::string& phrase : literals.exact) {
        const uint32_t target = AddPhrase(phrase, index, anchors.end);
        if (anchors.end) {
          AddWholeLine(phrase, target);
        } else {
          AddPrefix(PatternLiterals::kWordEdge + phrase, target);
        }
      }
      return;
    }
    const uint32_t piece = AddPiece(index, literals, rule.where);
    SetEdges(rule.where, FindEdges(part), piece);
    std::vector<Need> needs;
    std::vector<std::string> starts;
    for (const std::string& prefix : literals.prefixes)
      starts.push_back(PatternLiterals::kWordEdge + prefix);
    if (anchors.start && !starts.empty()) {
      needs.push_back({Where::kStart, FrequencyOfLines(starts, Where::kStart), &starts});
    }
    for (const std::vector<std::string>& required : literals.required) {
      const Where where = EndWithWords(required) ? Where::kEnd : Where::kAnywhere;
      const double frequency = FrequencyOfLines(required, where);
      if (frequency < kMostLines && HoldWholeWords(required))
        needs.push_back({where, frequency, &required});
      AddMarks(required, &pieces_[piece]);
    }
    if (!literals.prefixes.empty()) AddMarks(literals.prefixes, &pieces_[piece]);
    AddLiteralSets(literals.required, &pieces_[piece]);
    std::stable_sort(needs.begin(), needs.end(),
                     [](const Need& a, const Need& b) { return a.frequency < b.frequency; });
    double frequency = 1;
    uint32_t number = 0;
    for (const Need& need : needs) {
      if (number == kMostNeeds) break;
      if (frequency < kRarely || (number > 0 && need.frequency > kRatherRarely)) continue;
      frequency *= need.frequency;
      AddNeed(need, number++, piece);
    }
    if (number == 0) AddByMark(piece);
  }

  // What a literal is looked for by.
  struct Key {
    uint64_t key = 0;                    // of the words; 0: it holds none as a whole
    double frequency = 1;                // of lines that have it, roughly
    std::array<uint32_t, 2> words = {};  // hashes of the first two of them
    size_t count = 0;                    // of words
  };

  static Key LeadingKey(std::string_view literal) {
    const std::vector<LiteralWord> words = LeadingWords(literal);
    if (words.empty()) {
      const bool is_one_byte = WithoutEdges(literal).size() == 1;
      return {0, std::max(FrequencyOf(literal), is_one_byte ? kOneByteStart : 0.0)};
    }
    if (words.size() == 1) return KeyOf(words[0]);
    const double two_words = words[0].frequency * kSecondWord;
    Key key = KeyOf(words[0], words[1], two_words);
    if (words.size() > 2) {
      key.key = RuleIndex::KeyOfWords(words[0].hash, words[1].hash, words[2].hash);
      key.frequency *= kSecondWord;
      key.count = 3;
    }
    return key;
  }

  static Key TrailingKey(std::string_view literal) {
    if (!literal.ends_with(PatternLiterals::kLineEnd)) return {};
    const std::vector<LiteralWord> words = RunsOfWords(literal).back();
    if (words.empty()) return {};
    const LiteralWord& last = words.back();
    if (words.size() == 1) return KeyOf(last);
    return KeyOf(words[words.size() - 2], last, last.frequency * kSecondWord);
  }

  static Key KeyOf(const LiteralWord& word) {
    return {RuleIndex::KeyOfWord(word.hash), word.frequency, {word.hash}, 1};
  }
  static Key KeyOf(const LiteralWord& first, const LiteralWord& second, double frequency) {
    return {
        RuleIndex::KeyOfWords(first.hash, second.hash), frequency, {first.hash, second.hash}, 2};
  }

  // The rarest word, or two words side by side.
  static Key KeyAnywhere(std::string_view literal) {
    Key rarest;
    bool any = false;
    for (const std::vector<LiteralWord>& run : RunsOfWords(literal)) {
      for (size_t i = 0; i < run.size(); ++i) {
        const double alone = kWords * run[i].frequency;
        if (!any || alone < rarest.frequency) {
          rarest = KeyOf(run[i]);
          rarest.frequency = alone;
        }
        any = true;
        if (i + 1 == run.size()) break;
        const double both = kWords * kSecondWord * std::min(run[i].frequency, run[i + 1].frequency);
        if (alone > kRareWord && both < rarest.frequency) rarest = KeyOf(run[i], run[i + 1], both);
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

  // What has no word or literal to be looked for by is offered wherever its rarest mark is, or one
  // of which it needs one.
  void AddByMark(uint32_t piece) {
    const RuleIndex::Piece& conditions = pieces_[piece];
    uint64_t rarest = RarestOf(conditions.marks);
    for (const uint8_t set : conditions.any_of_marks) {
      const uint64_t marks = mark_sets_[set];
      if (set != 0 && (rarest == 0 || WeightOf(marks) < WeightOf(rarest))) rarest = marks;
    }
    if (rarest == 0) always_.push_back(piece);
    const auto& [first, last] = conditions.kinds;
    for (; rarest != 0; rarest &= rarest - 1) {
      by_mark_[static_cast<size_t>(std::countr_zero(rarest))].push_back({conditions.marks,
                                                                         piece,
                                                                         conditions.max_characters,
                                                                         {first[0], first[1]},
                                                                         {last[0], last[1]}});
    }
  }

  // How many lines have one of the marks, beside other marks.
  static int WeightOf(uint64_t marks) {
    constexpr int kFrequent = 10;
    return std::popcount(marks & ~kFrequentMarks) +
           kFrequent * std::popcount(marks & kFrequentMarks);
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
    pieces_[piece].needed |= 1U << number;
    const uint32_t target = number << RuleIndex::kNeedShift | piece;
    for (const std::string& literal : *need.literals) {
      if (need.where == Where::kStart) {
        AddPrefix(literal, target);
      } else if (need.where == Where::kEnd) {
        AddTrailing(TrailingKey(literal), target);
      } else {
        AddAnywhere(KeyAnywhere(literal), target);
      }
    }
  }

  void AddTrailing(const Key& key, uint32_t target) {
    AddTarget(key.key, target, &trailing_words_);
    AddRole(key.words[key.count - 1], RuleIndex::kTrails);
    if (key.count > 1) AddRole(key.words[0], RuleIndex::kTrailsBefore);
  }

  void AddAnywhere(const Key& key, uint32_t target) {
    AddTarget(key.key, target, &words_anywhere_);
    AddRole(key.words[0], key.count == 1 ? RuleIndex::kAlone : RuleIndex::kPairsBefore);
    if (key.count > 1) AddRole(key.words[1], RuleIndex::kPairsBehind);
  }

  void AddRole(uint32_t word, RuleIndex::WordRole role) {
    uint8_t& roles = word_roles_[RuleIndex::RoleIndexOf(word)];
    roles = static_cast<uint8_t>(roles | role);
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

  // Makes the rarest sets of literals a condition of the piece.
  void AddLiteralSets(const std::vector<std::vector<std::string>>& required,
                      RuleIndex::Piece* piece) {
    std::vector<std::pair<double, std::vector<uint32_t>>> sets;
    for (const std::vector<std::string>& literals : required) {
      const std::vector<std::string> shortest = WithoutLonger(literals);
      if (shortest.size() > kMostPhrases) continue;
      auto& [frequency, grams] = sets.emplace_back();
      for (const std::string& literal : shortest) {
        frequency += FrequencyOf(literal);
        grams.push_back(GramsOf(literal));
      }
      std::sort(grams.begin(), grams.end());
      grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
    }
    std::sort(sets.begin(), sets.end());
    for (size_t i = 0; i < std::min(sets.size(), RuleIndex::kLiteralSets); ++i) {
      const std::vector<uint32_t>& grams = sets[i].second;
      const auto [found, is_new] =
          literal_set_numbers_.try_emplace(grams, static_cast<uint16_t>(literal_sets_.size()));
      if (is_new && literal_sets_.size() <= UINT16_MAX) {
        RuleIndex::LiteralSet& set = literal_sets_.emplace_back();
        set.first = static_cast<uint32_t>(grams_.size());
        set.count = static_cast<uint32_t>(grams.size()) & INT32_MAX;
        // Short grams have the greatest numbers.
        set.has_short_grams = RuleIndex::IsShortGram(grams.back() & UINT16_MAX) ? 1 : 0;
        grams_.insert(grams_.end(), grams.begin(), grams.end());
        // With the last one again and again.
        while (grams_.size() % RuleIndex::kLiteralsAtOnce != 0) grams_.push_back(grams.back());
      }
      if (found->second < literal_sets_.size()) piece->literals[i] = found->second;
    }
  }

  // The literals without their edges and without those that have another in them.
  static std::vector<std::string> WithoutLonger(const std::vector<std::string>& literals) {
    std::vector<std::string> plain;
    plain.reserve(literals.size());
    for (const std::string& literal : literals) plain.push_back(WithoutEdges(literal));
    std::sort(plain.begin(), plain.end(), [](const std::string& a, const std::string& b) {
      return std::make_tuple(a.size(), a) < std::make_tuple(b.size(), b);
    });
    std::vector<std::string> shortest;
    for (const std::string& literal : plain) {
      if (std::none_of(shortest.begin(), shortest.end(), [&literal](const std::string& other) {
            return literal.find(other) != std::string::npos;
          }))
        shortest.push_back(literal);
    }
    return shortest;
  }

  // The two grams that a literal is told by.
  static uint32_t GramsOf(const std::string& literal) {
    if (literal.size() >= RuleIndex::kTrigramBytes) return TrigramsOf(literal);
    const uint32_t gram = literal.size() == 1 ? RuleIndex::ShortGramOf(literal[0])
                                              : RuleIndex::ShortGramOf(literal[0], literal[1]);
    return gram << 16U | gram;
  }

  // The two rarest trigrams of a literal that do not overlap, as far as it has such.
  static uint32_t TrigramsOf(const std::string& literal) {
    constexpr size_t kBytes = RuleIndex::kTrigramBytes;
    const size_t first = RarestGram(literal, kBytes);
    size_t second = first;
    double second_frequency = 1;
    for (size_t i = 0; i + kBytes <= literal.size(); ++i) {
      const double frequency = FrequencyOf(std::string_view(literal).substr(i, kBytes));
      if (i + kBytes > first && i < first + kBytes) continue;
      if (frequency >= second_frequency) continue;
      second = i;
      second_frequency = frequency;
    }
    return RuleIndex::TrigramOf(literal.data() + first) << 16U |
           RuleIndex::TrigramOf(literal.data() + second);
  }

  uint32_t AddPiece(uint32_t rule, const PatternLiterals& literals, RulePlace where) {
    const bool is_line = where == RulePlace::kLine;
    RuleIndex::Piece& piece = pieces_.emplace_back();
    piece.rule = rule & (RuleIndex::Piece::kMostRules - 1);
    piece.is_at_end = where == RulePlace::kEnd ? 1 : 0;
    piece.marks = literals.marks;
    piece.any_of_marks = {};
    piece.min_bytes = std::min<uint32_t>(literals.min_bytes, RuleIndex::Piece::kMostMinBytes) &
                      RuleIndex::Piece::kMostMinBytes;
    piece.max_characters = static_cast<uint16_t>(std::min<uint32_t>(
        is_line ? literals.max_characters : RuleIndex::kNoLimit, RuleIndex::kNoLimit));
    piece.may_hold_space = !is_line || literals.may_hold_space ? 1 : 0;
    return static_cast<uint32_t>(pieces_.size() - 1);
  }

  // Where a rule's place ties a match to an end of the line, the bytes there can tell; elsewhere
  // any may stand.
  void SetEdges(RulePlace where, const PatternEdges& edges, uint32_t piece) {
    const MatchAnchors anchors = AnchorsOf(where);
    const ByteSet any = ByteSet().set();
    for (size_t i = 0; i < PatternEdges::kBytes; ++i) {
      // Behind a match that need not reach the line's other end, anything may stand.
      const bool is_in_match = where == RulePlace::kLine || i < edges.shortest;
      RuleIndex::EdgeKinds& kinds = pieces_[piece].kinds;
      kinds.first[i] = KindsOf(anchors.start && is_in_match ? edges.first[i] : any);
      kinds.last[i] = KindsOf(anchors.end && is_in_match ? edges.last[i] : any);
    }
  }

  static uint32_t KindsOf(const ByteSet& bytes) {
    uint32_t kinds = 0;
    for (size_t byte = 0; byte < bytes.size(); ++byte) {
      if (bytes[byte]) kinds |= RuleIndex::KindOf(static_cast<char>(byte));
    }
    // Where no match has a byte, a line without one is asked for any.
    return kinds != 0 ? kinds : UINT32_MAX;
  }

  static void AddTarget(uint64_t key, uint32_t target, Keyed* keyed) {
    std::vector<uint32_t>& targets = (*keyed)[key];
    if (std::find(targets.begin(), targets.end(), target) == targets.end())
      targets.push_back(target);
  }

  // Returns the target that stands for the phrase.
  uint32_t AddPhrase(const std::string& phrase, uint32_t rule, bool is_whole_line) {
    const auto [found, is_new] =
        literal_offsets_.try_emplace(phrase, static_cast<uint32_t>(literals_.size()));
    if (is_new) literals_ += phrase;
    phrases_.push_back({rule, found->second, static_cast<uint16_t>(phrase.size()), is_whole_line});
    return RuleIndex::kPhraseBit | static_cast<uint32_t>(phrases_.size() - 1);
  }

  void AddWholeLine(std::string_view phrase, uint32_t target) {
    for (const std::string& text : WithEachApostrophe(phrase)) {
      std::vector<Word> words;
      const ScannedLine scanned = ScanLine(text, &words);
      longest_phrase_ = std::max(longest_phrase_, CountCodePoints(text));
      AddTarget(RuleIndex::KeyOfLine(scanned.shape.folded_hash), target, &whole_lines_);
      if (!words.empty()) AddRole(words[0].hash, RuleIndex::kLeadsLine);
    }
  }

  void AddPrefix(const std::string& literal, uint32_t target) {
    if (const Key key = LeadingKey(literal); key.key != 0) {
      AddTarget(key.key, target, &leading_words_);
      AddRole(key.words[0], RuleIndex::kLeads);
      if (key.count > 1) AddRole(key.words[1], RuleIndex::kLeadsSecond);
      return;
    }
    const std::string prefix = WithoutEdges(literal);
    // The last byte of the prefix, or of as much of it as a table has.
    const size_t last = prefix.empty() ? 0 : std::min(prefix.size(), RuleIndex::kPrefixBytes) - 1;
    std::array<char, RuleIndex::kPrefixBytes> start{};
    std::copy_n(prefix.data(), last + 1, start.begin());
    AddTarget(RuleIndex::KeyOfPrefix(start.data(), last + 1), target, &prefixes_[last]);
    const auto add_size = [last](uint8_t& sizes) {
      sizes = static_cast<uint8_t>(sizes | 1U << last);
    };
    if (last + 1 >= RuleIndex::kTrigramBytes) {
      add_size(longer_prefixes_[RuleIndex::StartOf(start.data())]);
      return;
    }
    for (size_t second = 0; second < 256; ++second) {
      if (last == 0 || static_cast<char>(second) == start[1])
        add_size(short_prefixes_[RuleIndex::StartOf(start[0], static_cast<char>(second))]);
    }
  }

  uint32_t MostCharactersOf(uint32_t target) const {
    if ((target & RuleIndex::kPhraseBit) == 0)
      return pieces_[target & RuleIndex::kPieceMask].max_characters;
    const RuleIndex::Phrase& phrase = phrases_[target & ~RuleIndex::kPhraseBit];
    return phrase.is_whole_line ? static_cast<uint32_t>(CountCodePoints(LiteralOf(phrase)))
                                : RuleIndex::kNoLimit;
  }

  RuleIndex::Target TargetOf(uint32_t target) const {
    if ((target & RuleIndex::kPhraseBit) == 0) {
      const RuleIndex::Piece& piece = pieces_[target & RuleIndex::kPieceMask];
      return {target, piece.kinds.first[1], piece.kinds.first[2], piece.kinds.last[0]};
    }
    const RuleIndex::Phrase& phrase = phrases_[target & ~RuleIndex::kPhraseBit];
    const std::string_view literal = LiteralOf(phrase);
    const auto kinds = [&](size_t i, bool is_known) {
      return is_known && i < literal.size() ? RuleIndex::KindOf(literal[i]) : UINT32_MAX;
    };
    return {target, kinds(1, true), kinds(2, true),
            kinds(literal.size() - 1, phrase.is_whole_line)};
  }

  std::string_view LiteralOf(const RuleIndex::Phrase& phrase) const {
    return std::string_view(literals_).substr(phrase.literal_offset, phrase.literal_size);
  }

  void AppendTable(const Keyed& keyed) {
    std::vector<RuleIndex::Slot> slots(keyed.empty() ? 0 : std::bit_ceil(keyed.size() * 2));
    std::vector<uint64_t> filter(std::bit_ceil(1 + keyed.size() * kFilterBitsPerKey / 64));
    // Keys whose tags are equal find the targets of each other.
    std::map<uint32_t, std::vector<uint32_t>> by_tag;
    for (const auto& [key, targets] : keyed) {
      std::vector<uint32_t>& all = by_tag[RuleIndex::TagOf(RuleIndex::Mix(key))];
      all.insert(all.end(), targets.begin(), targets.end());
    }
    for (const auto& [key, targets] : keyed) {
      const uint64_t mixed = RuleIndex::Mix(key);
      size_t place = mixed & (slots.size() - 1);
      while (slots[place].tag != 0) place = (place + 1) & (slots.size() - 1);
      RuleIndex::Slot& slot = slots[place];
      slot.tag = RuleIndex::TagOf(mixed);
      slot.first_target = static_cast<uint32_t>(targets_.size());
      uint32_t characters = 0;
      for (const uint32_t number : by_tag[slot.tag]) {
        const RuleIndex::Target& target = targets_.emplace_back(TargetOf(number));
        ++slot.target_count;
        characters = std::max(characters, MostCharactersOf(number));
        slot.last_kinds |= target.last_kinds;
      }
      characters = std::min(characters, RuleIndex::Slot::kMostCharacters);
      slot.max_characters = characters & RuleIndex::Slot::kMostCharacters;
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
  std::vector<RuleIndex::Phrase> phrases_;
  std::vector<RuleIndex::Target> targets_;
  size_t longest_phrase_ = 0;
  Keyed whole_lines_;
  std::vector<uint8_t> word_roles_ = std::vector<uint8_t>(size_t{1} << RuleIndex::kRoleBits, 0);
  Keyed leading_words_;
  Keyed trailing_words_;
  Keyed words_anywhere_;
  std::array<Keyed, RuleIndex::kPrefixBytes> prefixes_;
  std::vector<uint8_t> short_prefixes_ = std::vector<uint8_t>(RuleIndex::kStarts, 0);
  std::vector<uint8_t> longer_prefixes_ = std::vector<uint8_t>(RuleIndex::kStarts, 0);
  std::array<std::vector<RuleIndex::MarkedPiece>, 64> by_mark_;
  std::vector<uint32_t> always_;
  std::vector<uint64_t> mark_sets_ = {~uint64_t{0}};
  std::vector<RuleIndex::LiteralSet> literal_sets_ = {{0, 0, 0}};
  std::map<std::vector<uint32_t>, uint16_t> literal_set_numbers_;
  std::vector<uint32_t> grams_;
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
