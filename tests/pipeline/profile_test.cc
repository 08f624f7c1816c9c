#include "strigil/pipeline/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "strigil/pipeline/builtin_profiles.h"
#include "strigil/pipeline/chain.h"
#include "strigil/text/error.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kSmall[] =
    "[profile]\n"
    "name = \"small\"\n"
    "about = \"For tests\"\n"
    "stages = [\"decode\", \"quality\"]\n";

// What ConfigError says, "" where nothing is thrown.
template <typename Function>
std::string ErrorOf(Function function) {
  try {
    function();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string ParseError(const std::string& toml) {
  return ErrorOf([&] { ParseProfile(toml, "p.toml"); });
}

Profile Small(const std::string& more = "") { return ParseProfile(kSmall + more, "p.toml"); }

std::string Setting(const Profile& profile, const std::string& stage, const std::string& key) {
  return ToToml(profile.settings.at(stage).at(key).value);
}

TEST(ParseProfileTest, ReadsNameAboutAndStagesInOrder) {
  const Profile profile = Small();
  EXPECT_EQ(profile.name, "small");
  EXPECT_EQ(profile.about, "For tests");
  EXPECT_THAT(profile.stages, ElementsAre("decode", "quality"));
  EXPECT_THAT(profile.settings, IsEmpty());
}

TEST(ParseProfileTest, KeepsSettingsOfEveryTypeWithTheirPlaces) {
  const Profile profile = Small(
      "[quality]\n"
      "min-words = 40\n"
      "  max-removed = 0.5\n"
      "action = \"drop\"\n"
      "[language]\n"
      "keep = [\"en\", \"de\"]\n"
      "other = true\n"
      "empty = []\n");
  EXPECT_EQ(Setting(profile, "quality", "min-words"), "40");
  EXPECT_EQ(Setting(profile, "quality", "max-removed"), "0.5");
  EXPECT_EQ(Setting(profile, "quality", "action"), "\"drop\"");
  EXPECT_EQ(Setting(profile, "language", "keep"), "[\"en\", \"de\"]");
  EXPECT_EQ(Setting(profile, "language", "other"), "true");
  EXPECT_EQ(Setting(profile, "language", "empty"), "[]");
  EXPECT_EQ(profile.settings.at("quality").at("max-removed").position.ToString(), "p.toml:7:3");
}

TEST(ParseProfileTest, TakesSettingsOfAStageThatDoesNotRun) {
  EXPECT_EQ(Setting(Small("[trailing]\nx = 1\n"), "trailing", "x"), "1");
}

TEST(ParseProfileTest, TakesAProfileWithoutStages) {
  EXPECT_THAT(
      ParseProfile("[profile]\nname = \"none\"\nabout = \"\"\nstages = []\n", "p.toml").stages,
      IsEmpty());
}

TEST(ParseProfileTest, TellsWhereTheTextIsNoToml) {
  EXPECT_THAT(ParseError("[profile]\nname = \n"), StartsWith("p.toml:2:"));
  EXPECT_THAT(ParseError("[profile]\nname = \"\xFF\"\n"), StartsWith("p.toml:2:"));
  EXPECT_THAT(ParseError(std::string("[profile]\nname = \"a\0b\"\n", 23)), StartsWith("p.toml:2:"));
  EXPECT_THAT(ParseError(std::string(100000, '[')), StartsWith("p.toml:1:"));
}

TEST(ParseProfileTest, RefusesAFileWithoutAProfileTable) {
  EXPECT_EQ(ParseError(""), "p.toml:1:1: expected a table [profile]");
  EXPECT_EQ(ParseError("profile = 3\n"), "p.toml:1:1: expected a table [profile]");
}

TEST(ParseProfileTest, RefusesWhatIsMissingOrOfAnotherType) {
  EXPECT_EQ(ParseError("[profile]\n"), "p.toml:1:1: expected a key 'name' in [profile]");
  EXPECT_EQ(ParseError("[profile]\nname = \"a\"\n"),
            "p.toml:1:1: expected a key 'about' in [profile]");
  EXPECT_EQ(ParseError("[profile]\nname = \"a\"\nabout = \"\"\n"),
            "p.toml:1:1: expected a key 'stages' in [profile]");
  EXPECT_EQ(ParseError("[profile]\nname = 3\n"), "p.toml:2:8: expected 'name' to be a string");
  EXPECT_EQ(ParseError("[profile]\nname = \"My profile\"\n"),
            "p.toml:2:8: expected 'name' to be of lower-case letters, digits and hyphens");
  EXPECT_EQ(ParseError("[profile]\nname = \"a\"\nabout = \"\"\nstages = \"decode\"\n"),
            "p.toml:4:10: expected 'stages' to be a list of stages");
  EXPECT_EQ(ParseError("[profile]\nname = \"a\"\nabout = \"\"\nstages = [1]\n"),
            "p.toml:4:11: expected the name of a stage in 'stages'");
}

TEST(ParseProfileTest, RefusesUnknownKeysAndTablesFirstInTheFileFirst) {
  EXPECT_EQ(ParseError("[profile]\nname = \"a\"\nzone = 1\nauthor = \"b\"\n"),
            "p.toml:3:1: unknown 'zone'; [profile] has: name, about, stages");
  EXPECT_THAT(
      ParseError(std::string(kSmall) + "[zebra]\n[hedline]\n"),
      AllOf(StartsWith("p.toml:5:2: unknown 'zebra'; expected [profile] or the name of a stage: "),
            HasSubstr("headline")));
  EXPECT_EQ(ParseError(std::string("quality = 1\n") + kSmall),
            "p.toml:1:1: expected 'quality' to be a table: [quality]");
}

TEST(ParseProfileTest, RefusesUnknownAndRepeatedStagesAtTheirPlace) {
  const std::string head = "[profile]\nname = \"a\"\nabout = \"\"\nstages = [\n  \"decode\",\n";
  EXPECT_THAT(ParseError(head + "  \"hedline\"]\n"),
              AllOf(StartsWith("p.toml:6:3: no stage is named 'hedline'; there are: decode, "),
                    HasSubstr("quality")));
  EXPECT_EQ(ParseError(head + "  \"quality\", \"quality\"]\n"),
            "p.toml:6:14: the stage 'quality' comes twice");
}

TEST(ParseProfileTest, RefusesDecodeBehindAnotherStage) {
  EXPECT_EQ(
      ParseError("[profile]\nname = \"a\"\nabout = \"\"\nstages = [\"quality\", \"decode\"]\n"),
      "p.toml:4:22: expected 'decode' to be the first stage");
}

TEST(ParseProfileTest, RefusesValuesThatNoSettingHas) {
  for (const char* value : {"1979-05-27", "[1, 2]", "{ a = 1 }", "[[\"a\"]]"}) {
    EXPECT_EQ(
        ParseError(std::string(kSmall) + "[quality]\nx = " + value + "\n"),
        "p.toml:6:5: expected 'x' to be a string, a number, true or false, or a list of strings")
        << value;
  }
}

TEST(LoadProfileTest, EveryBuiltInProfileLoadsAndMakesAChain) {
  ASSERT_FALSE(BuiltinProfiles().empty());
  const PackLibrary packs;
  for (const BuiltinProfile& builtin : BuiltinProfiles()) {
    const Profile profile = LoadProfile(std::string(builtin.name));
    EXPECT_EQ(profile.name, builtin.name);
    EXPECT_EQ(Chain(profile, packs).stages().size(), profile.stages.size());
  }
}

TEST(LoadProfileTest, ReadsAFileWhereTheNameLooksLikeOne) {
  const TemporaryFolder folder;
  EXPECT_EQ(LoadProfile(folder.Write("news", kSmall)).name, "small");
  EXPECT_THAT(ErrorOf([&] { LoadProfile(folder / "none"); }), StartsWith(folder / "none: "));
  EXPECT_THAT(ErrorOf([] { LoadProfile("none.toml"); }), StartsWith("none.toml: "));
}

TEST(LoadProfileTest, NamesTheProfilesThatThereAre) {
  EXPECT_THAT(ErrorOf([] { LoadProfile("nwes"); }),
              AllOf(StartsWith("no profile is named 'nwes'; there are: "), HasSubstr("news")));
}

TEST(KindOfConfigTest, GoesByTheTables) {
  EXPECT_EQ(KindOfConfig("[pack]\nname = \"x\"\n", "a.toml"), ConfigKind::kPack);
  EXPECT_EQ(KindOfConfig(kSmall, "a.toml"), ConfigKind::kProfile);
  EXPECT_EQ(ErrorOf([] { KindOfConfig("[package]\n", "a.toml"); }),
            "a.toml:1:1: expected a table [pack] or a table [profile]");
  EXPECT_THAT(ErrorOf([] { KindOfConfig("# A list\n- x\n", "a.toml"); }), StartsWith("a.toml:2:"));
}

TEST(DisableStageTest, TakesTheStageOutAndKnowsItsName) {
  Profile profile = Small();
  DisableStage("decode", &profile);
  EXPECT_THAT(profile.stages, ElementsAre("quality"));
  DisableStage("decode", &profile);
  DisableStage("trailing", &profile);
  EXPECT_THAT(profile.stages, ElementsAre("quality"));
  EXPECT_THAT(ErrorOf([&] { DisableStage("qualty", &profile); }),
              StartsWith("no stage is named 'qualty'"));
}

TEST(OverrideSettingTest, ReadsValuesAsTomlWritesThem) {
  Profile profile = Small("[quality]\nmin-words = 5\n");
  const auto value_of = [&profile](const std::string& value) {
    OverrideSetting("quality.x=" + value, "--set", &profile);
    return Setting(profile, "quality", "x");
  };
  EXPECT_EQ(value_of("40"), "40");
  EXPECT_EQ(value_of("-1.5"), "-1.5");
  EXPECT_EQ(value_of("true"), "true");
  EXPECT_EQ(value_of("\"40\""), "\"40\"");
  EXPECT_EQ(value_of("[\"en\", 'de']"), "[\"en\", \"de\"]");
  EXPECT_EQ(value_of(" 7"), "7");
  EXPECT_EQ(Setting(profile, "quality", "min-words"), "5");
}

TEST(OverrideSettingTest, TakesWhatTomlHasNoMeaningForAsAString) {
  Profile profile = Small();
  const auto value_of = [&profile](const std::string& value) {
    OverrideSetting("quality.x=" + value, "--set", &profile);
    return Setting(profile, "quality", "x");
  };
  EXPECT_EQ(value_of("drop"), "\"drop\"");
  EXPECT_EQ(value_of("windows-1252"), "\"windows-1252\"");
  EXPECT_EQ(value_of("a=b.c"), "\"a=b.c\"");
  EXPECT_EQ(value_of("1979-05-27"), "\"1979-05-27\"");
  EXPECT_EQ(value_of("1\ny = 2"), "\"1\ny = 2\"");
}

TEST(OverrideSettingTest, RefusesWhatIsNoAssignment) {
  Profile profile = Small();
  for (const char* text : {"", "=", "quality", "quality.min-words", "quality=3", ".x=3",
                           "quality.=3", "quality.x=", "quality=a.b"}) {
    EXPECT_EQ(ErrorOf([&] { OverrideSetting(text, "--set", &profile); }),
              "expected STAGE.KEY=VALUE, not '" + std::string(text) + "'");
  }
  EXPECT_THAT(ErrorOf([&] { OverrideSetting("qualty.x=1", "--set", &profile); }),
              StartsWith("no stage is named 'qualty'"));
  for (const char* value : {"[a", "[1, 2]", "\"open", "{ a = 1 }", "'"}) {
    EXPECT_THAT(
        ErrorOf([&] { OverrideSetting("quality.x=" + std::string(value), "--set", &profile); }),
        HasSubstr("expected a value as TOML writes it"));
  }
  EXPECT_THAT(profile.settings, IsEmpty());
}

TEST(SetSettingTest, TheLastOneCountsAndItsOriginIsTold) {
  Profile profile = Small("[quality]\nmin-words = 5\n");
  SetSetting("quality", "min-words", int64_t{6}, "--first", &profile);
  SetSetting("quality", "min-words", std::string("many"), "--second", &profile);
  const PackLibrary packs;
  EXPECT_THAT(ErrorOf([&] { Chain(profile, packs); }),
              StartsWith("--second: expected quality.min-words to be "));
}

TEST(SetSettingTest, AnUnknownSettingShowsWhenTheChainIsMade) {
  const PackLibrary packs;
  EXPECT_THAT(ErrorOf([&] { Chain(Small("[quality]\nmin-word = 5\n"), packs); }),
              AllOf(StartsWith("p.toml:6:1: unknown setting 'min-word'"), HasSubstr("min-words")));
}

}  // namespace
}  // namespace strigil
