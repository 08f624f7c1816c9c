#include "strigil/rules/pattern_program.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint32_t kUnbounded = PatternNode::kUnbounded;
// Counted repetitions of groups are written out; longer ones are for RE2.
constexpr uint32_t kMostRounds = 24;
constexpr size_t kMostInstructions = 4000;
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

// Writes the program of a pattern. Throws Unknown on what only RE2 knows.
class PatternProgramMaker {
 public:
  PatternProgram Make(const PatternNode& pattern) {
    Add(pattern, true);
    Append({PatternProgram::Operation::kMatch});
    return std::move(program_);
  }

 private:
  using Operation = PatternProgram::Operation;
  using Instruction = PatternProgram::Instruction;
  using CharacterSet = PatternProgram::CharacterSet;

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
        for (const PatternNode& child : node.children) Add(child, any_case);
        break;
      case PatternNode::Kind::kAlternation:
        AddAlternation(node, any_case);
        break;
      case PatternNode::Kind::kRepetition:
        AddRepetition(node, any_case);
        break;
      case PatternNode::Kind::kGroup:
        Add(node.children[0], node.text == "(?-i:" ? false : node.text == "(?i:" ? true : any_case);
        break;
    }
  }

  void AddAlternation(const PatternNode& node, bool any_case) {
    std::vector<PatternProgram::Alternative> alternatives;
    std::vector<uint32_t> ends;
    const uint32_t choice = Append({Operation::kChoice});
    for (const PatternNode& child : node.children) {
      const uint32_t begin = Here();
      Add(child, any_case);
      if (&child != &node.children.back()) ends.push_back(Append({Operation::kJump}));
      alternatives.push_back({0, begin});
    }
    for (const uint32_t end : ends) program_.instructions_[end].value = Here();
    for (PatternProgram::Alternative& alternative : alternatives) {
      if (alternative.instruction == Here()) continue;
      const Instruction& first = program_.instructions_[alternative.instruction];
      if (first.operation == Operation::kCharacter) alternative.first = first.value;
      if (first.operation == Operation::kExactCharacter) {
        alternative.first = CharTable::Get().Fold(first.value);
      }
    }
    program_.instructions_[choice].value = static_cast<uint32_t>(program_.alternatives_.size());
    program_.instructions_[choice].other = static_cast<uint32_t>(alternatives.size());
    program_.alternatives_.insert(program_.alternatives_.end(), alternatives.begin(),
                                  alternatives.end());
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
      Append({Operation::kJump, split});
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
    Append({Operation::kSetMany, AddSet(std::move(*set)), 0, least, most});
    return true;
  }

  uint32_t AddSet(CharacterSet set) {
    program_.sets_.push_back(std::move(set));
    return static_cast<uint32_t>(program_.sets_.size() - 1);
  }

  void AddText(std::string_view text, bool any_case) {
    if (text == "^") {
      Append({Operation::kBegin});
    } else if (text == "$") {
      Append({Operation::kEnd});
    } else if (text == " ") {
      Append({Operation::kSetMany, AddSet(*SetOf("\\s", any_case)), 0, 1, kUnbounded});
    } else if (text == "'") {
      Append({Operation::kSet, AddSet(*SetOf("['’‘ʼ]", any_case))});
    } else if (text[0] == '\\' &&
               std::string_view("bBAz").find(text[1]) != std::string_view::npos) {
      Append({text[1] == 'b'   ? Operation::kWordBoundary
              : text[1] == 'B' ? Operation::kNoWordBoundary
              : text[1] == 'A' ? Operation::kBegin
                               : Operation::kEnd});
    } else if (const auto literal = LiteralOf(text)) {
      const char32_t value = any_case ? CharTable::Get().Fold(*literal) : *literal;
      Append({any_case ? Operation::kCharacter : Operation::kExactCharacter,
              static_cast<uint32_t>(value)});
    } else {
      std::optional<CharacterSet> set = SetOf(text, any_case);
      if (!set.has_value()) throw Unknown();
      Append({Operation::kSet, AddSet(std::move(*set))});
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
    for (char32_t c = 0; c < 128; ++c) {
      bool has = set->HasExactly(c);
      if (!has && set->any_case && IsAsciiLetter(c)) {
        has = set->HasExactly(c ^ 0x20U);
        if (!has && (c | 0x20U) == 'k') has = set->HasExactly(0x212A);
        if (!has && (c | 0x20U) == 's') has = set->HasExactly(0x017F);
      }
      set->ascii[c] = has != set->negated;
    }
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
};

std::optional<PatternProgram> PatternProgram::Make(const PatternNode& pattern, RulePlace where) {
  try {
    PatternProgram program = PatternProgramMaker().Make(pattern);
    program.where_ = where;
    program.first_bytes_.set();
    const bool anywhere = where == RulePlace::kEnd || where == RulePlace::kInside;
    const PatternEdges edges = anywhere ? FindEdges(pattern) : PatternEdges();
    if (edges.shortest > 0) {
      // The edges are those of folded text.
      for (size_t byte = 0; byte < 128; ++byte) {
        const bool is_upper = byte >= 'A' && byte <= 'Z';
        const bool is_space = byte >= '\t' && byte <= '\r';
        program.first_bytes_[byte] = edges.first[0][is_upper   ? byte + ('a' - 'A')
                                                    : is_space ? ' '
                                                               : byte];
      }
    }
    return program;
  } catch (const Unknown&) {
    return std::nullopt;
  }
}

// One try of a program on a text.
class PatternProgram::Run {
 public:
  Run(const PatternProgram& program, std::string_view text, bool to_end)
      : program_(program), text_(text), to_end_(to_end), table_(CharTable::Get()) {}

  bool gave_up() const { return steps_ <= 0; }

  bool At(uint32_t instruction, size_t position, int depth) {
    if (depth > kDeepest) steps_ = 0;
    for (;; ++instruction) {
      if (--steps_ <= 0) return false;
      const Instruction& now = program_.instructions_[instruction];
      switch (now.operation) {
        case Operation::kCharacter:
          if (position >= text_.size() || table_.Fold(Next(&position)) != now.value) return false;
          break;
        case Operation::kExactCharacter:
          if (position >= text_.size() || Next(&position) != now.value) return false;
          break;
        case Operation::kSet:
          if (position >= text_.size() || !program_.sets_[now.value].Has(Next(&position)))
            return false;
          break;
        case Operation::kSetMany:
          return Many(now, instruction + 1, position, depth);
        case Operation::kSplit:
          // Most alternatives fail at their first character.
          if (CanBegin(program_.instructions_[now.value], position) &&
              At(now.value, position, depth + 1))
            return true;
          instruction = now.other - 1;
          break;
        case Operation::kChoice:
          return AnyOf(now, position, depth);
        case Operation::kJump:
          instruction = now.value - 1;
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
          return !to_end_ || position == text_.size();
      }
    }
  }

 private:
  char32_t Next(size_t* position) const { return DecodeUtf8(text_, position); }

  // Whether the instruction may succeed at `position`, as far as its first character tells.
  bool CanBegin(const Instruction& next, size_t position) const {
    switch (next.operation) {
      case Operation::kCharacter:
        return position < text_.size() && table_.Fold(Next(&position)) == next.value;
      case Operation::kExactCharacter:
        return position < text_.size() && Next(&position) == next.value;
      case Operation::kSet:
        return position < text_.size() && program_.sets_[next.value].Has(Next(&position));
      default:
        return true;
    }
  }

  // Tries the alternatives that may begin with the character that is there: most fail at their
  // first.
  bool AnyOf(const Instruction& now, size_t position, int depth) {
    size_t after = position;
    const char32_t next = position < text_.size() ? table_.Fold(Next(&after)) : 0;
    const Alternative* const first = program_.alternatives_.data() + now.value;
    for (const Alternative* alternative = first; alternative != first + now.other; ++alternative) {
      if (alternative->first != 0 && alternative->first != next) continue;
      if (At(alternative->instruction, position, depth + 1)) return true;
    }
    return false;
  }

  // Takes as many as may be, then fewer, and goes on each time.
  bool Many(const Instruction& now, uint32_t next, size_t position, int depth) {
    const CharacterSet& set = program_.sets_[now.value];
    uint32_t taken = 0;
    size_t end = position;
    while (taken < now.most && end < text_.size()) {
      size_t after = end;
      if (!set.Has(Next(&after))) break;
      end = after;
      ++taken;
    }
    for (;;) {
      if (taken < now.least) return false;
      if (At(next, end, depth + 1)) return true;
      if (steps_ <= 0 || taken == now.least || end == position) return false;
      --taken;
      do --end;
      while (IsContinuation(text_[end]));
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
  bool to_end_;
  const CharTable& table_;
  int steps_ = kMostSteps;
};

PatternProgram::Answer PatternProgram::Match(std::string_view text) const {
  const bool to_end = where_ == RulePlace::kLine || where_ == RulePlace::kEnd;
  const bool anywhere = where_ == RulePlace::kEnd || where_ == RulePlace::kInside;
  Run run(*this, text, to_end);
  for (size_t begin = 0;;) {
    if (run.At(0, begin, 0)) return Answer::kYes;
    if (run.gave_up()) return Answer::kUnknown;
    if (!anywhere) return Answer::kNo;
    const auto can_begin = [&](size_t position) {
      const auto byte = static_cast<unsigned char>(text[position]);
      return !IsContinuation(text[position]) && first_bytes_[byte];
    };
    do ++begin;
    while (begin < text.size() && !can_begin(begin));
    if (begin > text.size() || (begin == text.size() && !first_bytes_.all())) return Answer::kNo;
  }
}

}  // namespace strigil
