#ifndef STRIGIL_RULES_PATTERN_PROGRAM_H_
#define STRIGIL_RULES_PATTERN_PROGRAM_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/pattern_syntax.h"

namespace strigil {

// A small pattern made ready to be tried on a line in a microsecond. RE2 takes 0.4 ms to make a
// rule's pattern ready, which counts where a short document asks for a hundred; this takes a fifth
// of that, and nothing for the rules compiled in. It gives up where RE2 would go on: it tries one
// way after the other, so many at most.
//
// A program for the end of a text goes through it backwards, from the end on: what cannot match is
// then told by a character or two, not at each place where a match might begin.
//
// A program is one stretch of bytes without pointers, so that those of the rules compiled in are
// made when strigil is built, and few lines of the cache are read for a try.
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

  // Returns the program whose bytes() are `words`, which must outlive it. They must come from
  // Make() of the same program version on a machine of the same byte order; that is not checked.
  static PatternProgram FromBytes(std::span<const uint64_t> words) {
    PatternProgram program;
    program.words_ = words;
    return program;
  }
  // A whole number of lines of the cache, each of 64 bytes.
  std::span<const uint64_t> bytes() const { return words_; }

  PatternProgram(PatternProgram&&) = default;
  PatternProgram& operator=(PatternProgram&&) = default;
  PatternProgram(const PatternProgram&) = delete;
  PatternProgram& operator=(const PatternProgram&) = delete;

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
  friend class PatternProgramBuilder;
  template <Direction kDirection>
  class Run;

  // A place in a program, in words from its beginning.
  using Address = uint16_t;

  // A program begins with this. Then come the classes of the ASCII characters, a byte each, and the
  // first instruction. Characters are of one class where nothing in the program tells them apart;
  // that there is none, at the end of the text where the program comes to last, counts as one more.
  struct Header {
    RulePlace where;
    Direction direction;
    uint8_t others_class;  // of all characters that are not ASCII
    uint8_t end_class;
    uint16_t mask_words;  // how many a set of classes takes, a bit for each of them
    // Where two sets of bytes are, of 256 bits each, that a match can begin with and have second; 0
    // where any may come, or the match must begin where the program does.
    Address beginnings;
  };
  static_assert(sizeof(Header) == 8 && std::has_unique_object_representations_v<Header>);
  static constexpr Address kClasses = 1;
  static constexpr Address kCode = kClasses + 128 / sizeof(uint64_t);
  static constexpr size_t kByteSetWords = 256 / 64;

  enum class Operation : uint8_t {
    kString,       // `operand` bytes that follow: code points, folded
    kExactString,  // the same as they are
    // `least` to `most` characters of a set, the ASCII ones by the set of classes that follows, the
    // others as `operand` says.
    kSetMany,  // as many as may be, then fewer; the next set of classes is what can follow
    kSetAll,   // all that there are: with fewer, what follows would fail
    kSplit,    // go on at `next`, or else at `operand`, each where a set of classes allows it
    kChoice,   // go on where the address for the class of the next character leads, if to any
    kTryEach,  // go on at one of `operand` addresses that follow
    kMark,     // note the position in mark `operand`
    kBegin,
    kEnd,
    kWordBoundary,
    kNoWordBoundary,
    kMatch,
  };
  // A word; what it needs beside it follows in words of its own.
  struct Instruction {
    static constexpr uint32_t kNoLimit = (1U << 12) - 1;

    Operation operation;
    uint32_t least : 12;
    uint32_t most : 12;
    Address next;
    uint16_t operand;
  };
  static_assert(sizeof(Instruction) == sizeof(uint64_t));

  // What a set has of characters that are not ASCII: nothing, all of them, or what is at that
  // address (Others, and the ranges behind it).
  static constexpr Address kNoOthers = 0;
  static constexpr Address kAllOthers = 1;
  struct Others {
    uint32_t categories;
    uint16_t range_count;
    bool negated;
    bool any_case;
  };
  static_assert(sizeof(Others) == 8);

  // Of each fact where its group begins, and where it ends.
  static constexpr uint16_t kMarks = 2 * kRuleFacts.size();

  PatternProgram() = default;

  // Whether a match must begin where the program does, and whether it must reach the end of the
  // text that the program comes to last.
  static bool IsTiedToFirstEnd(RulePlace where, Direction direction) {
    const MatchAnchors anchors = AnchorsOf(where);
    return direction == Direction::kForward ? anchors.start : anchors.end;
  }
  static bool MustReachLastEnd(RulePlace where, Direction direction) {
    const MatchAnchors anchors = AnchorsOf(where);
    return direction == Direction::kForward ? anchors.end : anchors.start;
  }

  std::vector<uint64_t> storage_;  // of a program that was made, not taken from bytes
  std::span<const uint64_t> words_;
};

// Returns the bytes of the program for rule `rule` of BuiltinRuleIndex() in that direction; none
// for a direction that no rule of its place is asked in. Valid for the life of the program.
std::span<const uint64_t> BuiltinProgram(size_t rule, PatternProgram::Direction direction);

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_PROGRAM_H_
