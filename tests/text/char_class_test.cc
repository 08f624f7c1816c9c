#include "strigil/text/char_class.h"

#include <gtest/gtest.h>

namespace strigil {
namespace {

bool Is(char32_t code_point, CharClass char_class) {
  return (CharTable::Get().ClassOf(code_point) & char_class) != 0;
}

TEST(CharClass, LettersOfManyScripts) {
  for (const char32_t c : U"aZäßøÇčğıЖяΩéאبहकगไ한中あアㄅ") {
    if (c == 0) continue;
    EXPECT_TRUE(Is(c, kLetter)) << std::hex << static_cast<uint32_t>(c);
    EXPECT_FALSE(Is(c, kSpace));
    EXPECT_FALSE(Is(c, kDigit));
  }
}

TEST(CharClass, CaseOfLetters) {
  for (const char32_t c : {U'A', U'Ä', U'Ç', U'Ж', U'Ω', U'ǅ', U'Ａ', U'𐐀'}) {
    EXPECT_TRUE(Is(c, kUpper)) << std::hex << static_cast<uint32_t>(c);
    EXPECT_FALSE(Is(c, kLower));
  }
  for (const char32_t c : {U'a', U'ä', U'ß', U'ж', U'ω', U'ａ', U'𐐨'}) {
    EXPECT_TRUE(Is(c, kLower)) << std::hex << static_cast<uint32_t>(c);
    EXPECT_FALSE(Is(c, kUpper));
  }
  for (const char32_t c : {U'中', U'あ', U'한', U'ب', U'א', U'5', U'.'}) {
    EXPECT_FALSE(Is(c, kUpper));
    EXPECT_FALSE(Is(c, kLower));
  }
}

TEST(CharClass, MarksBelongToTheirLetters) {
  EXPECT_TRUE(Is(U'\u0301', kLetter));  // combining acute
  EXPECT_TRUE(Is(U'\u093E', kLetter));  // Devanagari vowel sign AA
  EXPECT_TRUE(Is(U'\u0E31', kLetter));  // Thai MAI HAN-AKAT
}

TEST(CharClass, DigitsOfManyScripts) {
  for (const char32_t c : {U'0', U'9', U'٣', U'३', U'๓', U'３'}) {
    EXPECT_TRUE(Is(c, kDigit)) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, SpacesOfEveryKind) {
  for (const char32_t c : {U' ', U'\t', U'\n', U'\r', U'\v', U'\f', U'\u0085', U'\u00A0', U'\u1680',
                           U'\u2003', U'\u2028', U'\u2029', U'\u202F', U'\u3000'}) {
    EXPECT_EQ(CharTable::Get().ClassOf(c), kSpace) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, OnlyScriptsWithoutSpacesAreWide) {
  for (const char32_t c :
       {U'中', U'あ', U'ア', U'ｱ', U'ไ', U'ລ', U'မ', U'ខ', U'㐀', U'𠮷', U'々'}) {
    EXPECT_TRUE(Is(c, kWide)) << std::hex << static_cast<uint32_t>(c);
    EXPECT_TRUE(Is(c, kLetter)) << std::hex << static_cast<uint32_t>(c);
  }
  for (const char32_t c : {U'a', U'Ж', U'한', U'ب', U'ह', U'。', U'、', U'「', U'3', U'３'}) {
    EXPECT_FALSE(Is(c, kWide)) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, WhatEndsASentence) {
  for (const char32_t c : {U'.', U'!', U'?', U'…', U'。', U'！', U'？', U'।', U'؟', U'۔'}) {
    EXPECT_TRUE(Is(c, kTerminal)) << std::hex << static_cast<uint32_t>(c);
  }
  for (const char32_t c : {U',', U';', U':', U'、', U'，', U'"', U'-'}) {
    EXPECT_FALSE(Is(c, kTerminal)) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, WhatStandsBehindTheEndOfASentence) {
  for (const char32_t c :
       {U'"', U'\'', U'’', U'”', U'“', U'»', U'«', U')', U']', U'」', U'』', U'）'}) {
    EXPECT_TRUE(Is(c, kCloser)) << std::hex << static_cast<uint32_t>(c);
  }
  EXPECT_FALSE(Is(U'(', kCloser));
  EXPECT_FALSE(Is(U'a', kCloser));
}

TEST(CharClass, OrnamentsAreNeverLettersDigitsOrWhatTellsASentence) {
  for (const char32_t c :
       {U'-', U'–', U'—', U'*', U'•', U'|', U'»', U'→', U'=', U'#', U':', U'☰'}) {
    EXPECT_TRUE(Is(c, kOrnament)) << std::hex << static_cast<uint32_t>(c);
    EXPECT_FALSE(Is(c, kLetter));
    EXPECT_FALSE(Is(c, kSpace));
  }
  for (const char32_t c :
       {U'.', U'!', U'?', U',', U'"', U'(', U')', U'[', U'&', U'$', U'@', U'a', U'1'}) {
    EXPECT_FALSE(Is(c, kOrnament)) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, EveryCodePointHasAClassThatIsConsistent) {
  const CharTable& table = CharTable::Get();
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const unsigned char_class = table.ClassOf(c);
    const auto is = [char_class](unsigned wanted) { return (char_class & wanted) != 0; };
    ASSERT_FALSE(is(kUpper) && is(kLower)) << std::hex << static_cast<uint32_t>(c);
    ASSERT_FALSE(is(kUpper | kLower | kWide) && !is(kLetter))
        << std::hex << static_cast<uint32_t>(c);
    ASSERT_FALSE(is(kSpace) && is(~unsigned{kSpace})) << std::hex << static_cast<uint32_t>(c);
    ASSERT_FALSE(is(kLetter) && is(kDigit)) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(CharClass, FoldsCase) {
  const CharTable& table = CharTable::Get();
  EXPECT_EQ(table.Fold(U'A'), U'a');
  EXPECT_EQ(table.Fold(U'a'), U'a');
  EXPECT_EQ(table.Fold(U'Ä'), U'ä');
  EXPECT_EQ(table.Fold(U'Σ'), U'σ');
  EXPECT_EQ(table.Fold(U'ς'), U'σ');
  EXPECT_EQ(table.Fold(U'ẞ'), U'ß');
  EXPECT_EQ(table.Fold(U'\u212A'), U'k');  // Kelvin sign
  EXPECT_EQ(table.Fold(U'ſ'), U's');
  EXPECT_EQ(table.Fold(U'Ａ'), U'ａ');
  EXPECT_EQ(table.Fold(U'𐐀'), U'𐐨');
  EXPECT_EQ(table.Fold(U'İ'), U'İ');  // its folding is two characters
  for (const char32_t c : {U'1', U'.', U'中', U'한', U'\U0010FFFF'}) EXPECT_EQ(table.Fold(c), c);
}

TEST(CharClass, FoldingTwiceChangesNothing) {
  const CharTable& table = CharTable::Get();
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    ASSERT_EQ(table.Fold(table.Fold(c)), table.Fold(c)) << std::hex << static_cast<uint32_t>(c);
  }
}

}  // namespace
}  // namespace strigil
