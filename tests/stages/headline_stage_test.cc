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

TEST(HeadlineStageTest, RepeatsBehindTheDeckGoAndTheDeckStays) {
  const std::string deck = "Two hundred trees, and nobody knows their names.";
  const Staged staged("headline", Paragraphs({kTitle, deck, kTitle, Article()}));
  EXPECT_EQ(staged.provenance().title, kTitle);
  EXPECT_EQ(staged.Body(), Paragraphs({deck, Article()}));
}

TEST(HeadlineStageTest, WhatStandsBeforeTheTitleGoesUnlessItIsProseOrAskedToStay) {
  const std::string text = Paragraphs({"Saturday supplement", kTitle, kTitle, Article()});
  EXPECT_EQ(Staged("headline", text).Body(), Article());
  EXPECT_EQ(Staged("headline", text, Given({{"before-title", false}})).Body(),
            Paragraphs({"Saturday supplement", Article()}));
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
