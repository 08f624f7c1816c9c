#include "strigil/report/terminal_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

std::string Visible(std::string_view utf8) {
  std::string out;
  AppendVisible(utf8, &out);
  return out;
}

std::vector<std::string> Rows(std::string_view text) {
  std::vector<std::string> rows(1);
  for (const char c : text) {
    if (c == '\n') {
      rows.emplace_back();
    } else {
      rows.back() += c;
    }
  }
  return rows;
}

TEST(ColumnsOfTest, WideCharactersTakeTwoAndMarksNone) {
  EXPECT_EQ(ColumnsOf(U'a'), 1);
  EXPECT_EQ(ColumnsOf(U'é'), 1);
  EXPECT_EQ(ColumnsOf(U'漢'), 2);
  EXPECT_EQ(ColumnsOf(U'ｗ'), 2);
  EXPECT_EQ(ColumnsOf(U'\U0001F600'), 2);
  EXPECT_EQ(ColumnsOf(U'\u0301'), 0);
  EXPECT_EQ(ColumnsOf(U'\u200D'), 0);
  EXPECT_EQ(ColumnsOf(U'\u00AD'), 0);
  EXPECT_EQ(ColumnsOf("Ærø 新聞"), 8U);
  EXPECT_EQ(ColumnsOf(""), 0U);
}

TEST(AppendVisibleTest, LeavesTextAlone) {
  EXPECT_EQ(Visible("Zwölf “Boxkämpfer” 漢字 \U0001F600"), "Zwölf “Boxkämpfer” 漢字 \U0001F600");
}

TEST(AppendVisibleTest, WritesControlsOut) {
  EXPECT_EQ(Visible("\x1b[31mred"), "<U+001B>[31mred");
  EXPECT_EQ(Visible("a\tb\nc\rd"), "a b<U+000A>c<U+000D>d");
  EXPECT_EQ(Visible(std::string_view("\0", 1)), "<U+0000>");
  EXPECT_EQ(Visible("\x7F"), "<U+007F>");
  EXPECT_EQ(Visible("\u009B"), "<U+009B>");
  EXPECT_EQ(Visible("a\u202Eb\u2066c\u200Fd\u2028"), "a<U+202E>b<U+2066>c<U+200F>d<U+2028>");
}

TEST(ElidedTest, KeepsWhatFits) {
  EXPECT_EQ(Elided("navigation", 10), "navigation");
  EXPECT_EQ(Elided("", 0), "");
  EXPECT_EQ(Elided("", 5), "");
}

TEST(ElidedTest, CutsOutTheMiddle) {
  EXPECT_EQ(Elided("rules/navigation.skip-link", 12), "rul…kip-link");
  EXPECT_EQ(Elided("abcdef", 1), "…");
  EXPECT_EQ(Elided("abcdef", 2), "…f");
  EXPECT_EQ(Elided("abcdef", 0), "");
  // A wide character that does not fit is left out whole.
  EXPECT_EQ(Elided("漢字漢字漢字", 6), "…漢字");
}

TEST(WrappedTest, BreaksAtSpaces) {
  EXPECT_EQ(Wrapped("The ferry will keep running", 10), "The ferry\nwill keep\nrunning");
  EXPECT_EQ(Wrapped("The ferry", 9), "The ferry");
  EXPECT_EQ(Wrapped("", 9), "");
}

TEST(WrappedTest, DropsTheSpacesItBreaksAt) {
  EXPECT_EQ(Wrapped("one    two", 5), "one\ntwo");
  EXPECT_EQ(Wrapped("one two   ", 20), "one two");
  EXPECT_EQ(Wrapped("  one", 20), "  one");
}

TEST(WrappedTest, BreaksWordsOnlyWhereTheyAreLongerThanARow) {
  EXPECT_EQ(Wrapped("abcdefghij", 4), "abcd\nefgh\nij");
  EXPECT_EQ(Wrapped("漢字漢字漢", 5), "漢字\n漢字\n漢");
  EXPECT_EQ(Wrapped("e\u0301e\u0301e\u0301", 2), "e\u0301e\u0301\ne\u0301");
}

TEST(WrappedTest, IndentsRowsBehindTheFirst) {
  EXPECT_EQ(Wrapped("   Title: Island ferry to run", 16, 3), "   Title: Island\n   ferry to run");
}

TEST(WrappedTest, KeepsLineEnds) { EXPECT_EQ(Wrapped("one\n\ntwo three", 5), "one\n\ntwo\nthree"); }

TEST(WrappedTest, RowsAreNeverTooWideAndNothingButSpacesIsLost) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {"a", "bc",      " ",           "  ", "漢",
                                           "é", "e\u0301", "longer-word", "\n"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t length = random() % 40; length > 0; --length)
      text += pieces[random() % pieces.size()];
    const size_t columns = 2 + random() % 20;
    const std::string wrapped = Wrapped(text, columns);
    ASSERT_TRUE(IsValidUtf8(wrapped));
    for (const std::string& row : Rows(wrapped)) ASSERT_LE(ColumnsOf(row), columns) << text;
    const auto bare = [](std::string from) {
      std::erase_if(from, [](char c) { return c == ' ' || c == '\n'; });
      return from;
    };
    ASSERT_EQ(bare(wrapped), bare(text));
    ASSERT_LE(ColumnsOf(Elided(bare(text), columns)), columns);
  }
}

TEST(WrappedTest, AVeryLongWordIsLinear) {
  const std::string word(2'000'000, 'x');
  EXPECT_EQ(Wrapped(word, 100).size(), word.size() + 19'999);
}

}  // namespace
}  // namespace strigil
