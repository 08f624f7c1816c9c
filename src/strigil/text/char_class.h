#ifndef STRIGIL_TEXT_CHAR_CLASS_H_
#define STRIGIL_TEXT_CHAR_CLASS_H_

#include <array>
#include <cstdint>

namespace strigil {

// What a code point is to a line scan; bits, several may be set.
enum CharClass : uint16_t {
  kLetter = 1 << 0,  // letters and the marks on them
  kUpper = 1 << 1,   // an upper- or title-case letter
  kLower = 1 << 2,
  kDigit = 1 << 3,
  kSpace = 1 << 4,
  kOrnament = 1 << 5,  // bullets, dashes, arrows, pipes and their like: dressing at a line's ends
  kTerminal = 1 << 6,  // ends a sentence
  kInnerPunctuation = 1 << 7,
  kCloser = 1 << 8,     // quotes and brackets that may stand behind terminal punctuation
  kSeparator = 1 << 9,  // stands between the items of a menu, a breadcrumb, a tag list
  kWide = 1 << 10,      // Han, kana, Thai and their like: written without spaces between words
};

// Classes and simple case folding of every code point. Immutable; one instance, safe to use from
// any thread.
class CharTable {
 public:
  static const CharTable& Get();

  uint16_t ClassOf(char32_t code_point) const {
    return code_point < kTableSize ? classes_[code_point] : ClassAbove(code_point);
  }

  // Returns the simple case folding.
  char32_t Fold(char32_t code_point) const {
    if (code_point < kTableSize) return folded_[code_point];
    return code_point < kCaseAbove ? code_point : FoldAbove(code_point);
  }

 private:
  static constexpr char32_t kTableSize = 0x3000;
  static constexpr char32_t kCaseAbove = 0xA640;  // kana and Han, which have no case, stand below

  CharTable();
  static uint16_t ClassAbove(char32_t code_point);
  static char32_t FoldAbove(char32_t code_point);

  std::array<uint16_t, kTableSize> classes_;
  std::array<uint16_t, kTableSize> folded_;
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_CHAR_CLASS_H_
