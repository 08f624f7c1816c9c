#include "strigil/text/characters.h"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <random>
#include <string>
#include <string_view>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

std::string Cleaned(std::string text) {
  CleanCharacters(&text);
  return text;
}

std::string Composed(std::string text) {
  ComposeCharacters(&text);
  return text;
}

std::string Utf8(char32_t code_point) {
  std::string text;
  AppendUtf8(code_point, &text);
  return text;
}

TEST(CleanCharacters, MakesLineEndsLineFeeds) {
  std::string text = "a\r\nb\rc\n\rd\ve\ff\u0085g\u2028h\u2029i\r\r\n";
  const CharacterChanges changes = CleanCharacters(&text);
  EXPECT_EQ(text, "a\nb\nc\n\nd\ne\nf\ng\nh\ni\n\n");
  EXPECT_EQ(changes.line_ends, 10U);
  EXPECT_EQ(changes.total(), 10U);
}

TEST(CleanCharacters, TakesControlsOut) {
  std::string text("a\0b\x01\x1B[0m\x7F\u0080\u009Fc\t", 15);
  const CharacterChanges changes = CleanCharacters(&text);
  EXPECT_EQ(text, "ab[0mc\t");
  EXPECT_EQ(changes.controls, 6U);
}

TEST(CleanCharacters, TakesInvisibleCharactersOut) {
  std::string text =
      "\uFEFFzero\u200Bwidth, soft\u00ADhyphen, "
      "\u200Eright\u200F\u202Aleft\u202C\u2066x\u2069\u2060\u061C";
  const CharacterChanges changes = CleanCharacters(&text);
  EXPECT_EQ(text, "zerowidth, softhyphen, rightleftx");
  EXPECT_EQ(changes.invisible, 11U);
}

TEST(CleanCharacters, KeepsJoinersWhereTheyShape) {
  for (const std::string_view text :
       {"می\u200Cخواهم", "क्\u200Dष", "\U0001F468\u200D\U0001F469\u200D\U0001F467",
        "\u2764\uFE0F\u200D\U0001F525", "\U0001F469\U0001F3FD\u200D\U0001F4BB",
        "\U0001F3F3\uFE0F\u200D\U0001F308"}) {
    EXPECT_EQ(Cleaned(std::string(text)), text);
  }
  EXPECT_EQ(Cleaned("Auf\u200Clage"), "Auflage");
  EXPECT_EQ(Cleaned("a\u200Db"), "ab");
  EXPECT_EQ(Cleaned("می\u200C "), "می ");
  EXPECT_EQ(Cleaned("\u200Cمی\u200C\u200B\u200Cخو"), "می\u200Cخو");
  EXPECT_EQ(Cleaned("\U0001F468\u200C\U0001F469"), "\U0001F468\U0001F469");
}

TEST(CleanCharacters, MakesOddSpacesPlain) {
  std::string text = "10\u00A0000\u202F€\u2009–\u2003x\u205Fy\u2007z";
  EXPECT_EQ(CleanCharacters(&text).spaces, 6U);
  EXPECT_EQ(text, "10 000 € – x y z");
  EXPECT_EQ(Cleaned("\u00A0\u00A0indent"), "  indent");
}

TEST(CleanCharacters, DropsRunsWithOddSpacesAtLineEnds) {
  EXPECT_EQ(Cleaned("a \u00A0 \nb\u00A0\n\u00A0\nc\u00A0"), "a\nb\n\nc");
  EXPECT_EQ(Cleaned("a \u00A0\u200B \r\nb"), "a\nb");
  EXPECT_EQ(Cleaned("a\t\u2003\u200D\u00A0"), "a");
  EXPECT_EQ(Cleaned("\u00A0"), "");
}

TEST(CleanCharacters, PlainSpacesAndTabsStay) {
  for (const std::string_view text : {"a  \n\tb \t\n  \n", " ", "\t\t", "a \n"}) {
    EXPECT_EQ(Cleaned(std::string(text)), text);
  }
  EXPECT_EQ(Cleaned("a  \r\nb \u200B\n"), "a  \nb \n");
}

TEST(CleanCharacters, IdeographicSpacesStayBetweenEastAsianText) {
  EXPECT_EQ(Cleaned("東京　大阪"), "東京　大阪");
  EXPECT_EQ(Cleaned("서울　부산。　「東」"), "서울　부산。　「東」");
  EXPECT_EQ(Cleaned("　　段落"), "  段落");
  EXPECT_EQ(Cleaned("東京　Tokyo"), "東京 Tokyo");
  EXPECT_EQ(Cleaned("東京　\n大阪　"), "東京\n大阪");
  EXPECT_EQ(Cleaned("東京　 大阪"), "東京  大阪");
}

TEST(CleanCharacters, VariationSelectorsAndOtherMarksStay) {
  for (const std::string_view text :
       {"\u2764\uFE0F", "葛\U000E0100", "x\u034Fy", "—‐‑†‡•…‰", "\uFFFD", "\uFFFC"}) {
    EXPECT_EQ(Cleaned(std::string(text)), text);
  }
}

TEST(CleanCharacters, FindsEveryKindWhereverItStands) {
  // Around the borders of the blocks that are scanned at once.
  for (size_t before = 0; before < 140; ++before) {
    for (const std::string_view odd : {"\u00AD", "\u200B", "\uFEFF", "\x01"}) {
      const std::string left(before, 'x');
      EXPECT_EQ(Cleaned(left + std::string(odd) + "yyy"), left + "yyy");
      EXPECT_EQ(Cleaned(left + std::string(odd)), left);
    }
  }
}

TEST(CleanCharacters, ChangesCharactersOfFewKindsAlone) {
  const std::string filler(70, 'z');
  for (char32_t c = 0x20; c <= 0x10FFFF; ++c) {
    if (c == 0xD800) c = 0xE000;
    const std::string text = Utf8(c) + "y" + filler;
    const std::string cleaned = Cleaned(text);
    const auto type = u_charType(static_cast<UChar32>(c));
    const bool may_change = type == U_CONTROL_CHAR || type == U_FORMAT_CHAR ||
                            type == U_SPACE_SEPARATOR || type == U_LINE_SEPARATOR ||
                            type == U_PARAGRAPH_SEPARATOR ||
                            c == 0x2065;  // unassigned, kept free for one of them
    if (!may_change) {
      ASSERT_EQ(cleaned, text) << std::hex << static_cast<uint32_t>(c);
    }
  }
}

TEST(CleanCharacters, OnceIsEnough) {
  constexpr std::string_view kPieces[] = {
      "a",      " ",      "\t",     "\n",     "\r",     "\u00A0", "\u3000",     "漢",
      "\u200B", "\u200C", "\u200D", "\u00AD", "ی",      "क",      "\U0001F468", "\x01",
      "\u2028", "\uFEFF", "\u2003", "\u064B", "\uFE0F", "\u0085", "é"};
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t count = random() % 16; count > 0; --count)
      text += kPieces[random() % std::size(kPieces)];
    const std::string once = Cleaned(text);
    ASSERT_TRUE(IsValidUtf8(once));
    ASSERT_LE(once.size(), text.size());
    ASSERT_EQ(Cleaned(once), once) << testing::PrintToString(text);
  }
}

TEST(CleanCharacters, IsLinearInHostileText) {
  std::string spaces;
  std::string joiners = "ی";
  for (int count = 0; count < 300'000; ++count) {
    spaces += count % 2 == 0 ? "\u00A0" : " ";
    joiners += count % 2 == 0 ? "\u200C" : "\u200B";
  }
  EXPECT_EQ(Cleaned(spaces), "");
  EXPECT_EQ(Cleaned(joiners), "ی");
}

TEST(ComposeCharacters, ComposesAndCounts) {
  std::string text = "Scho\u0308n, cafe\u0301 and plain, A\u030Angstrom";
  EXPECT_EQ(ComposeCharacters(&text), 3U);
  EXPECT_EQ(text, "Sch\u00F6n, caf\u00E9 and plain, \u00C5ngstrom");
}

TEST(ComposeCharacters, AgreesWithTheStandardOnEveryCharacter) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  ASSERT_TRUE(U_SUCCESS(status));
  const auto expected = [&](const std::string& text) {
    std::string out;
    nfc->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
    return out;
  };
  const std::string filler(70, 'z');
  std::string inert;
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c == 0xD800) c = 0xE000;
    if (nfc->isInert(static_cast<UChar32>(c))) {
      AppendUtf8(c, &inert);
      continue;
    }
    for (const std::string_view before : {"a", "e\u0323", "\u1100"}) {
      const std::string text = filler + std::string(before) + Utf8(c) + filler;
      ASSERT_EQ(Composed(text), expected(text)) << std::hex << static_cast<uint32_t>(c);
    }
  }
  EXPECT_EQ(Composed(inert), inert);
}

TEST(ComposeCharacters, AgreesWithTheStandardOnRandomTexts) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  ASSERT_TRUE(U_SUCCESS(status));
  constexpr std::string_view kPieces[] = {
      "a",      "o",      "\u0308", "\u0301", "\u0323", "가",     "\u11A8", "ｱ",
      "\u30AB", "\u3099", "\u212B", "\u037E", "क",      "\u093C", "\u0958", "é",
      " ",      "漢",     "\uF900", "\u2126", "\u0387", "ß"};
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t count = random() % 12; count > 0; --count)
      text += kPieces[random() % std::size(kPieces)];
    std::string expected;
    nfc->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(expected);
    std::string composed = text;
    const size_t changed = ComposeCharacters(&composed);
    ASSERT_EQ(composed, expected) << testing::PrintToString(text);
    ASSERT_EQ(changed == 0, expected == text);
  }
}

}  // namespace
}  // namespace strigil
