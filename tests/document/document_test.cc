#include "strigil/document/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <any>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Reason kShare{"rules", "share-bar.share", "share-bar"};
const Reason kReply{"rules", "reply-form.leave-a-reply", "reply-form"};
const Reason kTwice{"repetition", "twice", "twice"};

Document DocumentOf(std::string text) {
  Document document{Record{}};
  document.SetText(std::move(text));
  return document;
}

// Each removed span as REASON:TEXT.
std::vector<std::string> RemovedOf(const Document& document) {
  std::vector<std::string> removed;
  for (const RemovedSpan& span : document.Removed()) {
    removed.push_back(span.reason->group + ":" +
                      std::string(document.text().substr(span.begin, span.end - span.begin)));
  }
  return removed;
}

std::vector<std::string> LinesOf(const Document& document) {
  std::vector<std::string> lines;
  for (const Line& line : document.lines()) lines.emplace_back(document.Text(line));
  return lines;
}

// What is left of the text when the removed spans are taken out.
std::string KeptOf(const Document& document) {
  std::string kept;
  size_t position = 0;
  for (const RemovedSpan& span : document.Removed()) {
    kept += document.text().substr(position, span.begin - position);
    position = span.end;
  }
  kept += document.text().substr(position);
  return kept;
}

TEST(Document, GivesItsBytesAwayOnce) {
  Record record;
  record.bytes = "One line.";
  record.source = "notes.txt";
  Document document(std::move(record));
  EXPECT_EQ(document.TakeBytes(), "One line.");
  EXPECT_EQ(document.record().bytes, "");
  EXPECT_EQ(document.record().source, "notes.txt");
}

TEST(Reason, IsWrittenAsStageAndRule) { EXPECT_EQ(kShare.ToString(), "rules/share-bar.share"); }

TEST(Document, HasNoTextAtFirst) {
  Record record;
  record.bytes = "raw";
  record.source = "dump.txt#3";
  const Document document(std::move(record));
  EXPECT_EQ(document.record().source, "dump.txt#3");
  EXPECT_FALSE(document.has_text());
  EXPECT_EQ(document.text(), "");
  EXPECT_THAT(document.lines(), IsEmpty());
  EXPECT_EQ(document.Body(), "");
  EXPECT_THAT(document.Removed(), IsEmpty());
  EXPECT_FALSE(document.dropped());
}

TEST(Document, CutsItsTextIntoLinesThatAreNotBlank) {
  const Document document = DocumentOf("\n First \n\n \t \nSecond\nThird");
  EXPECT_TRUE(document.has_text());
  EXPECT_THAT(LinesOf(document), ElementsAre(" First ", "Second", "Third"));
  EXPECT_EQ(document.line(0).blank_lines_before, 1U);
  EXPECT_EQ(document.line(1).blank_lines_before, 2U);
  EXPECT_EQ(document.line(2).blank_lines_before, 0U);
  EXPECT_EQ(document.Bare(document.line(0)), "First");
  EXPECT_FALSE(document.hard_wrapped());
}

TEST(Document, GivesTheWordsOfEachLine) {
  const Document document = DocumentOf("One two\n---\nthree");
  EXPECT_EQ(document.words().size(), 3U);
  ASSERT_EQ(document.Words(document.line(0)).size(), 2U);
  EXPECT_THAT(document.Words(document.line(1)), IsEmpty());
  ASSERT_EQ(document.Words(document.line(2)).size(), 1U);
  EXPECT_EQ(document.Words(document.line(2))[0].hash, WordHash("three"));
}

TEST(Document, ANewTextDropsLinesAndDecisions) {
  Document document = DocumentOf("One\nTwo share\nThree");
  document.RemoveLine(0, &kShare);
  document.RemoveSpan(1, 7, 13, &kShare);
  document.SetText("Four\nFive sharing");
  EXPECT_EQ(document.Body(), "Four\nFive sharing");
  EXPECT_THAT(document.Removed(), IsEmpty());
  EXPECT_THAT(document.CountRemovals(), IsEmpty());
}

TEST(Document, TakesEmptyAndBlankTexts) {
  for (const std::string text : {"", "\n", "\n\n\n", "  ", " \t\n  \n"}) {
    const Document document = DocumentOf(text);
    EXPECT_TRUE(document.has_text());
    EXPECT_THAT(document.lines(), IsEmpty());
    EXPECT_EQ(document.Body(), "");
    EXPECT_EQ(KeptOf(document), "");
    EXPECT_THAT(document.CountRemovals(), IsEmpty());
  }
}

TEST(Document, RemovesLines) {
  Document document = DocumentOf("One\nShare\nTwo\nReply\n");
  document.RemoveLine(1, &kShare);
  document.RemoveLine(3, &kReply);
  EXPECT_EQ(document.Body(), "One\nTwo");
  EXPECT_THAT(RemovedOf(document), ElementsAre("share-bar:Share\n", "reply-form:\nReply\n"));
  EXPECT_EQ(document.kept_lines(), 2U);
  EXPECT_EQ(document.removed_lines(), 2U);
  EXPECT_FALSE(document.line(1).kept());
  EXPECT_EQ(document.line(1).removed_by, &kShare);
}

TEST(Document, TheFirstReasonForALineStays) {
  Document document = DocumentOf("One\nShare");
  document.RemoveLine(1, &kShare);
  document.RemoveLine(1, &kReply);
  document.RemoveSpan(1, 4, 6, &kTwice);
  EXPECT_EQ(document.line(1).removed_by, &kShare);
  EXPECT_THAT(RemovedOf(document), ElementsAre("share-bar:\nShare"));
}

TEST(Document, RemovesSpansInsideALine) {
  Document document = DocumentOf("Zero\nThe ferry (share) left. [photo]\nNext");
  const uint32_t begin = document.line(1).begin;
  document.RemoveSpan(1, begin + 10, begin + 18, &kShare);
  document.RemoveSpan(1, begin + 23, begin + 31, &kReply);
  EXPECT_EQ(document.Body(), "Zero\nThe ferry left.\nNext");
  EXPECT_THAT(RemovedOf(document), ElementsAre("share-bar:(share) ", "reply-form: [photo]"));
  EXPECT_TRUE(document.line(1).kept());
  EXPECT_EQ(document.removed_lines(), 0U);
}

TEST(Document, ASpanIsClippedToItsLine) {
  Document document = DocumentOf("One\nTwo three\nFour");
  document.RemoveSpan(1, 0, 8, &kShare);
  document.RemoveSpan(1, 12, 4000000000U, &kReply);
  EXPECT_EQ(document.Body(), "One\nthre\nFour");
  document.RemoveSpan(0, 10, 12, &kReply);
  document.RemoveSpan(0, 2, 2, &kReply);
  document.RemoveSpan(0, 3, 1, &kReply);
  EXPECT_EQ(document.Body(), "One\nthre\nFour");
}

TEST(Document, WhereSpansOverlapTheFirstReasonStays) {
  Document document = DocumentOf("abcdefghij");
  document.RemoveSpan(0, 3, 5, &kShare);
  document.RemoveSpan(0, 7, 8, &kShare);
  document.RemoveSpan(0, 2, 9, &kReply);
  EXPECT_EQ(document.Body(), "abj");
  EXPECT_THAT(RemovedOf(document), ElementsAre("reply-form:c", "share-bar:de", "reply-form:fg",
                                               "share-bar:h", "reply-form:i"));
  document.RemoveSpan(0, 3, 5, &kTwice);
  EXPECT_THAT(document.CountRemovals(), testing::SizeIs(2));
}

TEST(Document, ASpanOverAWholeLineRemovesTheLine) {
  Document document = DocumentOf("One\nShare\nTwo");
  document.RemoveSpan(1, 4, 9, &kShare);
  EXPECT_FALSE(document.line(1).kept());
  EXPECT_EQ(document.Body(), "One\nTwo");
}

TEST(Document, SpansThatTogetherEatTheLineRemoveItForTheLastReason) {
  Document document = DocumentOf("One\nShare this\nTwo");
  document.RemoveSpan(1, 4, 9, &kShare);
  EXPECT_TRUE(document.line(1).kept());
  document.RemoveSpan(1, 9, 14, &kReply);
  EXPECT_EQ(document.line(1).removed_by, &kReply);
  EXPECT_EQ(document.Body(), "One\nTwo");
  EXPECT_THAT(RemovedOf(document), ElementsAre("reply-form:Share this\n"));
  ASSERT_EQ(document.CountRemovals().size(), 1U);
  EXPECT_EQ(document.CountRemovals()[0].first, "reply-form");
  EXPECT_EQ(document.CountRemovals()[0].second.lines, 1U);
}

TEST(Document, ALineOfWhichWhiteSpaceIsLeftIsRemoved) {
  Document document = DocumentOf("One\n  Share \t this  \nTwo");
  document.RemoveSpan(1, 6, 11, &kShare);
  document.RemoveSpan(1, 14, 18, &kShare);
  EXPECT_FALSE(document.line(1).kept());
  EXPECT_EQ(document.Body(), "One\nTwo");
}

TEST(Document, RestoresLinesWithTheirSpans) {
  Document document = DocumentOf("One share\nTwo share\nThree");
  document.RemoveSpan(0, 3, 9, &kShare);
  document.RemoveSpan(1, 13, 19, &kShare);
  document.RemoveLine(2, &kReply);
  document.RestoreLine(0);
  EXPECT_EQ(document.Body(), "One share\nTwo");
  document.RestoreLine(2);
  EXPECT_EQ(document.Body(), "One share\nTwo\nThree");
  document.RestoreAll();
  EXPECT_EQ(document.Body(), "One share\nTwo share\nThree");
  EXPECT_THAT(document.Removed(), IsEmpty());
}

TEST(Document, ARemovedLineForgetsItsSpansWhenRestored) {
  Document document = DocumentOf("One share\nTwo");
  document.RemoveSpan(0, 3, 9, &kShare);
  document.RemoveLine(0, &kReply);
  document.RestoreLine(0);
  EXPECT_EQ(document.Body(), "One share\nTwo");
}

TEST(Document, BlankLinesFoldToOneAndGoAtTheEnds) {
  const Document document = DocumentOf("\n\n  One\n\n\n \nTwo\nThree\n\n");
  EXPECT_EQ(document.Body(), "  One\n\nTwo\nThree");
  for (const RemovedSpan& span : document.Removed()) {
    EXPECT_EQ(span.reason->ToString(), "layout/blank-lines");
    EXPECT_LT(span.score, 0);
  }
  EXPECT_THAT(document.CountRemovals(), IsEmpty());
}

TEST(Document, IndentationAndSpacesBehindAreTheLines) {
  EXPECT_EQ(DocumentOf("  One  \n\tTwo ").Body(), "  One  \n\tTwo ");
}

TEST(Document, ABlankLineStaysBetweenParagraphsWhenTheLinesBetweenGo) {
  for (const std::string text :
       {"One\n\nShare\n\nTwo", "One\nShare\n\nTwo", "One\n\nShare\nTwo", "One\n\nShare\nLike\nTwo",
        "One\nShare\n\nLike\nTwo", "One\n\n\n\nShare\n\n\n\nTwo"}) {
    Document document = DocumentOf(text);
    for (size_t i = 1; i + 1 < document.lines().size(); ++i) document.RemoveLine(i, &kShare);
    EXPECT_EQ(document.Body(), "One\n\nTwo") << text;
    EXPECT_EQ(KeptOf(document), "One\n\nTwo") << text;
  }
  Document document = DocumentOf("One\nShare\nTwo");
  document.RemoveLine(1, &kShare);
  EXPECT_EQ(document.Body(), "One\nTwo");
}

TEST(Document, NoBlankLineIsLeftWhereTheFirstOrLastLinesGo) {
  Document document = DocumentOf("Menu\n\nOne\n\nShare\n");
  document.RemoveLine(0, &kShare);
  document.RemoveLine(2, &kReply);
  EXPECT_EQ(document.Body(), "One");
  EXPECT_THAT(RemovedOf(document), ElementsAre("share-bar:Menu\n\n", "reply-form:\n\nShare\n"));
}

TEST(Document, AllLinesCanGo) {
  Document document = DocumentOf("\nOne\n\nTwo\n");
  document.RemoveLine(0, &kShare);
  document.RemoveLine(1, &kReply);
  EXPECT_EQ(document.Body(), "");
  EXPECT_THAT(RemovedOf(document), ElementsAre("share-bar:\nOne\n\n", "reply-form:Two\n"));
}

TEST(Document, CountsRemovalsByGroup) {
  const Reason other_share{"test", "b", "share-bar"};
  Document document = DocumentOf("Share\nOne share\nReply now\nTwo\nAsk");
  document.RemoveLine(0, &kShare);
  document.RemoveLine(4, &other_share);
  document.RemoveSpan(1, 9, 15, &kShare);
  document.RemoveLine(2, &kReply);
  const auto counts = document.CountRemovals();
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].first, "reply-form");
  EXPECT_EQ(counts[0].second.lines, 1U);
  EXPECT_EQ(counts[0].second.bytes, 9U);
  EXPECT_EQ(counts[1].first, "share-bar");
  EXPECT_EQ(counts[1].second.lines, 3U);
  EXPECT_EQ(counts[1].second.bytes, 14U);
}

TEST(Document, RemovedSpansCarryTheScoreOfTheirLine) {
  Document document = DocumentOf("One\nShare");
  document.SetScore(1, 0.25F);
  document.RemoveLine(1, &kShare);
  ASSERT_EQ(document.Removed().size(), 1U);
  EXPECT_FLOAT_EQ(document.Removed()[0].score, 0.25F);
}

TEST(Document, UnwrapsHardWrappedParagraphsAlone) {
  const std::string wrapped =
      "The boat that brings the post to the outer islands was late again on\n"
      "Monday, and nobody on the quay seemed to mind. It carried two sacks of\n"
      "letters, a crate of lemons and a bicycle that had been ordered in the\n"
      "spring by the schoolteacher, who had stopped asking for it in the year\n"
      "before last.\n"
      "\n"
      "She rode it home.\n";
  Document document = DocumentOf(wrapped);
  ASSERT_TRUE(document.hard_wrapped());
  ASSERT_EQ(document.lines().size(), 2U);
  EXPECT_EQ(document.Body() + "\n", wrapped);
  EXPECT_EQ(document.Body(true),
            "The boat that brings the post to the outer islands was late again on Monday, and "
            "nobody on the quay seemed "
            "to mind. It carried two sacks of letters, a crate of lemons and a bicycle that had "
            "been ordered in the "
            "spring by the schoolteacher, who had stopped asking for it in the year before "
            "last.\n\nShe rode it home.");
  const std::string plain = "One\nTwo\n\nThree";
  EXPECT_EQ(DocumentOf(plain).Body(true), plain);
}

TEST(Document, ASpanOverAPhysicalLineOfAWrappedParagraphLeavesNoBlankLine) {
  const std::string lines[] = {
      "The boat that brings the post to the outer islands was late again on",
      "Monday, and nobody on the quay seemed to mind. It carried two sacks of",
      "letters, a crate of lemons and a bicycle that had been ordered in the",
      "spring by the schoolteacher, who had stopped asking for it in the year", "before last."};
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  for (size_t gone = 0; gone < 5; ++gone) {
    Document document = DocumentOf(text);
    ASSERT_EQ(document.lines().size(), 1U);
    const auto begin = static_cast<uint32_t>(text.find(lines[gone]));
    document.RemoveSpan(0, begin, begin + static_cast<uint32_t>(lines[gone].size()), &kShare);
    std::string expected;
    for (size_t i = 0; i < 5; ++i) {
      if (i != gone) expected += (expected.empty() ? "" : "\n") + lines[i];
    }
    EXPECT_EQ(document.Body(), expected);
    EXPECT_EQ(KeptOf(document), expected);
  }
}

TEST(Document, IsDroppedWhenToldSo) {
  Document document = DocumentOf("One");
  document.Drop();
  EXPECT_TRUE(document.dropped());
  EXPECT_EQ(document.Body(), "One");
}

TEST(Document, CanBeMoved) {
  Document first = DocumentOf("One\nShare\nTwo share");
  first.RemoveLine(1, &kShare);
  first.RemoveSpan(2, 13, 19, &kShare);
  const Document second = std::move(first);
  EXPECT_EQ(second.Body(), "One\nTwo");
}

TEST(Document, KeepsNotesByOwnerUntilItsTextChanges) {
  Document document{Record()};
  document.SetText("a line\n");
  const int first = 0;
  const int second = 0;
  document.NotesOf(&first) = 1;
  document.NotesOf(&second) = 2;
  EXPECT_EQ(std::any_cast<int>(document.NotesOf(&first)), 1);
  EXPECT_EQ(std::any_cast<int>(document.NotesOf(&second)), 2);
  document.SetText("another\n");
  EXPECT_FALSE(document.NotesOf(&first).has_value());
}

TEST(Document, ManySpansAndRemovalsStayFast) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "abc share\n";
  Document document = DocumentOf(text);
  for (size_t i = 0; i < document.lines().size(); ++i) {
    document.RemoveSpan(i, document.line(i).begin + 3, document.line(i).end, &kShare);
  }
  for (size_t i = document.lines().size(); i-- > 0;) {
    if (i % 2 == 1) document.RemoveLine(i, &kReply);
  }
  EXPECT_EQ(document.kept_lines(), 10000U);
  EXPECT_EQ(document.Body().size(), 10000U * 4 - 1);
}

// Texts of words, indentation, blank lines of every kind, of several scripts, with or without a
// last line end.
std::string RandomText(std::mt19937& random) {
  static const std::string kPieces[] = {
      "word",
      "Share this",
      "  ",
      "\n",
      "\n\n",
      "\n \t\n",
      "\t",
      "中文。",
      "Größe",
      " ",
      "- x.",
      "\n",
      "\n",
      "😀",
      "a",
      "\n\n\n\n",
      "The boat that brings the post to the outer islands was late again on\n"};
  std::string text;
  for (size_t count = random() % 40; count > 0; --count)
    text += kPieces[random() % std::size(kPieces)];
  return text;
}

uint32_t RandomBoundary(std::mt19937& random, std::string_view text) {
  size_t offset = random() % (text.size() + 1);
  while (offset < text.size() && IsContinuation(text[offset])) ++offset;
  return static_cast<uint32_t>(offset);
}

void ExpectWholeAccount(const Document& document) {
  const std::string_view text = document.text();
  SCOPED_TRACE(testing::PrintToString(std::string(text)));
  uint32_t position = 0;
  for (const RemovedSpan& span : document.Removed()) {
    ASSERT_LE(position, span.begin);
    ASSERT_LT(span.begin, span.end);
    ASSERT_NE(span.reason, nullptr);
    position = span.end;
  }
  ASSERT_LE(position, text.size());
  const std::string body = document.Body();
  ASSERT_EQ(KeptOf(document), body);
  ASSERT_TRUE(IsValidUtf8(body));
  if (document.kept_lines() == 0) {
    ASSERT_EQ(body, "");
  }
  // Spans inside a hard-wrapped paragraph can leave blank lines and white space in it.
  if (document.hard_wrapped()) return;
  // Blank lines: one at a time, none at the ends.
  ASSERT_EQ(body.find("\n\n\n"), std::string::npos);
  if (!body.empty()) {
    ASSERT_NE(body.front(), '\n');
    ASSERT_NE(body.back(), '\n');
  }
  // Exactly the kept lines are there, in their order.
  size_t lines = 0;
  size_t begin = 0;
  while (begin <= body.size()) {
    const size_t end = std::min(body.find('\n', begin), body.size());
    const bool blank = body.find_first_not_of(" \t", begin) >= end;
    if (!blank) ++lines;
    ASSERT_TRUE(!blank || begin == end) << "a line of white space";
    begin = end + 1;
  }
  ASSERT_EQ(lines, document.kept_lines());
}

TEST(DocumentProperty, BodyAndRemovedMakeUpTheText) {
  const Reason* const reasons[] = {&kShare, &kReply, &kTwice};
  std::mt19937 random(5);
  for (int round = 0; round < 4000; ++round) {
    Document document = DocumentOf(RandomText(random));
    ExpectWholeAccount(document);
    if (document.lines().empty()) continue;
    for (size_t step = random() % 12; step > 0; --step) {
      const size_t index = random() % document.lines().size();
      const Reason* const reason = reasons[random() % 3];
      switch (random() % 8) {
        case 0:
          document.RestoreLine(index);
          break;
        case 1:
        case 2:
          document.RemoveLine(index, reason);
          break;
        default: {
          const uint32_t begin = RandomBoundary(random, document.text());
          const uint32_t end = RandomBoundary(random, document.text());
          document.RemoveSpan(index, random() % 2 == 0 ? 0 : begin, end, reason);
        }
      }
      ExpectWholeAccount(document);
      if (testing::Test::HasFatalFailure()) return;
    }
    document.RestoreAll();
    ASSERT_EQ(document.kept_lines(), document.lines().size());
    ASSERT_THAT(document.CountRemovals(), IsEmpty());
    ExpectWholeAccount(document);
    if (testing::Test::HasFatalFailure()) return;
  }
}

// A byte keeps the first reason it was removed for, as long as its line was not removed as a whole.
TEST(DocumentProperty, TheFirstReasonWinsForEveryByte) {
  const Reason* const reasons[] = {&kShare, &kReply, &kTwice};
  std::mt19937 random(6);
  const std::string text = "x0123456789abcdefghijklmnopqrstuvwxyz";
  for (int round = 0; round < 2000; ++round) {
    Document document = DocumentOf(text);
    std::vector<const Reason*> model(text.size(), nullptr);
    for (size_t step = random() % 10; step > 0; --step) {
      const auto begin =
          static_cast<uint32_t>(1 + random() % (text.size() - 1));  // the first byte is kept
      const auto end = static_cast<uint32_t>(random() % (text.size() + 1));
      const Reason* const reason = reasons[random() % 3];
      document.RemoveSpan(0, begin, end, reason);
      for (uint32_t i = begin; i < end; ++i) {
        if (model[i] == nullptr) model[i] = reason;
      }
    }
    std::vector<const Reason*> actual(text.size(), nullptr);
    for (const RemovedSpan& span : document.Removed()) {
      for (uint32_t i = span.begin; i < span.end; ++i) actual[i] = span.reason;
    }
    ASSERT_EQ(actual, model);
  }
}

}  // namespace
}  // namespace strigil
