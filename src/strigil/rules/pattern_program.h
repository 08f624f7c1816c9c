#ifndef STRIGIL_RULES_PATTERN_PROGRAM_H_
#define STRIGIL_RULES_PATTERN_PROGRAM_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/pattern_edges.h"
#include "strigil/rules/pattern_syntax.h"

namespace strigil {

// A small pattern made ready to be tried on a line in a microsecond. RE2 takes a third of a
// millisecond to make one ready, which counts where a short document asks for a hundred; this takes
// two microseconds, and gives up where RE2 would go on: it tries one way after the other, so many
// at most.
//
// Matches just what RE2 matches for ExpandPattern() of the pattern. Immutable; safe to use from any
// thread.
class PatternProgram {
 public:
  enum class Answer : uint8_t { kNo, kYes, kUnknown };

  // Returns the program for `pattern` of a rule of this place; nothing where it has parts that only
  // RE2 knows.
  static std::optional<PatternProgram> Make(const PatternNode& pattern, RulePlace where);

  // Returns whether the pattern matches `text` (valid UTF-8) at its place; kUnknown where that took
  // too many steps to find out.
  Answer Match(std::string_view text) const;

 private:
  friend class PatternProgramMaker;
  class Run;

  // A set of code points.
  struct CharacterSet {
    struct Range {
      char32_t first;
      char32_t last;
    };
    std::bitset<128> ascii;     // what of ASCII matches, case and negation dealt with
    std::vector<Range> ranges;  // of what is not ASCII
    uint32_t categories = 0;    // of Unicode, as ICU's masks
    bool negated = false;
    bool any_case = false;

    bool Has(char32_t c) const;
    bool HasExactly(char32_t c) const;
  };

  enum class Operation : uint8_t {
    kCharacter,       // the code point `value`, folded
    kExactCharacter,  // the code point `value` as it is
    kSet,             // one of set `value`
    kSetMany,         // of set `value`, `least` to `most`
    kSplit,           // go on at `value`, or else at `other`
    kChoice,          // go on at one of the `other` alternatives from `value`
    kJump,            // go on at `value`
    kBegin,
    kEnd,
    kWordBoundary,
    kNoWordBoundary,
    kMatch,
  };
  struct Instruction {
    Operation operation;
    uint32_t value = 0;
    uint32_t other = 0;
    uint32_t least = 0;
    uint32_t most = 0;
  };

  struct Alternative {
    char32_t first;  // folded: what it must begin with; 0: not one character alone
    uint32_t instruction;
  };

  PatternProgram() = default;

  std::vector<Instruction> instructions_;
  std::vector<CharacterSet> sets_;
  std::vector<Alternative> alternatives_;
  RulePlace where_ = RulePlace::kLine;
  ByteSet first_bytes_;  // what a match can begin with
};

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_PROGRAM_H_
