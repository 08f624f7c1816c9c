#include "strigil/stages/content_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

const Reason kMenu{"rules", "navigation.menu", "navigation"};
const Reason kThread{"rules", "comment-thread.heading", "comment-thread"};

Document Of(std::string text) {
  Document document{Record()};
  document.SetText(std::move(text));
  return document;
}

// The features of both levels, each line's score made of its number.
std::vector<std::vector<uint8_t>> RowsOf(const Document& document, bool with_removed) {
  static const LexicalModel no_words;
  const std::vector<size_t> kept = document.KeptLines();
  ContentFeatures features(document, kept, no_words, with_removed);
  std::vector<uint8_t> scores(kept.size());
  for (size_t k = 0; k < kept.size(); ++k) scores[k] = static_cast<uint8_t>(1 + k * 37 % 255);
  features.AddScores(scores);
  std::vector<std::vector<uint8_t>> rows;
  for (size_t feature = 0; feature < kContentFeatures; ++feature) {
    const uint8_t* row = features.table().Row(feature);
    rows.emplace_back(row, row + kept.size());
  }
  return rows;
}

// An article among things that go, which are removed.
Document PageWithRemovedLines() {
  std::vector<std::string> lines = {"Home", "News"};
  for (const std::string& paragraph : OrchardArticle()) {
    lines.push_back(paragraph);
    lines.emplace_back("Share this");
  }
  lines.insert(lines.end(), {"Comments", "Anna says:", "What a lovely story."});
  Document document = Of(Paragraphs(lines));
  for (size_t i = 0; i < document.lines().size(); ++i) {
    const std::string_view line = document.Bare(document.line(i));
    if (line == "Home" || line == "News" || line == "Share this") document.RemoveLine(i, &kMenu);
    if (line == "Comments") document.RemoveLine(i, &kThread);
  }
  return document;
}

TEST(ContentFeaturesTest, WhatWasRemovedLeavesNoTraceWhereItIsNotAskedFor) {
  const Document page = PageWithRemovedLines();
  const Document rest = Of(page.Body());
  ASSERT_EQ(page.kept_lines(), rest.lines().size());
  EXPECT_EQ(RowsOf(page, false), RowsOf(rest, false));
}

TEST(ContentFeaturesTest, ATextThatNothingWasRemovedFromLooksTheSameEitherWay) {
  const Document document = Of(Paragraphs(OrchardArticle()));
  EXPECT_EQ(RowsOf(document, true), RowsOf(document, false));
}

TEST(ContentFeaturesTest, TellsWhatWasRemovedAndHowFarAway) {
  const Document page = PageWithRemovedLines();
  const auto rows = RowsOf(page, true);
  const size_t last = rows[kGapLines].size() - 1;
  EXPECT_EQ(rows[kGapLines][0], 2);           // the menu
  EXPECT_EQ(rows[kSinceMenu][0], 0);          // right before
  EXPECT_EQ(rows[kSinceComments][last], 1);   // before the line before
  EXPECT_EQ(rows[kToComments][0], last - 1);  // the heading stands where the last two begin
  EXPECT_EQ(rows[kToMenu][last], rows[kSinceFooter][0]) << "never";
}

TEST(ContentFeaturesTest, TellsHowFarAwayRemovedLinesOfEachKindAre) {
  const Reason credit{"rules", "byline.name", "byline"};
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "line " + std::to_string(i) + "\n";
  Document document = Of(std::move(text));
  // Where the lines of a kind stand: as the number of kept lines before them.
  std::vector<int> menus;
  std::vector<int> credits;
  std::mt19937 random(3);
  int kept = 0;
  for (size_t i = 0; i < document.lines().size(); ++i) {
    // None for a long while at either end and in the middle.
    const bool dense = (i > 300 && i < 700) || (i > 1000 && i < 1100);
    const unsigned chance = random() % 8;
    if (!dense || chance > 1) {
      ++kept;
      continue;
    }
    (chance == 0 ? menus : credits).push_back(kept);
    document.RemoveLine(i, chance == 0 ? &kMenu : &credit);
  }
  const auto rows = RowsOf(document, true);
  // Distances of a line that far behind the first are told by another feature, too.
  const auto logarithm = [&](int distance) {
    return rows[kLinesBefore][static_cast<size_t>(std::min(distance, 255))];
  };
  for (const auto& [places, since, to] :
       {std::tuple(menus, kSinceMenu, kToMenu), std::tuple(credits, kSinceCredit, kToCredit)}) {
    for (int k = 0; k < kept; ++k) {
      const auto next = std::upper_bound(places.begin(), places.end(), k);
      ASSERT_EQ(rows[since][static_cast<size_t>(k)],
                logarithm(next == places.begin() ? 255 : k - *(next - 1)));
      ASSERT_EQ(rows[to][static_cast<size_t>(k)],
                logarithm(next == places.end() ? 255 : *next - k));
    }
  }
}

TEST(ContentFeaturesTest, AnotherTitleOrLanguageIsSeenWhenAskedAgain) {
  Document asked_before = PageWithRemovedLines();
  RowsOf(asked_before, true);
  Document fresh = PageWithRemovedLines();
  for (Document* document : {&asked_before, &fresh}) {
    document->provenance().title = OrchardArticle().front();
    document->provenance().language = "en";
    document->RestoreAll();
  }
  const auto rows = RowsOf(asked_before, true);
  EXPECT_EQ(rows, RowsOf(fresh, true));
  EXPECT_NE(rows[kTitleWords], RowsOf(PageWithRemovedLines(), true)[kTitleWords]);
}

TEST(ContentFeaturesTest, MeasuresTheLine) {
  const Document document =
      Of("The harbour board, which met on Monday, has bought a second crane.\n"
         "\n"
         "Photos: 12 of 34\n"
         "photos: 12 of 34\n");
  const auto rows = RowsOf(document, false);
  EXPECT_EQ(rows[kWordCount], (std::vector<uint8_t>{12, 4, 4}));
  EXPECT_EQ(rows[kBlankBefore], (std::vector<uint8_t>{1, 2, 1}));
  EXPECT_EQ(rows[kIsProse], (std::vector<uint8_t>{2, 1, 1}));
  EXPECT_EQ(rows[kRepeats], (std::vector<uint8_t>{1, 2, 2}));
  EXPECT_EQ(rows[kDigits][0], 0);
  EXPECT_GT(rows[kDigits][1], 50);
  EXPECT_EQ(rows[kLinesBefore], (std::vector<uint8_t>{0, 1, 2}));
  EXPECT_EQ(rows[kLinesSinceProse][2], 2);
}

TEST(ContentFeaturesTest, WhatWasRemovedCountsAmongRepeatsWhereItIsAskedFor) {
  Document document = Of("Clubs\nYard and field\nThe tower has its clock back.\nClubs\n");
  document.RemoveLine(0, &kMenu);
  EXPECT_EQ(RowsOf(document, true)[kRepeats], (std::vector<uint8_t>{1, 1, 2}));
  EXPECT_EQ(RowsOf(document, false)[kRepeats], (std::vector<uint8_t>{1, 1, 1}));
}

TEST(ContentFeaturesTest, TheStrongestBlockIsWhereTheScoresAreHigh) {
  const Document document = Of("one two\nthree four\nfive six\nseven eight\nnine ten\n");
  const std::vector<size_t> kept = document.KeptLines();
  const LexicalModel no_words;
  ContentFeatures features(document, kept, no_words, false);
  features.AddScores(std::vector<uint8_t>{10, 200, 250, 20, 10});
  const uint8_t* distance = features.table().Row(kDistanceToBlock);
  EXPECT_LT(distance[0], 128);
  EXPECT_EQ(distance[1], 128);
  EXPECT_EQ(distance[2], 128);
  EXPECT_GT(distance[3], 128);
  EXPECT_GT(distance[4], distance[3]);
  EXPECT_EQ(features.table().Row(kShareOfBlock)[2], 200);
  EXPECT_EQ(features.table().Row(kBestScoreBefore)[3], 250);
}

TEST(ContentFeaturesTest, EmptyDocumentsHaveNone) {
  const Document document = Of("\n\n");
  const LexicalModel no_words;
  ContentFeatures features(document, {}, no_words, true);
  features.AddScores({});
  EXPECT_EQ(features.table().lines(), 0U);
}

}  // namespace
}  // namespace strigil
