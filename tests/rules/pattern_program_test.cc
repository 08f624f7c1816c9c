#include "strigil/rules/pattern_program.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/pack_library.h"
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

PatternProgram::Captures CapturesOf(std::string_view pattern, std::string_view text) {
  const std::optional<PatternNode> node = ParsePattern(pattern);
  PatternProgram::Captures captures;
  const auto program = PatternProgram::Make(*node, RulePlace::kLine);
  EXPECT_EQ(program->Match(text, &captures), Answer::kYes) << text;
  return captures;
}

TEST(PatternProgram, TellsWhatNamedGroupsCapture) {
  constexpr std::string_view kPattern =
      "by (?P<author>\\pL+( \\pL+)*)( on (?P<published>[0-9 .]+)(, updated)?)?";
  EXPECT_EQ(CapturesOf(kPattern, "By Ilse Maurer"), (PatternProgram::Captures{"Ilse Maurer", ""}));
  EXPECT_EQ(CapturesOf(kPattern, "By Ilse Maurer on 12. 5."),
            (PatternProgram::Captures{"Ilse Maurer", "12. 5."}));
  EXPECT_EQ(CapturesOf(kPattern, "By Ilse on 12, updated"),
            (PatternProgram::Captures{"Ilse", "12"}));
  // What was captured on a way that led nowhere is not.
  EXPECT_EQ(CapturesOf("((?P<author>[a-z]+), he|[a-z]+, she)", "ada, she"),
            (PatternProgram::Captures{"", ""}));
}

// For every line that a rule with such groups is shown to match.
TEST(PatternProgram, CapturesWhatRe2Does) {
  size_t captured = 0;
  for (const BuiltinPack& pack : BuiltinPacks()) {
    for (const Rule& rule : ParsePack(pack.toml, pack.file).rules) {
      const std::optional<PatternNode> node = ParsePattern(rule.pattern);
      if (rule.pattern.find("(?P<") == std::string::npos || !node.has_value()) continue;
      const auto program = PatternProgram::Make(*node, rule.where);
      if (!program.has_value() || !program->CanCapture()) continue;
      RE2::Options options;
      options.set_dot_nl(true);
      const RE2 pattern(ExpandPattern(rule.pattern), options);
      for (const RuleExample& hit : rule.hits) {
        PatternProgram::Captures captures;
        if (program->Match(hit.text, &captures) != Answer::kYes) continue;
        std::vector<re2::StringPiece> groups(
            static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
        ASSERT_TRUE(
            pattern.Match(hit.text, 0, hit.text.size(),
                          rule.where == RulePlace::kLine ? RE2::ANCHOR_BOTH : RE2::ANCHOR_START,
                          groups.data(), static_cast<int>(groups.size())))
            << hit.text;
        for (const auto& [name, group] : pattern.NamedCapturingGroups()) {
          const bool is_author = name == ToString(RuleFact::kAuthor);
          EXPECT_EQ(captures[is_author ? 0 : 1], groups[static_cast<size_t>(group)].as_string())
              << rule.id << ": " << hit.text;
          captured += captures[is_author ? 0 : 1].empty() ? 0 : 1;
        }
      }
    }
  }
  EXPECT_GT(captured, 50U);
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
