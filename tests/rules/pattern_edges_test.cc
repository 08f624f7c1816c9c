#include "strigil/rules/pattern_edges.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "strigil/rules/pattern_syntax.h"

namespace strigil {
namespace {

PatternEdges EdgesOf(std::string_view pattern) {
  const std::optional<PatternNode> node = ParsePattern(pattern);
  EXPECT_TRUE(node.has_value()) << pattern;
  return node.has_value() ? FindEdges(*node) : PatternEdges();
}

bool CanEndWith(std::string_view pattern, char byte) {
  return EdgesOf(pattern).last[0][static_cast<unsigned char>(byte)];
}

bool CanBeginWith(std::string_view pattern, char byte) {
  return EdgesOf(pattern).first[0][static_cast<unsigned char>(byte)];
}

TEST(PatternEdgesTest, ALiteralHasItsBytesAtBothEnds) {
  EXPECT_TRUE(CanBeginWith("share this", 's'));
  EXPECT_FALSE(CanBeginWith("share this", 'h'));
  EXPECT_TRUE(EdgesOf("share this").first[1]['h']);
  EXPECT_TRUE(EdgesOf("share this").last[3]['t']);
}

TEST(PatternEdgesTest, LettersAreLettersOfAsciiOrNoAscii) {
  for (const std::string_view letters :
       {R"(.*\pL)", R"(.*\p{L})", R"(.*\p{Lu})", R"(.*[\pL'-]+)", R"(.*[\p{Ll}-])"}) {
    EXPECT_TRUE(CanEndWith(letters, 'z')) << letters;
    EXPECT_TRUE(CanEndWith(letters, '\xA9')) << letters;
    EXPECT_FALSE(CanEndWith(letters, '.')) << letters;
    EXPECT_FALSE(CanEndWith(letters, '7')) << letters;
  }
  EXPECT_TRUE(CanEndWith(R"(.*[\pL\d)])", '7'));
  EXPECT_TRUE(CanEndWith(R"(.*[\pL\d)])", ')'));
  EXPECT_FALSE(CanEndWith(R"(.*[\pL\d)])", '.'));
}

TEST(PatternEdgesTest, ADashBehindASetIsNoRange) {
  for (const char byte : {'7', '-', '.'}) EXPECT_TRUE(CanEndWith(R"(.*[\d-.])", byte));
}

TEST(PatternEdgesTest, WhatAClassLeavesOutWithARangeIntoOtherCharactersIsNotGuessed) {
  // What of ASCII such a range leaves out is not known.
  for (const char byte : {'!', '1'}) EXPECT_TRUE(CanEndWith("x[^a-é]", byte));
  for (const char byte : {'!', 'x'}) EXPECT_TRUE(CanEndWith(R"(x[^\d-.])", byte));
  EXPECT_FALSE(CanEndWith("x[^à-ÿ0-9]", '3'));
}

TEST(PatternEdgesTest, WhatIsLeftOutOfAClassMayHaveAnotherCase) {
  EXPECT_FALSE(CanBeginWith("[^0-9x]+", '3'));
  EXPECT_TRUE(CanBeginWith("[^0-9x]+", 'x'));
  EXPECT_FALSE(CanBeginWith(R"([^\p{N}]+)", '3'));
}

TEST(PatternEdgesTest, SetsThatAreNotKnownAllowAnything) {
  for (const std::string_view any : {R"(\P{L}+)", R"(\p{Greek}+)", R"([^\W]+)", R"([\S]+)"}) {
    for (const char byte : {'a', '7', '.', '\xA9'}) EXPECT_TRUE(CanBeginWith(any, byte)) << any;
  }
}

TEST(PatternEdgesTest, WhatMayBeLeftOutIsSeenThrough) {
  EXPECT_TRUE(CanEndWith("by name( and others)?", 'e'));
  EXPECT_TRUE(CanEndWith("by name( and others)?", 's'));
  EXPECT_EQ(EdgesOf("a?").shortest, 0U);
  EXPECT_EQ(EdgesOf("ab?").shortest, 1U);
}

}  // namespace
}  // namespace strigil
