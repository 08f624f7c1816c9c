#ifndef STRIGIL_RULES_CHARACTER_SET_H_
#define STRIGIL_RULES_CHARACTER_SET_H_

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace strigil {

// What is thrown where a pattern has a part that only RE2 knows.
struct OnlyRe2Knows {};

// Code points, the last among them.
struct CharacterRange {
  char32_t first;
  char32_t last;

  bool operator==(const CharacterRange&) const = default;
};

// What makes up a set of code points, as it is written in a pattern. A view: the ranges belong to
// someone else.
struct CharacterMembers {
  std::span<const CharacterRange> ranges;
  uint32_t categories = 0;  // of Unicode, as ICU's masks
  bool negated = false;
  bool any_case = false;

  // Returns whether the set has `c`, which is not ASCII.
  bool HasOther(char32_t c) const;
  // Returns whether the ranges or categories have `c` as it is.
  bool HasExactly(char32_t c) const;
};

// The set of code points that a part of a pattern stands for.
struct CharacterSet {
  std::bitset<128> ascii;              // what of ASCII it has, case and negation dealt with
  std::vector<CharacterRange> ranges;  // this and the rest as CharacterMembers has it
  uint32_t categories = 0;
  bool negated = false;
  bool any_case = false;

  CharacterMembers Members() const { return {ranges, categories, negated, any_case}; }
  // Whether it may have others than ASCII.
  bool MayHaveOthers() const;
  // Whether all characters above ASCII are in it, or none: what it names is ASCII.
  bool TellsNoOthersApart() const;
  bool operator==(const CharacterSet&) const = default;
};

// Whether `c` is what RE2 takes for a word's: a letter of ASCII, a digit or an underscore.
constexpr bool IsWordCharacter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Returns the one code point that the text of a pattern's node stands for; nothing where it stands
// for several. A space and an apostrophe, which stand for more than themselves, are taken as they
// are.
std::optional<char32_t> ReadLiteral(std::string_view text);

// Returns the set that the text of a pattern's node stands for; nothing for what is no single
// character, which a space is not. Throws OnlyRe2Knows.
std::optional<CharacterSet> ReadCharacterSet(std::string_view text, bool any_case);

}  // namespace strigil

#endif  // STRIGIL_RULES_CHARACTER_SET_H_
