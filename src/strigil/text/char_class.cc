#include "strigil/text/char_class.h"

#include <unicode/uchar.h>

#include <string_view>

namespace strigil {
namespace {

constexpr std::u32string_view kOrnaments =
    U"-–—―−*•·‣◦▪▫■□●○◆◇|¦»«›‹><►▶▸▼▾▲▴◄◀→←↓↑↩↗⇒⟶#=_~+✓✔✕✖×:…☰✉";
constexpr std::u32string_view kTerminals = U".!?…‽؟۔։።।॥。！？．";
constexpr std::u32string_view kInner = U",;:،؛、，；：";
constexpr std::u32string_view kClosers = U"\"'’‘”“„‟»«›‹)]}」』）】〉》";
constexpr std::u32string_view kSeparators = U"|/·•»>›▸►→–¦";

bool IsWide(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0EFF) ||  // Thai, Lao
         (c >= 0x1000 && c <= 0x109F) ||  // Myanmar
         (c >= 0x1780 && c <= 0x17FF) ||  // Khmer
         (c >= 0x2E80 && c <= 0x2FDF) ||  // radicals
         (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30FF) ||
         (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF66 && c <= 0xFF9D) || (c >= 0x20000 && c <= 0x3FFFF);
}

struct PunctuationSet {
  std::u32string_view characters;
  CharClass char_class;
};
constexpr PunctuationSet kPunctuation[] = {{kOrnaments, kOrnament},
                                           {kTerminals, kTerminal},
                                           {kInner, kInnerPunctuation},
                                           {kClosers, kCloser},
                                           {kSeparators, kSeparator}};

uint16_t PunctuationClass(char32_t c) {
  uint16_t result = 0;
  for (const auto& [characters, char_class] : kPunctuation) {
    if (characters.find(c) != std::u32string_view::npos) result |= char_class;
  }
  return result;
}

// All of the class but PunctuationClass().
uint16_t GeneralClass(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  uint16_t result = 0;
  switch (u_charType(code_point)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      result |= kLetter | kUpper;
      break;
    case U_LOWERCASE_LETTER:
      result |= kLetter | kLower;
      break;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
      result |= kLetter;
      break;
    case U_DECIMAL_DIGIT_NUMBER:
      result |= kDigit;
      break;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      result |= kSpace;
      break;
    default:
      break;
  }
  if (c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85) result |= kSpace;
  if (IsWide(c) && (result & kLetter) != 0) result |= kWide;
  return result;
}

}  // namespace

CharTable::CharTable() : classes_(), folded_() {
  for (char32_t c = 0; c < kTableSize; ++c) {
    classes_[c] = GeneralClass(c);
    const UChar32 folded = u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT);
    folded_[c] = static_cast<uint16_t>(folded < 0x10000 ? static_cast<char32_t>(folded) : c);
  }
  // Not by PunctuationClass(): to look each character up in each set is a good part of what the
  // program does before its first document.
  for (const auto& [characters, char_class] : kPunctuation) {
    for (const char32_t c : characters) {
      if (c < kTableSize) classes_[c] |= char_class;
    }
  }
}

uint16_t CharTable::ClassAbove(char32_t code_point) {
  if (IsWide(code_point)) return kLetter | kWide;
  if (code_point == 0x3000) return kSpace;
  if (code_point >= 0xAC00 && code_point <= 0xD7AF) return kLetter;
  return GeneralClass(code_point) | PunctuationClass(code_point);
}

char32_t CharTable::FoldAbove(char32_t code_point) {
  const bool hangul_to_forms = code_point >= 0xABC0 && code_point < 0xFF21;
  if (hangul_to_forms) return code_point;
  return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(code_point), U_FOLD_CASE_DEFAULT));
}

const CharTable& CharTable::Get() {
  static const CharTable table;
  return table;
}

}  // namespace strigil
