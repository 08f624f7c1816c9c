#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Reason& Cut() {
  static const Reason reason{"test", "cut", "test"};
  return reason;
}

// Two lines of ten words; the first `removed` of them are removed.
Document TenAndTen(size_t removed) {
  Document document(Record{});
  document.SetText(
      "one two three four five six seven eight nine ten\n"
      "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty\n");
  for (size_t i = 0; i < removed; ++i) document.RemoveLine(i, &Cut());
  return document;
}

std::vector<std::string> Marks(size_t removed, const Settings& settings) {
  Document document = TenAndTen(removed);
  MakeStage("quality", settings)->Apply(document);
  return document.provenance().marks;
}

const SettingValue kTen = int64_t{10};
const SettingValue kEleven = int64_t{11};

TEST(QualityStageTest, ADocumentAboveBothLimitsHasNoMark) {
  EXPECT_THAT(Marks(0, Given({{"min-words", int64_t{20}}})), IsEmpty());
  EXPECT_THAT(Marks(1, Given({{"min-words", kTen}, {"max-removed", 0.5}})), IsEmpty());
}

TEST(QualityStageTest, MarksWhatIsShort) {
  EXPECT_THAT(Marks(1, Given({{"min-words", kEleven}})), ElementsAre("short"));
  EXPECT_THAT(Marks(0, {}), ElementsAre("short")) << "the default asks for 25 words";
}

TEST(QualityStageTest, MarksWhatLostMuch) {
  EXPECT_THAT(Marks(1, Given({{"min-words", kTen}, {"max-removed", 0.4}})),
              ElementsAre("much-removed"));
}

TEST(QualityStageTest, MarksWhatIsEmpty) {
  EXPECT_THAT(Marks(2, {}), ElementsAre("empty", "much-removed"));
}

TEST(QualityStageTest, ADocumentThatNeverHadAWordIsNotMarked) {
  const Staged staged("quality", "***\n---\n");
  EXPECT_THAT(staged.provenance().marks, IsEmpty());
}

TEST(QualityStageTest, OnlyMarksUnlessToldOtherwise) {
  Document document = TenAndTen(1);
  MakeStage("quality")->Apply(document);
  EXPECT_EQ(document.kept_lines(), 1U);
  EXPECT_FALSE(document.dropped());
}

TEST(QualityStageTest, GivesAllOfTheTextBackWhereAsked) {
  Document document = TenAndTen(1);
  MakeStage("quality", Given({{"action", std::string("keep-original")}}))->Apply(document);
  EXPECT_EQ(document.kept_lines(), 2U);
  EXPECT_THAT(document.Removed(), testing::SizeIs(1)) << "the line end behind the last line";
  EXPECT_THAT(document.provenance().marks, ElementsAre("short")) << "what led to it is still told";
}

TEST(QualityStageTest, DropsWhereAsked) {
  const Settings drop = Given({{"action", std::string("drop")}, {"min-words", kTen}});
  Document short_one = TenAndTen(2);
  MakeStage("quality", drop)->Apply(short_one);
  EXPECT_TRUE(short_one.dropped());
  Document good_one = TenAndTen(1);
  MakeStage("quality", drop)->Apply(good_one);
  EXPECT_FALSE(good_one.dropped());
}

TEST(QualityStageTest, RefusesAnActionThatItDoesNotKnow) {
  EXPECT_EQ(
      SettingsError("quality", Given({{"action", std::string("burn")}})),
      "test.toml:1:1: expected quality.action to be \"mark\" or \"keep-original\" or \"drop\", "
      "not \"burn\"");
  EXPECT_NE(SettingsError("quality", Given({{"max-removed", 1.5}})), "");
}

}  // namespace
}  // namespace strigil
