#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A pack with a rule of each kind.
constexpr char kPack[] = R"toml(
[pack]
name = "almanac"
about = "Lines of an almanac"

[[rule]]
id = "moon"
pattern = "phase of the moon"
hits = ["Phase of the moon"]
misses = ["The phase of the moon was new."]

[[rule]]
id = "head-only"
pattern = "today in the almanac"
zone = "head"
hits = ["Today in the almanac"]
misses = ["Today"]

[[rule]]
id = "tail-only"
pattern = "tomorrow in the almanac"
zone = "tail"
hits = ["Tomorrow in the almanac"]
misses = ["Tomorrow"]

[[rule]]
id = "mark-at-end"
pattern = ' \(almanac\)'
where = "end"
action = "span"
hits = ["It rained. (almanac)"]
misses = ["(almanac) it rained"]

[[rule]]
id = "mark-at-start"
pattern = 'ALMANAC:'
where = "start"
action = "span"
hits = ["ALMANAC: it rained"]
misses = ["It rained. ALMANAC: yes"]

[[rule]]
id = "mark-inside"
pattern = '\s*\[[0-9]+\]'
where = "inside"
action = "span"
hits = ["It rained [12] all day"]
misses = ["It rained all day"]

[[rule]]
id = "box"
pattern = "from the almanac"
action = "section"
hits = ["From the almanac"]
misses = ["Pages from the almanac"]

[[rule]]
id = "end"
pattern = "end of the almanac"
action = "cut"
hits = ["End of the almanac"]
misses = ["The end of the almanac"]

[[rule]]
id = "keeper"
pattern = 'kept by (?P<author>\pL+ \pL+) since (?P<published>\d{4})'
certain = true
hits = ["Kept by Ada Fern since 1911"]
misses = ["Kept by nobody"]

[[rule]]
id = "keepers-end"
pattern = 'keepers of old: (?P<author>\pL+ \pL+)'
action = "cut"
hits = ["Keepers of old: Ada Fern"]
misses = ["Keepers of old"]
)toml";

// The pack in a file that lasts as long as the test, and is no other test's: they run side by side.
class RulesStageTest : public testing::Test {
 protected:
  RulesStageTest()
      : path_(testing::TempDir() + "strigil_rules_stage_test_" + std::to_string(getpid()) +
              ".toml") {
    std::ofstream(path_) << kPack;
    packs_.AddFile(path_);
  }
  ~RulesStageTest() override { std::remove(path_.c_str()); }

  Staged Apply(std::string text, Settings settings = {}) const {
    settings.try_emplace("packs", Setting{std::vector<std::string>{"almanac"}, {}});
    return Staged(MakeStage("rules", settings, packs_), std::move(text));
  }

  const std::string path_;
  PackLibrary packs_;
};

const std::vector<std::string>& Article() { return OrchardArticle(); }
std::string Whole() { return Paragraphs(Article()); }

// The article with `lines` behind paragraph `after`, counted from 1.
std::string With(size_t after, std::vector<std::string> lines) {
  std::vector<std::string> all = Article();
  all.insert(all.begin() + static_cast<ptrdiff_t>(after), lines.begin(), lines.end());
  return Paragraphs(all);
}

TEST_F(RulesStageTest, ALineGoesWithTheRuleAsItsReason) {
  const Staged staged = Apply(With(2, {"- PHASE OF THE MOON -"}));
  EXPECT_EQ(staged.ReasonOf("PHASE OF THE MOON"), "rules/almanac.moon");
  EXPECT_EQ(staged.document().line(2).removed_by->group, "almanac");
  EXPECT_EQ(staged.Body(), Whole());
}

TEST_F(RulesStageTest, ASentenceWithTheSameWordsStays) {
  const std::string text =
      With(2, {"The phase of the moon, say the pupils, makes no difference to a graft."});
  EXPECT_EQ(Apply(text).Body(), text);
}

TEST_F(RulesStageTest, ZonesAreSeenFromTheProse) {
  EXPECT_EQ(Apply(With(0, {"Today in the almanac"})).Body(), Whole());
  const std::string late = With(4, {"Today in the almanac"});
  EXPECT_EQ(Apply(late).Body(), late);
  EXPECT_EQ(Apply(With(5, {"Tomorrow in the almanac"})).Body(), Whole());
  const std::string early = With(0, {"Tomorrow in the almanac"});
  EXPECT_EQ(Apply(early).Body(), early);
}

TEST_F(RulesStageTest, WithoutProseTheZonesAreTheHalves) {
  EXPECT_EQ(Apply("Today in the almanac\na\nb\nToday in the almanac").Body(),
            "a\nb\nToday in the almanac");
  EXPECT_EQ(Apply("Tomorrow in the almanac\na\nb\nTomorrow in the almanac").Body(),
            "Tomorrow in the almanac\na\nb");
}

TEST_F(RulesStageTest, EachLineWithTheSameTextIsJudgedWhereItStands) {
  const std::string keeper = "Kept by Ada Fern since 1911";
  EXPECT_EQ(Apply(With(1, {keeper, "Kept by nobody", keeper, "Kept by nobody"})).Body(),
            With(1, {"Kept by nobody", "Kept by nobody"}));
  std::vector<std::string> all = Article();
  all.insert(all.begin(), "Tomorrow in the almanac");
  const std::string expected = Paragraphs(all);
  all.emplace_back("Tomorrow in the almanac");
  EXPECT_EQ(Apply(Paragraphs(all)).Body(), expected);
}

TEST_F(RulesStageTest, WhatIsRememberedOfALineMakesNoDifference) {
  const std::string keeper = "Kept by Ada Fern since 1911";
  const std::string text = With(1, {keeper, "Kept by nobody", "Phase of the moon"});
  const std::string body = With(1, {"Kept by nobody"});
  for (int i = 0; i < 3; ++i) {
    const Staged staged = Apply(text);
    EXPECT_EQ(staged.Body(), body);
    EXPECT_EQ(staged.provenance().author, "Ada Fern");
    // Other rules on the same thread, with other numbers.
    EXPECT_EQ(Apply(text, {{"certain-only", Setting{true, {}}}}).Body(),
              With(1, {"Kept by nobody", "Phase of the moon"}));
  }
  // The same line where another zone holds.
  EXPECT_EQ(Apply(With(0, {"Today in the almanac"})).Body(), Whole());
  EXPECT_EQ(Apply(With(4, {"Today in the almanac"})).Body(), With(4, {"Today in the almanac"}));
}

TEST_F(RulesStageTest, ASpanGoesAndTheRestOfItsLineStays) {
  const std::string line = "Rain fell on the orchard all day.";
  EXPECT_EQ(Apply(With(2, {line + " (almanac)"})).Body(), With(2, {line}));
  EXPECT_EQ(Apply(With(2, {"Almanac: " + line})).Body(), With(2, {line}));
  EXPECT_EQ(Apply(With(2, {"  Almanac: " + line + " (ALMANAC)  "})).Body(), With(2, {line}));
}

TEST_F(RulesStageTest, EveryMatchOfASpanInsideALineGoes) {
  EXPECT_EQ(Apply(With(2, {"Rain [1] fell [23] on the orchard all day. [4]"})).Body(),
            With(2, {"Rain fell on the orchard all day."}));
}

TEST_F(RulesStageTest, ASpanThatIsAllOfALineTakesTheLine) {
  const Staged staged = Apply(With(2, {"[1] [2]"}));
  EXPECT_EQ(staged.Body(), Whole());
  EXPECT_FALSE(staged.document().has_removed_spans());
}

TEST_F(RulesStageTest, WhatASpanLeavesIsLookedAtAgain) {
  EXPECT_EQ(Apply(With(2, {"Phase of the moon (almanac)"})).Body(), Whole());
}

// "The ferry at the pier (", "Image:", "Agency)".
TEST_F(RulesStageTest, ACaptionWhoseBracketIsLeftOpenGoesWithWhatStoodInIt) {
  EXPECT_EQ(Apply(With(2, {"The orchard in its first spring (", "Phase of the moon"})).Body(),
            Whole());
  const std::string closed = With(2, {"The orchard in its first spring (1901)"});
  EXPECT_EQ(Apply(With(2, {"The orchard in its first spring (1901)", "Phase of the moon"})).Body(),
            closed);
  const std::string smiling = With(2, {"Now we all wait for the pears (:"});
  EXPECT_EQ(Apply(With(2, {"Now we all wait for the pears (:", "Phase of the moon"})).Body(),
            smiling);
}

TEST_F(RulesStageTest, ASectionEndsWhereTheArticleGoesOn) {
  EXPECT_EQ(
      Apply(With(3, {"From the almanac", "Frost in April", "Snow in May", "A hen that crowed"}))
          .Body(),
      Whole());
}

TEST_F(RulesStageTest, ASectionAtTheEndGoesToTheEnd) {
  EXPECT_EQ(Apply(With(5, {"From the almanac", "Frost in April", "Snow in May"})).Body(), Whole());
}

TEST_F(RulesStageTest, ASectionTakesTeasersOfOtherStories) {
  EXPECT_EQ(
      Apply(
          With(3,
               {"From the almanac", "Striker leaves United after eleven seasons",
                "The captain told supporters on Sunday that he would not sign another contract."}))
          .Body(),
      Whole());
}

TEST_F(RulesStageTest, ASectionOfLinksAloneSparesTheParagraphBehindThem) {
  const std::string paragraph =
      "Four other gardens do the same now. The council has offered them a discount on the water.";
  EXPECT_EQ(Apply(With(3, {"From the almanac", "Frost in April", paragraph})).Body(),
            With(3, {paragraph}));
}

// What stands before is the menu's and other stories', not the article to compare with.
TEST_F(RulesStageTest, ASectionAboveTheGreaterPartOfTheProseEndsAtTheFirstParagraph) {
  const std::string teaser =
      "The captain told supporters on Sunday that he would not sign another contract with United, "
      "after eleven seasons in which the club had won next to nothing but the hearts of the town, "
      "and that he would open a bakery on the coast instead.";
  const std::vector<std::string>& article = Article();
  std::vector<std::string> page = {teaser, "From the almanac", "Frost in April"};
  page.insert(page.end(), article.begin(), article.end());
  EXPECT_EQ(Apply(Paragraphs(page)).Body(), Paragraphs({teaser, Whole()}));
}

TEST_F(RulesStageTest, ASectionInAMenuEndsAtTheFirstSentence) {
  const std::string sentence = "It smells of pears again.";
  EXPECT_EQ(Apply(With(0, {"From the almanac", "Frost", "Snow in May", sentence})).Body(),
            With(0, {sentence}));
}

TEST_F(RulesStageTest, ACutGoesToTheEnd) {
  EXPECT_EQ(Apply(With(5, {"End of the almanac", "Frost in April",
                           "My uncle saw a hen that crowed. He told everybody.", "Anonymous"}))
                .Body(),
            Whole());
}

TEST_F(RulesStageTest, ACutEndsWhereTheArticleClearlyGoesOn) {
  EXPECT_EQ(Apply(With(3, {"End of the almanac", "Frost in April"})).Body(), Whole());
}

// The article has a long paragraph on another thought before it comes back to its subject.
TEST_F(RulesStageTest, ACutBeforeAnArticleThatGoesOnTakesNoMoreThanASection) {
  const std::string aside =
      "Somebody who has never eaten one can hardly imagine how hard the old kinds were. They were "
      "boiled for hours, with cloves and honey, or lay in straw until Easter before a knife went "
      "through them. In wartime they fed whole families, and a cart loaded with them paid the rent "
      "of a cottage. Then came refrigerators, ships from overseas, and supermarkets that wanted "
      "all "
      "fruit to be of one size and one colour.";
  const std::string wanted = With(3, {aside});
  EXPECT_EQ(Apply(With(3, {"End of the almanac", "Frost in April", aside})).Body(), wanted);
}

// Where the article goes on right away, the line is a heading of its own.
TEST_F(RulesStageTest, ACutNeverTakesMoreOfTheArticleThanStandsBefore) {
  for (const size_t place : {0, 1}) {
    const std::string text = With(place, {"End of the almanac"});
    EXPECT_EQ(Apply(text).Body(), text);
  }
}

TEST_F(RulesStageTest, OfSeveralRulesTheWidestActionCounts) {
  const Staged staged =
      Apply(With(5, {"End of the almanac", "Phase of the moon", "Frost in April"}));
  EXPECT_EQ(staged.ReasonOf("Frost in April"), "rules/almanac.end");
}

TEST_F(RulesStageTest, FactsAreKept) {
  const Staged staged = Apply(With(5, {"Kept by Ada Fern since 1911"}));
  EXPECT_EQ(staged.provenance().author, "Ada Fern");
  EXPECT_EQ(staged.provenance().published, "1911");
  EXPECT_EQ(staged.Body(), Whole());
}

TEST_F(RulesStageTest, TheFirstFactCounts) {
  const Staged staged =
      Apply(With(5, {"Kept by Ada Fern since 1911", "Kept by Tom Gale since 1950"}));
  EXPECT_EQ(staged.provenance().author, "Ada Fern");
}

// The line stays, and is no byline.
TEST_F(RulesStageTest, FactsOfARefusedCutAreNotKept) {
  const std::string text = With(0, {"Keepers of old: Ada Fern"});
  const Staged refused = Apply(text);
  EXPECT_EQ(refused.Body(), text);
  EXPECT_EQ(refused.provenance().author, "");
  EXPECT_EQ(Apply(With(5, {"Keepers of old: Ada Fern"})).provenance().author, "Ada Fern");
}

TEST_F(RulesStageTest, ADisabledRuleIsNotInForce) {
  const std::string text = With(2, {"Phase of the moon"});
  const Settings settings = Given({{"packs", std::vector<std::string>{"almanac"}},
                                   {"disabled", std::vector<std::string>{"almanac.moon"}}});
  EXPECT_EQ(Apply(text, settings).Body(), text);
}

TEST_F(RulesStageTest, OnlyCertainRulesWhereAsked) {
  const Settings settings =
      Given({{"packs", std::vector<std::string>{"almanac"}}, {"certain-only", true}});
  const std::string text = With(2, {"Phase of the moon"});
  EXPECT_EQ(Apply(text, settings).Body(), text);
  EXPECT_EQ(Apply(With(2, {"Kept by Ada Fern since 1911"}), settings).Body(), Whole());
}

TEST_F(RulesStageTest, PacksAreChosenByName) {
  const std::string both = With(2, {"Phase of the moon", "Advertisement"});
  EXPECT_EQ(Apply(both, Given({{"packs", std::vector<std::string>{"advertisement"}}})).Body(),
            With(2, {"Phase of the moon"}));
  EXPECT_EQ(Apply(both, Given({{"packs", std::vector<std::string>{"all"}}})).Body(), Whole());
  EXPECT_EQ(Apply(both, Given({{"packs", std::vector<std::string>{}}})).Body(), both);
  EXPECT_EQ(
      Apply(both, Given({{"packs", std::vector<std::string>{"advertisement"}},
                         {"extra-packs", std::vector<std::string>{"almanac", "advertisement"}}}))
          .Body(),
      Whole());
}

TEST_F(RulesStageTest, APackThatIsMissingIsAnError) {
  EXPECT_THAT(SettingsError("rules", Given({{"packs", std::vector<std::string>{"tides"}}})),
              HasSubstr("tides"));
  EXPECT_THAT(SettingsError("rules", Given({{"extra-packs", std::vector<std::string>{"tides"}}})),
              HasSubstr("tides"));
}

// The packs that come with the program.

TEST(BuiltinRulesTest, AReplyFormGoesToTheEnd) {
  const Staged staged(
      "rules", With(5, {"Leave a Reply", "Your email address will not be published.", "Comment *",
                        "Name *", "Captcha verification failed!", "What is seven plus two? *"}));
  EXPECT_EQ(staged.Body(), Whole());
}

TEST(BuiltinRulesTest, AReplyFormInTheMiddleTakesNoneOfTheArticle) {
  EXPECT_EQ(Staged("rules", With(3, {"Leave a Reply", "Name *", "Email *", "Post Comment"})).Body(),
            Whole());
}

TEST(BuiltinRulesTest, RelatedStoriesInMidArticleGo) {
  EXPECT_EQ(
      Staged("rules", With(3, {"Related Articles", "Striker leaves United after eleven seasons",
                               "Volcano keeps flights on the ground"}))
          .Body(),
      Whole());
}

TEST(BuiltinRulesTest, AnAgencysMarkAtALinesEndGoesAlone) {
  const std::string line = "The teacher told reporters that the trees were doing well.";
  EXPECT_EQ(Staged("rules", With(2, {line + " (Reuters)"})).Body(), With(2, {line}));
}

TEST(BuiltinRulesTest, AuthorAndDateOfABylineAreKept) {
  const Staged staged("rules", With(0, {"By Nora Quill", "Published: 14 May 2024"}));
  EXPECT_EQ(staged.provenance().author, "Nora Quill");
  EXPECT_EQ(staged.provenance().published, "14 May 2024");
  EXPECT_EQ(staged.Body(), Whole());
}

// A date alone may be anything's: there it is the article's.
TEST(BuiltinRulesTest, ABareDateCountsWhereTheArticleBegins) {
  EXPECT_EQ(Staged("rules", With(0, {"14 May 2024, 10:15"})).provenance().published,
            "14 May 2024, 10:15");
  EXPECT_EQ(Staged("rules", With(0, {"2024-05-14T10:15:30Z"})).provenance().published,
            "2024-05-14T10:15:30Z");
  const Staged behind("rules",
                      With(5, {"Volcano keeps flights on the ground", "14 May 2024, 10:15"}));
  EXPECT_EQ(behind.provenance().published, "");
}

TEST(BuiltinRulesTest, TheBylineNearestToTheArticleCounts) {
  const Staged staged("rules", With(0, {"By Tom Gale", "Striker leaves United after eleven seasons",
                                        "By Nora Quill", "Published: 14 May 2024"}));
  EXPECT_EQ(staged.provenance().author, "Nora Quill");
}

TEST(BuiltinRulesTest, NamesInBylinesAreFoundWithRoleOrPlace) {
  for (const char* byline :
       {"Von Nora Quill, Redakteurin", "Von Nora Quill, Nairobi", "byNora Quill", "Door Nora Quill",
        "Autor: Nora Quill", "Por Nora Quill", "Nora Quill 14.05.2024 3 min"}) {
    EXPECT_EQ(Staged("rules", With(0, {byline})).provenance().author, "Nora Quill") << byline;
  }
  EXPECT_EQ(Staged("rules", With(0, {"Nora Quill/AP"})).provenance().author, "");
}

TEST(BuiltinRulesTest, DatesOfPublicationAreFoundInMoreLanguages) {
  const std::pair<const char*, const char*> lines[] = {
      {"Publié le 3 mai 2024 à 10h15", "3 mai 2024 à 10h15"},
      {"Publicado el 3 de mayo de 2024", "3 de mayo de 2024"},
      {"Pubblicato: 03.05.2024", "03.05.2024"},
      {"Publicerad 3 maj 2024 kl 10.23Uppdaterad kl 12.17", "3 maj 2024 kl 10.23"},
      {"Zuerst veröffentlicht am 03/05/2024 - 16:17", "03/05/2024 - 16:17"},
      {"Published 3 May 2024, 10:15 Updated 4 May 2024, 9:00", "3 May 2024, 10:15"}};
  for (const auto& [line, date] : lines)
    EXPECT_EQ(Staged("rules", With(0, {line})).provenance().published, date) << line;
  EXPECT_EQ(Staged("rules", With(0, {"Updated: 3 May 2024"})).provenance().published, "");
}

// Whoever took the line off.
TEST(BuiltinRulesTest, FactsOfLinesThatOtherStagesRemovedCount) {
  Document document = CleanNews(
      Lines({"Pears return to Lindwell", "Nora Quill 14.05.2024 3 min", "Share", Whole()}));
  EXPECT_EQ(document.provenance().author, "Nora Quill");
  EXPECT_EQ(document.provenance().published, "14.05.2024");
}

TEST(BuiltinRulesTest, ANameBelowByIsTheAuthor) {
  for (const char* label : {"By", "Von", "Por:"}) {
    const Staged staged("rules", With(0, {label, "Nora Quill"}));
    EXPECT_EQ(staged.provenance().author, "Nora Quill") << label;
    EXPECT_EQ(staged.Body(), Whole()) << label;
  }
}

TEST(BuiltinRulesTest, WhatIsNoNameStaysBelowBy) {
  for (const char* heading : {"The pears of Lindwell", "Nora Quill, editor", "Quill"}) {
    const Staged staged("rules", With(0, {"By", heading}));
    EXPECT_EQ(staged.provenance().author, "") << heading;
    EXPECT_EQ(staged.Body(), With(0, {heading})) << heading;
  }
}

TEST(BuiltinRulesTest, ANameBelowByBehindTheArticleIsNotItsAuthor) {
  const Staged staged("rules", With(5, {"By", "Nora Quill"}));
  EXPECT_EQ(staged.provenance().author, "");
  EXPECT_EQ(staged.Body(), Whole());
}

TEST(BuiltinRulesTest, GentleNeverTakesWhatMayBeAHeading) {
  const Settings gentle = Given({{"certain-only", true}});
  for (const char* heading :
       {"Comments", "Related", "Tags", "Background", "Archive", "Categories"}) {
    const std::string text = With(4, {heading});
    EXPECT_EQ(Staged("rules", text, gentle).Body(), text) << heading;
  }
}

TEST(BuiltinRulesTest, SentencesAboutBoilerplateStay) {
  const std::string text = With(
      2, {"Leave a reply at the school's office if you know one of the pears, Agnes Tollard asks.",
          "Related articles were found in the county archive by two pupils.",
          "“Share on Facebook”, the button said, but nobody at the monastery had an account.",
          "Comments on the plan were few: three letters, two of them from the same gardener.",
          "Cookies lure the sheep back through the gate, the pupils say."});
  EXPECT_EQ(Staged("rules", text).Body(), text);
}

}  // namespace
}  // namespace strigil
