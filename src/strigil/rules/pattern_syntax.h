#ifndef STRIGIL_RULES_PATTERN_SYNTAX_H_
#define STRIGIL_RULES_PATTERN_SYNTAX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {

// A rule's pattern as a tree of syntax. Only what the work on patterns needs to know is taken
// apart: single characters, classes, escapes and assertions stay text.
struct PatternNode {
  enum class Kind : uint8_t {
    kText,           // one character, class, escape or assertion, as written
    kConcatenation,  // of the children
    kAlternation,    // of the children
    kRepetition,     // of the one child, `least` to `most` times
    kGroup,  // the one child, in brackets that open with `text`: "(", "(?:", "(?P<name>", "(?-i:"
  };
  static constexpr uint32_t kUnbounded = UINT32_MAX;

  Kind kind = Kind::kConcatenation;
  std::string text;
  uint32_t least = 0;
  uint32_t most = 0;
  std::vector<PatternNode> children;
};

// Returns the tree of `pattern`, nothing where it is no RE2 syntax or has parts that are not known
// here (flags other than 'i', nested counted repetitions beyond reason). Safe to call from any
// thread.
std::optional<PatternNode> ParsePattern(std::string_view pattern);

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_SYNTAX_H_
