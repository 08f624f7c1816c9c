#include "strigil/rules/literal_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint32_t> Hashes(const std::vector<LiteralWord>& words) {
  std::vector<uint32_t> hashes;
  for (const LiteralWord& word : words) hashes.push_back(word.hash);
  return hashes;
}

TEST(RunsOfWords, LeavesOutWhatMayGoOnInTheText) {
  const auto only_run = [](std::string_view literal) { return Hashes(RunsOfWords(literal).at(0)); };
  EXPECT_THAT(only_run(" leave a reply "),
              ElementsAre(WordHash("leave"), WordHash("a"), WordHash("reply")));
  EXPECT_THAT(only_run("leave a reply"), ElementsAre(WordHash("a")));
  EXPECT_THAT(only_run("\nleave a reply\r"),
              ElementsAre(WordHash("leave"), WordHash("a"), WordHash("reply")));
  EXPECT_THAT(only_run("reply"), IsEmpty());
  EXPECT_THAT(only_run(": "), IsEmpty());
  EXPECT_THAT(only_run("größe: "), IsEmpty());
  EXPECT_THAT(only_run("\ngröße: "), ElementsAre(WordHash("größe")));
}

TEST(RunsOfWords, BreaksAtApostrophes) {
  const auto runs = RunsOfWords("\nyou don't reply now\r");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_THAT(Hashes(runs[0]), ElementsAre(WordHash("you")));
  EXPECT_THAT(Hashes(runs[1]), ElementsAre(WordHash("reply"), WordHash("now")));
}

TEST(RunsOfWords, TakesEachLetterOfScriptsWithoutSpacesForAWord) {
  EXPECT_THAT(Hashes(RunsOfWords("返信").at(0)), ElementsAre(WordHash("返"), WordHash("信")));
}

TEST(RunsOfWords, ReckonsGrammarsWordsFrequentAndLongWordsRare) {
  const auto words = RunsOfWords(" the cat newsletter ").at(0);
  ASSERT_EQ(words.size(), 3U);
  EXPECT_GT(words[0].frequency, words[1].frequency);
  EXPECT_GT(words[1].frequency, words[2].frequency);
}

TEST(LeadingWords, AreThoseThatTheTextBeginsWith) {
  EXPECT_THAT(Hashes(LeadingWords("\nread more ")),
              ElementsAre(WordHash("read"), WordHash("more")));
  EXPECT_THAT(Hashes(LeadingWords("\nread mor")), ElementsAre(WordHash("read")));
  EXPECT_THAT(LeadingWords("read more "), IsEmpty());
  EXPECT_THAT(Hashes(LeadingWords("\nwhat's on ")), IsEmpty());
}

TEST(MarksOf, HasABitForEachMark) {
  EXPECT_EQ(MarksOf("reply: 3"), MarkBit(':') | kDigitMark);
  EXPECT_EQ(MarksOf("© name"), MarkBit(U'©'));
  EXPECT_EQ(MarksOf("don't"), 0U);
  EXPECT_EQ(MarksOf(""), 0U);
}

}  // namespace
}  // namespace strigil
