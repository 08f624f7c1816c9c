#include "strigil/report/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "strigil/report/terminal_text.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const Reason kMenu{"rules", "navigation.menu", "navigation"};
const Reason kShare{"rules", "share-bar.share", "share-bar"};
const Reason kMore{"rules", "related.more", "related"};

Document Make(std::string text, std::string source = "dump.txt") {
  Record record;
  record.source = std::move(source);
  Document document(std::move(record));
  document.SetText(std::move(text));
  return document;
}

std::string Explain(const Document& document, ExplainStyle style = {}) {
  std::string out;
  Explanation(style).Append(document, &out);
  return out;
}

// What stands behind the heading and the blank line under it.
std::string LinesOf(const Document& document, ExplainStyle style = {}) {
  const std::string out = Explain(document, style);
  return out.substr(out.find("\n\n") + 2);
}

TEST(ExplanationTest, ShowsKeptLinesBesideTheReasonsOfTheOthers) {
  Document document = Make("Home News\n\nThe ferry sails daily.\nShare this\n");
  document.RemoveLine(0, &kMenu);
  document.RemoveLine(2, &kShare);
  EXPECT_EQ(Explain(document),
            "== dump.txt\n"
            "   1 of 3 lines kept, 22 of 45 bytes\n"
            "\n"
            "- rules/navigation.menu | Home News\n"
            "                        |\n"
            "                        | The ferry sails daily.\n"
            "- rules/share-bar.share | Share this\n");
}

TEST(ExplanationTest, ADocumentThatIsKeptWholeHasNoReasonColumn) {
  EXPECT_EQ(LinesOf(Make("One line.\nAnother.\n")), "  | One line.\n  | Another.\n");
}

TEST(ExplanationTest, ShowsRemovedPartsOfALine) {
  const std::string text = "Photo The ferry sails. Share this";
  Document document = Make(text + "\n");
  document.RemoveSpan(0, 0, 6, &kMenu);
  document.RemoveSpan(0, 22, 33, &kShare);
  EXPECT_EQ(LinesOf(document),
            "~ rules/navigation.menu | [-Photo -]The ferry sails.[- Share this-]\n"
            "~ rules/share-bar.share |\n");
}

TEST(ExplanationTest, ShowsScoresWhereThereAreSome) {
  Document document = Make("Home News\nThe ferry sails daily.\nUnjudged\n");
  document.RemoveLine(0, &kMenu);
  document.SetScore(0, 0.024F);
  document.SetScore(1, 1.0F);
  EXPECT_EQ(LinesOf(document),
            "- rules/navigation.menu 0.02 | Home News\n"
            "                        1.00 | The ferry sails daily.\n"
            "                             | Unjudged\n");
}

TEST(ExplanationTest, HeadingTellsWhatIsKnown) {
  Document document = Make("Some text.\n");
  document.provenance().title = "Island ferry";
  document.provenance().language = "en";
  document.provenance().marks = {"short", "much-removed"};
  document.provenance().decode_changes[0] = 3;
  document.Drop();
  const std::string out = Explain(document);
  EXPECT_THAT(out, HasSubstr("\n   Title: Island ferry\n   Language: en\n   Decoded: "));
  EXPECT_THAT(
      out,
      HasSubstr("=3\n   Quality: short, much-removed\n   Dropped: nothing of it is written\n\n"));
}

TEST(ExplanationTest, WrapsToTheTerminal) {
  Document document = Make(
      "The ferry between Port Selwick and Hallow Island will keep running all winter "
      "long.\nShare\n");
  document.RemoveLine(1, &kShare);
  EXPECT_EQ(LinesOf(document, {.columns = 76}),
            "                        | The ferry between Port Selwick and Hallow Island\n"
            "                        | will keep running all winter long.\n"
            "- rules/share-bar.share | Share\n");
}

TEST(ExplanationTest, OnANarrowTerminalReasonsHaveRowsOfTheirOwn) {
  Document document =
      Make("Home\nNews\n\nThe ferry between Port Selwick and Hallow Island.\nShare\n");
  document.RemoveLine(0, &kMenu);
  document.RemoveLine(1, &kMenu);
  document.RemoveLine(3, &kShare);
  EXPECT_EQ(LinesOf(document, {.columns = 40}),
            "# rules/navigation.menu\n"
            "- Home\n"
            "- News\n"
            "\n"
            "  The ferry between Port Selwick and\n"
            "  Hallow Island.\n"
            "# rules/share-bar.share\n"
            "- Share\n");
}

TEST(ExplanationTest, NoRowIsWiderThanTheTerminal) {
  Document document =
      Make("Home\nThe ferry 漢字漢字漢字漢字漢字漢字漢字漢字 sails from Port Selwick. Share\n" +
               std::string(300, 'x') + "\n",
           std::string(200, 's') + ".txt");
  document.provenance().title = std::string(90, 't') + " " + std::string(90, 't');
  document.RemoveLine(0, &kMenu);
  document.RemoveSpan(1, 5, 30, &kShare);
  document.SetScore(0, 0.5F);
  for (size_t columns = 14; columns < 130; ++columns) {
    std::string out;
    Explanation explanation({.columns = columns});
    explanation.Append(document, &out);
    if (columns >= 30) explanation.AppendSummary(&out);
    for (size_t begin = 0; begin < out.size();) {
      const size_t end = out.find('\n', begin);
      ASSERT_LE(ColumnsOf(std::string_view(out).substr(begin, end - begin)), columns);
      begin = end + 1;
    }
  }
}

TEST(ExplanationTest, ATerminalOfOneColumnGetsSomething) {
  Document document = Make("Home\nThe ferry\n");
  document.RemoveLine(0, &kMenu);
  EXPECT_FALSE(Explain(document, {.columns = 1}).empty());
}

TEST(ExplanationTest, ColorsEndOnEveryRow) {
  Document document = Make(
      "Home\nThe ferry sails from Port Selwick to Hallow Island and back again, all of it "
      "daily.\n");
  document.RemoveLine(0, &kMenu);
  document.RemoveSpan(1, 4, 80, &kShare);
  const std::string out = Explain(document, {.color = true, .columns = 80});
  EXPECT_THAT(out, HasSubstr("\x1b[31m-\x1b[0m"));
  for (size_t begin = 0; begin < out.size();) {
    const size_t end = out.find('\n', begin);
    const std::string row = out.substr(begin, end - begin);
    const size_t last = row.rfind("\x1b[");
    EXPECT_TRUE(last == std::string::npos || row.substr(last).starts_with("\x1b[0m")) << row;
    begin = end + 1;
  }
  EXPECT_THAT(Explain(document), Not(HasSubstr("\x1b")));
}

TEST(ExplanationTest, ControlCharactersDoNotReachTheTerminal) {
  Document document = Make("a\x1b[2Jb\x01\x02\n", "evil\x1b[31m\n.txt");
  document.provenance().title = "t\x1b]0;x\x07";
  document.RemoveSpan(0, 0, 1, &kMenu);
  const std::string out = Explain(document);
  EXPECT_THAT(out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(out, HasSubstr("== evil<U+001B>[31m<U+000A>.txt\n"));
  EXPECT_THAT(out, HasSubstr("[-a-]<U+001B>[2Jb<U+0001><U+0002>\n"));
}

TEST(ExplanationTest, HardWrappedParagraphsKeepTheirLines) {
  std::string text;
  for (int i = 0; i < 12; ++i) {
    text += "The harbour board decided on Monday evening that the ferry will run on\n";
    text += "through the winter, after nine years without a service in the season.\n\n";
  }
  const Document document = Make(text);
  ASSERT_TRUE(document.hard_wrapped());
  EXPECT_THAT(
      LinesOf(document),
      StartsWith("  | The harbour board decided on Monday evening that the ferry will run on\n"
                 "  | through the winter, after nine years without"));
}

TEST(ExplanationTest, AnEmptyDocumentHasAHeadingOnly) {
  EXPECT_EQ(Explain(Make("")), "== dump.txt\n   0 of 0 lines kept, 0 of 0 bytes\n\n");
}

TEST(ExplanationSummaryTest, CountsByReasonMostFirst) {
  Explanation explanation({});
  std::string out;
  Document first = Make("Home\nThe ferry sails. Share\nMore\nMore still\n");
  first.RemoveLine(0, &kMenu);
  first.RemoveSpan(1, 16, 22, &kShare);
  first.RemoveLine(2, &kMore);
  first.RemoveLine(3, &kMore);
  explanation.Append(first, &out);
  Document second = Make("More\n");
  second.RemoveLine(0, &kMore);
  explanation.Append(second, &out);
  out.clear();
  explanation.AppendSummary(&out);
  EXPECT_EQ(out,
            "\n"
            "== summary of 2 documents\n"
            "   lines  bytes  reason\n"
            "       1     16  kept\n"
            "       3     22  rules/related.more\n"
            "       1      6  rules/share-bar.share\n"
            "       1      5  rules/navigation.menu\n");
}

TEST(ExplanationSummaryTest, BytesAddUpToTheDecodedText) {
  Document document = Make("\n\nHome\n\n\nThe ferry sails.\n\n\n\nShare\nMore\n\n");
  document.RemoveLine(0, &kMenu);
  document.RemoveLine(2, &kShare);
  document.Drop();
  std::string out;
  Explanation explanation({});
  explanation.Append(document, &out);
  out.clear();
  explanation.AppendSummary(&out);
  EXPECT_THAT(out, HasSubstr("  document/dropped\n"));
  uint64_t bytes = 0;
  for (size_t row = out.find("reason\n") + 7; row < out.size(); row = out.find('\n', row) + 1) {
    unsigned lines = 0;
    unsigned row_bytes = 0;
    ASSERT_EQ(std::sscanf(out.c_str() + row, "%u %u", &lines, &row_bytes), 2);
    bytes += row_bytes;
  }
  EXPECT_EQ(bytes, document.text().size());
}

TEST(ExplanationSummaryTest, NothingWithoutDocuments) {
  std::string out;
  Explanation({}).AppendSummary(&out);
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace strigil
