#ifndef STRIGIL_RULES_PATTERN_PROGRAM_H_
#define STRIGIL_RULES_PATTERN_PROGRAM_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
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
// A program for the end of a text goes through it backwards, from the end on: what cannot match is
// then told by a character or two, not at each place where a match might begin.
//
// Matches just what RE2 matches for ExpandPattern() of the pattern. Immutable; safe to use from any
// thread.
class PatternProgram {
 public:
  enum class Answer : uint8_t { kNo, kYes, kUnknown };
  enum class Direction : bool { kForward, kBackward };

  // Returns the direction in which it is found out soonest whether a rule of this place matches.
  static Direction DirectionFor(RulePlace where) {
    return where == RulePlace::kEnd ? Direction::kBackward : Direction::kForward;
  }

  // Returns the program for `pattern` of a rule of this place; nothing where it has parts that only
  // RE2 knows. It goes through a text in the direction that is told, which must be kForward unless
  // the place is the end.
  static std::optional<PatternProgram> Make(const PatternNode& pattern, RulePlace where,
                                            Direction direction);
  static std::optional<PatternProgram> Make(const PatternNode& pattern, RulePlace where) {
    return Make(pattern, where, DirectionFor(where));
  }

  // The match that RE2 finds, and what it captures of each fact, as parts of the text; a fact that
  // it captures nothing of is empty.
  struct Found {
    std::string_view match;
    std::array<std::string_view, kRuleFacts.size()> facts;
  };

  // Returns whether the pattern matches `text` (valid UTF-8) at its place; kUnknown where that took
  // too many steps to find out. `found` is null, or the program goes forward, and is set where the
  // answer is kYes. Backwards, it might come upon another match than RE2 does.
  Answer Match(std::string_view text, Found* found = nullptr) const;

 private:
  friend class PatternProgramMaker;
  template <Direction kDirection>
  class Run;

  // A set of code points.
  struct CharacterSet {
    struct Range {
      char32_t first;
      char32_t last;

      bool operator==(const Range&) const = default;
    };
    std::bitset<128> ascii;     // what of ASCII matches, case and negation dealt with
    std::vector<Range> ranges;  // of what is not ASCII
    uint32_t categories = 0;    // of Unicode, as ICU's masks
    bool negated = false;
    bool any_case = false;

    bool Has(char32_t c) const;
    bool MayHaveOthers() const;  // than ASCII
    bool operator==(const CharacterSet&) const = default;
    bool HasExactly(char32_t c) const;
  };

  enum class Operation : uint8_t {
    kCharacter,       // the code point `value`, folded
    kExactCharacter,  // the code point `value` as it is
    kString,          // `other` bytes of strings_ from `value`: code points, folded
    kExactString,     // the same as they are
    kSet,             // one of set `value`
    kSetMany,         // of set `value`, `least` to `most`
    kSplit,           // go on at `value`, or else at `other`
    kChoice,          // go on at one of what choices_[`value`] has for the character that is there
    kJump,            // go on at `value`
    kMark,            // note the position in mark `value`
    kBegin,
    kEnd,
    kWordBoundary,
    kNoWordBoundary,
    kMatch,
  };
  struct Instruction {
    static constexpr uint16_t kNoLimit = UINT16_MAX;

    Operation operation;
    bool takes_all = false;  // kSetMany: what follows cannot begin with one of the set
    uint16_t least = 0;
    uint16_t most = 0;
    uint16_t first = 0;  // kSplit: what `value` begins with, kSetMany: what follows; in firsts_
    uint32_t value = 0;
    uint32_t other = 0;
  };

  // What the program can go on with from an instruction on; with anything else, it fails.
  struct FirstCharacters {
    std::bitset<128> ascii;
    bool others = false;    // what is not ASCII
    bool text_end = false;  // no character at all, where the text ends in this direction

    bool operator==(const FirstCharacters&) const = default;
    void AddAll() {
      ascii.set();
      others = true;
      text_end = true;
    }
  };

  // Of a kChoice, for each character that may be there, where in choice_lists_ the alternatives
  // stand that can go on with it. The last two places are for what is not ASCII and for the text's
  // end.
  struct Choice {
    static constexpr size_t kOthers = 128;
    static constexpr size_t kTextEnd = 129;

    std::array<uint16_t, kTextEnd + 1> lists{};
  };

  // Of each fact where its group begins, and where it ends.
  static constexpr uint32_t kMarks = 2 * kRuleFacts.size();

  PatternProgram() = default;

  // Whether a match must begin where the program does, and whether it must reach the end of the
  // text that the program comes to last.
  bool IsTiedToFirstEnd() const {
    const MatchAnchors anchors = AnchorsOf(where_);
    return direction_ == Direction::kForward ? anchors.start : anchors.end;
  }
  bool MustReachLastEnd() const {
    const MatchAnchors anchors = AnchorsOf(where_);
    return direction_ == Direction::kForward ? anchors.end : anchors.start;
  }

  std::string_view StringOf(const Instruction& instruction) const {
    return std::string_view(strings_).substr(instruction.value, instruction.other);
  }

  // What each try reads stands first: few tries go on for long.
  RulePlace where_ = RulePlace::kLine;
  Direction direction_ = Direction::kForward;
  std::vector<Instruction> instructions_;
  std::vector<Choice> choices_;
  // Lists of instructions that alternatives begin with, each behind the number of them.
  std::vector<uint32_t> choice_lists_;
  std::vector<CharacterSet> sets_;
  std::vector<FirstCharacters> firsts_;
  std::string strings_;
  ByteSet first_bytes_;   // what a match can begin with
  ByteSet second_bytes_;  // what its second byte can be
};

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_PROGRAM_H_
