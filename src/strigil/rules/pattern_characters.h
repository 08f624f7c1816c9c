#ifndef STRIGIL_RULES_PATTERN_CHARACTERS_H_
#define STRIGIL_RULES_PATTERN_CHARACTERS_H_

#include <bitset>
#include <string_view>

namespace strigil {

using ByteSet = std::bitset<256>;

// Returns whether an escape of a pattern stands for the character behind the backslash.
bool IsLiteralEscape(std::string_view escape);

// What a character that a part of a pattern matches can be.
struct PatternCharacters {
  ByteSet ascii;      // folded (FoldForLiterals())
  bool may_be_other;  // than ASCII, before it is folded
};

// Returns the characters that `text` matches: what a pattern's node has for one character, ".", a
// class, or an escape that is no literal and no assertion. Where that is not understood, any
// character can come. Safe to call from any thread.
PatternCharacters CharactersOf(std::string_view text);

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_CHARACTERS_H_
