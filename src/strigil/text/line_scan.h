#ifndef STRIGIL_TEXT_LINE_SCAN_H_
#define STRIGIL_TEXT_LINE_SCAN_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace strigil {

// Returns the bit that stands for `mark`, a character that is no letter, digit or white space. Each
// of ASCII has one of its own; the others share a few.
constexpr uint64_t MarkBit(char32_t mark) {
  constexpr unsigned kAsciiBits = 44;
  // The factor keeps quotes, dashes, bullets and the copyright sign apart.
  unsigned bit = kAsciiBits + (mark * 0x656D6AB7U >> 16) % (63 - kAsciiBits);
  if (mark < 0x40) {
    bit = mark - 0x20;
  } else if (mark < 0x80) {
    // @ stands before the capitals, [ \ ] ^ _ ` behind them, { | } ~ behind the small letters.
    bit = mark == '@' ? 32 : mark <= '`' ? 33 + (mark - '[') : 39 + (mark - '{');
  }
  return uint64_t{1} << (bit & 63U);
}
inline constexpr uint64_t kDigitMark = uint64_t{1} << 63;

// What one pass over a line's bytes tells of it. Counts stop at 65535.
struct LineShape {
  uint64_t folded_hash = 0;  // of the line's words, case folded; 0 where it has none
  uint64_t marks = 0;        // MarkBit() of each mark in the line, and kDigitMark if it has a digit
  uint16_t code_points = 0;  // of the bare line
  uint16_t letters = 0;
  uint16_t capitals = 0;  // upper-case letters
  uint16_t digits = 0;
  uint16_t words =
      0;  // runs of letters and digits; in scripts without spaces two characters count as one
  uint16_t capitalized_words = 0;
  uint16_t function_words =
      0;  // words that grammar needs, in any of the languages known (function_words.h)
  uint16_t inner_punctuation = 0;  // , ; : and their like
  uint16_t sentence_ends = 0;  // . ! ? … and their like with a space or the line's end behind them
  uint16_t separators = 0;     // | / · • » > and their like with a space before and behind
  uint16_t wide_characters = 0;  // letters of scripts that put no space between words
  bool ends_sentence =
      false;               // terminal punctuation ends the line, closing quotes and brackets aside
  bool ends_open = false;  // ... and it is no full stop: a question, a call or an ellipsis, as
                           // headlines have, too
  bool has_url = false;
  bool has_space_runs = false;  // two characters of white space stand side by side
  // An ornament or a list number stands before the first word; a dash or an angle quote counts only
  // where no sentence follows, else it opens what is said.
  bool starts_with_bullet = false;
  bool starts_lower = false;  // the first letter is a lower-case one
};

// A word as stages compare it.
struct Word {
  uint32_t hash = 0;  // of the case-folded word
  uint32_t stem =
      0;  // of its first kStemLetters letters: inflected forms mostly share it. In scripts without
          // spaces, where each letter is a word, of the letter and the one before it.
  uint16_t function_word = 0;  // its FunctionWords::NumberOf(); 0 where it is none
  uint8_t letters = 0;  // its length, up to 255; as long as a usual word in scripts without spaces
  bool capitalized = false;
};

// Cutting words off is the stemmer that needs no language: McNamee and Mayfield, "Character N-Gram
// Tokenization for European Language Text Retrieval", Information Retrieval 7 (2004).
inline constexpr int kStemLetters = 6;

struct ScannedLine {
  LineShape shape;
  // The bare line, in bytes of the line: what is left when white space and ornaments (bullets,
  // dashes, arrows, pipes, colons, ellipses: CharClass kOrnament) are taken off both ends. begin ==
  // end where nothing is left.
  uint32_t bare_begin = 0;
  uint32_t bare_end = 0;
};

// Measures `line`, which must be valid UTF-8, in one pass and appends its words to `words`. Each
// letter of a script without spaces is a word of its own there. White space of any kind, line ends
// too, separates words. Safe to call from any thread.
ScannedLine ScanLine(std::string_view line, std::vector<Word>* words);

// The same for the line [begin, end) of `text`, which must be followed by '\n' or the text's end.
// This is faster: bytes behind the line are read, though nothing of them counts. The result's
// offsets, too, are from the line's beginning.
ScannedLine ScanLine(std::string_view text, size_t begin, size_t end, std::vector<Word>* words);

// Returns Word::hash of `word`, which must be valid UTF-8. Safe to call from any thread.
uint32_t WordHash(std::string_view word);

}  // namespace strigil

#endif  // STRIGIL_TEXT_LINE_SCAN_H_
