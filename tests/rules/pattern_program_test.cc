#include "strigil/rules/pattern_program.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "strigil/rules/pattern_syntax.h"

namespace strigil {
namespace {

using Answer = PatternProgram::Answer;

// What the pattern's program says to a text; nothing where there is no program. That it agrees with
// RE2 is shown for all packs and for random patterns in pattern_literals_test.cc.
std::optional<Answer> Ask(std::string_view pattern, std::string_view text,
                          RulePlace where = RulePlace::kLine) {
  const std::optional<PatternNode> node = ParsePattern(pattern);
  if (!node.has_value()) return std::nullopt;
  const std::optional<PatternProgram> program = PatternProgram::Make(*node, where);
  if (!program.has_value()) return std::nullopt;
  return program->Match(text);
}

TEST(PatternProgram, MatchesLiteralsInAnyCaseUnlessToldOtherwise) {
  EXPECT_EQ(Ask("größe", "GRÖSSE"), Answer::kNo);
  EXPECT_EQ(Ask("größe", "GRÖßE"), Answer::kYes);
  EXPECT_EQ(Ask("kiss", "\u212Ai\u017Fs"), Answer::kYes);
  EXPECT_EQ(Ask("(?-i:Photo)s", "PhotoS"), Answer::kYes);
  EXPECT_EQ(Ask("(?-i:Photo)s", "photos"), Answer::kNo);
  EXPECT_EQ(Ask("read", "rea"), Answer::kNo);
}

TEST(PatternProgram, ChoosesByTheNextCharacter) {
  const std::string_view pattern = "(read|see|[0-9]+|watch|écoute|) ?more";
  for (const char* const text :
       {"read more", "see more", "12 more", "watch more", "ÉCOUTE more", "more", " more"}) {
    EXPECT_EQ(Ask(pattern, text), Answer::kYes) << text;
  }
  for (const char* const text : {"reading more", "rmore", "- more", "écout more", ""}) {
    EXPECT_EQ(Ask(pattern, text), Answer::kNo) << text;
  }
}

TEST(PatternProgram, GoesBackWhereARepetitionTookTooMuch) {
  EXPECT_EQ(Ask("[a-z]+end", "weekend"), Answer::kYes);
  EXPECT_EQ(Ask("[^,]*, [^,]*ing", "so, raining"), Answer::kYes);
  EXPECT_EQ(Ask("[a-z]{2,3}[0-9]", "ab1"), Answer::kYes);
  EXPECT_EQ(Ask("[a-z]{2,3}[0-9]", "abcd1"), Answer::kNo);
  EXPECT_EQ(Ask("[a-z]+ ", "word"), Answer::kNo);
  EXPECT_EQ(Ask("[a-j]+k", "a\u212A"), Answer::kYes);
}

TEST(PatternProgram, LooksForAMatchAtItsPlace) {
  EXPECT_EQ(Ask("© [a-z]+", "Snow. © Jane", RulePlace::kEnd), Answer::kYes);
  EXPECT_EQ(Ask("© [a-z]+", "Snow. © Jane.", RulePlace::kEnd), Answer::kNo);
  EXPECT_EQ(Ask("[a-z]foto: .+", "schneitFoto: Jane", RulePlace::kEnd), Answer::kYes);
  EXPECT_EQ(Ask("a", "bca", RulePlace::kInside), Answer::kYes);
  EXPECT_EQ(Ask("ab", "bca", RulePlace::kInside), Answer::kNo);
  EXPECT_EQ(Ask("read", "read on", RulePlace::kStart), Answer::kYes);
  EXPECT_EQ(Ask("on", "read on", RulePlace::kStart), Answer::kNo);
}

TEST(PatternProgram, GoesThroughTheEndOfATextBackwards) {
  const auto at_end = [](std::string_view pattern, std::string_view text) {
    return Ask(pattern, text, RulePlace::kEnd);
  };
  EXPECT_EQ(at_end("größe|weiß", "In dieser GRÖßE"), Answer::kYes);
  EXPECT_EQ(at_end("größe|weiß", "Größer"), Answer::kNo);
  EXPECT_EQ(at_end("(?-i:AP)( photo)?", "Lima. AP Photo"), Answer::kYes);
  EXPECT_EQ(at_end("(?-i:AP)( photo)?", "Lima. ap photo"), Answer::kNo);
  EXPECT_EQ(at_end("[0-9]{2,3}%", "at least 1234%"), Answer::kYes);
  EXPECT_EQ(at_end("\\b[0-9]{2,3}%", "at least 1234%"), Answer::kNo);
  EXPECT_EQ(at_end("^photo: .+", "photo: Jane Doe"), Answer::kYes);
  EXPECT_EQ(at_end("^photo: .+", "a photo: Jane Doe"), Answer::kNo);
  EXPECT_EQ(at_end("é[^.]*", "café 中文"), Answer::kYes);
  EXPECT_EQ(at_end("x*", ""), Answer::kYes);
  // A match may begin anywhere, so that what fails at once fails for a long text, too.
  EXPECT_EQ(at_end("[a-z ]+[0-9]", std::string(100000, 'a')), Answer::kNo);
}

TEST(PatternProgram, GivesUpInTime) {
  std::string pattern;
  for (int i = 0; i < 8; ++i) pattern += "(a*)*";
  EXPECT_EQ(Ask(pattern + "b", std::string(200, 'a')), Answer::kUnknown);
}

TEST(PatternProgram, LeavesToRe2WhatItDoesNotKnow) {
  EXPECT_EQ(Ask("[[:alpha:]]+", "a"), std::nullopt);
  EXPECT_EQ(Ask("(ab){1,100}", "ab"), std::nullopt);
}

}  // namespace
}  // namespace strigil
