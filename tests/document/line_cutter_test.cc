#include "strigil/document/line_cutter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;

struct Cut {
  bool hard_wrapped = false;
  std::vector<std::string> lines;
};

Cut CutOf(std::string_view text) {
  std::vector<Line> lines;
  std::vector<Word> words;
  Cut cut;
  cut.hard_wrapped = CutLines(text, &lines, &words);
  for (const Line& line : lines)
    cut.lines.emplace_back(text.substr(line.begin, line.end - line.begin));
  return cut;
}

std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  std::vector<Word> words;
  CutLines(text, &lines, &words);
  return lines;
}

TEST(CutLines, MarksLinesWhoseWordsComeAgain) {
  const std::vector<Line> lines =
      LinesOf("Read more\nThe ferry\n- READ MORE -\n***\nThe harbour\n***\nread  more\n");
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_TRUE(lines[0].comes_again);
  EXPECT_FALSE(lines[1].comes_again);
  EXPECT_TRUE(lines[2].comes_again);
  EXPECT_FALSE(lines[3].comes_again) << "no words, none that come again";
  EXPECT_FALSE(lines[4].comes_again);
  EXPECT_FALSE(lines[5].comes_again);
  EXPECT_TRUE(lines[6].comes_again);
}

TEST(CutLines, NamesTheFirstLineWithTheSameText) {
  const std::vector<Line> lines =
      LinesOf("Read more\nThe ferry\nRead more\n- Read more -\n***\nThe ferry\nRead more\n***\n");
  ASSERT_EQ(lines.size(), 8U);
  const uint32_t expected[] = {0, 1, 0, 3, 4, 1, 0, 7};  // lines without words are not compared
  for (size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i].first_same, expected[i]) << i;
}

TEST(CutLines, MarksProse) {
  const std::vector<Line> lines = LinesOf(
      "Sport Culture Travel\nThe ferry left the harbour late, and the harbour master said that he "
      "had "
      "not been told why.\n");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_FALSE(lines[0].prose);
  EXPECT_TRUE(lines[1].prose);
}

// Breaks `paragraph` before the column `width`, as a mail program does.
std::string Wrapped(std::string_view paragraph, size_t width, std::string_view first_indent = "") {
  std::string out(first_indent);
  size_t column = first_indent.size();
  bool line_start = true;
  while (!paragraph.empty()) {
    const size_t end = std::min(paragraph.find(' '), paragraph.size());
    const std::string_view word = paragraph.substr(0, end);
    const size_t word_width = CountCodePoints(word);
    if (!line_start && column + 1 + word_width > width) {
      out += '\n';
      column = 0;
      line_start = true;
    }
    if (!line_start) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word_width;
    line_start = false;
    paragraph.remove_prefix(std::min(end + 1, paragraph.size()));
  }
  return out;
}

constexpr std::string_view kHarbour =
    "The harbour office has kept a book of arrivals since the year the breakwater was finished, "
    "and it is still written "
    "by hand. Every master signs it, gives the name of the ship and the number of souls aboard, "
    "and puts down what he "
    "would like to have told to the next. Most of them write about the weather. Some ask for coal, "
    "though none has been "
    "sold on the island in forty years, and one, in an otherwise empty week of November, drew a "
    "very small whale.";
constexpr std::string_view kBrook =
    "Wer im Frühjahr über die Höhen wandert, hört das Wasser, lange bevor er es sieht. Der Bach "
    "kommt unter den Wurzeln "
    "einer Buche hervor, läuft ein Stück über Geröll und verschwindet dann für fast zweihundert "
    "Meter im Kalk. Die Kinder "
    "aus dem Dorf lassen dort Rindenstücke schwimmen und rennen zur unteren Quelle, um zu sehen, "
    "welches zuerst ankommt.";

TEST(LineCutter, CutsOrdinaryTextAtItsLineEnds) {
  const Cut cut = CutOf("One\n\nTwo\nThree");
  EXPECT_FALSE(cut.hard_wrapped);
  EXPECT_THAT(cut.lines, ElementsAre("One", "Two", "Three"));
}

TEST(LineCutter, OverwritesItsOutputs) {
  std::vector<Line> lines(5);
  std::vector<Word> words(5);
  EXPECT_FALSE(CutLines("One two", &lines, &words));
  EXPECT_EQ(lines.size(), 1U);
  EXPECT_EQ(words.size(), 2U);
  EXPECT_FALSE(CutLines("", &lines, &words));
  EXPECT_TRUE(lines.empty());
  EXPECT_TRUE(words.empty());
}

TEST(LineCutter, JoinsProseWrappedAtAnyUsualColumn) {
  for (const std::string_view paragraph : {kHarbour, kBrook}) {
    for (size_t width = 60; width <= 80; ++width) {
      const std::string first = Wrapped(paragraph, width);
      const std::string second = Wrapped(paragraph.substr(paragraph.find(". ") + 2), width);
      const Cut cut = CutOf(first + "\n\n" + second + "\n");
      EXPECT_TRUE(cut.hard_wrapped) << width;
      EXPECT_THAT(cut.lines, ElementsAre(first, second)) << width;
    }
  }
}

TEST(LineCutter, MeasuresAWrappedParagraphAsOneLine) {
  const std::string text = Wrapped(kHarbour, 72);
  std::vector<Line> wrapped;
  std::vector<Line> plain;
  std::vector<Word> words;
  ASSERT_TRUE(CutLines(text, &wrapped, &words));
  ASSERT_FALSE(CutLines(kHarbour, &plain, &words));
  ASSERT_EQ(wrapped.size(), 1U);
  EXPECT_EQ(wrapped[0].shape.words, plain[0].shape.words);
  EXPECT_EQ(wrapped[0].shape.sentence_ends, plain[0].shape.sentence_ends);
  EXPECT_EQ(wrapped[0].shape.folded_hash, plain[0].shape.folded_hash);
}

TEST(LineCutter, ARaggedEdgeIsJoinedToo) {
  // Not broken by a machine: some lines end a word or two before the column.
  const std::string text =
      "Of all the lamps along the north pier only the third was ever lit, and\n"
      "that by a man who was not paid for it. He came down at dusk with a can\n"
      "of oil and a rag, and when the glass was clean he would stand a minute\n"
      "with his back to the sea. Asked why the third, he said that the second\n"
      "had been his brother's, and that a pier with one light on it was still\n"
      "a pier.\n";
  EXPECT_TRUE(CutOf(text).hard_wrapped);
  EXPECT_EQ(CutOf(text).lines.size(), 1U);
}

TEST(LineCutter, AnIndentedLineBehindASentenceBeginsAParagraph) {
  const std::string first = Wrapped(kHarbour, 70, "    ");
  const std::string second = Wrapped(kHarbour.substr(kHarbour.find("Every")), 70, "    ");
  const Cut cut = CutOf(first + "\n" + second + "\n");
  EXPECT_TRUE(cut.hard_wrapped);
  EXPECT_THAT(cut.lines, ElementsAre(first, second));
}

TEST(LineCutter, HeadingsBesideWrappedParagraphsStayLinesOfTheirOwn) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const Cut cut =
      CutOf("THE BOOK OF ARRIVALS\n" + paragraph + "\nA very small whale\n" + paragraph + "\n");
  EXPECT_TRUE(cut.hard_wrapped);
  EXPECT_THAT(cut.lines,
              ElementsAre("THE BOOK OF ARRIVALS", paragraph, "A very small whale", paragraph));
}

TEST(LineCutter, ListItemsInWrappedTextBeginLinesOfTheirOwn) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const std::string item = Wrapped(kHarbour.substr(0, kHarbour.find(" Every")), 72);
  for (const std::string bullet : {"- ", "* ", "1. ", "12) ", "• ", "– "}) {
    const Cut cut = CutOf(paragraph + "\n\n" + bullet + item + "\n" + bullet + item + "\n");
    EXPECT_TRUE(cut.hard_wrapped) << bullet;
    EXPECT_THAT(cut.lines, ElementsAre(paragraph, bullet + item, bullet + item)) << bullet;
  }
}

TEST(LineCutter, QuotedLinesOfMailAreNotJoined) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  std::string quoted;
  std::vector<std::string> expected = {paragraph};
  for (int i = 0; i < 3; ++i) {
    expected.push_back("> and would whoever has taken the ladder kindly bring it back here");
    quoted += expected.back() + "\n";
  }
  const Cut cut = CutOf(paragraph + "\n\n" + quoted);
  EXPECT_TRUE(cut.hard_wrapped);
  EXPECT_EQ(cut.lines, expected);
}

TEST(LineCutter, ALinkTooLongForTheColumnDoesNotMatter) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const std::string link = "https://example.org/" + std::string(90, 'a');
  const Cut cut = CutOf(paragraph + "\n\n" + link + "\n\n" + paragraph + "\n");
  EXPECT_TRUE(cut.hard_wrapped);
  EXPECT_THAT(cut.lines, ElementsAre(paragraph, link, paragraph));
}

void ExpectNotJoined(const std::string& text) {
  const Cut cut = CutOf(text);
  EXPECT_FALSE(cut.hard_wrapped) << text;
  for (const std::string& line : cut.lines) EXPECT_EQ(line.find('\n'), std::string::npos) << line;
}

TEST(LineCutter, TextWithLongLinesIsNotWrapped) {
  ExpectNotJoined(std::string(kHarbour) + "\n" + std::string(kBrook) + "\n" +
                  std::string(kHarbour) + "\n");
  // Also where a boilerplate block in it is.
  ExpectNotJoined(std::string(kHarbour) + "\n\n" + Wrapped(kHarbour, 72) + "\n\n" +
                  std::string(kBrook) + "\n");
}

TEST(LineCutter, ShortLinesOfAMenuAreNotWrapped) {
  ExpectNotJoined(
      "Home\nNews\nSport\nCulture\nTravel\nWeather\nPuzzles\nObituaries\nLetters to the "
      "editor\nArchive\n");
}

TEST(LineCutter, HeadlinesBelowEachOtherAreNotWrapped) {
  ExpectNotJoined(
      "Old bridge to stay closed until autumn, council says\n"
      "Whale drawn in arrivals book was a hoax, historian finds\n"
      "Storm warning for the outer islands\n"
      "How a schoolteacher waited a year for a bicycle, and what she did then\n"
      "Lemon prices rise again\n"
      "Ferry timetable changes on Monday: all you need to know about sailings\n"
      "Third lamp on the north pier goes out after sixty years\n"
      "Ten walks for a rainy weekend\n");
}

TEST(LineCutter, VersesAreNotWrapped) {
  ExpectNotJoined(
      "The third lamp burns, the second not,\n"
      "The first was never lit,\n"
      "And what the keeper has forgot\n"
      "The sea remembers it.\n"
      "\n"
      "It comes at dusk to count the lights\n"
      "And finds the number one,\n"
      "And so it goes on other nights,\n"
      "And so will others run.\n");
}

TEST(LineCutter, RowsOfATableAreNotWrapped) {
  std::string spaces;
  std::string pipes;
  std::string tabs;
  for (int row = 0; row < 12; ++row) {
    const std::string number = std::to_string(100 + row);
    spaces +=
        "Port Sollas harbour " + number + "        1,204       3,511        88.2      71.90\n";
    pipes += "Port Sollas harbour " + number + " | 1,204 | 3,511 | 88.2 | 71.90 | late | 12 | 4\n";
    tabs +=
        "Port Sollas harbour office " + number + "\tarrivals 1,204\tdepartures 3,511\tlate 88.2\n";
  }
  ExpectNotJoined(spaces);
  ExpectNotJoined(pipes);
  ExpectNotJoined(tabs);
}

TEST(LineCutter, ATableInWrappedTextKeepsItsRows) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const std::string row = "Port Sollas harbour      1,204       3,511        88.2        71.90";
  const Cut cut =
      CutOf(paragraph + "\n\n" + row + "\n" + row + "\n" + row + "\n\n" + paragraph + "\n");
  EXPECT_TRUE(cut.hard_wrapped);
  EXPECT_THAT(cut.lines, ElementsAre(paragraph, row, row, row, paragraph));
}

TEST(LineCutter, AColumnIsSeenWhereverInTheRowItBegins) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const std::string before = paragraph.substr(0, paragraph.find('\n'));
  for (size_t width = 11; width <= 70; ++width) {
    // A first word so long finds no room in the line before.
    for (size_t gap = 7; gap + 4 <= width; ++gap) {
      for (const std::string between : {"   ", " | ", "\t", " \t"}) {
        std::string row(width, 'x');
        row.replace(gap, between.size(), between);
        if (row.back() != 'x') continue;
        for (const std::string padding : {"", " "}) {
          std::string text = paragraph;
          text += "\n\n" + before + "\n" + padding + row + padding + "\n" + before + "\n";
          const Cut cut = CutOf(text);
          ASSERT_TRUE(cut.hard_wrapped) << row;
          ASSERT_THAT(cut.lines, ElementsAre(paragraph, before, padding + row + padding, before));
        }
      }
    }
  }
}

TEST(LineCutter, TwoSpacesAreNoColumn) {
  const std::string paragraph = Wrapped(kHarbour, 72);
  const std::string two = paragraph.substr(0, paragraph.find('\n')) + "\nxxxxxxx  xxxxxxxxxxxxxxxx";
  EXPECT_THAT(CutOf(paragraph + "\n\n" + two + "\n").lines, ElementsAre(paragraph, two));
}

TEST(LineCutter, TooFewLinesAreNoEvidence) {
  ExpectNotJoined(
      "The boat that brings the post to the outer islands was late again on\n"
      "Monday, and nobody on the quay seemed to mind. It carried two sacks of\n"
      "letters.\n");
}

std::string Unwrapped(std::string_view paragraph) {
  std::string out = "|";
  AppendUnwrapped(paragraph, &out);
  return out;
}

TEST(AppendUnwrapped, MakesLineEndsAndIndentationOneSpace) {
  EXPECT_EQ(Unwrapped(""), "|");
  EXPECT_EQ(Unwrapped("one line"), "|one line");
  EXPECT_EQ(Unwrapped("two\nlines"), "|two lines");
  EXPECT_EQ(Unwrapped("  one  \n\t two\n   three  "), "|  one two three  ");
}

TEST(AppendUnwrapped, GivesBackWhatWasWrapped) {
  for (size_t width = 60; width <= 80; ++width) {
    EXPECT_EQ(Unwrapped(Wrapped(kHarbour, width)), "|" + std::string(kHarbour));
    EXPECT_EQ(Unwrapped(Wrapped(kBrook, width)), "|" + std::string(kBrook));
  }
}

// Lines lie in order, are not blank, miss no byte but white space, and their words and offsets are
// in bounds.
TEST(LineCutterProperty, LinesCoverAllThatIsNotBlank) {
  static const std::string kPieces[] = {
      "word ",
      "\n",
      "\n",
      "\n\n",
      " \t",
      "中文。",
      "Größe ",
      "- ",
      "> ",
      "1. ",
      "The boat that brings the post to the outer islands was late again on\n",
      "    Monday, and nobody on the quay seemed to mind. It carried two sacks of\n"};
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t count = random() % 30; count > 0; --count)
      text += kPieces[random() % std::size(kPieces)];
    SCOPED_TRACE(testing::PrintToString(text));
    std::vector<Line> lines;
    std::vector<Word> words;
    const bool hard_wrapped = CutLines(text, &lines, &words);
    uint32_t position = 0;
    uint32_t word = 0;
    for (const Line& line : lines) {
      const std::string_view between =
          std::string_view(text).substr(position, line.begin - position);
      ASSERT_EQ(between.find_first_not_of(" \t\n"), std::string_view::npos);
      ASSERT_TRUE(line.begin == 0 || text[line.begin - 1] == '\n');
      ASSERT_TRUE(line.end == text.size() || text[line.end] == '\n');
      const std::string_view whole =
          std::string_view(text).substr(line.begin, line.end - line.begin);
      ASSERT_NE(whole.find_first_not_of(" \t"), std::string_view::npos);
      ASSERT_TRUE(hard_wrapped || whole.find('\n') == std::string_view::npos);
      ASSERT_EQ(whole.find("\n\n"), std::string_view::npos);
      ASSERT_LE(line.begin, line.bare_begin);
      ASSERT_LE(line.bare_begin, line.bare_end);
      ASSERT_LE(line.bare_end, line.end);
      ASSERT_EQ(line.words_begin, word);
      ASSERT_LE(line.words_begin, line.words_end);
      word = line.words_end;
      position = line.end;
    }
    ASSERT_EQ(std::string_view(text).substr(position).find_first_not_of(" \t\n"),
              std::string_view::npos);
    ASSERT_EQ(word, words.size());
  }
}

}  // namespace
}  // namespace strigil
