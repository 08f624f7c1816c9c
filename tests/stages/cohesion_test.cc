#include "strigil/stages/cohesion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

Document DocumentOf(const std::string& text) {
  Document document(Record{});
  document.SetText(text);
  return document;
}

TEST(VocabularyTest, SharesTheWordsThatComeAgainInAnotherForm) {
  const Document document = DocumentOf("gardens planted slowly\ngarden plants slow\n");
  const Overlap overlap = Vocabulary(document).OverlapWithLinesBefore(1, 1, 2);
  EXPECT_GT(overlap.total, 0);
  EXPECT_EQ(overlap.vocabulary, 3U);
  EXPECT_GT(overlap.share(), 0) << "garden and gardens share their first letters";
}

TEST(VocabularyTest, CountsNoFunctionWordsAndNoShortOnes) {
  const Document document =
      DocumentOf("because they would have been there with us, oh ab cde\nbecause they would\n");
  const Overlap overlap = Vocabulary(document).OverlapWithLinesBefore(1, 1, 2);
  EXPECT_EQ(overlap.vocabulary, 0U);
  EXPECT_EQ(overlap.total, 0);
  EXPECT_EQ(overlap.share(), 0);
}

TEST(VocabularyTest, LooksOnlyAtLinesBefore) {
  const Document document = DocumentOf("orchard\nmonastery\norchard monastery\n");
  const Vocabulary vocabulary(document);
  EXPECT_EQ(vocabulary.OverlapWithLinesBefore(0, 2, 3).shared, 0);
  const double one = vocabulary.OverlapWithLinesBefore(1, 2, 3).share();
  EXPECT_GT(one, 0);
  EXPECT_LT(one, 1);
  EXPECT_EQ(vocabulary.OverlapWithLinesBefore(2, 2, 3).share(), 1);
}

TEST(VocabularyTest, AWordCountsOnceHoweverOftenItComes) {
  const Document document =
      DocumentOf("orchard\norchard orchard orchard pears sheep\norchard pears sheep\n");
  const Vocabulary vocabulary(document);
  EXPECT_EQ(vocabulary.OverlapWithLinesBefore(1, 1, 2).share(),
            vocabulary.OverlapWithLinesBefore(1, 2, 3).share());
}

TEST(VocabularyTest, RemovedLinesHaveNoPartInIt) {
  static const Reason reason{"test", "gone", "test"};
  Document document = DocumentOf("orchard\nmonastery\norchard\n");
  document.RemoveLine(0, &reason);
  EXPECT_EQ(Vocabulary(document).OverlapWithLinesBefore(2, 2, 3).shared, 0);
}

TEST(VocabularyTest, CanBeOfTheProseAlone) {
  const Document document =
      DocumentOf("Weather and orchard\n" + OrchardArticle()[0] + "\nweather\norchard\n");
  const Vocabulary prose(document, Vocabulary::Lines::kProse);
  EXPECT_EQ(prose.OverlapWithLinesBefore(2, 2, 3).share(), 0);
  EXPECT_EQ(prose.OverlapWithLinesBefore(2, 3, 4).share(), 1);
}

TEST(VocabularyTest, ScriptsWithoutSpacesAreComparedByPairsOfCharacters) {
  const Document document = DocumentOf(
      "昨天下午市政府宣布老桥将于今年秋天关闭。\n市政府说老桥关闭。\n球队昨晚输掉比赛。\n");
  const Vocabulary vocabulary(document);
  EXPECT_GT(vocabulary.OverlapWithLinesBefore(1, 1, 2).share(),
            vocabulary.OverlapWithLinesBefore(1, 2, 3).share());
}

TEST(LogOddsOfOtherStoryTest, FallWithWhatIsShared) {
  double last = 100;
  for (double shared = 20; shared <= 100; shared += 20) {
    const double odds = LogOddsOfOtherStory({shared, 100, 150});
    EXPECT_LE(odds, last);
    last = odds;
  }
  EXPECT_GT(LogOddsOfOtherStory({0, 100, 150}), 0);
  EXPECT_LT(LogOddsOfOtherStory({60, 100, 150}), 0);
}

TEST(LogOddsOfOtherStoryTest, FewWordsAreWeakEvidenceEitherWay) {
  EXPECT_EQ(LogOddsOfOtherStory({0, 0, 150}), 0);
  EXPECT_LT(LogOddsOfOtherStory({0, 20, 150}), LogOddsOfOtherStory({0, 100, 150}));
  EXPECT_GT(LogOddsOfOtherStory({12, 20, 150}), LogOddsOfOtherStory({60, 100, 150}));
}

TEST(LogOddsOfOtherStoryTest, AreNeverAboveTheHighest) {
  double highest = 0;
  for (uint32_t vocabulary = 0; vocabulary < 20000; vocabulary += 1 + vocabulary / 20) {
    for (double shared = 0; shared <= 200; shared += 1) {
      highest = std::max(highest, LogOddsOfOtherStory({shared, 200, vocabulary}));
    }
  }
  EXPECT_LE(highest, kHighestLogOdds);
  EXPECT_GT(highest, kHighestLogOdds - 0.2);
}

TEST(LogOddsOfOtherStoryTest, StandsAnyVocabulary) {
  for (const uint32_t vocabulary : {0U, 1U, 60U, 5000U, 4'000'000U}) {
    EXPECT_TRUE(std::isfinite(LogOddsOfOtherStory({50, 100, vocabulary})));
  }
}

}  // namespace
}  // namespace strigil
