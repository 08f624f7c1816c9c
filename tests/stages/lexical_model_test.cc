#include "strigil/stages/lexical_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

std::vector<uint32_t> TokensOf(std::string_view line) {
  std::vector<Word> words;
  const uint64_t marks = ScanLine(line, &words).shape.marks;
  std::vector<uint32_t> tokens;
  AppendTokens(words, marks, &tokens);
  return tokens;
}

// Knows the tokens of `line`, all with one weight.
LexicalModel ModelOf(std::string_view line, int8_t weight) {
  std::vector<LexicalModel::Slot> slots(LexicalModel::kSlots);
  for (const uint32_t token : TokensOf(line))
    slots[LexicalModel::SlotOf(token)] = {LexicalModel::TagOf(token), weight};
  return LexicalModel(std::move(slots));
}

TEST(LexicalModelTest, TokensAreWordsPairsWithBothEndsAndShortLines) {
  EXPECT_EQ(TokensOf("").size(), 0U);
  EXPECT_EQ(TokensOf("comments").size(), 3U);  // it, and what it begins and ends
  EXPECT_EQ(TokensOf("two comments").size(), 2U + 3U + 1U);
  EXPECT_EQ(TokensOf("one two three four five six").size(), 6U + 7U);
}

TEST(LexicalModelTest, OfALongLineOnlyTheFirstWordsCount) {
  std::string line;
  for (size_t i = 0; i < kMostWordsOfLine; ++i) line += i % 2 == 0 ? "word " : "and ";
  EXPECT_EQ(TokensOf(line).size(), 2 * kMostWordsOfLine + 1) << "words and pairs, the ends too";
  line += "more";
  EXPECT_EQ(TokensOf(line).size(), 2 * kMostWordsOfLine);
}

TEST(LexicalModelTest, EachKindOfMarkIsAToken) {
  EXPECT_EQ(TokensOf("comments!").size(), 3U + 1U);
  EXPECT_EQ(TokensOf("comments!!!"), TokensOf("comments!"));
  EXPECT_EQ(TokensOf("(comments)").size(), 3U + 2U);
  EXPECT_NE(TokensOf("comments!"), TokensOf("comments?"));
  EXPECT_EQ(TokensOf("* * *").size(), 0U);
}

TEST(LexicalModelTest, DigitsAreOneMark) {
  // The words differ, and what else there is does not.
  const std::vector<uint32_t> seven = TokensOf("7");
  const std::vector<uint32_t> year = TokensOf("1984");
  ASSERT_EQ(seven.size(), 3U + 1U);
  ASSERT_EQ(year.size(), 3U + 1U);
  EXPECT_EQ(seven.back(), year.back());
}

// A model is made with the marks' numbers of its day: where they change, the format does.
TEST(LexicalModelTest, MarksKeepTheirNumbers) {
  EXPECT_EQ(MarkBit('!'), uint64_t{1} << 1);
  EXPECT_EQ(MarkBit('.'), uint64_t{1} << 14);
  EXPECT_EQ(MarkBit('|'), uint64_t{1} << 40);
  EXPECT_EQ(kDigitMark, uint64_t{1} << 63);
}

TEST(LexicalModelTest, CaseMakesNoDifferenceAndOrderDoes) {
  EXPECT_EQ(TokensOf("Read More"), TokensOf("read more"));
  EXPECT_NE(TokensOf("read more"), TokensOf("more read"));
}

TEST(LexicalModelTest, WordsThatItKnowsMoveTheScore) {
  EXPECT_GT(ModelOf("said on Monday", 20).Score(TokensOf("said on Monday")), 128);
  EXPECT_LT(ModelOf("leave a reply", -20).Score(TokensOf("Leave a reply")), 128);
  EXPECT_EQ(ModelOf("leave a reply", -20).Score(TokensOf("harbour cranes")), 128);
}

TEST(LexicalModelTest, ScoresStopAtTheEndsOfTheScale) {
  const std::string_view line = "one two three four five six seven eight nine ten eleven twelve";
  EXPECT_EQ(ModelOf(line, 127).Score(TokensOf(line)), 255);
  EXPECT_EQ(ModelOf(line, -128).Score(TokensOf(line)), 1);
}

TEST(LexicalModelTest, WithoutWordsAllLinesScoreAlike) {
  EXPECT_EQ(LexicalModel().Score(TokensOf("said on Monday")), 128);
  EXPECT_EQ(ModelOf("said", 50).Score({}), 128);
}

}  // namespace
}  // namespace strigil
