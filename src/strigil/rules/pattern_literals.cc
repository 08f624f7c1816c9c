#include "strigil/rules/pattern_literals.h"

#include <algorithm>
#include <optional>
#include <set>

#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using Strings = std::set<std::string>;

// Larger sets would tell texts apart no better, only slower.
constexpr size_t kMostStrings = 160;
constexpr size_t kLongestString = 24;
constexpr size_t kMostClassMembers = 12;
constexpr uint32_t kBytesOfAnyCharacter = 4;
constexpr uint32_t kBytesOfLetter = 3;  // U+212A KELVIN SIGN is a 'k' to a case-insensitive match
constexpr uint32_t kBytesOfSpace = 8;
constexpr int kDeepestNesting = 1000;  // RE2's own limit

struct Unreadable {};

uint32_t AddBytes(uint32_t a, uint32_t b) {
  return a == PatternLiterals::kUnbounded || b == PatternLiterals::kUnbounded || a + b > 1000000
             ? PatternLiterals::kUnbounded
             : a + b;
}

size_t ShortestOf(const Strings& strings) {
  size_t shortest = SIZE_MAX;
  for (const std::string& string : strings) shortest = std::min(shortest, string.size());
  return strings.empty() ? 0 : shortest;
}

// What is known of the matches of a part of a pattern.
struct Knowledge {
  std::optional<Strings> exact;  // the matches, folded, are just these
  bool is_space = false;         // one character of white space
  Strings prefixes = {""};
  Strings required;  // empty: nothing is known
  uint32_t max_bytes = 0;

  static Knowledge Exactly(Strings strings, uint32_t max_bytes) {
    Knowledge result;
    result.exact = std::move(strings);
    result.prefixes = *result.exact;
    result.max_bytes = max_bytes;
    return result;
  }
  static Knowledge Anything(uint32_t max_bytes) {
    Knowledge result;
    result.max_bytes = max_bytes;
    return result;
  }

  Strings RequiredOrExact() const {
    if (exact.has_value() && ShortestOf(*exact) > ShortestOf(required)) return *exact;
    return required;
  }
};

std::optional<Strings> Product(const Strings& first, const Strings& second) {
  if (first.size() * second.size() > kMostStrings) return std::nullopt;
  Strings result;
  for (const std::string& a : first) {
    if (a.size() > kLongestString) return std::nullopt;
    for (const std::string& b : second) {
      // Folded text has one space for any run of white space.
      const bool two_spaces = a.ends_with(' ') && b.starts_with(' ');
      result.insert(two_spaces ? a + b.substr(1) : a + b);
    }
  }
  return result;
}

const Strings& Better(const Strings& a, const Strings& b) { return ShortestOf(b) > ShortestOf(a) ? b : a; }

// Parses RE2 syntax and evaluates it to Knowledge as it goes. Throws Unreadable on what it does not know.
class Evaluator {
 public:
  explicit Evaluator(std::string_view pattern) : pattern_(pattern) {}

  Knowledge Evaluate() {
    Knowledge result = Alternation();
    if (!AtEnd()) throw Unreadable();
    return result;
  }

 private:
  bool AtEnd() const { return position_ >= pattern_.size(); }
  char Peek() const { return AtEnd() ? '\0' : pattern_[position_]; }
  bool Take(std::string_view text) {
    if (!pattern_.substr(position_).starts_with(text)) return false;
    position_ += text.size();
    return true;
  }

  Knowledge Alternation() {
    Knowledge result = Concatenation();
    while (Take("|")) {
      const Knowledge next = Concatenation();
      const Strings required_a = result.RequiredOrExact();
      const Strings required_b = next.RequiredOrExact();
      Strings prefixes = result.prefixes;
      prefixes.insert(next.prefixes.begin(), next.prefixes.end());
      if (result.exact.has_value() && next.exact.has_value()) {
        result.exact->insert(next.exact->begin(), next.exact->end());
      } else {
        result.exact.reset();
      }
      result.required.clear();
      if (!required_a.empty() && !required_b.empty()) {
        result.required = required_a;
        result.required.insert(required_b.begin(), required_b.end());
      }
      result.prefixes = std::move(prefixes);
      result.max_bytes = std::max(result.max_bytes, next.max_bytes);
      Limit(&result);
    }
    return result;
  }

  static void Limit(Knowledge* knowledge) {
    if (knowledge->exact.has_value() && knowledge->exact->size() > kMostStrings) {
      knowledge->required = Better(knowledge->required, *knowledge->exact);
      knowledge->exact.reset();
    }
  }

  Knowledge Concatenation() {
    Knowledge result = Knowledge::Exactly({""}, 0);
    Strings run = {""};  // exact matches of the parts since the last one that is not exact
    bool first_run = true;
    bool exact = true;
    while (!AtEnd() && Peek() != '|' && Peek() != ')') {
      const Knowledge part = Repetition();
      result.max_bytes = AddBytes(result.max_bytes, part.max_bytes);
      std::optional<Strings> product;
      if (part.exact.has_value()) product = Product(run, *part.exact);
      if (product.has_value()) {
        run = std::move(*product);
        if (first_run) result.prefixes = run;
        continue;
      }
      if (first_run) {
        const std::optional<Strings> prefixes = Product(run, part.prefixes);
        if (prefixes.has_value()) result.prefixes = *prefixes;
        first_run = false;
      }
      exact = false;
      result.required = Better(result.required, run);
      result.required = Better(result.required, part.RequiredOrExact());
      const std::optional<Strings> required_prefixes = Product(run, part.prefixes);
      if (required_prefixes.has_value()) result.required = Better(result.required, *required_prefixes);
      run = part.exact.has_value() ? *part.exact : Strings{""};
    }
    if (exact) {
      result.exact = run;
    } else {
      result.exact.reset();
      result.required = Better(result.required, run);
    }
    return result;
  }

  Knowledge Repetition() {
    Knowledge part = Atom();
    for (;;) {
      uint32_t least = 0;
      uint32_t most = 0;
      if (Take("*")) {
        most = PatternLiterals::kUnbounded;
      } else if (Take("+")) {
        least = 1;
        most = PatternLiterals::kUnbounded;
      } else if (Take("?")) {
        most = 1;
      } else if (Peek() == '{' && position_ + 1 < pattern_.size() && IsDigit(pattern_[position_ + 1])) {
        ++position_;
        least = Number();
        most = least;
        if (Take(",")) most = IsDigit(Peek()) ? Number() : PatternLiterals::kUnbounded;
        if (!Take("}")) throw Unreadable();
      } else {
        return part;
      }
      Take("?");  // a lazy match matches the same texts
      part = Repeated(part, least, most);
    }
  }

  static Knowledge Repeated(const Knowledge& part, uint32_t least, uint32_t most) {
    Knowledge result;
    result.max_bytes = most == PatternLiterals::kUnbounded || part.max_bytes == PatternLiterals::kUnbounded ||
                               uint64_t{most} * part.max_bytes > 1000000
                           ? (part.max_bytes == 0 ? 0 : PatternLiterals::kUnbounded)
                           : most * part.max_bytes;
    if (least == 1 && most == 1) return part;
    if (part.is_space) return Knowledge::Exactly(least == 0 ? Strings{"", " "} : Strings{" "}, kBytesOfSpace);
    if (least == 0) {
      if (most == 1) {
        result.exact = part.exact;
        if (result.exact.has_value()) result.exact->insert("");
        result.prefixes = part.prefixes;
        result.prefixes.insert("");
      }
      return result;
    }
    result.prefixes = part.prefixes;
    result.required = part.RequiredOrExact();
    return result;
  }

  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

  uint32_t Number() {
    uint32_t number = 0;
    while (IsDigit(Peek()) && number < 100000) number = number * 10 + static_cast<uint32_t>(pattern_[position_++] - '0');
    return number;
  }

  Knowledge Atom() {
    if (Take("(")) {
      if (Take("?")) {
        if (Take("P<")) {
          position_ = pattern_.find('>', position_);
          if (position_ == std::string_view::npos) throw Unreadable();
          ++position_;
        } else if (!Take(":") && !Take("-i:") && !Take("i:")) {
          throw Unreadable();
        }
      }
      if (++depth_ > kDeepestNesting) throw Unreadable();
      Knowledge inner = Alternation();
      if (!Take(")")) throw Unreadable();
      --depth_;
      return inner;
    }
    if (Peek() == '[') return Class();
    if (Take("\\")) return Escape();
    if (Take(".")) return Knowledge::Anything(kBytesOfAnyCharacter);
    if (Take("^") || Take("$")) return Knowledge::Exactly({""}, 0);
    if (std::string_view("*+?{").find(Peek()) != std::string_view::npos && Peek() != '{') throw Unreadable();
    return Literal(pattern_[position_++]);
  }

  // The literal character whose first byte, `c`, stands before the position.
  Knowledge Literal(char c) {
    if (static_cast<unsigned char>(c) < 0x80) {
      return Knowledge::Exactly({FoldForLiterals(std::string_view(&c, 1))}, c == ' ' ? kBytesOfSpace : kBytesOfLetter);
    }
    const size_t begin = position_ - 1;
    while (!AtEnd() && (static_cast<unsigned char>(Peek()) & 0xC0U) == 0x80U) ++position_;
    return Knowledge::Exactly({FoldForLiterals(pattern_.substr(begin, position_ - begin))}, kBytesOfAnyCharacter);
  }

  Knowledge Escape() {
    if (AtEnd()) throw Unreadable();
    const char c = pattern_[position_++];
    switch (c) {
      case 'd': {
        Strings digits;
        for (char digit = '0'; digit <= '9'; ++digit) digits.insert(std::string(1, digit));
        return Knowledge::Exactly(digits, 1);
      }
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return Knowledge::Exactly({""}, 0);
      case 'D':
      case 'w':
      case 'W':
      case 'S':
        return Knowledge::Anything(kBytesOfAnyCharacter);
      case 's':
      case 't':
      case 'n': {
        Knowledge space = Knowledge::Exactly({" "}, kBytesOfSpace);
        space.is_space = true;
        return space;
      }
      case 'p':
      case 'P':
        if (Take("{")) {
          position_ = pattern_.find('}', position_);
          if (position_ == std::string_view::npos) throw Unreadable();
        }
        if (AtEnd()) throw Unreadable();
        ++position_;
        return Knowledge::Anything(kBytesOfAnyCharacter);
      case 'x':
        if (Take("{")) {
          position_ = pattern_.find('}', position_);
          if (position_ == std::string_view::npos) throw Unreadable();
          ++position_;
        } else {
          position_ += 2;
          if (position_ > pattern_.size()) throw Unreadable();
        }
        return Knowledge::Anything(kBytesOfAnyCharacter);
      default:
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) throw Unreadable();
        return Literal(c);
    }
  }

  Knowledge Class() {
    ++position_;
    const bool negated = Take("^");
    Strings members;
    bool enumerable = !negated;
    bool first = true;
    while (first || Peek() != ']') {
      if (AtEnd()) throw Unreadable();
      first = false;
      if (Take("[:")) {
        position_ = pattern_.find(":]", position_);
        if (position_ == std::string_view::npos) throw Unreadable();
        position_ += 2;
        enumerable = false;
        continue;
      }
      char c = pattern_[position_++];
      if (c == '\\') {
        const Knowledge escaped = Escape();
        if (!escaped.exact.has_value()) enumerable = false;
        if (escaped.exact.has_value()) members.insert(escaped.exact->begin(), escaped.exact->end());
        // What stands between an escape and the last member of a range is not worked out.
        if (Peek() == '-' && position_ + 1 < pattern_.size() && pattern_[position_ + 1] != ']') enumerable = false;
        continue;
      }
      const Knowledge literal = Literal(c);
      if (!literal.exact.has_value()) {
        enumerable = false;
        continue;
      }
      if (Peek() == '-' && position_ + 1 < pattern_.size() && pattern_[position_ + 1] != ']') {
        ++position_;
        const char last = pattern_[position_++];
        const bool ascii = static_cast<unsigned char>(c) < 0x80 && static_cast<unsigned char>(last) < 0x80;
        if (last == '\\' || !ascii || last < c || last - c > 10) {
          enumerable = false;
          if (last == '\\') Escape();
          while (!AtEnd() && (static_cast<unsigned char>(Peek()) & 0xC0U) == 0x80U) ++position_;
          continue;
        }
        for (; c <= last; ++c) members.insert(*Literal(c).exact->begin());
        continue;
      }
      members.insert(*literal.exact->begin());
    }
    ++position_;
    if (!enumerable || members.size() > kMostClassMembers) {
      return Knowledge::Anything(kBytesOfAnyCharacter);
    }
    return Knowledge::Exactly(members, kBytesOfAnyCharacter);
  }

  std::string_view pattern_;
  size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

void FoldForLiterals(std::string_view text, std::string* folded) {
  const CharTable& table = CharTable::Get();
  folded->clear();
  folded->reserve(text.size());
  size_t position = 0;
  while (position < text.size()) {
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte < 0x80) {
      ++position;
      if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
        if (folded->empty() || folded->back() != ' ') folded->push_back(' ');
      } else {
        folded->push_back(static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte));
      }
      continue;
    }
    const char32_t c = DecodeUtf8(text, &position);
    if (c == U'’' || c == U'‘' || c == U'ʼ') {
      folded->push_back('\'');
    } else {
      AppendUtf8(table.Fold(c), folded);
    }
  }
}

std::string FoldForLiterals(std::string_view text) {
  std::string folded;
  FoldForLiterals(text, &folded);
  return folded;
}

PatternLiterals ExtractLiterals(std::string_view pattern) {
  PatternLiterals literals;
  try {
    const Knowledge knowledge = Evaluator(pattern).Evaluate();
    literals.max_bytes = knowledge.max_bytes;
    if (ShortestOf(knowledge.prefixes) > 0) literals.prefixes.assign(knowledge.prefixes.begin(), knowledge.prefixes.end());
    const Strings required = knowledge.RequiredOrExact();
    if (ShortestOf(required) > 0) literals.required.assign(required.begin(), required.end());
  } catch (const Unreadable&) {
    return {};
  }
  return literals;
}

}  // namespace strigil
