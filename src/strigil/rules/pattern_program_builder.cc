#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "strigil/rules/character_set.h"
#include "strigil/rules/pattern_edges.h"
#include "strigil/rules/pattern_program.h"
#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint32_t kUnbounded = PatternNode::kUnbounded;
// Counted repetitions of groups are written out; longer ones are for RE2.
constexpr uint32_t kMostRounds = 24;
constexpr size_t kMostSteps = 20000;
constexpr size_t kWordsOfCacheLine = 8;

// What may stand at a position: an ASCII character, another, or at the end of the text none.
constexpr size_t kOthers = 128;
constexpr size_t kTextEnd = 129;
constexpr size_t kPlaces = 130;
using Places = std::bitset<kPlaces>;

Places PlacesOf(char32_t c, bool any_case) {
  Places places;
  places.set(std::min<size_t>(c, kOthers));
  const char32_t lower = c | 0x20U;
  if (!any_case || c >= 128 || lower < 'a' || lower > 'z') return places;
  places.set(c ^ 0x20U);
  // The Kelvin sign and the long s are letters of ASCII in another case.
  if (lower == 'k' || lower == 's') places.set(kOthers);
  return places;
}

Places PlacesOf(const CharacterSet& set) {
  Places places;
  for (size_t c = 0; c < set.ascii.size(); ++c) places[c] = set.ascii[c];
  places[kOthers] = set.MayHaveOthers();
  return places;
}

// Returns the bytes of texts that fold to one of `folded`. Those of characters above ASCII fold to
// others; all of them may come.
ByteSet Unfolded(const ByteSet& folded) {
  ByteSet bytes = folded;
  for (size_t byte = 0x80; byte < bytes.size(); ++byte) bytes.set(byte);
  for (size_t byte = 0; byte < 0x80; ++byte) {
    const bool is_upper = byte >= 'A' && byte <= 'Z';
    const bool is_space = byte >= '\t' && byte <= '\r';
    if (is_upper || is_space) bytes[byte] = folded[is_upper ? byte + ('a' - 'A') : ' '];
  }
  return bytes;
}

}  // namespace

// Makes the program of a pattern: first its steps, of which each knows what comes next, then what
// each can go on with, then the bytes. Throws OnlyRe2Knows.
class PatternProgramBuilder {
 public:
  using Direction = PatternProgram::Direction;

  PatternProgramBuilder(RulePlace where, Direction direction)
      : where_(where), direction_(direction), is_backward_(direction == Direction::kBackward) {}

  // Returns the program's bytes. To be called once.
  std::vector<uint64_t> Build(const PatternNode& pattern) {
    const uint32_t first = Add(pattern, true, Append({.operation = Operation::kMatch}));
    // Those that this adds come to their turn, too.
    for (uint32_t number = 0; number < steps_.size(); ++number) MergeBeginnings(number);
    PutInOrder(first);
    LookAhead();
    Classify();
    // What is written first learns where each step comes to stand, as others need to know.
    addresses_.assign(steps_.size(), 0);
    others_.assign(sets_.size(), 0);
    Write(pattern);
    Write(pattern);
    return std::move(words_);
  }

 private:
  using Operation = PatternProgram::Operation;
  using Instruction = PatternProgram::Instruction;
  using Address = PatternProgram::Address;

  struct Step {
    Operation operation;    // kSetMany also where it will be kSetAll, kTryEach also for kChoice
    uint32_t next = 0;      // but for kTryEach and kMatch, the step that follows
    std::string text = {};  // of a string
    uint32_t set = 0;       // of kSetMany, in sets_, with the bounds
    uint32_t least = 0;
    uint32_t most = 0;
    uint16_t mark = 0;
    std::vector<uint32_t> ways = {};  // of kTryEach: the steps that they begin with
    std::vector<Places> places = {};  // what each can go on with; of kSetMany, what the set has,
                                      // and what can follow
  };

  uint32_t Append(Step step) {
    if (steps_.size() >= kMostSteps) throw OnlyRe2Knows();
    steps_.push_back(std::move(step));
    return static_cast<uint32_t>(steps_.size() - 1);
  }

  // This and the others add the steps for a part of the pattern, behind which `next` comes. They
  // return the step to begin with.
  uint32_t Add(const PatternNode& node, bool any_case, uint32_t next) {
    switch (node.kind) {
      case PatternNode::Kind::kText:
        return AddText(node.text, any_case, next);
      case PatternNode::Kind::kConcatenation:
        return AddConcatenation(node, any_case, next);
      case PatternNode::Kind::kAlternation: {
        Step each{.operation = Operation::kTryEach};
        for (const PatternNode& child : node.children)
          each.ways.push_back(Add(child, any_case, next));
        return Append(std::move(each));
      }
      case PatternNode::Kind::kRepetition:
        return AddRepetition(node, any_case, next);
      case PatternNode::Kind::kGroup:
        return AddGroup(node, any_case, next);
    }
    throw OnlyRe2Knows();
  }

  uint32_t AddGroup(const PatternNode& node, bool any_case, uint32_t next) {
    const bool inside_any_case = node.text == "(?-i:"  ? false
                                 : node.text == "(?i:" ? true
                                                       : any_case;
    const auto fact =
        std::find_if(kRuleFacts.begin(), kRuleFacts.end(),
                     [&node](RuleFact candidate) { return node.text == GroupBegin(candidate); });
    if (fact == kRuleFacts.end() || is_backward_)
      return Add(node.children[0], inside_any_case, next);
    const auto mark = static_cast<uint16_t>(2 * (fact - kRuleFacts.begin()));
    const auto add_mark = [this](int number, uint32_t behind) {
      return Append(
          {.operation = Operation::kMark, .next = behind, .mark = static_cast<uint16_t>(number)});
    };
    return add_mark(mark, Add(node.children[0], inside_any_case, add_mark(mark + 1, next)));
  }

  // Literal characters side by side become one step.
  uint32_t AddConcatenation(const PatternNode& node, bool any_case, uint32_t next) {
    const size_t size = node.children.size();
    // The i-th child that the program comes to.
    const auto child = [&](size_t i) -> const PatternNode& {
      return node.children[is_backward_ ? size - 1 - i : i];
    };
    for (size_t i = size; i > 0;) {
      std::string literal;
      for (; i > 0; --i) {
        const std::optional<char32_t> c = LiteralOf(child(i - 1));
        if (!c.has_value()) break;
        const std::string character = TextOf(*c, any_case);
        literal.insert(is_backward_ ? literal.size() : 0, character);
      }
      next = literal.empty() ? Add(child(--i), any_case, next)
                             : AddString(std::move(literal), any_case, next);
    }
    return next;
  }

  // The code point that the node is, where it stands for just that.
  static std::optional<char32_t> LiteralOf(const PatternNode& node) {
    if (node.kind != PatternNode::Kind::kText || node.text == " " || node.text == "'" ||
        node.text == "^" || node.text == "$")
      return std::nullopt;
    return ReadLiteral(node.text);
  }

  static std::string TextOf(char32_t c, bool any_case) {
    std::string text;
    AppendUtf8(any_case ? CharTable::Get().Fold(c) : c, &text);
    return text;
  }

  uint32_t AddString(std::string text, bool any_case, uint32_t next) {
    if (text.size() > UINT16_MAX) throw OnlyRe2Knows();
    return Append({.operation = any_case ? Operation::kString : Operation::kExactString,
                   .next = next,
                   .text = std::move(text)});
  }

  uint32_t AddRepetition(const PatternNode& node, bool any_case, uint32_t next) {
    const PatternNode& child = node.children[0];
    if (child.kind == PatternNode::Kind::kText) {
      if (auto set = ReadCharacterSet(child.text, any_case))
        return AddSetMany(std::move(*set), node.least, node.most, next);
    }
    if (node.least > kMostRounds || (node.most != kUnbounded && node.most > kMostRounds))
      throw OnlyRe2Knows();
    uint32_t begin = next;
    if (node.most == kUnbounded) {
      begin = Append({.operation = Operation::kTryEach});
      const uint32_t round = Add(child, any_case, begin);
      steps_[begin].ways = {round, next};
    } else {
      for (uint32_t i = node.least; i < node.most; ++i) {
        const uint32_t round = Add(child, any_case, begin);
        begin = Append({.operation = Operation::kTryEach, .ways = {round, next}});
      }
    }
    for (uint32_t i = 0; i < node.least; ++i) begin = Add(child, any_case, begin);
    return begin;
  }

  uint32_t AddSetMany(CharacterSet set, uint32_t least, uint32_t most, uint32_t next) {
    if (least >= Instruction::kNoLimit || (most != kUnbounded && most >= Instruction::kNoLimit))
      throw OnlyRe2Knows();
    const auto found = std::find(sets_.begin(), sets_.end(), set);
    const auto number = static_cast<uint32_t>(found - sets_.begin());
    if (found == sets_.end()) sets_.push_back(std::move(set));
    return Append({.operation = Operation::kSetMany,
                   .next = next,
                   .set = number,
                   .least = least,
                   .most = std::min(most, Instruction::kNoLimit)});
  }

  uint32_t AddText(std::string_view text, bool any_case, uint32_t next) {
    if (text == " ") return AddSetMany(*ReadCharacterSet("\\s", any_case), 1, kUnbounded, next);
    if (text == "'") return AddSetMany(*ReadCharacterSet(text, any_case), 1, 1, next);
    if (text == "^" || text == "\\A") return Append({.operation = Operation::kBegin, .next = next});
    if (text == "$" || text == "\\z") return Append({.operation = Operation::kEnd, .next = next});
    if (text == "\\b") return Append({.operation = Operation::kWordBoundary, .next = next});
    if (text == "\\B") return Append({.operation = Operation::kNoWordBoundary, .next = next});
    if (const auto literal = ReadLiteral(text))
      return AddString(TextOf(*literal, any_case), any_case, next);
    std::optional<CharacterSet> set = ReadCharacterSet(text, any_case);
    if (!set.has_value()) throw OnlyRe2Knows();
    return AddSetMany(std::move(*set), 1, 1, next);
  }

  // Has strings among the ways of a choice that begin alike begin with one step: of a list of words
  // a text is then compared with few.
  void MergeBeginnings(uint32_t number) {
    if (steps_[number].operation != Operation::kTryEach) return;
    const std::vector<uint32_t> ways = steps_[number].ways;
    std::vector<Places> firsts;
    firsts.reserve(ways.size());
    for (const uint32_t way : ways) firsts.push_back(FirstsOf(way));
    std::vector<uint32_t> left;
    std::vector<bool> is_merged(ways.size(), false);
    for (size_t i = 0; i < ways.size(); ++i) {
      if (is_merged[i]) continue;
      std::vector<uint32_t> alike;
      Places others;  // that another way can go on with
      for (size_t j = 0; j < ways.size(); ++j) {
        if (BeginAlike(ways[i], ways[j])) {
          alike.push_back(ways[j]);
        } else {
          others |= firsts[j];
        }
      }
      // Ways that go on with the same character must stay in their order.
      if (alike.size() < 2 || (firsts[i] & others).any()) {
        left.push_back(ways[i]);
        continue;
      }
      for (size_t j = i; j < ways.size(); ++j)
        is_merged[j] = is_merged[j] || BeginAlike(ways[i], ways[j]);
      left.push_back(Merged(alike));
    }
    steps_[number].ways = std::move(left);
  }

  bool IsString(uint32_t number) const {
    const Operation operation = steps_[number].operation;
    return operation == Operation::kString || operation == Operation::kExactString;
  }

  bool BeginAlike(uint32_t a, uint32_t b) const {
    return IsString(a) && steps_[a].operation == steps_[b].operation &&
           FirstOf(steps_[a].text) == FirstOf(steps_[b].text);
  }

  // The character of a string that the program comes to first.
  char32_t FirstOf(const std::string& text) const {
    size_t begin = 0;
    return is_backward_ ? DecodeUtf8Before(text, text.size()) : DecodeUtf8(text, &begin);
  }

  // Returns a step for what the strings begin with, all of them, with a choice of the rest behind
  // it.
  uint32_t Merged(const std::vector<uint32_t>& strings) {
    const std::string text = steps_[strings[0]].text;
    size_t shared = text.size();
    for (const uint32_t string : strings)
      shared = std::min(shared, Shared(text, steps_[string].text));
    Step each{.operation = Operation::kTryEach};
    for (const uint32_t string : strings) {
      Step rest = steps_[string];
      rest.text.erase(is_backward_ ? rest.text.size() - shared : 0, shared);
      each.ways.push_back(rest.text.empty() ? rest.next : Append(std::move(rest)));
    }
    Step beginning = steps_[strings[0]];
    beginning.text = is_backward_ ? text.substr(text.size() - shared) : text.substr(0, shared);
    beginning.next = Append(std::move(each));
    return Append(std::move(beginning));
  }

  // Returns how many bytes of whole characters the strings begin with alike.
  size_t Shared(const std::string& a, const std::string& b) const {
    const size_t most = std::min(a.size(), b.size());
    size_t shared = 0;
    if (is_backward_) {
      while (shared < most && a[a.size() - 1 - shared] == b[b.size() - 1 - shared]) ++shared;
      while (shared > 0 && IsContinuation(a[a.size() - shared])) --shared;
    } else {
      while (shared < most && a[shared] == b[shared]) ++shared;
      while (shared > 0 && ((shared < a.size() && IsContinuation(a[shared])) ||
                            (shared < b.size() && IsContinuation(b[shared]))))
        --shared;
    }
    return shared;
  }

  // Sorts the steps as they are come to, `first` first.
  void PutInOrder(uint32_t first) {
    std::vector<bool> seen(steps_.size(), false);
    std::vector<uint32_t> to_do = {first};
    while (!to_do.empty()) {
      const uint32_t number = to_do.back();
      to_do.pop_back();
      if (seen[number]) continue;
      seen[number] = true;
      order_.push_back(number);
      const Step& step = steps_[number];
      if (step.operation == Operation::kTryEach) {
        to_do.insert(to_do.end(), step.ways.rbegin(), step.ways.rend());
      } else if (step.operation != Operation::kMatch) {
        to_do.push_back(step.next);
      }
    }
  }

  // Notes wherever there is a choice what each way begins with.
  void LookAhead() {
    for (const uint32_t number : order_) {
      Step& step = steps_[number];
      if (step.operation == Operation::kSetMany) {
        step.places = {PlacesOf(sets_[step.set]), FirstsOf(step.next)};
      } else {
        for (const uint32_t way : step.ways) step.places.push_back(FirstsOf(way));
      }
    }
  }

  // What the program can go on with from the step on; with anything else, it fails.
  Places FirstsOf(uint32_t number) {
    Places firsts;
    seen_.resize(steps_.size(), 0);
    ++look_;
    AddFirsts(number, &firsts);
    return firsts;
  }

  void AddFirsts(uint32_t number, Places* firsts) {
    for (; seen_[number] != look_; number = steps_[number].next) {
      seen_[number] = look_;
      const Step& step = steps_[number];
      switch (step.operation) {
        case Operation::kString:
        case Operation::kExactString: {
          size_t begin = 0;
          const char32_t c = is_backward_ ? DecodeUtf8Before(step.text, step.text.size())
                                          : DecodeUtf8(step.text, &begin);
          *firsts |= PlacesOf(c, step.operation == Operation::kString);
          return;
        }
        case Operation::kSetMany:
        case Operation::kSetAll:
          *firsts |= PlacesOf(sets_[step.set]);
          if (step.least > 0) return;
          break;
        case Operation::kSplit:
        case Operation::kChoice:
        case Operation::kTryEach:
          for (const uint32_t way : step.ways) AddFirsts(way, firsts);
          return;
        case Operation::kMark:
          break;
        case Operation::kMatch:
          firsts->set(kTextEnd);
          if (!PatternProgram::MustReachLastEnd(where_, direction_)) firsts->set();
          return;
        case Operation::kBegin:
        case Operation::kEnd:
        case Operation::kWordBoundary:
        case Operation::kNoWordBoundary:
          firsts->set();
          return;
      }
    }
  }

  // Puts places into one class that no step tells apart.
  void Classify() {
    std::unordered_set<Places> seen;  // many steps go on alike
    for (const uint32_t number : order_) {
      for (const Places& places : steps_[number].places) {
        if (seen.insert(places).second) SplitClasses(places);
      }
    }
  }

  // Parts in each class what is among `places` from what is not.
  void SplitClasses(const Places& places) {
    constexpr uint8_t kNone = UINT8_MAX;
    static_assert(kPlaces < kNone);
    std::array<std::array<uint8_t, 2>, kPlaces> parts;
    parts.fill({kNone, kNone});
    first_places_.clear();
    for (size_t place = 0; place < kPlaces; ++place) {
      uint8_t& part = parts[classes_[place]][places[place] ? 1 : 0];
      if (part == kNone) {
        part = static_cast<uint8_t>(first_places_.size());
        first_places_.push_back(place);
      }
      classes_[place] = part;
    }
  }

  void Write(const PatternNode& pattern) {
    words_.assign(PatternProgram::kCode, 0);
    std::memcpy(&words_[PatternProgram::kClasses], classes_.data(), 128);
    for (const uint32_t number : order_) {
      addresses_[number] = Here();
      WriteStep(steps_[number]);
    }
    for (size_t i = 0; i < sets_.size(); ++i) others_[i] = WriteOthers(sets_[i]);
    const Address beginnings = WriteBeginnings(pattern);
    words_.resize((words_.size() + kWordsOfCacheLine - 1) / kWordsOfCacheLine * kWordsOfCacheLine);
    words_[0] = std::bit_cast<uint64_t>(
        PatternProgram::Header{.where = where_,
                               .direction = direction_,
                               .others_class = classes_[kOthers],
                               .end_class = classes_[kTextEnd],
                               .mask_words = static_cast<uint16_t>(MaskWords()),
                               .beginnings = beginnings});
  }

  Address Here() const {
    if (words_.size() > UINT16_MAX) throw OnlyRe2Knows();
    return static_cast<Address>(words_.size());
  }
  size_t MaskWords() const { return (first_places_.size() + 63) / 64; }

  void WriteStep(const Step& step) {
    Instruction instruction = WithoutOperands(step.operation);
    instruction.next = addresses_[step.next];
    switch (step.operation) {
      case Operation::kString:
      case Operation::kExactString:
        instruction.operand = static_cast<uint16_t>(step.text.size());
        WriteInstruction(instruction);
        WriteElements(std::span<const char>(step.text));
        return;
      case Operation::kSetMany: {
        // Where it cannot be fewer, or what follows cannot begin with one of the set, there is
        // nothing to go back for.
        const bool takes_all = step.least == step.most || (step.places[0] & step.places[1]).none();
        if (takes_all) instruction.operation = Operation::kSetAll;
        instruction.least = step.least & Instruction::kNoLimit;
        instruction.most = step.most & Instruction::kNoLimit;
        instruction.operand = others_[step.set];
        WriteInstruction(instruction);
        WriteMask(step.places[0]);
        if (!takes_all) WriteMask(step.places[1]);
        return;
      }
      case Operation::kTryEach:
        if (step.ways.size() != 2) {
          WriteChoice(step);
          return;
        }
        instruction.operation = Operation::kSplit;
        instruction.next = addresses_[step.ways[0]];
        instruction.operand = addresses_[step.ways[1]];
        WriteInstruction(instruction);
        for (const Places& places : step.places) WriteMask(places);
        return;
      default:
        instruction.operand = step.mark;
        WriteInstruction(instruction);
    }
  }

  static Instruction WithoutOperands(Operation operation) {
    return {.operation = operation, .least = 0, .most = 0, .next = 0, .operand = 0};
  }

  void WriteInstruction(const Instruction& instruction) {
    words_.push_back(std::bit_cast<uint64_t>(instruction));
  }

  template <typename Element>
  static size_t WordsFor(size_t elements) {
    return (elements * sizeof(Element) + sizeof(uint64_t) - 1) / sizeof(uint64_t);
  }

  template <typename Element>
  void WriteElements(std::span<const Element> elements) {
    const size_t begin = words_.size();
    words_.resize(begin + WordsFor<Element>(elements.size()));
    if (!elements.empty()) std::memcpy(&words_[begin], elements.data(), elements.size_bytes());
  }

  void WriteMask(const Places& places) {
    const size_t begin = words_.size();
    words_.resize(begin + MaskWords());
    for (size_t i = 0; i < first_places_.size(); ++i) {
      if (places[first_places_[i]]) words_[begin + i / 64] |= uint64_t{1} << i % 64;
    }
  }

  // Writes for each class the way to go on, or where there are several an instruction that has them
  // all.
  void WriteChoice(const Step& step) {
    WriteInstruction(WithoutOperands(Operation::kChoice));
    const size_t row_begin = words_.size();
    std::vector<Address> row;
    words_.resize(row_begin + WordsFor<Address>(first_places_.size()));
    std::map<std::vector<uint32_t>, Address> lists;
    for (const size_t place : first_places_) {
      std::vector<uint32_t> ways;
      for (size_t i = 0; i < step.ways.size(); ++i) {
        if (step.places[i][place]) ways.push_back(step.ways[i]);
      }
      const auto [list, is_new] = lists.try_emplace(ways, Address{0});
      if (is_new) list->second = WriteWays(ways);
      row.push_back(list->second);
    }
    std::memcpy(&words_[row_begin], row.data(), row.size() * sizeof(Address));
  }

  // Returns the address where each of the ways is tried; 0 where there is none.
  Address WriteWays(const std::vector<uint32_t>& ways) {
    if (ways.empty()) return 0;
    if (ways.size() == 1) return addresses_[ways[0]];
    const Address begin = Here();
    std::vector<Address> list;
    list.reserve(ways.size());
    for (const uint32_t way : ways) list.push_back(addresses_[way]);
    Instruction each = WithoutOperands(Operation::kTryEach);
    each.operand = static_cast<uint16_t>(list.size());
    WriteInstruction(each);
    WriteElements(std::span<const Address>(list));
    return begin;
  }

  // Returns the address of what the set has of characters that are not ASCII.
  Address WriteOthers(const CharacterSet& set) {
    if (set.TellsNoOthersApart())
      return set.negated ? PatternProgram::kAllOthers : PatternProgram::kNoOthers;
    if (set.ranges.size() > UINT16_MAX) throw OnlyRe2Knows();
    const Address begin = Here();
    words_.push_back(std::bit_cast<uint64_t>(
        PatternProgram::Others{.categories = set.categories,
                               .range_count = static_cast<uint16_t>(set.ranges.size()),
                               .negated = set.negated,
                               .any_case = set.any_case}));
    WriteElements(std::span<const CharacterRange>(set.ranges));
    return begin;
  }

  // Returns the address of the sets of bytes that a match can begin with and have second; 0 where
  // they are not asked for or tell nothing.
  Address WriteBeginnings(const PatternNode& pattern) {
    if (PatternProgram::IsTiedToFirstEnd(where_, direction_)) return 0;
    const PatternEdges edges = FindEdges(pattern);
    if (edges.shortest == 0) return 0;
    const Address begin = Here();
    WriteBytes(Unfolded(edges.first[0]));
    WriteBytes(edges.shortest > 1 ? Unfolded(edges.first[1]) : ByteSet().set());
    return begin;
  }

  void WriteBytes(const ByteSet& bytes) {
    const size_t begin = words_.size();
    words_.resize(begin + PatternProgram::kByteSetWords);
    for (size_t byte = 0; byte < bytes.size(); ++byte) {
      if (bytes[byte]) words_[begin + byte / 64] |= uint64_t{1} << byte % 64;
    }
  }

  const RulePlace where_;
  const Direction direction_;
  const bool is_backward_;
  std::vector<Step> steps_;
  std::vector<CharacterSet> sets_;
  std::vector<uint32_t> order_;  // in which the steps are written
  std::vector<uint32_t> seen_;   // by step: the last look that came by
  uint32_t look_ = 0;
  std::array<uint8_t, kPlaces> classes_{};  // of the places
  std::vector<size_t> first_places_ = {0};  // of the classes, which are numbered by them
  std::vector<Address> addresses_;          // of the steps
  std::vector<Address> others_;             // of the sets
  std::vector<uint64_t> words_;
};

std::optional<PatternProgram> PatternProgram::Make(const PatternNode& pattern, RulePlace where,
                                                   Direction direction) {
  try {
    PatternProgram program;
    program.storage_ = PatternProgramBuilder(where, direction).Build(pattern);
    program.words_ = program.storage_;
    return program;
  } catch (const OnlyRe2Knows&) {
    return std::nullopt;
  }
}

}  // namespace strigil
