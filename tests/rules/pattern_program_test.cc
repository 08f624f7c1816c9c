#include "strigil/rules/pattern_program.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
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
using Direction = PatternProgram::Direction;

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

// Of words that begin alike, or end alike where the program goes backwards, what they share is
// looked at once.
TEST(PatternProgram, TellsWordsApartThatBeginAlike) {
  const std::vector<std::string> words = {"sport", "sports", "start", "startseite",
                                          "größe", "großes", "gruß",  "k",
                                          "kiss",  "éclair", "école", ""};
  std::string pattern = "([0-9]+|[t-z]";
  for (const std::string& word : words) pattern += "|" + word;
  pattern += ")( news)?";
  for (const RulePlace where : {RulePlace::kLine, RulePlace::kStart, RulePlace::kEnd}) {
    for (const std::string& word : words) {
      EXPECT_EQ(Ask("x" + pattern, "x" + word, where), Answer::kYes) << word;
      EXPECT_EQ(Ask("x" + pattern + "y", "x" + word + " newsy", where), Answer::kYes) << word;
      EXPECT_EQ(Ask("x" + pattern + "y", "x" + word + "ky", where),
                word.empty() ? Answer::kYes : Answer::kNo)
          << word;
    }
    for (const char* const other : {"sp", "spor", "startseit", "groß", "écl", "ki", "sportstart"})
      EXPECT_EQ(Ask("x" + pattern + "y", std::string("x") + other + "y", where), Answer::kNo)
          << other;
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

PatternProgram::Found FindIn(std::string_view pattern, std::string_view text,
                             RulePlace where = RulePlace::kLine) {
  const std::optional<PatternNode> node = ParsePattern(pattern);
  const auto program = PatternProgram::Make(*node, where, Direction::kForward);
  PatternProgram::Found found;
  EXPECT_EQ(program->Match(text, &found), Answer::kYes) << text;
  return found;
}

TEST(PatternProgram, TellsWhatNamedGroupsCapture) {
  constexpr std::string_view kPattern =
      "by (?P<author>\\pL+( \\pL+)*)( on (?P<published>[0-9 .]+)(, updated)?)?";
  using Facts = decltype(PatternProgram::Found::facts);
  EXPECT_EQ(FindIn(kPattern, "By Ilse Maurer").facts, (Facts{"Ilse Maurer", ""}));
  EXPECT_EQ(FindIn(kPattern, "By Ilse Maurer on 12. 5.").facts, (Facts{"Ilse Maurer", "12. 5."}));
  EXPECT_EQ(FindIn(kPattern, "By Ilse on 12, updated").facts, (Facts{"Ilse", "12"}));
  // What was captured on a way that led nowhere is not.
  EXPECT_EQ(FindIn("((?P<author>[a-z]+), he|[a-z]+, she)", "ada, she").facts, (Facts{"", ""}));
}

TEST(PatternProgram, FindsTheLeftmostMatchAndTheFirstWayToMakeIt) {
  EXPECT_EQ(FindIn("[a-z]+", "12 ab cd", RulePlace::kInside).match, "ab");
  EXPECT_EQ(FindIn("read|read more", "To read more", RulePlace::kInside).match, "read");
  EXPECT_EQ(FindIn("read( more)?", "Read more", RulePlace::kStart).match, "Read more");
  EXPECT_EQ(FindIn("re|ready|read", "Ready", RulePlace::kStart).match, "Re");
  EXPECT_EQ(FindIn("ready|re|read", "Read", RulePlace::kStart).match, "Re");
  EXPECT_EQ(FindIn("read more|r[a-z]+|read", "Read mostly", RulePlace::kStart).match, "Read");
  EXPECT_EQ(FindIn("(?P<author>ab|abc|a)c*", "abcc").facts[0], "ab");
  EXPECT_EQ(FindIn("[0-9]{2,3}", "at 12, 1234", RulePlace::kEnd).match, "234");
  EXPECT_EQ(FindIn(" ?\\([^)]*\\)", "So (a) it is (b)", RulePlace::kEnd).match, " (b)");
  EXPECT_EQ(FindIn("(?-i:AP)( photo)?", "AP or AP Photo", RulePlace::kEnd).match, "AP Photo");
}

// For every line that a rule is shown to match.
TEST(PatternProgram, FindsWhatRe2Does) {
  size_t found_matches = 0;
  size_t captured = 0;
  for (const BuiltinPack& pack : BuiltinPacks()) {
    for (const Rule& rule : ParsePack(pack.toml, pack.file).rules) {
      const bool is_at_end = rule.where == RulePlace::kEnd;
      if (rule.pattern.find("(?P<") == std::string::npos && rule.action != RuleAction::kSpan)
        continue;
      const std::optional<PatternNode> node = ParsePattern(rule.pattern);
      if (!node.has_value()) continue;
      const auto program = PatternProgram::Make(*node, rule.where, Direction::kForward);
      if (!program.has_value()) continue;
      RE2::Options options;
      options.set_dot_nl(true);
      std::string expanded = ExpandPattern(rule.pattern);
      if (is_at_end) expanded.insert(0, "(?:").append(")\\z");
      const RE2 pattern(expanded, options);
      const RE2::Anchor anchor = rule.where == RulePlace::kLine    ? RE2::ANCHOR_BOTH
                                 : rule.where == RulePlace::kStart ? RE2::ANCHOR_START
                                                                   : RE2::UNANCHORED;
      for (const RuleExample& hit : rule.hits) {
        PatternProgram::Found found;
        if (program->Match(hit.text, &found) != Answer::kYes) continue;
        std::vector<re2::StringPiece> groups(
            static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
        ASSERT_TRUE(pattern.Match(hit.text, 0, hit.text.size(), anchor, groups.data(),
                                  static_cast<int>(groups.size())))
            << hit.text;
        EXPECT_EQ(found.match, groups[0].as_string()) << rule.id << ": " << hit.text;
        ++found_matches;
        for (const auto& [name, group] : pattern.NamedCapturingGroups()) {
          const bool is_author = name == ToString(RuleFact::kAuthor);
          const std::string_view fact = found.facts[is_author ? 0 : 1];
          EXPECT_EQ(fact, groups[static_cast<size_t>(group)].as_string())
              << rule.id << ": " << hit.text;
          captured += fact.empty() ? 0 : 1;
        }
      }
    }
  }
  EXPECT_GT(found_matches, 80U);
  EXPECT_GT(captured, 50U);
}

// A rule without a program makes the first document that asks for it wait for RE2: 50 ms for one
// with a group repeated a hundred times.
TEST(PatternProgram, IsThereForEachBuiltinRule) {
  for (const BuiltinPack& pack : BuiltinPacks()) {
    for (const RuleView& rule : pack.rules) {
      const std::optional<PatternNode> node = ParsePattern(rule.pattern);
      ASSERT_TRUE(node.has_value()) << rule.id;
      for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
        const auto builtin = BuiltinProgram(static_cast<size_t>(rule.builtin), direction);
        if (direction == Direction::kBackward && rule.where != RulePlace::kEnd) {
          EXPECT_TRUE(builtin.empty()) << rule.id;
          continue;
        }
        const auto made = PatternProgram::Make(*node, rule.where, direction);
        ASSERT_TRUE(made.has_value()) << rule.id;
        EXPECT_TRUE(
            std::equal(builtin.begin(), builtin.end(), made->bytes().begin(), made->bytes().end()))
            << rule.id;
      }
    }
  }
}

TEST(PatternProgram, IsWhatItsBytesAre) {
  for (const RulePlace where : {RulePlace::kLine, RulePlace::kInside}) {
    const auto made = PatternProgram::Make(
        *ParsePattern(R"((by|von|[^\pL]+) (?P<author>\pL+( \pL+)*)(, [0-9]+)?)"), where);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->bytes().size() % 8, 0U);
    const std::vector<uint64_t> copy(made->bytes().begin(), made->bytes().end());
    const PatternProgram program = PatternProgram::FromBytes(copy);
    EXPECT_EQ(program.bytes().data(), copy.data());
    for (const char* const text : {"By Zoë Maurer, 12", "» Zoë", "by", "12", ""}) {
      PatternProgram::Found found;
      PatternProgram::Found of_made;
      EXPECT_EQ(program.Match(text, &found), made->Match(text, &of_made)) << text;
      EXPECT_EQ(found.match, of_made.match) << text;
      EXPECT_EQ(found.facts, of_made.facts) << text;
    }
  }
}

TEST(PatternProgram, TellsAsManyCharactersApartAsThereAre) {
  std::string pattern;
  std::string characters;
  for (char c = '!'; c < 0x7F; ++c) {
    characters += c;
    const bool is_word = std::isalnum(c) != 0 || c == '_';
    pattern += pattern.empty() ? "(?-i:" : "|";
    pattern += std::string(is_word ? "(" : "(\\") + c + "x?)+" + std::to_string(c % 10);
  }
  pattern += ")";
  for (const char c : characters) {
    for (const char digit : std::string_view("0123456789")) {
      const std::string text = {c, 'x', c, c, digit};
      EXPECT_EQ(Ask(pattern, text), digit == c % 10 + '0' ? Answer::kYes : Answer::kNo) << text;
    }
  }
  EXPECT_EQ(Ask(pattern, "ä1"), Answer::kNo);
}

TEST(PatternProgram, TakesOthersThanAsciiAsASetDoes) {
  for (const char* const text : {"ä", "\u212A", "\u017F", "中", "a", "5"}) {
    EXPECT_EQ(Ask(".", text), Answer::kYes) << text;
    EXPECT_EQ(Ask("[^,]+", text), Answer::kYes) << text;
    EXPECT_EQ(Ask("[,.]*", text), Answer::kNo) << text;
  }
  EXPECT_EQ(Ask("[^ks]", "\u212A"), Answer::kNo);
  EXPECT_EQ(Ask("[^ks]", "\u017F"), Answer::kNo);
  EXPECT_EQ(Ask("(?-i:[^ks])", "\u212A"), Answer::kYes);
  EXPECT_EQ(Ask("[^Ä]", "ä"), Answer::kNo);
  for (const std::string_view i : {"\u0130", "\u0131"}) {
    EXPECT_EQ(Ask("[a-z]", i), Answer::kNo) << i;
    EXPECT_EQ(Ask("[^i]", i), Answer::kYes) << i;
    EXPECT_EQ(Ask("i", i), Answer::kNo) << i;
    EXPECT_TRUE(RE2::FullMatch(re2::StringPiece(i.data(), i.size()), "(?i)[^a-z]")) << i;
  }
}

TEST(PatternProgram, GivesUpInTime) {
  std::string pattern;
  for (int i = 0; i < 8; ++i) pattern += "(a*)*";
  EXPECT_EQ(Ask(pattern + "b", std::string(200, 'a')), Answer::kUnknown);
}

TEST(PatternProgram, LeavesToRe2WhatItDoesNotKnow) {
  EXPECT_EQ(Ask("[[:alpha:]]+", "a"), std::nullopt);
  EXPECT_EQ(Ask("(ab){1,100}", "ab"), std::nullopt);
  // More than addresses reach.
  std::string pattern = "end";
  for (int i = 0; i < 1000; ++i) pattern += "|" + std::to_string(i) + std::string(600, 'a');
  EXPECT_EQ(Ask(pattern, "end"), std::nullopt);
}

}  // namespace
}  // namespace strigil
