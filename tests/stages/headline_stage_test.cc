#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

constexpr char kTitle[] = "Forgotten pears return to the monastery garden";

std::string Article() { return Paragraphs(OrchardArticle()); }

// What the chain makes of `head` before the article.
Document Cleaned(const std::string& head) { return CleanNews(head + "\n\n" + Article()); }

TEST(HeadlineStageTest, ALineThatSaysTheSameAgainBearsTheTitleOut) {
  const Staged staged("headline", Paragraphs({"A label", kTitle, kTitle, Article()}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.Body(), Article());
  EXPECT_EQ(staged.ReasonOf("A label"), "headline/before-title");
}

TEST(HeadlineStageTest, APagesOwnTitleBearsTheHeadlineOut) {
  for (const std::string& page_title : std::vector<std::string>{
           std::string(kTitle) + " | The Lindwell Courier",
           std::string(kTitle) + " - Courier Online", "Gardens: " + std::string(kTitle),
           "Home » News » " + std::string(kTitle)}) {
    const Staged staged("headline", Paragraphs({page_title, kTitle, Article()}));
    EXPECT_EQ(staged.provenance().title, kTitle) << page_title;
    EXPECT_EQ(staged.Body(), Article()) << page_title;
  }
}

// Labels of a menu, far from the article.
std::vector<std::string> Menu() {
  std::vector<std::string> menu;
  for (const char* label : {"Food & drink", "Foreign affairs", "Letters", "Sport results",
                            "Opinion columns", "Travel guides", "Weather maps", "Jobs", "Puzzles"})
    menu.push_back(label);
  return menu;
}

// A page: lines of its top, its menu twice, what stands right before the article, the article.
std::string Page(std::vector<std::string> top, const std::vector<std::string>& before) {
  for (int copies = 0; copies < 2; ++copies) {
    for (const std::string& label : Menu()) top.push_back(label);
  }
  for (const char* date : {"14 May 2024", "10:15", "Gardens", "4 min"}) top.push_back(date);
  top.insert(top.end(), before.begin(), before.end());
  top.push_back(Article());
  return Paragraphs(top);
}

TEST(HeadlineStageTest, AMenusLabelsThatComeAgainAreNoTitle) {
  const Staged staged("headline", Page({"Search"}, {kTitle}));
  EXPECT_EQ(staged.provenance().title, kTitle);
}

TEST(HeadlineStageTest, APagesOwnTitleThatNoLineRepeatsOutdoesAMenusLabels) {
  const std::string page_title = "Monastery plants two hundred pear trees | The Lindwell Courier";
  EXPECT_EQ(Staged("headline", Page({page_title}, {})).provenance().title,
            "Monastery plants two hundred pear trees");
}

TEST(HeadlineStageTest, APagesOwnTitleLosesTheNamesOfSiteAndSection) {
  for (const char* site : {" | The Lindwell Courier", " - Courier Online", " – courier.example",
                           " - Gardens - The Lindwell Courier", " | Gardens | Courier",
                           " · Courier", " :: Courier", " — Courier"}) {
    const Staged staged("headline", Page({std::string(kTitle) + site}, {}));
    EXPECT_EQ(staged.provenance().title, kTitle) << site;
  }
  for (const char* title :
       {"The monks' pear trees - a story of two hundred years", "Monks - Courier",
        "Monastery plants pear trees - what does the bishop say?"}) {
    EXPECT_EQ(Staged("headline", Page({title}, {})).provenance().title, title);
  }
}

TEST(HeadlineStageTest, TheHeadlineAboveTheProseIsBetterThanAPagesOwnTitle) {
  const std::string page_title =
      "Pear trees: forgotten kinds return to garden of monastery | The Lindwell Courier";
  const Staged staged("headline", Page({page_title}, {kTitle}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.ReasonOf(kTitle), "headline/title");
  const Staged with_other("headline", Page({page_title}, {"The abbot had a plan of his own"}));
  EXPECT_EQ(with_other.provenance().title,
            "Pear trees: forgotten kinds return to garden of monastery");
  EXPECT_EQ(with_other.ReasonOf("The abbot had a plan of his own"), "");
}

TEST(HeadlineStageTest, TheNameOfASiteIsNoTitle) {
  const std::string title = "Young pear trees for the orchard behind the old monastery";
  for (const std::vector<std::string>& top : std::vector<std::vector<std::string>>{
           {"National Broadcasting Corporation", "3 hours ago"},
           {"National Broadcasting Corporation", "National Broadcasting Corporation"}}) {
    std::vector<std::string> lines = top;
    lines.insert(lines.end(), {title, Article()});
    EXPECT_EQ(Staged("headline", Paragraphs(lines)).provenance().title, title) << lines[1];
  }
}

TEST(HeadlineStageTest, ThePartOfAPagesOwnTitleThatNamesTheSiteIsNoTitle) {
  const std::string site = "The Lindwell Courier Online";
  const Staged staged("headline", Page({std::string(kTitle) + " | " + site, site}, {kTitle}));
  EXPECT_EQ(staged.provenance().title, kTitle);
}

TEST(HeadlineStageTest, ADeckIsNoTitleThoughItHasMoreOfTheArticlesWords) {
  const std::string deck = "Two hundred young pear trees planted by pupils of the village school";
  EXPECT_EQ(Staged("headline", Paragraphs({"Forgotten pears return", deck, Article()}))
                .provenance()
                .title,
            "Forgotten pears return");
}

TEST(HeadlineStageTest, AVeryFirstLineMayBeALongTitle) {
  const std::string title =
      "“We never knew. Nobody told us.” How two hundred young pear trees of forgotten kinds came "
      "back to the orchard behind the old monastery, and why the pupils of the school water them";
  EXPECT_EQ(Staged("headline", Paragraphs({title, Article()})).provenance().title, title);
}

TEST(HeadlineStageTest, RepeatsBehindTheDeckGoAndTheDeckStays) {
  const std::string deck = "Two hundred trees, and nobody knows their names.";
  const Staged staged("headline", Paragraphs({kTitle, deck, kTitle, Article()}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.Body(), Paragraphs({deck, Article()}));
}

TEST(HeadlineStageTest, ALongTitleIsTakenOffWhereverItStands) {
  const Staged staged("headline", Paragraphs({kTitle, kTitle, Article(), kTitle}));
  EXPECT_EQ(staged.Body(), Article());
  // A refrain, a name: no more than the head's.
  const std::string name = "Lindwell pears";
  EXPECT_EQ(Staged("headline", Paragraphs({name, name, Article(), name})).Body(),
            Paragraphs({Article(), name}));
}

TEST(HeadlineStageTest, WhatStandsBeforeTheTitleGoesUnlessItIsProseOrAskedToStay) {
  const std::string text = Paragraphs({"Saturday supplement", kTitle, kTitle, Article()});
  EXPECT_EQ(Staged("headline", text).Body(), Article());
  EXPECT_EQ(Staged("headline", text, Given({{"before-title", false}})).Body(),
            Paragraphs({"Saturday supplement", Article()}));
}

TEST(HeadlineStageTest, WhatStandsBeforeATitleFarDownAPageStays) {
  const Staged staged("headline", Page({kTitle}, {kTitle}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.ReasonOf("Weather maps"), "");
  EXPECT_THAT(staged.Body(), testing::Not(testing::HasSubstr(kTitle)));
}

TEST(HeadlineStageTest, TheTitleCanStandOnTopOfTheBody) {
  const Staged staged("headline", Paragraphs({"Supplement", kTitle, kTitle, Article()}),
                      Given({{"title", std::string("body")}}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.Body(), Paragraphs({kTitle, Article()}));
}

TEST(HeadlineStageTest, ATextThatIsCleanComesBackAsItWas) {
  const std::string text = Paragraphs({kTitle, Article()});
  const Staged staged("headline", text);
  EXPECT_EQ(staged.provenance().title, kTitle) << "the title is told all the same";
  EXPECT_EQ(staged.Body(), text);
}

TEST(HeadlineStageTest, AFirstLineThatIsProseIsNoTitle) {
  const Staged staged("headline", Article());
  EXPECT_EQ(staged.provenance().title, "");
  EXPECT_EQ(staged.Body(), Article());
}

TEST(HeadlineStageTest, AHeadingInsideTheArticleIsNoTitle) {
  const std::vector<std::string>& article = OrchardArticle();
  const std::string text = Paragraphs({article[0], "The names of the pears", article[1], article[2],
                                       "The names of the pears", article[3], article[4]});
  const Staged staged("headline", text);
  EXPECT_EQ(staged.provenance().title, "");
  EXPECT_EQ(staged.Body(), text);
}

TEST(HeadlineStageTest, MakesNothingOfATextWithoutProse) {
  const std::string text = "one\ntwo\nthree";
  EXPECT_EQ(Staged("headline", text).Body(), text);
}

TEST(HeadlineStageTest, KeepsATitleThatIsAllThereIs) {
  EXPECT_EQ(CleanNews(kTitle).Body(), kTitle);
}

TEST(HeadlineStageTest, RefusesAPlaceThatItDoesNotKnow) {
  EXPECT_EQ(SettingsError("headline", Given({{"title", std::string("footer")}})),
            "test.toml:1:1: expected headline.title to be \"header\" or \"body\", not \"footer\"");
}

// In the chain, with what other stages take off the head.

TEST(HeadlineInChainTest, TheTitleIsTheHeaderOfWhatIsCleanedOtherwise) {
  const Document document = Cleaned(Paragraphs({"Skip to content", kTitle}));
  EXPECT_EQ(document.provenance().title, kTitle);
  EXPECT_EQ(document.Body(), Article());
}

TEST(HeadlineInChainTest, DateBannerCounterAndBreadcrumbGo) {
  for (const char* before :
       {"Tuesday, 14 May 2024", "0", "1,204 views", "Skip to main content",
        "Home > News > Country life", "Home » Country life » Gardens", "Home / News / Gardens",
        "Saturday, May 18, 2024 7:45 am", "Science  |  12.06.2023"}) {
    const Document document = Cleaned(Paragraphs({before, kTitle}));
    EXPECT_EQ(document.provenance().title, kTitle) << before;
    EXPECT_EQ(document.Body(), Article()) << before;
  }
}

TEST(HeadlineInChainTest, ABreadcrumbGluedBeforeTheTitleIsTakenOff) {
  for (const char* glued :
       {"HomeCountry life", "HomeNewsGardens", "HomeForeign news", "StartGardens"}) {
    const Document document = Cleaned(Paragraphs({"Skip to content", std::string(glued) + kTitle}));
    EXPECT_EQ(document.provenance().title, kTitle) << glued;
    EXPECT_EQ(document.Body(), Article()) << glued;
  }
}

TEST(HeadlineInChainTest, CapitalsInsideANameAreNoSeam) {
  const std::string title = "Home run for McDonald as iPhone photos flood the county";
  EXPECT_EQ(Cleaned(Paragraphs({"Skip to content", title})).provenance().title, title);
}

TEST(HeadlineInChainTest, ADateBannerGluedBeforeTheTitle) {
  const Document document =
      Cleaned(Paragraphs({"Skip to content", kTitle, "Published: 14 May 2024", kTitle}));
  EXPECT_EQ(document.provenance().title, kTitle);
  EXPECT_EQ(document.provenance().published, "14 May 2024");
  EXPECT_EQ(document.Body(), Article());
}

TEST(HeadlineInChainTest, TheDeckOfADirtyPageStays) {
  const std::string deck = "The school of Lindwell grafts what the hedges have kept";
  EXPECT_EQ(Cleaned(Paragraphs({"Skip to content", kTitle, deck})).Body(),
            Paragraphs({deck, Article()}));
}

}  // namespace
}  // namespace strigil
