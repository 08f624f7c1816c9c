#include "strigil/io/text_split.h"

#include <re2/re2.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

std::string ErrorOf(std::string_view option) {
  try {
    ParseTextSplit(option);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(ParseTextSplitTest, KnowsItsForms) {
  EXPECT_EQ(ParseTextSplit("none").kind, TextSplit::Kind::kNone);
  EXPECT_EQ(ParseTextSplit("form-feed").kind, TextSplit::Kind::kFormFeed);
  const TextSplit blank = ParseTextSplit("blank-lines=3");
  EXPECT_EQ(blank.kind, TextSplit::Kind::kBlankLines);
  EXPECT_EQ(blank.blank_lines, 3U);
  const TextSplit pattern = ParseTextSplit("/^=+$/");
  EXPECT_EQ(pattern.kind, TextSplit::Kind::kPattern);
  EXPECT_EQ(pattern.pattern->pattern(), "^=+$");
  EXPECT_EQ(ParseTextSplit("///").pattern->pattern(), "/");
}

TEST(ParseTextSplitTest, SaysWhatIsExpected) {
  EXPECT_EQ(ErrorOf("pages"),
            "split 'pages': expected none, form-feed, blank-lines=N or /PATTERN/");
  for (const char* option : {"", "/", "//", "/open", "formfeed", "blank-lines", "Form-Feed"}) {
    EXPECT_THAT(ErrorOf(option), testing::HasSubstr("expected none, form-feed")) << option;
  }
  for (const char* option : {"blank-lines=", "blank-lines=0", "blank-lines=-1", "blank-lines=1001",
                             "blank-lines=3 ", "blank-lines=+3", "blank-lines=99999999999999"}) {
    EXPECT_EQ(ErrorOf(option),
              "split '" + std::string(option) + "': expected a number of lines from 1 to 1000");
  }
  EXPECT_EQ(ErrorOf("/(/"), "split '/(/': missing ): (");
}

}  // namespace
}  // namespace strigil
