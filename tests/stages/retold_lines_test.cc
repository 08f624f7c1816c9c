#include "strigil/stages/retold_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<size_t> Retold(const std::vector<std::string>& lines) {
  Document document{Record{}};
  document.SetText(Paragraphs(lines));
  return FindRetoldLines(document);
}

// Longer than a usual article of the tests, in paragraphs.
std::vector<std::string> LongArticle() {
  std::vector<std::string> lines = OrchardArticle();
  lines.insert(lines.end(),
               {"The county museum has asked the monastery for two fruits of each tree. They are "
                "cut in halves, weighed, drawn and compared with the wax models that a "
                "schoolmaster made in 1890.",
                "Of the wax models forty are missing. A gardener found three of them last year in "
                "a cupboard of the nursery at Barrow, where the apprentices had taken them for "
                "soap."});
  return lines;
}

TEST(RetoldLinesTest, AnArticleOnceMoreInOneLineIsRetold) {
  std::vector<std::string> lines = LongArticle();
  lines.push_back("Listen to the article. " + Lines(LongArticle(), " "));
  EXPECT_THAT(Retold(lines), ElementsAre(LongArticle().size()));
}

TEST(RetoldLinesTest, TheOnlyCopyIsNotRetold) {
  EXPECT_THAT(Retold({Lines(LongArticle(), " ")}), IsEmpty());
  EXPECT_THAT(Retold(LongArticle()), IsEmpty());
}

TEST(RetoldLinesTest, AParagraphThatQuotesTheArticleIsNotRetold) {
  std::vector<std::string> lines = {LongArticle()[0], LongArticle()[1]};
  lines.push_back(Lines(LongArticle(), " "));
  EXPECT_THAT(Retold(lines), IsEmpty());
}

TEST(RetoldLinesTest, WhatIsRemovedHasToldNothing) {
  std::vector<std::string> lines = LongArticle();
  lines.push_back(Lines(LongArticle(), " "));
  Document document{Record{}};
  document.SetText(Paragraphs(lines));
  const Reason reason{"test", "test", "test"};
  for (size_t i = 0; i < LongArticle().size(); ++i) document.RemoveLine(i, &reason);
  EXPECT_THAT(FindRetoldLines(document), IsEmpty());
}

// Looking each line up in all that stands above it would take time with the square of
// their number.
TEST(RetoldLinesTest, ManyLongLinesStayFast) {
  constexpr int kLines = 5000;
  std::vector<std::string> lines;
  for (int line = 0; line < kLines; ++line) {
    std::string text;
    for (int word = 0; word < 210; ++word) text += "w" + std::to_string(line * 210 + word) + ' ';
    lines.push_back(text);
  }
  lines.push_back(lines.front());
  EXPECT_THAT(Retold(lines), ElementsAre(kLines));
}

}  // namespace
}  // namespace strigil
