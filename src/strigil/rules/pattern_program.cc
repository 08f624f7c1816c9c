#include "strigil/rules/pattern_program.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <map>
#include <string>
#include <utility>

#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint32_t kUnbounded = PatternNode::kUnbounded;
// Counted repetitions of groups are written out; longer ones are for RE2.
constexpr uint32_t kMostRounds = 24;
constexpr size_t kMostInstructions = 20000;
constexpr int kMostSteps = 4000;
constexpr int kDeepest = 400;

struct Unknown {};

bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsWord(char32_t c) { return IsAsciiLetter(c) || IsAsciiDigit(c) || c == '_'; }

}  // namespace

bool PatternProgram::CharacterSet::HasExactly(char32_t c) const {
  for (const Range& range : ranges) {
    if (range.first <= c && c <= range.last) return true;
  }
  if (categories == 0) return false;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & categories) != 0;
}

bool PatternProgram::CharacterSet::Has(char32_t c) const {
  if (c < 128) return ascii[c];
  bool has = HasExactly(c);
  if (!has && any_case) {
    const auto code_point = static_cast<UChar32>(c);
    for (const UChar32 other :
         {u_tolower(code_point), u_toupper(code_point), u_foldCase(code_point, U_FOLD_CASE_DEFAULT),
          u_tolower(u_toupper(code_point))}) {
      has = has || (other != code_point && HasExactly(static_cast<char32_t>(other)));
    }
    // The final sigma is neither the upper nor the lower case of the other small one.
    if (!has && (c == U'σ' || c == U'Σ')) has = HasExactly(U'ς');
  }
  return has != negated;
}

bool PatternProgram::CharacterSet::MayHaveOthers() const {
  if (negated || categories != 0) return true;
  // The Kelvin sign and the long s are letters of ASCII in another case.
  if (any_case && (ascii['k'] || ascii['s'])) return true;
  return std::any_of(ranges.begin(), ranges.end(),
                     [](const Range& range) { return range.last >= 128; });
}

// Writes the program of a pattern. Throws Unknown on what only RE2 knows.
class PatternProgramMaker {
 public:
  PatternProgram Make(const PatternNode& pattern, RulePlace where,
                      PatternProgram::Direction direction) {
    program_.where_ = where;
    program_.direction_ = direction;
    is_backward_ = direction == PatternProgram::Direction::kBackward;
    Add(pattern, true);
    Append({PatternProgram::Operation::kMatch});
    LookAhead();
    return std::move(program_);
  }

 private:
  using Operation = PatternProgram::Operation;
  using Instruction = PatternProgram::Instruction;
  using CharacterSet = PatternProgram::CharacterSet;

  using FirstCharacters = PatternProgram::FirstCharacters;

  // Notes wherever there is a choice what each way begins with.
  void LookAhead() {
    seen_.assign(Here(), 0);
    for (uint32_t i = 0; i < Here(); ++i) {
      Instruction& now = program_.instructions_[i];
      if (now.operation == Operation::kSplit) now.first = AddFirsts(now.value);
      if (now.operation != Operation::kSetMany) continue;
      now.first = AddFirsts(i + 1);
      const FirstCharacters& follow = program_.firsts_[now.first];
      const CharacterSet& set = program_.sets_[now.value];
      now.takes_all = (set.ascii & follow.ascii).none() && !(follow.others && set.MayHaveOthers());
    }
    for (const std::vector<uint32_t>& alternatives : alternatives_) AddChoice(alternatives);
  }

  void AddChoice(const std::vector<uint32_t>& alternatives) {
    using Choice = PatternProgram::Choice;
    auto& by_place = alternatives_by_place_;
    for (std::vector<uint32_t>& place : by_place) place.clear();
    for (const uint32_t alternative : alternatives) {
      const FirstCharacters first = FirstsOf(alternative);
      for (size_t half : {0, 64}) {
        constexpr std::bitset<128> kHalf(~uint64_t{0});
        uint64_t characters = (first.ascii >> half & kHalf).to_ullong();
        for (; characters != 0; characters &= characters - 1)
          by_place[half + static_cast<size_t>(std::countr_zero(characters))].push_back(alternative);
      }
      if (first.others) by_place[Choice::kOthers].push_back(alternative);
      if (first.text_end) by_place[Choice::kTextEnd].push_back(alternative);
    }
    Choice& choice = program_.choices_.emplace_back();
    for (size_t place = 0; place < by_place.size(); ++place) {
      const bool as_before = place > 0 && by_place[place] == by_place[place - 1];
      choice.lists[place] = as_before ? choice.lists[place - 1] : ListOf(by_place[place]);
    }
  }

  // Returns where in choice_lists_ the alternatives stand.
  uint16_t ListOf(const std::vector<uint32_t>& alternatives) {
    std::vector<uint32_t>& lists = program_.choice_lists_;
    const auto [found, is_new] = list_places_.try_emplace(alternatives, lists.size());
    if (found->second > UINT16_MAX) throw Unknown();
    if (is_new) {
      lists.push_back(static_cast<uint32_t>(alternatives.size()));
      lists.insert(lists.end(), alternatives.begin(), alternatives.end());
    }
    return static_cast<uint16_t>(found->second);
  }

  FirstCharacters FirstsOf(uint32_t instruction) {
    FirstCharacters first;
    ++look_;
    AddFirst(instruction, &first);
    return first;
  }

  uint16_t AddFirsts(uint32_t instruction) {
    const FirstCharacters first = FirstsOf(instruction);
    std::vector<FirstCharacters>& firsts = program_.firsts_;
    const auto found = std::find(firsts.begin(), firsts.end(), first);
    const auto index = static_cast<size_t>(found - firsts.begin());
    if (index > UINT16_MAX) throw Unknown();
    if (found == firsts.end()) firsts.push_back(first);
    return static_cast<uint16_t>(index);
  }

  // Adds what the program can go on with from `instruction` on.
  void AddFirst(uint32_t instruction, FirstCharacters* first) {
    for (; seen_[instruction] != look_; ++instruction) {
      seen_[instruction] = look_;
      const Instruction& now = program_.instructions_[instruction];
      switch (now.operation) {
        case Operation::kCharacter:
        case Operation::kExactCharacter:
          AddCharacter(now.value, now.operation == Operation::kCharacter, first);
          return;
        case Operation::kString:
        case Operation::kExactString: {
          const std::string_view text = program_.StringOf(now);
          size_t begin = 0;
          AddCharacter(
              is_backward_ ? DecodeUtf8Before(text, text.size()) : DecodeUtf8(text, &begin),
              now.operation == Operation::kString, first);
          return;
        }
        case Operation::kSet:
          AddSetTo(program_.sets_[now.value], first);
          return;
        case Operation::kSetMany:
          AddSetTo(program_.sets_[now.value], first);
          if (now.least > 0) return;
          break;
        case Operation::kSplit:
          AddFirst(now.value, first);
          instruction = now.other - 1;
          break;
        case Operation::kChoice:
          for (const uint32_t alternative : alternatives_[now.value]) AddFirst(alternative, first);
          return;
        case Operation::kJump:
          instruction = now.value - 1;
          break;
        case Operation::kMark:
          break;
        case Operation::kMatch:
          first->text_end = true;
          if (!program_.MustReachLastEnd()) first->AddAll();
          return;
        case Operation::kBegin:
        case Operation::kEnd:
        case Operation::kWordBoundary:
        case Operation::kNoWordBoundary:
          first->AddAll();
          return;
      }
    }
  }

  static void AddCharacter(char32_t c, bool any_case, FirstCharacters* first) {
    if (c >= 128) {
      first->others = true;
      return;
    }
    first->ascii.set(c);
    if (!any_case || !IsAsciiLetter(c)) return;
    first->ascii.set(c ^ 0x20U);
    first->others = first->others || c == 'k' || c == 's';
  }

  static void AddSetTo(const CharacterSet& set, FirstCharacters* first) {
    first->ascii |= set.ascii;
    first->others = first->others || set.MayHaveOthers();
  }

  uint32_t Append(const Instruction& instruction) {
    if (program_.instructions_.size() >= kMostInstructions) throw Unknown();
    program_.instructions_.push_back(instruction);
    return static_cast<uint32_t>(program_.instructions_.size() - 1);
  }
  uint32_t Here() const { return static_cast<uint32_t>(program_.instructions_.size()); }

  void Add(const PatternNode& node, bool any_case) {
    switch (node.kind) {
      case PatternNode::Kind::kText:
        AddText(node.text, any_case);
        break;
      case PatternNode::Kind::kConcatenation:
        AddConcatenation(node, any_case);
        break;
      case PatternNode::Kind::kAlternation:
        AddAlternation(node, any_case);
        break;
      case PatternNode::Kind::kRepetition:
        AddRepetition(node, any_case);
        break;
      case PatternNode::Kind::kGroup:
        AddGroup(node, any_case);
        break;
    }
  }

  void AddGroup(const PatternNode& node, bool any_case) {
    const bool inside_any_case = node.text == "(?-i:"  ? false
                                 : node.text == "(?i:" ? true
                                                       : any_case;
    const auto fact =
        std::find_if(kRuleFacts.begin(), kRuleFacts.end(),
                     [&node](RuleFact candidate) { return node.text == GroupBegin(candidate); });
    if (fact == kRuleFacts.end() || is_backward_) {
      Add(node.children[0], inside_any_case);
      return;
    }
    const auto mark = static_cast<uint32_t>(2 * (fact - kRuleFacts.begin()));
    Append({.operation = Operation::kMark, .value = mark});
    Add(node.children[0], inside_any_case);
    Append({.operation = Operation::kMark, .value = mark + 1});
  }

  // Literal characters side by side become one instruction.
  void AddConcatenation(const PatternNode& node, bool any_case) {
    const size_t size = node.children.size();
    // The i-th child in the program's direction.
    const auto child = [&](size_t i) -> const PatternNode& {
      return node.children[is_backward_ ? size - 1 - i : i];
    };
    for (size_t i = 0; i < size;) {
      std::string literal;
      size_t end = i;
      for (; end < size; ++end) {
        const std::optional<char32_t> c = LiteralOf(child(end));
        if (!c.has_value()) break;
        std::string character;
        AppendUtf8(any_case ? CharTable::Get().Fold(*c) : *c, &character);
        literal.insert(is_backward_ ? 0 : literal.size(), character);
      }
      if (end < i + 2) {
        Add(child(i++), any_case);
        continue;
      }
      Append({.operation = any_case ? Operation::kString : Operation::kExactString,
              .value = static_cast<uint32_t>(program_.strings_.size()),
              .other = static_cast<uint32_t>(literal.size())});
      program_.strings_ += literal;
      i = end;
    }
  }

  // The code point that the node is, where it stands for just that.
  static std::optional<char32_t> LiteralOf(const PatternNode& node) {
    if (node.kind != PatternNode::Kind::kText || node.text == " " || node.text == "'" ||
        node.text == "^" || node.text == "$")
      return std::nullopt;
    return LiteralOf(node.text);
  }

  void AddAlternation(const PatternNode& node, bool any_case) {
    std::vector<uint32_t> alternatives;
    std::vector<uint32_t> ends;
    const uint32_t choice = Append({Operation::kChoice});
    for (const PatternNode& child : node.children) {
      alternatives.push_back(Here());
      Add(child, any_case);
      if (&child != &node.children.back()) ends.push_back(Append({Operation::kJump}));
    }
    for (const uint32_t end : ends) program_.instructions_[end].value = Here();
    program_.instructions_[choice].value = static_cast<uint32_t>(alternatives_.size());
    alternatives_.push_back(std::move(alternatives));
  }

  void AddRepetition(const PatternNode& node, bool any_case) {
    const PatternNode& child = node.children[0];
    if (child.kind == PatternNode::Kind::kText &&
        AddSetMany(child.text, node.least, node.most, any_case))
      return;
    if (node.least > kMostRounds || (node.most != kUnbounded && node.most > kMostRounds))
      throw Unknown();
    for (uint32_t i = 0; i < node.least; ++i) Add(child, any_case);
    if (node.most == kUnbounded) {
      const uint32_t split = Append({Operation::kSplit});
      program_.instructions_[split].value = Here();
      Add(child, any_case);
      Append({.operation = Operation::kJump, .value = split});
      program_.instructions_[split].other = Here();
      return;
    }
    std::vector<uint32_t> splits;
    for (uint32_t i = node.least; i < node.most; ++i) {
      splits.push_back(Append({Operation::kSplit}));
      program_.instructions_[splits.back()].value = Here();
      Add(child, any_case);
    }
    for (const uint32_t split : splits) program_.instructions_[split].other = Here();
  }

  // Returns whether the text is one character, of which a repetition is one instruction.
  bool AddSetMany(std::string_view text, uint32_t least, uint32_t most, bool any_case) {
    std::optional<CharacterSet> set = SetOf(text, any_case);
    if (!set.has_value()) return false;
    AppendSetMany(std::move(*set), least, most);
    return true;
  }

  void AppendSetMany(CharacterSet set, uint32_t least, uint32_t most) {
    if (least >= Instruction::kNoLimit || (most != kUnbounded && most >= Instruction::kNoLimit))
      throw Unknown();
    Instruction many{.operation = Operation::kSetMany, .value = AddSet(std::move(set))};
    many.least = static_cast<uint16_t>(least);
    many.most = most == kUnbounded ? Instruction::kNoLimit : static_cast<uint16_t>(most);
    Append(many);
  }

  uint32_t AddSet(CharacterSet set) {
    std::vector<CharacterSet>& sets = program_.sets_;
    const auto found = std::find(sets.begin(), sets.end(), set);
    if (found != sets.end()) return static_cast<uint32_t>(found - sets.begin());
    sets.push_back(std::move(set));
    return static_cast<uint32_t>(sets.size() - 1);
  }

  void AddText(std::string_view text, bool any_case) {
    if (text == "^") {
      Append({Operation::kBegin});
    } else if (text == "$") {
      Append({Operation::kEnd});
    } else if (text == " ") {
      AppendSetMany(*SetOf("\\s", any_case), 1, kUnbounded);
    } else if (text == "'") {
      Append({.operation = Operation::kSet, .value = AddSet(*SetOf("['’‘ʼ]", any_case))});
    } else if (text[0] == '\\' &&
               std::string_view("bBAz").find(text[1]) != std::string_view::npos) {
      Append({text[1] == 'b'   ? Operation::kWordBoundary
              : text[1] == 'B' ? Operation::kNoWordBoundary
              : text[1] == 'A' ? Operation::kBegin
                               : Operation::kEnd});
    } else if (const auto literal = LiteralOf(text)) {
      const char32_t value = any_case ? CharTable::Get().Fold(*literal) : *literal;
      Append({.operation = any_case ? Operation::kCharacter : Operation::kExactCharacter,
              .value = static_cast<uint32_t>(value)});
    } else {
      std::optional<CharacterSet> set = SetOf(text, any_case);
      if (!set.has_value()) throw Unknown();
      Append({.operation = Operation::kSet, .value = AddSet(std::move(*set))});
    }
  }

  // The one code point that the text stands for.
  static std::optional<char32_t> LiteralOf(std::string_view text) {
    if (text == "." || text[0] == '[') return std::nullopt;
    if (text[0] == '\\') {
      if (IsWord(static_cast<unsigned char>(text[1]))) return std::nullopt;
      text.remove_prefix(1);
    }
    size_t position = 0;
    return DecodeUtf8(text, &position);
  }

  // The set that the text of a repetition stands for; nothing for what is no single character, and
  // for a space or an apostrophe, which stand for more than themselves.
  static std::optional<CharacterSet> SetOf(std::string_view text, bool any_case) {
    if (text == " ") return std::nullopt;
    CharacterSet set;
    set.any_case = any_case;
    if (text == ".") {
      set.negated = true;
    } else if (text == "'") {
      return SetOf("['’‘ʼ]", any_case);
    } else if (text[0] == '[') {
      ReadClass(text.substr(1, text.size() - 2), &set);
    } else if (text[0] == '\\' && IsWord(static_cast<unsigned char>(text[1]))) {
      if (std::string_view("bBAz").find(text[1]) != std::string_view::npos) return std::nullopt;
      size_t position = 0;
      ReadMember(text, &position, &set);
    } else if (const auto literal = LiteralOf(text)) {
      set.ranges.push_back({*literal, *literal});
    } else {
      return std::nullopt;
    }
    SettleAscii(&set);
    return set;
  }

  // Works out which ASCII characters match, so that they need no more than a look.
  static void SettleAscii(CharacterSet* set) {
    std::bitset<128>& ascii = set->ascii;
    for (const auto [first, last] : set->ranges) {
      for (char32_t c = first; c <= last && c < 128; ++c) ascii.set(c);
    }
    for (char32_t c = 0; set->categories != 0 && c < 128; ++c) {
      if (set->HasExactly(c)) ascii.set(c);
    }
    if (set->any_case) {
      for (char32_t upper = 'A'; upper <= 'Z'; ++upper) {
        const char32_t lower = upper | 0x20U;
        const bool has = ascii[upper] || ascii[lower] ||
                         (lower == 'k' && set->HasExactly(0x212A)) ||
                         (lower == 's' && set->HasExactly(0x017F));
        ascii[upper] = ascii[lower] = has;
      }
    }
    if (set->negated) ascii.flip();
  }

  static void ReadClass(std::string_view members, CharacterSet* set) {
    size_t position = 0;
    if (members.starts_with('^')) {
      set->negated = true;
      ++position;
    }
    while (position < members.size()) {
      if (members.substr(position).starts_with("[:")) throw Unknown();
      const auto first = ReadMember(members, &position, set);
      if (!first.has_value()) continue;
      char32_t last = *first;
      if (position + 1 < members.size() && members[position] == '-') {
        ++position;
        CharacterSet ignored;
        const auto end = ReadMember(members, &position, &ignored);
        if (!end.has_value()) throw Unknown();
        last = *end;
      }
      set->ranges.push_back({*first, last});
    }
  }

  // Reads one member of a class: returns a single code point, or adds what an escape stands for to
  // the set.
  static std::optional<char32_t> ReadMember(std::string_view text, size_t* position,
                                            CharacterSet* set) {
    const char32_t c = DecodeUtf8(text, position);
    if (c != '\\') return c;
    const char32_t escaped = DecodeUtf8(text, position);
    if (!IsWord(escaped)) return escaped;
    switch (escaped) {
      case 'n':
        return U'\n';
      case 't':
        return U'\t';
      case 'd':
        set->ranges.push_back({'0', '9'});
        return std::nullopt;
      case 's':
        for (const char32_t space : {U'\t', U'\n', U'\f', U'\r', U' '})
          set->ranges.push_back({space, space});
        return std::nullopt;
      case 'w':
        set->ranges.push_back({'0', '9'});
        set->ranges.push_back({'a', 'z'});
        set->ranges.push_back({'A', 'Z'});
        set->ranges.push_back({'_', '_'});
        return std::nullopt;
      case 'S': {
        // As a set of its own, not within a class that has more to say.
        if (text.size() != *position || *position != 2) throw Unknown();
        size_t at = 0;
        ReadMember("\\s", &at, set);
        set->negated = true;
        return std::nullopt;
      }
      case 'p':
        ReadProperty(text, position, set);
        return std::nullopt;
      default:
        throw Unknown();
    }
  }

  static void ReadProperty(std::string_view text, size_t* position, CharacterSet* set) {
    std::string_view name = text.substr(*position, 1);
    if (name == "{") {
      const size_t end = text.find('}', *position);
      name = text.substr(*position + 1, end - *position - 1);
      *position = end;
    }
    ++*position;
    if (name == "L") {
      set->categories |= U_GC_L_MASK;
    } else if (name == "Lu") {
      set->categories |= U_GC_LU_MASK;
    } else if (name == "Ll") {
      set->categories |= U_GC_LL_MASK;
    } else if (name == "N") {
      set->categories |= U_GC_N_MASK;
    } else {
      throw Unknown();
    }
  }

  PatternProgram program_;
  bool is_backward_ = false;
  // Of the kChoice that is being made, as Choice::lists has places; kept for its memory.
  std::array<std::vector<uint32_t>, PatternProgram::Choice::kTextEnd + 1> alternatives_by_place_;
  std::map<std::vector<uint32_t>, size_t> list_places_;  // in choice_lists_
  std::vector<std::vector<uint32_t>> alternatives_;      // of each kChoice, where they begin
  std::vector<uint32_t> seen_;  // by instruction: the last look that came by
  uint32_t look_ = 0;
};

namespace {

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

std::optional<PatternProgram> PatternProgram::Make(const PatternNode& pattern, RulePlace where,
                                                   Direction direction) {
  try {
    PatternProgram program = PatternProgramMaker().Make(pattern, where, direction);
    const PatternEdges edges = program.IsTiedToFirstEnd() ? PatternEdges() : FindEdges(pattern);
    program.first_bytes_ = edges.shortest > 0 ? Unfolded(edges.first[0]) : ByteSet().set();
    program.second_bytes_ = edges.shortest > 1 ? Unfolded(edges.first[1]) : ByteSet().set();
    return program;
  } catch (const Unknown&) {
    return std::nullopt;
  }
}

// One try of a program on a text. Positions are borders of characters.
template <PatternProgram::Direction kDirection>
class PatternProgram::Run {
 public:
  Run(const PatternProgram& program, std::string_view text, bool takes_marks)
      : program_(program),
        text_(text),
        takes_marks_(takes_marks),
        to_last_end_(program.MustReachLastEnd()),
        table_(CharTable::Get()) {}

  bool gave_up() const { return steps_ <= 0; }

  // What was found, once At() has succeeded at `begin`.
  Found FoundFrom(size_t begin) const {
    Found found;
    found.match = text_.substr(begin, match_end_ - begin);
    for (size_t fact = 0; fact < found.facts.size(); ++fact) {
      const size_t fact_begin = marks_[2 * fact];
      found.facts[fact] = text_.substr(fact_begin, marks_[2 * fact + 1] - fact_begin);
    }
    return found;
  }

  bool At(uint32_t instruction, size_t position, int depth) {
    if (depth > kDeepest) steps_ = 0;
    for (;; ++instruction) {
      if (--steps_ <= 0) return false;
      const Instruction& now = program_.instructions_[instruction];
      switch (now.operation) {
        case Operation::kCharacter:
          if (IsAtLastEnd(position) || table_.Fold(Next(&position)) != now.value) return false;
          break;
        case Operation::kExactCharacter:
          if (IsAtLastEnd(position) || Next(&position) != now.value) return false;
          break;
        case Operation::kString:
          if (!PassString(program_.StringOf(now), &position)) return false;
          break;
        case Operation::kExactString:
          if (!PassExactString(program_.StringOf(now), &position)) return false;
          break;
        case Operation::kSet:
          if (IsAtLastEnd(position) || !program_.sets_[now.value].Has(Next(&position)))
            return false;
          break;
        case Operation::kSetMany:
          return Many(now, instruction + 1, position, depth);
        case Operation::kSplit:
          if (MayGoOn(now.first, position) && At(now.value, position, depth + 1)) return true;
          instruction = now.other - 1;
          break;
        case Operation::kChoice:
          return AnyOf(now, position, depth);
        case Operation::kJump:
          instruction = now.value - 1;
          break;
        case Operation::kMark:
          if (takes_marks_) return Mark(now.value, instruction + 1, position, depth);
          break;
        case Operation::kBegin:
          if (position != 0) return false;
          break;
        case Operation::kEnd:
          if (position != text_.size()) return false;
          break;
        case Operation::kWordBoundary:
        case Operation::kNoWordBoundary:
          if (IsWordBoundary(position) != (now.operation == Operation::kWordBoundary)) return false;
          break;
        case Operation::kMatch:
          match_end_ = position;
          return !to_last_end_ || IsAtLastEnd(position);
      }
    }
  }

 private:
  static constexpr bool kBackward = kDirection == Direction::kBackward;

  bool IsAtLastEnd(size_t position) const { return position == (kBackward ? 0 : text_.size()); }

  // Moves over the next character, which there must be.
  char32_t Next(size_t* position) const {
    if constexpr (!kBackward) return DecodeUtf8(text_, position);
    do --*position;
    while (IsContinuation(text_[*position]));
    size_t end = *position;
    return DecodeUtf8(text_, &end);
  }

  // Moves back over the character before, which there must be.
  void Unget(size_t* position) const {
    if constexpr (kBackward) {
      DecodeUtf8(text_, position);
    } else {
      do --*position;
      while (IsContinuation(text_[*position]));
    }
  }

  // Moves over `folded`, whatever its case in the text. Returns whether it stands at `position`.
  bool PassString(std::string_view folded, size_t* position) const {
    if constexpr (kBackward) {
      for (size_t i = folded.size(); i > 0;) {
        if (*position == 0) return false;
        const char32_t wanted = DecodeUtf8Before(folded, i);
        do --i;
        while (IsContinuation(folded[i]));
        if (table_.Fold(Next(position)) != wanted) return false;
      }
    } else {
      for (size_t i = 0; i < folded.size();) {
        if (*position >= text_.size()) return false;
        if (table_.Fold(Next(position)) != DecodeUtf8(folded, &i)) return false;
      }
    }
    return true;
  }

  bool PassExactString(std::string_view exact, size_t* position) const {
    if constexpr (kBackward) {
      if (!text_.substr(0, *position).ends_with(exact)) return false;
      *position -= exact.size();
    } else {
      if (!text_.substr(*position).starts_with(exact)) return false;
      *position += exact.size();
    }
    return true;
  }

  // Notes the position for as long as what follows succeeds. The end of a group is come to last.
  bool Mark(uint32_t mark, uint32_t next, size_t position, int depth) {
    const size_t before = std::exchange(marks_[mark], position);
    if (At(next, position, depth + 1)) return true;
    marks_[mark] = before;
    return false;
  }

  // A byte of the next character, which there must be: the character itself where it is ASCII.
  unsigned char NextByte(size_t position) const {
    return static_cast<unsigned char>(text_[kBackward ? position - 1 : position]);
  }

  // Whether what begins with `first` of firsts_ may succeed at `position`.
  bool MayGoOn(uint32_t first, size_t position) const {
    const FirstCharacters& characters = program_.firsts_[first];
    if (IsAtLastEnd(position)) return characters.text_end;
    const unsigned char byte = NextByte(position);
    return byte < 0x80 ? characters.ascii[byte] : characters.others;
  }

  bool AnyOf(const Instruction& now, size_t position, int depth) {
    size_t place = Choice::kTextEnd;
    if (!IsAtLastEnd(position)) {
      const unsigned char byte = NextByte(position);
      place = byte < 0x80 ? byte : Choice::kOthers;
    }
    const uint32_t* const list = &program_.choice_lists_[program_.choices_[now.value].lists[place]];
    return std::any_of(list + 1, list + 1 + *list,
                       [&](uint32_t alternative) { return At(alternative, position, depth + 1); });
  }

  // Takes as many as may be, then fewer, and goes on each time.
  bool Many(const Instruction& now, uint32_t next, size_t position, int depth) {
    const CharacterSet& set = program_.sets_[now.value];
    uint32_t taken = 0;
    size_t end = position;
    const uint32_t most = now.most == Instruction::kNoLimit ? kUnbounded : now.most;
    for (; taken < most && !IsAtLastEnd(end); ++taken) {
      const unsigned char byte = NextByte(end);
      if (byte < 0x80) {
        if (!set.ascii[byte]) break;
        end = kBackward ? end - 1 : end + 1;
        continue;
      }
      size_t after = end;
      if (!set.Has(Next(&after))) break;
      end = after;
    }
    if (now.takes_all) return taken >= now.least && At(next, end, depth + 1);
    for (;;) {
      if (taken < now.least) return false;
      if (MayGoOn(now.first, end) && At(next, end, depth + 1)) return true;
      if (steps_ <= 0 || taken == now.least || end == position) return false;
      --taken;
      Unget(&end);
    }
  }

  bool IsWordBoundary(size_t position) const {
    const bool before = position > 0 && IsWord(static_cast<unsigned char>(text_[position - 1]));
    const bool after =
        position < text_.size() && IsWord(static_cast<unsigned char>(text_[position]));
    return before != after;
  }

  const PatternProgram& program_;
  std::string_view text_;
  std::array<size_t, kMarks> marks_{};
  size_t match_end_ = 0;  // where At() ended that succeeded
  bool takes_marks_;
  bool to_last_end_;
  const CharTable& table_;
  int steps_ = kMostSteps;
};

PatternProgram::Answer PatternProgram::Match(std::string_view text, Found* found) const {
  if (direction_ == Direction::kBackward) {
    Run<Direction::kBackward> run(*this, text, false);
    if (run.At(0, text.size(), 0)) return Answer::kYes;
    return run.gave_up() ? Answer::kUnknown : Answer::kNo;
  }
  Run<Direction::kForward> run(*this, text, found != nullptr);
  for (size_t begin = 0;;) {
    if (run.At(0, begin, 0)) {
      if (found != nullptr) *found = run.FoundFrom(begin);
      return Answer::kYes;
    }
    if (run.gave_up()) return Answer::kUnknown;
    if (IsTiedToFirstEnd()) return Answer::kNo;
    const auto can_begin = [&](size_t position) {
      const auto byte = static_cast<unsigned char>(text[position]);
      if (IsContinuation(text[position]) || !first_bytes_[byte]) return false;
      return position + 1 == text.size() ||
             second_bytes_[static_cast<unsigned char>(text[position + 1])];
    };
    do ++begin;
    while (begin < text.size() && !can_begin(begin));
    if (begin > text.size() || (begin == text.size() && !first_bytes_.all())) return Answer::kNo;
  }
}

}  // namespace strigil
