#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

constexpr char kRepeat[] = "repetition/repeat";
constexpr char kCut[] = "repetition/cut-short";
constexpr char kRun[] = "repetition/headline-run";

const std::vector<std::string>& Article() { return OrchardArticle(); }

// The article with `lines` behind paragraph `after`, counted from 1.
std::string With(size_t after, std::vector<std::string> lines) {
  std::vector<std::string> all = Article();
  all.insert(all.begin() + static_cast<ptrdiff_t>(after), lines.begin(), lines.end());
  return Paragraphs(all);
}

std::string Whole() { return Paragraphs(Article()); }

TEST(RepetitionStageTest, AnAuthorsNameThatStandsThereTwiceGoes) {
  EXPECT_EQ(Staged("repetition", With(5, {"Agnes Tollard", "Agnes Tollard"})).Body(), Whole());
  EXPECT_EQ(Staged("repetition", With(0, {"Agnes Tollard", "Agnes Tollard"})).Body(), Whole());
}

TEST(RepetitionStageTest, TheNameInAnAuthorsBoxIsTheAuthor) {
  const Document document =
      CleanNews(With(5, {"Nora Quill", "Nora Quill",
                         "Editor and author, specializing in gardens and country life."}));
  EXPECT_EQ(document.provenance().author, "Nora Quill");
  EXPECT_EQ(document.Body(), Whole());
}

TEST(RepetitionStageTest, ACaptionThatStandsThereWholeAndCutShortGoesTwice) {
  const std::string whole = "A pupil of the village school grafts a twig onto a young tree";
  for (const char* cut :
       {"A pupil of the village school grafts a...", "A pupil of the village school…",
        "A pupil of the village school grafts [...]"}) {
    for (const auto& lines :
         {std::vector<std::string>{cut, whole}, std::vector<std::string>{whole, cut}}) {
      const Staged staged("repetition", With(2, lines));
      EXPECT_EQ(staged.Body(), Whole()) << cut;
      EXPECT_EQ(staged.ReasonOf(whole), kCut) << cut;
    }
  }
}

TEST(RepetitionStageTest, OfATeaserCutShortTheWholeParagraphStays) {
  const std::string cut = Article()[1].substr(0, 60) + "...";
  EXPECT_EQ(Staged("repetition", With(0, {cut})).Body(), Whole());
  EXPECT_EQ(Staged("repetition", With(1, {cut})).Body(), Whole());
}

TEST(RepetitionStageTest, ALineThatEndsInAnEllipsisOfItsOwnStays) {
  const std::string text = With(3, {"And then there was the pear that nobody could name..."});
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, AWidgetsLineThatComesThreeTimesGoesAltogether) {
  const std::string line = "Tom Hedger on Hello orchard";
  const Staged staged("repetition", With(5, {line, line, line}));
  EXPECT_EQ(staged.Body(), Whole());
  EXPECT_EQ(staged.ReasonOf(line), kRepeat);
}

// The head that is looked at is as long as the menus of pages are; a long one loses its lines all
// the same, and at once, lest the chain's rounds be used up.
TEST(RepetitionStageTest, AMenuLongerThanTheHeadLosesItsRepeatsInOnePass) {
  std::vector<std::string> menu;
  for (int i = 0; i < 450; ++i) {
    menu.push_back("Event number " + std::to_string(i));
    menu.push_back("Shown on channel " + std::to_string(i % 40));
  }
  const auto stage = MakeStage("repetition", Given({{"headline-run", int64_t{0}}}));
  Document document{Record{}};
  document.SetText(With(0, menu));
  stage->Apply(document);
  const uint64_t revision = document.revision();
  stage->Apply(document);
  EXPECT_EQ(document.revision(), revision);
  EXPECT_LT(document.kept_lines(), 600);
}

TEST(RepetitionStageTest, AParagraphThatComesAgainStaysOnce) {
  EXPECT_EQ(Staged("repetition", With(5, {Article()[1]})).Body(), Whole());
  EXPECT_EQ(Staged("repetition", With(5, {Article()[1], Article()[3]})).Body(), Whole());
}

TEST(RepetitionStageTest, CaseAndDressingMakeNoDifference) {
  EXPECT_EQ(Staged("repetition", With(5, {"Garden walks", "- GARDEN WALKS -"})).Body(), Whole());
}

TEST(RepetitionStageTest, ARefrainStays) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < 5; ++i) {
    lines.push_back(Article()[i]);
    if (i < 4) lines.push_back("And the pears fell down");
  }
  const std::string text = Paragraphs(lines);
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, SpeakersNamesStay) {
  const std::string text =
      Paragraphs({Article()[0], "Courier", "How did you come by the first twig?", "Tollard",
                  Article()[1], "Courier", "And who paid for the sheep?", "Tollard", Article()[3],
                  "Courier", "What will you do with the pears?", "Tollard", Article()[4]});
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, PointsOfAListThatComeAgainStay) {
  const std::string text =
      Paragraphs({Article()[0], "Monday:", "- Watering", "- Weeding", "Tuesday:", "- Watering",
                  "- Mowing", "Wednesday:", "- Watering", Article()[1], Article()[2]});
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, RepeatsStayWhereAsked) {
  const std::string text = With(5, {"Agnes Tollard", "Agnes Tollard"});
  EXPECT_EQ(Staged("repetition", text, Given({{"repeats", false}})).Body(), text);
}

const std::vector<std::string>& Headlines() {
  static const std::vector<std::string> headlines = {
      "Striker leaves United after eleven seasons",
      "Interest rates: what the bank decided in March", "Singer cancels her tour of Australia",
      "Minister resigns over railway contract", "Volcano keeps flights on the ground"};
  return headlines;
}

TEST(RepetitionStageTest, ARunOfHeadlinesOfOtherStoriesGoes) {
  const Staged inside("repetition", With(2, Headlines()));
  EXPECT_EQ(inside.Body(), Whole());
  EXPECT_EQ(inside.ReasonOf(Headlines()[0]), kRun);
  EXPECT_EQ(Staged("repetition", With(5, Headlines())).Body(), Whole());
}

TEST(RepetitionStageTest, AFewHeadlinesAreNoRun) {
  const std::string text = With(2, {Headlines()[0], Headlines()[1], Headlines()[2]});
  EXPECT_EQ(Staged("repetition", text).Body(), text);
  EXPECT_EQ(Staged("repetition", text, Given({{"headline-run", int64_t{3}}})).Body(), Whole());
  const std::string long_run = With(2, Headlines());
  EXPECT_EQ(Staged("repetition", long_run, Given({{"headline-run", int64_t{0}}})).Body(), long_run);
}

TEST(RepetitionStageTest, ARunOfHeadingsOfTheArticlesOwnStays) {
  const std::string text =
      With(2, {"Pears that the pupils of Lindwell grafted", "Trees planted behind the monastery",
               "Cuttings collected from hedges and gardens", "Names for the museum to find",
               "Sheep in the orchard of the monastery"});
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, AListThatTheArticleIntroducesStays) {
  std::vector<std::string> lines = {
      "The county museum asked its visitors about quite other things:"};
  for (const std::string& line : Headlines()) lines.push_back(line);
  const std::string text = With(2, lines);
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, BulletedPointsStay) {
  std::vector<std::string> lines;
  for (const std::string& line : Headlines()) lines.push_back("- " + line);
  const std::string text = With(2, lines);
  EXPECT_EQ(Staged("repetition", text).Body(), text);
}

TEST(RepetitionStageTest, AnArticleWithoutRepeatsIsLeftAsItIs) {
  EXPECT_EQ(Staged("repetition", Whole()).Body(), Whole());
}

}  // namespace
}  // namespace strigil
