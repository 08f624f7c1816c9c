#include "strigil/rules/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "strigil/text/error.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kGood = R"toml([pack]
name = "crossword"
about = "Teasers for the day's puzzle"

[[rule]]
id = "play-today"
lang = ["en", "de"]
pattern = 'play today'
where = "start"
zone = "tail"
action = "section"
certain = true
hits = ["Play today", "PLAY TODAY"]
misses = ["Who will play today?"]

[[rule]]
id = "solution"
pattern = "solution on page \\d+"
hits = ["Solution on page 12"]
misses = ["The solution on page twelve was wrong."]
)toml";

// The good pack with `from` made `to`.
std::string GoodBut(std::string_view from, std::string_view to) {
  std::string toml(kGood);
  const size_t position = toml.find(from);
  EXPECT_NE(position, std::string::npos) << from;
  return toml.replace(position, from.size(), to);
}

std::string ErrorOf(const std::string& toml) {
  try {
    ParsePack(toml, "packs/crossword.toml");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ParsePack, ReadsEveryKey) {
  const Pack pack = ParsePack(kGood, "crossword.toml");
  EXPECT_EQ(pack.name, "crossword");
  EXPECT_EQ(pack.about, "Teasers for the day's puzzle");
  ASSERT_EQ(pack.rules.size(), 2U);
  const Rule& rule = pack.rules[0];
  EXPECT_EQ(rule.id, "play-today");
  EXPECT_THAT(rule.languages, ElementsAre("en", "de"));
  EXPECT_EQ(rule.pattern, "play today");
  EXPECT_EQ(rule.where, RulePlace::kStart);
  EXPECT_EQ(rule.zone, RuleZone::kTail);
  EXPECT_EQ(rule.action, RuleAction::kSection);
  EXPECT_TRUE(rule.certain);
  ASSERT_EQ(rule.hits.size(), 2U);
  EXPECT_EQ(rule.hits[1].text, "PLAY TODAY");
  EXPECT_EQ(rule.hits[1].position.ToString(), "crossword.toml:13:23");
  ASSERT_EQ(rule.misses.size(), 1U);
  EXPECT_EQ(rule.misses[0].text, "Who will play today?");
  EXPECT_EQ(rule.position.ToString(), "crossword.toml:5:1");
}

TEST(ParsePack, HasDefaults) {
  const Rule rule = ParsePack(kGood, "crossword.toml").rules.at(1);
  EXPECT_THAT(rule.languages, IsEmpty());
  EXPECT_EQ(rule.where, RulePlace::kLine);
  EXPECT_EQ(rule.zone, RuleZone::kAnywhere);
  EXPECT_EQ(rule.action, RuleAction::kLine);
  EXPECT_FALSE(rule.certain);
}

TEST(ParsePack, ReadsEveryPlaceZoneAndAction) {
  for (const RulePlace place :
       {RulePlace::kLine, RulePlace::kStart, RulePlace::kEnd, RulePlace::kInside}) {
    const std::string toml = GoodBut("\"start\"", "\"" + std::string(ToString(place)) + "\"");
    EXPECT_EQ(ParsePack(toml, "x").rules[0].where, place);
  }
  for (const RuleZone zone : {RuleZone::kAnywhere, RuleZone::kHead, RuleZone::kTail}) {
    const std::string toml = GoodBut("\"tail\"", "\"" + std::string(ToString(zone)) + "\"");
    EXPECT_EQ(ParsePack(toml, "x").rules[0].zone, zone);
  }
  for (const RuleAction action :
       {RuleAction::kLine, RuleAction::kSpan, RuleAction::kSection, RuleAction::kCut}) {
    const std::string toml = GoodBut("\"section\"", "\"" + std::string(ToString(action)) + "\"");
    EXPECT_EQ(ParsePack(toml, "x").rules[0].action, action);
  }
}

struct BadPack {
  const char* from;
  const char* to;
  const char* position;  // LINE:COLUMN
  const char* expected;
};

TEST(ParsePack, SaysWhereAndWhatWasExpected) {
  const BadPack cases[] = {
      // No TOML.
      {"name = \"crossword\"", "name = crossword", "2:8", ""},
      {"[[rule]]", "[[rule", "5:7", ""},
      {"\"Play today\"", "\"Play \xFF\"", "13:", ""},
      // [pack]
      {"[pack]\nname = \"crossword\"\nabout = \"Teasers for the day's puzzle\"\n", "", "1:1",
       "expected a table [pack]"},
      {"name = \"crossword\"\n", "", "1:1", "expected a key 'name'"},
      {"about = \"Teasers for the day's puzzle\"\n", "", "1:1", "expected a key 'about'"},
      {"name = \"crossword\"", "name = 7", "2:8", "expected 'name' to be a string"},
      {"name = \"crossword\"", "name = \"Cross word\"", "2:8",
       "lower-case letters, digits and hyphens"},
      {"name = \"crossword\"", "name = \"\"", "2:8", "lower-case letters, digits and hyphens"},
      {"about =", "abuot =", "3:9", "unknown key 'abuot' in [pack]"},
      {"[pack]", "version = 1\n[pack]", "1:11", "unknown key 'version' in a rule pack"},
      // [[rule]]
      {"id = \"play-today\"\n", "", "5:1", "expected a key 'id'"},
      {"id = \"play-today\"", "id = \"Play\"", "6:6", "lower-case letters, digits and hyphens"},
      {"id = \"play-today\"", "id = true", "6:6", "expected 'id' to be a string"},
      {"id = \"solution\"", "id = \"play-today\"", "16:1", "the rule id 'play-today' comes twice"},
      {"lang = [\"en\", \"de\"]", "lang = \"en\"", "7:8",
       "expected 'lang' to be a list of language codes"},
      {"lang = [\"en\", \"de\"]", "lang = [\"en\", 1]", "7:15",
       "expected a language code in 'lang'"},
      {"pattern = 'play today'\n", "", "5:1", "expected a key 'pattern'"},
      {"'play today'", "['play today']", "8:11", "expected 'pattern' to be a string"},
      {"'play today'", "'play (today'", "8:11", "pattern: missing )"},
      {"'play today'", "'play**'", "8:11", "pattern: bad repetition operator"},
      {"'play today'", "'(?=play)'", "8:11", "pattern: invalid perl operator"},
      {"'play today'", "'(?P<title>.*)'", "8:11",
       "a named group is 'author' or 'published', not 'title'"},
      {"'play today'", "'play ?today'", "8:11",
       "a space stands for a run of white space and takes no quantifier"},
      {"where = \"start\"", "where = \"begin\"", "9:9",
       "expected 'where' to be line, start, end or inside"},
      {"where = \"start\"", "where = 1", "9:9",
       "expected 'where' to be line, start, end or inside"},
      {"zone = \"tail\"", "zone = \"\"", "10:8", "expected 'zone' to be anywhere, head or tail"},
      {"action = \"section\"", "action = \"Cut\"", "11:10",
       "expected 'action' to be line, span, section or cut"},
      {"certain = true", "certain = \"yes\"", "12:11", "expected 'certain' to be true or false"},
      {"certain = true", "certian = true", "12:11", "unknown key 'certian' in [[rule]]"},
      {"hits = [\"Play today\", \"PLAY TODAY\"]\n", "", "5:1",
       "expected 'hits' to be a list of lines"},
      {"[\"Play today\", \"PLAY TODAY\"]", "[]", "13:8", "expected 'hits' to be a list of lines"},
      {"[\"Play today\", \"PLAY TODAY\"]", "\"Play today\"", "13:8",
       "expected 'hits' to be a list of lines"},
      {"\"PLAY TODAY\"", "3", "13:23", "expected a string in 'hits'"},
      {"misses = [\"Who will play today?\"]\n", "", "5:1",
       "expected 'misses' to be a list of lines"},
      {"[\"Who will play today?\"]", "[]", "14:10", "expected 'misses' to be a list of lines"},
  };
  for (const BadPack& bad : cases) {
    EXPECT_THAT(ErrorOf(GoodBut(bad.from, bad.to)),
                AllOf(StartsWith(std::string("packs/crossword.toml:") + bad.position),
                      HasSubstr(bad.expected)))
        << bad.to;
  }
}

TEST(ParsePack, APackNeedsARule) {
  const std::string head = "[pack]\nname = \"a\"\nabout = \"b\"\n";
  for (const std::string rules : {"", "rule = []\n", "rule = 1\n"}) {
    const std::string error = ErrorOf(rules + head);
    EXPECT_THAT(error, AllOf(StartsWith("packs/crossword.toml:1:1: "), HasSubstr("[[rule]]")))
        << rules;
  }
  EXPECT_THAT(ErrorOf("rule = [1]\n" + head), AllOf(StartsWith("packs/crossword.toml:1:9: "),
                                                    HasSubstr("expected [[rule]] to be a table")));
  EXPECT_THAT(ErrorOf(""), StartsWith("packs/crossword.toml:1:1: "));
}

TEST(ParsePack, RefusesAQuantifierBehindASpace) {
  for (const std::string pattern :
       {"a ?b", "a *b", "a +b", "a {2}b", "a {2,}b", "(a )b ?", "[ab] ?", "\\[ ?", "[]] *"}) {
    EXPECT_THAT(ErrorOf(GoodBut("'play today'", "'" + pattern + "'")),
                HasSubstr("takes no quantifier"))
        << pattern;
  }
  for (const std::string pattern : {"a [ ?*+]b", "[x ]?b", "[[:alpha:] ]*b", "a\\s?b", "a( )?b",
                                    "a( b)+", "a \\?b", "a {x}", "a (b)?", "a\\ ?b", "[^ ]+"}) {
    EXPECT_EQ(ErrorOf(GoodBut("'play today'", "'" + pattern + "'")), "no error") << pattern;
  }
}

TEST(LoadPack, ReadsAFileAndNamesItInErrors) {
  const std::string path =
      testing::TempDir() + "/strigil_pack_test_" + std::to_string(getpid()) + ".toml";
  std::ofstream(path) << kGood;
  EXPECT_EQ(LoadPack(path).name, "crossword");
  EXPECT_EQ(ReadConfigFile(path), kGood);
  std::ofstream(path) << "[pack\n";
  try {
    LoadPack(path);
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), StartsWith(path + ":1:"));
  }
  std::filesystem::remove(path);
}

TEST(LoadPack, AFileThatCannotBeReadIsAnError) {
  for (const std::string& path : {testing::TempDir() + "/no-such-pack.toml", testing::TempDir()}) {
    try {
      LoadPack(path);
      FAIL() << path;
    } catch (const ConfigError& error) {
      EXPECT_THAT(error.what(), AllOf(StartsWith(path + ": "), HasSubstr("cannot be read")))
          << path;
    }
  }
}

TEST(ConfigPosition, LeavesOutWhatIsUnknown) {
  EXPECT_EQ((ConfigPosition{"a.toml", 3, 4}.ToString()), "a.toml:3:4");
  EXPECT_EQ((ConfigPosition{"a.toml", 3, 0}.ToString()), "a.toml:3");
  EXPECT_EQ((ConfigPosition{"a.toml", 0, 0}.ToString()), "a.toml");
}

bool FullMatch(std::string_view pattern, std::string_view text) {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), ExpandPattern(pattern));
}

TEST(ExpandPattern, IgnoresCaseInEveryScript) {
  EXPECT_TRUE(FullMatch("leave a reply", "LEAVE A Reply"));
  EXPECT_TRUE(FullMatch("über mich", "ÜBER MICH"));
  EXPECT_TRUE(FullMatch("читайте также", "ЧИТАЙТЕ ТАКЖЕ"));
  EXPECT_FALSE(FullMatch("(?-i:A)b", "ab"));
  EXPECT_TRUE(FullMatch("(?-i:A)b", "AB"));
}

TEST(ExpandPattern, ASpaceStandsForAnyRunOfWhiteSpace) {
  for (const char* const text : {"a b", "a  b", "a\tb", "a \n  b"})
    EXPECT_TRUE(FullMatch("a b", text)) << text;
  EXPECT_FALSE(FullMatch("a b", "ab"));
  EXPECT_FALSE(FullMatch("a b", "a\u00A0b"));
  EXPECT_TRUE(FullMatch("a( b)?", "a"));
  EXPECT_TRUE(FullMatch("a( b)?", "a   b"));
  EXPECT_FALSE(FullMatch("a\\ b", "a  b"));
}

TEST(ExpandPattern, AnApostropheStandsForAnyKindOfIt) {
  for (const char* const text : {"don't", "don’t", "don‘t", "donʼt"})
    EXPECT_TRUE(FullMatch("don't", text)) << text;
  EXPECT_FALSE(FullMatch("don't", "dont"));
  EXPECT_FALSE(FullMatch("don\\'t", "don’t"));
}

TEST(ExpandPattern, LeavesCharacterClassesAsTheyAre) {
  EXPECT_TRUE(FullMatch("[ ']", " "));
  EXPECT_TRUE(FullMatch("[ ']", "'"));
  EXPECT_FALSE(FullMatch("[ ']", "’"));
  EXPECT_FALSE(FullMatch("[ ']", "\\"));
  EXPECT_FALSE(FullMatch("[ ']", "+"));
  EXPECT_TRUE(FullMatch("[]' ] x", "]  x"));
  EXPECT_TRUE(FullMatch("[^]' ] x", "a  x"));
  EXPECT_FALSE(FullMatch("[^]' ] x", "’ ]"));
  EXPECT_TRUE(FullMatch("[\\]' ] x", "]  x"));
  EXPECT_TRUE(FullMatch("[[:digit:]' ] x", "'  x"));
  EXPECT_FALSE(FullMatch("[[:digit:] ']", "+"));
  EXPECT_FALSE(FullMatch("[[:digit:]']", "’"));
  EXPECT_TRUE(FullMatch("\\[ x\\]", "[  x]"));
}

TEST(CheckPack, FindsNothingWhereAllExamplesHold) {
  EXPECT_THAT(CheckPack(ParsePack(kGood, "crossword.toml")), IsEmpty());
}

TEST(CheckPack, TellsAHitThatIsNoneAndAMissThatIsOne) {
  std::string toml = GoodBut("\"PLAY TODAY\"", "\"We play today\"");
  toml.replace(toml.find("\"Who will"), 10, "\"Play today: who will");
  const std::vector<CheckFailure> failures = CheckPack(ParsePack(toml, "crossword.toml"));
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].position.ToString(), "crossword.toml:13:23");
  EXPECT_THAT(failures[0].message,
              AllOf(HasSubstr("play-today"), HasSubstr("We play today"), HasSubstr("a hit")));
  EXPECT_EQ(failures[1].position.ToString(), "crossword.toml:14:11");
  EXPECT_THAT(failures[1].message,
              AllOf(HasSubstr("play-today"), HasSubstr("who will"), HasSubstr("a miss")));
}

TEST(CheckPack, MatchesTheBareLine) {
  const std::string toml = GoodBut("\"PLAY TODAY\"", "\"  - Play today: - \"");
  EXPECT_THAT(CheckPack(ParsePack(toml, "crossword.toml")), IsEmpty());
}

}  // namespace
}  // namespace strigil
