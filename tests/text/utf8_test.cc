#include "strigil/text/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace strigil {
namespace {

std::string RandomBytes(std::mt19937& random, size_t size) {
  // Leads, continuations and ASCII in like shares, so that sequences nearly succeed.
  std::string bytes;
  while (bytes.size() < size) {
    const auto draw = static_cast<unsigned>(random());
    switch (draw & 3) {
      case 0:
        bytes.push_back(static_cast<char>(0xC0 | (draw >> 8 & 0x3F)));
        break;
      case 1:
        bytes.push_back(static_cast<char>(draw >> 8 & 0x7F));
        break;
      default:
        bytes.push_back(static_cast<char>(0x80 | (draw >> 8 & 0x3F)));
    }
  }
  return bytes;
}

TEST(Utf8, TellsWellFormedFromIllFormed) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_TRUE(IsValidUtf8(std::string_view("\0", 1)));
  EXPECT_FALSE(IsValidUtf8("\x80"));
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(IsValidUtf8("\xE0\x9F\xBF"));      // overlong
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsValidUtf8("abc\xE2\x82"));       // cut
}

TEST(Utf8, EveryCodePointComesBackAsItWasAppended) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point == 0xD800) code_point = 0xE000;
    std::string text;
    AppendUtf8(code_point, &text);
    ASSERT_TRUE(IsValidUtf8(text)) << std::hex << static_cast<uint32_t>(code_point);
    size_t position = 0;
    ASSERT_EQ(DecodeUtf8(text, &position), code_point);
    ASSERT_EQ(position, text.size());
    ASSERT_EQ(DecodeUtf8Before(text, text.size()), code_point);
    const Utf8Part part = NextUtf8Part(text);
    ASSERT_TRUE(part.valid);
    ASSERT_EQ(part.length, text.size());
  }
}

TEST(Utf8, WhatIsNoCodePointIsAppendedAsReplacement) {
  for (const char32_t code_point : {0xD800U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
    std::string text;
    AppendUtf8(code_point, &text);
    EXPECT_EQ(text, "\uFFFD");
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(CountCodePoints("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), 4U);
  EXPECT_EQ(CountCodePoints("\x80\xBF"), 0U);
  for (const size_t length : {254U, 255U, 256U, 511U, 70000U}) {
    EXPECT_EQ(CountCodePoints(std::string(length, 'a')), length);
    EXPECT_EQ(CountCodePoints(std::string(length, 'a') + "\xC3\xA4"), length + 1);
  }
}

TEST(Utf8, TellsAsciiFromTheRest) {
  EXPECT_TRUE(IsAllAscii(""));
  std::string text(100, 'x');
  EXPECT_TRUE(IsAllAscii(text));
  for (size_t position = 0; position < text.size(); ++position) {
    std::string high = text;
    high[position] = '\x80';
    EXPECT_FALSE(IsAllAscii(high)) << position;
  }
}

TEST(Utf8, ReplacesMaximalSubparts) {
  struct Case {
    std::string_view bytes;
    std::string_view valid;
    size_t replaced;
  };
  // The last three are the tables of the Unicode Standard, chapter 3.
  const Case cases[] = {
      {"", "", 0},
      {"plain", "plain", 0},
      {"a\xFF"
       "b",
       "a\uFFFDb", 1},
      {"caf\xE9", "caf\uFFFD", 1},
      {"\xE2\x82", "\uFFFD", 1},
      {"\xE2\x82x", "\uFFFDx", 1},
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
       "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41", 8},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
       "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41", 8},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "\uFFFD\uFFFD\uFFFD\uFFFD\x41", 4},
  };
  for (const Case& each : cases) {
    size_t replaced = 99;
    EXPECT_EQ(ToValidUtf8(each.bytes, &replaced), each.valid);
    EXPECT_EQ(replaced, each.replaced);
    EXPECT_EQ(ToValidUtf8(each.bytes), each.valid);
  }
}

TEST(Utf8, AnyBytesBecomeValidAndValidBytesStay) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::string bytes = RandomBytes(random, random() % 200);
    size_t replaced = 0;
    const std::string valid = ToValidUtf8(bytes, &replaced);
    ASSERT_TRUE(IsValidUtf8(valid));
    ASSERT_EQ(replaced == 0, IsValidUtf8(bytes));
    ASSERT_EQ(ToValidUtf8(valid), valid);
    if (replaced == 0) {
      ASSERT_EQ(valid, bytes);
    }
  }
}

}  // namespace
}  // namespace strigil
