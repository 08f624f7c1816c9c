#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

constexpr char kStory[] = "trailing/other-story";
constexpr char kFragment[] = "trailing/fragment";

// A usual article's length: of a short one less can be said.
std::string Whole() {
  std::vector<std::string> paragraphs = OrchardArticle();
  paragraphs.insert(
      paragraphs.end() - 1,
      {"The county museum has asked the monastery for two fruits of each tree. They are cut in "
       "halves, "
       "weighed, drawn and compared with the wax models that a schoolmaster made in 1890.",
       "Of the wax models forty are missing. A gardener found three of them last year in a "
       "cupboard of "
       "the nursery at Barrow, where the apprentices had taken them for soap.",
       "Agnes Tollard does not mind the waiting. When the first pears are named, she says, the "
       "pupils "
       "who grafted them will have children of their own at the village school."});
  return Paragraphs(paragraphs);
}

std::string Followed(std::vector<std::string> lines) {
  lines.insert(lines.begin(), Whole());
  return Paragraphs(lines);
}

// Stories that have nothing to do with the article, each a headline and a teaser.
const std::vector<std::string>& OtherStories() {
  static const std::vector<std::string> lines = {
      "Striker leaves United after eleven seasons",
      "The captain told supporters outside the stadium on Sunday that he would not sign another "
      "contract. Two clubs abroad are said to "
      "have offered him a salary three times as high, and his agent was seen at the airport with a "
      "suitcase "
      "in the colours of one of them.",
      "Central bank surprises investors with a smaller step",
      "Economists had expected half a percentage point. Shares of the big lenders rose within "
      "minutes of the "
      "announcement, and the currency gained against the dollar.",
  };
  return lines;
}

void ExpectUnchanged(const std::string& text) { EXPECT_EQ(Staged("trailing", text).Body(), text); }

TEST(TrailingStageTest, UnmarkedStoriesBehindTheEndGo) {
  const Staged staged("trailing", Followed(OtherStories()));
  EXPECT_EQ(staged.Body(), Whole());
  EXPECT_EQ(staged.ReasonOf(OtherStories()[0]), kStory);
  EXPECT_EQ(staged.ReasonOf(OtherStories()[3]), kStory);
}

TEST(TrailingStageTest, ASingleStoryGoes) {
  EXPECT_EQ(Staged("trailing", Followed({OtherStories()[0], OtherStories()[1]})).Body(), Whole());
}

TEST(TrailingStageTest, ATeaserThatRepeatsItsHeadlineGoes) {
  const std::string headline = OtherStories()[0];
  EXPECT_EQ(Staged("trailing", Followed({headline, headline + " " + OtherStories()[1]})).Body(),
            Whole());
}

TEST(TrailingStageTest, StoriesInAnotherScriptGoAsWell) {
  const std::string article =
      Paragraphs({"昨天下午，市政府宣布连接两岸的老桥将于今年秋天关闭，进行为期六个月的维修。工程师"
                  "在检查桥墩时发现了裂缝，认为桥梁必须立即加固。",
                  "老桥建于一九三一年，是市里最古老的桥梁之一。每天约有两万辆汽车通过老桥，维修期间"
                  "车辆必须绕行北面的新桥，市政府将增加渡船班次。",
                  "住在老桥附近的居民对维修工程表示理解，但是担心绕行会让他们每天多花一个小时。市政"
                  "府表示将为居民提供补贴，桥梁维修的费用由市财政负担。"});
  const std::string story = Paragraphs(
      {"国家队球员宣布退役",
       "这名三十五岁的前锋昨晚在比赛结束后告诉记者，他不会再参加世界杯。他一共打进四十个进球。"});
  EXPECT_EQ(Staged("trailing", article + "\n\n" + story).Body(), article);
}

TEST(TrailingStageTest, ListsInAScriptWithoutSpacesAreNoStories) {
  ExpectUnchanged(
      Paragraphs({"昨天下午，市政府宣布连接两岸的老桥将于今年秋天关闭，进行为期六个月的维修。工程师"
                  "在检查桥墩时发现了裂缝，认为桥梁必须立即加固。",
                  "老桥建于一九三一年，是市里最古老的桥梁之一。每天约有两万辆汽车通过老桥，维修期间"
                  "车辆必须绕行北面的新桥，市政府将增加渡船班次。",
                  "住在老桥附近的居民对维修工程表示理解，但是担心绕行会让他们每天多花一个小时。市政"
                  "府表示将为居民提供补贴，桥梁维修的费用由市财政负担。",
                  "渡船停靠站点如下。", "北岸：青石", "东区：梅园、荷塘、竹林、枫亭、柳岸",
                  "西区：鹤岭、雁滩、鹭洲、莺坡、燕矶",
                  "票价与乘车规则请拨打热线咨询，或者在手机应用程序中查看，节假日另行通知。"}));
}

// A made-up one, in which no word of the last paragraph stands before it.
TEST(TrailingStageTest, StoriesInALanguageThatIsNotKnownStay) {
  ExpectUnchanged(Paragraphs(
      {"Ombrukat zelvornip ustrakmel grimvodan plestorix, vantuglim hekrosab mirdulfen toskavrel "
       "umbrizac. Zelvornip ombrukat hekrosab drumfelax kostrivun, umbrizac vantuglim pralnoset.",
       "Plestorix grimvodan welkurist zamfodrel, ombrukat toskavrel mirdulfen grabsonit felzurdak. "
       "Vantuglim ustrakmel kostrivun brelnadox zilkumper hekrosab, mirdulfen ombrukat.",
       "Drumfelax zelvornip toskavrel umbrizac grabsonit, brelnadox welkurist ombrukat plestorix "
       "vulgremad. Zamfodrel felzurdak hekrosab ustrakmel grimvodan zelvornip toskavrel.",
       "Kostrivun mirdulfen zilkumper vantuglim ombrukat, vulgremad toskavrel drumfelax zelvornip "
       "brelnadox. Umbrizac grabsonit welkurist plestorix zamfodrel hekrosab grimvodan.",
       "Pralnoset felzurdak ombrukat zilkumper, toskavrel vulgremad hekrosab kostrivun plestorix. "
       "Mirdulfen brelnadox grimvodan drumfelax zamfodrel umbrizac welkurist.",
       "Frulzomat kebrindas jolvarek",
       "Spuntrezol kibdarmex frulzomat wostrebil nalgruvid jolvarek tumskerpa xandrovil kebrindas "
       "merfluxod, dostrimvak galburnist. Yalbrustin kibdarmex gorfunzel spuntrezol dostrimvak "
       "wostrebil nalgruvid tumskerpa."}));
}

TEST(TrailingStageTest, MarkedStoriesGoWithTheirHeading) {
  std::vector<std::string> lines = {"More from the Courier"};
  for (const std::string& line : OtherStories()) lines.push_back(line);
  EXPECT_EQ(CleanNews(Followed(lines)).Body(), Whole());
}

TEST(TrailingStageTest, AnArticleThatChangesItsSubjectHalfWayStays) {
  // A column: the second half is of something else altogether, in several paragraphs.
  ExpectUnchanged(Followed({
      "And now to the cinema",
      "I went to see the restored print of the old pirate film on Saturday, and was the youngest "
      "in the audience by "
      "some twenty years. The projector broke down twice.",
      "Nobody left. In the second break an elderly gentleman stood up and told us the ending of "
      "the silent version, "
      "which he had seen as a child in Hamburg, sitting on a pile of hymn books.",
      "When the light came on again we clapped, and I could not have told you whether it was for "
      "the pirates or for "
      "him. The film runs until Thursday, with an introduction by the archivist.",
      "The gentleman says that he will come every evening. There are worse ways to spend a week in "
      "November.",
  }));
}

TEST(TrailingStageTest, ASectionOfTheArticleUnderItsHeadingStays) {
  ExpectUnchanged(Followed(
      {"What becomes of the pears",
       "The monastery wants to press the first harvest into perry. The teacher Agnes Tollard "
       "would rather see the pupils eat the pears from the trees."}));
}

TEST(TrailingStageTest, AListAtTheEndStays) {
  ExpectUnchanged(Followed({"Four pears that have their names back:", "Lindwell Warden",
                            "Bishop's Thumb", "Black Huffcap", "Monk's Delight"}));
  ExpectUnchanged(
      Followed({"- Lindwell Warden", "- Bishop's Thumb", "- Black Huffcap", "- Monk's Delight"}));
}

TEST(TrailingStageTest, AShortLastParagraphStays) {
  ExpectUnchanged(Followed({"So far, not one sheep has complained."}));
  ExpectUnchanged(Followed({"Nobody asked the sheep."}));
  ExpectUnchanged(Followed({"Who would not want that?"}));
}

TEST(TrailingStageTest, APostscriptStays) {
  ExpectUnchanged(
      Followed({"P.S. Anybody who knows of an old pear tree may write to the school."}));
  ExpectUnchanged(Followed(
      {"Postscript: since these lines were written, a storm has taken four of the trees."}));
}

TEST(TrailingStageTest, ACorrectionStays) {
  ExpectUnchanged(Followed(
      {"Correction: An earlier version of this article gave the number of grafts as two hundred. "
       "There were three hundred."}));
}

TEST(TrailingStageTest, ALiveBlogStays) {
  ExpectUnchanged(Paragraphs({
      "The river has been rising since Sunday. We tell here what is known, hour by hour.",
      "09:10 First cellars under water",
      "The fire brigade is pumping out cellars in the lower town. The river stands at six metres "
      "and ten centimetres "
      "at the old gauge, and it rises by a hand's breadth every hour.",
      "10:45 School sends its pupils home",
      "The primary school by the river has closed. Parents are asked to fetch their children by "
      "the upper road, since "
      "the lower one has been cut off by the river since morning.",
      "12:20 Mayor speaks of a hundred helpers",
      "More than a hundred helpers are filling sandbags at the fire brigade's yard, the mayor "
      "said. The river will "
      "reach its highest level in the evening.",
      "15:05 The river falls",
      "At the old gauge the river has fallen by four centimetres. The fire brigade goes on pumping "
      "out the cellars in "
      "the lower town.",
  }));
}

TEST(TrailingStageTest, ShortLinesBehindTheLastParagraphGo) {
  const Staged staged("trailing", Followed({"Garden", "Monastery", "Members only", "Our shop"}));
  EXPECT_EQ(staged.Body(), Whole());
  EXPECT_EQ(staged.ReasonOf("Garden"), kFragment);
}

TEST(TrailingStageTest, FewShortLinesStay) {
  ExpectUnchanged(Followed({"Garden", "Monastery"}));
  const std::string text = Followed({"Garden", "Monastery"});
  EXPECT_EQ(Staged("trailing", text, Given({{"fragments", int64_t{2}}})).Body(), Whole());
  const std::string more = Followed({"Garden", "Monastery", "Members only", "Our shop"});
  EXPECT_EQ(Staged("trailing", more, Given({{"fragments", int64_t{0}}})).Body(), more);
}

TEST(TrailingStageTest, AnOrnamentThatSetsOffWhatIsGoneGoes) {
  EXPECT_EQ(
      CleanNews("Skip to content\n\n-\n\n" + Whole() + "\n\n___\n\nAll rights reserved.").Body(),
      Whole());
}

TEST(TrailingStageTest, AnOrnamentInsideAnArticleOrAtAnEndOfItsOwnStays) {
  ExpectUnchanged(Followed({"* * *", OrchardArticle()[4]}));
  ExpectUnchanged(Followed({"* * *"}));
  ExpectUnchanged("* * *\n\n" + Whole());
}

TEST(TrailingStageTest, ACommentThreadGoesThoughItSpeaksOfTheArticle) {
  const std::string thread = Paragraphs(
      {"Hedge Sparrow", "3 May 2024 at 10:15",
       "My grandmother had one of these pears behind her house at Lindwell. The monastery would "
       "not "
       "have known its name, and neither would the county museum.",
       "Reply", "Tom Bailey", "3 May 2024 at 11:40",
       "Why does the county pay for an orchard while the road to the village school is full of "
       "holes? The pupils could fill them on Thursdays.",
       "Reply", "Wanda", "4 May 2024 at 07:02",
       "The sheep are the best part of the orchard. We went there last Thursday with the children, "
       "and the teacher who began the project let them water a pear tree each.",
       "Reply"});
  const Document cleaned = CleanNews(Whole() + "\n\n" + thread);
  EXPECT_EQ(cleaned.Body(), Whole());
  EXPECT_THAT(cleaned.CountRemovals(), testing::Contains(testing::Key("comment-thread")));
}

TEST(TrailingStageTest, AShortArticleIsLeftAlone) {
  const std::string text = Paragraphs({OrchardArticle()[0], OtherStories()[0], OtherStories()[1]});
  ExpectUnchanged(text);
  EXPECT_EQ(
      Staged("trailing", Followed(OtherStories()), Given({{"fewest-words", int64_t{5000}}})).Body(),
      Followed(OtherStories()));
}

TEST(TrailingStageTest, MoreCertaintyRemovesLess) {
  EXPECT_EQ(Staged("trailing", Followed(OtherStories()), Given({{"certainty", 100.0}})).Body(),
            Followed(OtherStories()));
}

TEST(TrailingStageTest, ATextWithoutProseKeepsSomething) {
  EXPECT_EQ(Staged("trailing", "one\ntwo\nthree\nfour").Body(), "one\ntwo\nthree\nfour");
}

TEST(TrailingStageTest, AnArticleAloneIsLeftAsItIs) { ExpectUnchanged(Whole()); }

}  // namespace
}  // namespace strigil
