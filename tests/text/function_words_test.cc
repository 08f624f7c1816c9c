#include "strigil/text/function_words.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <string>

#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

uint64_t LanguagesOf(std::string_view word) {
  return FunctionWords::Get().Languages(WordHash(word));
}

bool IsFunctionWord(std::string_view word, std::string_view language) {
  return (LanguagesOf(word) & FunctionWords::BitOf(language)) != 0;
}

TEST(FunctionWords, KnowsTheWordsOfEachLanguage) {
  EXPECT_TRUE(IsFunctionWord("the", "en"));
  EXPECT_TRUE(IsFunctionWord("between", "en"));
  EXPECT_TRUE(IsFunctionWord("für", "de"));
  EXPECT_TRUE(IsFunctionWord("und", "de"));
  EXPECT_TRUE(IsFunctionWord("который", "ru"));
  EXPECT_TRUE(IsFunctionWord("από", "el"));
  EXPECT_TRUE(IsFunctionWord("على", "ar"));
  EXPECT_TRUE(IsFunctionWord("में", "hi"));
  EXPECT_TRUE(IsFunctionWord("của", "vi"));
}

TEST(FunctionWords, AWordMayBelongToSeveralLanguages) {
  EXPECT_TRUE(IsFunctionWord("in", "en"));
  EXPECT_TRUE(IsFunctionWord("in", "de"));
  EXPECT_FALSE(IsFunctionWord("the", "de"));
  EXPECT_FALSE(IsFunctionWord("und", "en"));
}

TEST(FunctionWords, CaseDoesNotMatter) {
  EXPECT_EQ(LanguagesOf("THE"), LanguagesOf("the"));
  EXPECT_EQ(LanguagesOf("Für"), LanguagesOf("für"));
  EXPECT_EQ(LanguagesOf("Который"), LanguagesOf("который"));
}

TEST(FunctionWords, EachHasANumberOfItsOwn) {
  const FunctionWords& words = FunctionWords::Get();
  const uint16_t the = words.NumberOf(WordHash("the"));
  const uint16_t und = words.NumberOf(WordHash("und"));
  EXPECT_NE(the, 0);
  EXPECT_NE(und, 0);
  EXPECT_NE(the, und);
  EXPECT_EQ(words.NumberOf(WordHash("THE")), the);
  EXPECT_EQ(words.NumberOf(WordHash("harbour")), 0);
  EXPECT_EQ(words.LanguagesOf(the), LanguagesOf("the"));
  EXPECT_EQ(words.LanguagesOf(0), 0U);
}

TEST(FunctionWords, SharesAreOfAllItsLanguages) {
  const FunctionWords& words = FunctionWords::Get();
  for (const char* const word : {"the", "in", "de", "und", "für"}) {
    const uint16_t number = words.NumberOf(WordHash(word));
    EXPECT_DOUBLE_EQ(words.ShareOf(number) * std::popcount(words.LanguagesOf(number)), 1) << word;
  }
}

TEST(FunctionWords, OtherWordsAreNone) {
  for (const char* const word : {"ferry", "Weinlese", "observatory", "Gemeinderat", "", "x", "th",
                                 "thee", "harbour", "Straßenbahn", "министр", "新"}) {
    EXPECT_EQ(LanguagesOf(word), 0U) << word;
  }
}

TEST(FunctionWords, AnyHashIsAnswered) {
  // Unknown hashes share buckets with known ones.
  int known = 0;
  for (uint32_t i = 0; i < 200000; ++i)
    known += FunctionWords::Get().Languages(i * 2654435761U) != 0 ? 1 : 0;
  EXPECT_LT(known, 20);
  // Nor is what stands in for a word where there is none.
  for (uint32_t hash = 0; hash < 4096; ++hash) EXPECT_EQ(FunctionWords::Get().NumberOf(hash), 0);
}

TEST(FunctionWords, LanguageCodesAreDistinctAndHaveOneBitEach) {
  const std::vector<std::string_view> codes = FunctionWords::LanguageCodes();
  EXPECT_GE(codes.size(), 20U);
  EXPECT_EQ(std::set<std::string_view>(codes.begin(), codes.end()).size(), codes.size());
  for (size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(codes[i].size(), 2U) << codes[i];
    EXPECT_EQ(FunctionWords::BitOf(codes[i]), uint64_t{1} << i) << codes[i];
    EXPECT_EQ(FunctionWords::LanguageCode(i), codes[i]);
  }
}

TEST(FunctionWords, AnUnknownLanguageHasNoBit) {
  EXPECT_EQ(FunctionWords::BitOf(""), 0U);
  EXPECT_EQ(FunctionWords::BitOf("tlh"), 0U);
  EXPECT_EQ(FunctionWords::BitOf("EN"), 0U);
}

}  // namespace
}  // namespace strigil
