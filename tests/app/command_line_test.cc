#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kConfigWrong = 2;

TEST(CommandLineTest, HelpFitsAnOldTerminalAndNamesEveryCommand) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"-h"},
                                                    {"clean", "--help"},
                                                    {"explain", "--help"},
                                                    {"check", "--help"}}) {
    const Outcome outcome = RunStrigil(arguments);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, IsEmpty());
    EXPECT_THAT(outcome.out, AllOf(StartsWith("strigil"), HasSubstr("Usage:\n  strigil "),
                                   HasSubstr("Examples:\n"), HasSubstr("Exit status: ")));
    for (size_t begin = 0; begin < outcome.out.size();) {
      const size_t end = outcome.out.find('\n', begin);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - begin, 80U) << outcome.out.substr(begin, end - begin);
      begin = end + 1;
    }
  }
}

TEST(CommandLineTest, HelpIsAnsweredWhateverElseIsWrong) {
  EXPECT_EQ(RunStrigil({"--from", "xml", "--help"}).status, 0);
}

TEST(CommandLineTest, TellsItsVersion) {
  const Outcome outcome = RunStrigil({"--version"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, ::testing::MatchesRegex("strigil [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

struct Wrong {
  std::vector<std::string> arguments;
  std::string message;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << ::testing::PrintToString(wrong.arguments);
}

class WrongCommandLineTest : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLineTest, IsToldAndNothingIsRead) {
  const Outcome outcome = RunStrigil(GetParam().arguments, {.input = std::string(kDump)});
  EXPECT_EQ(outcome.status, kConfigWrong);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, StartsWith("strigil: " + GetParam().message));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongCommandLineTest,
    ::testing::Values(
        Wrong{{"--bogus"}, "unknown option '--bogus'"},
        Wrong{{"-x", "dump.txt"}, "unknown option '-x'"},
        Wrong{{"check", "--from", "text"}, "unknown option '--from'"},
        Wrong{{"clean", "--color", "never"}, "unknown option '--color'"},
        Wrong{{"-o"}, "--output: expected FILE"},
        Wrong{{"--from", "xml"}, "--from: input format 'xml': expected "},
        Wrong{{"--to", "xml"}, "--to: expected text, jsonl, warc or spans, not 'xml'"},
        Wrong{{"--header", "long"}, "--header: "}, Wrong{{"--split", "/(/"}, "--split: "},
        Wrong{{"--title", "both"}, "--title: expected header or body, not 'both'"},
        Wrong{{"--list", "all"}, "--list: expected stages, profiles, packs or rules, not 'all'"},
        Wrong{{"--list", "packs", "dump.txt"}, "--list reads no files"},
        Wrong{{"explain", "--color", "red"}, "--color: expected auto, always or never, not 'red'"},
        Wrong{{"--max-document", "0"}, "--max-document: expected a size "},
        Wrong{{"--max-document", "3X"}, "--max-document: expected a size "},
        Wrong{{"--max-document", "M"}, "--max-document: expected a size "},
        Wrong{{"--max-document", "2G"}, "--max-document: expected a size "},
        Wrong{{"--max-document", "99999999999999999999"}, "--max-document: expected a size "},
        Wrong{{"--rejects", "a.jsonl", "-o", "./a.jsonl"},
              "--rejects and --output both name './a.jsonl'"},
        Wrong{{"--rejects", "-"}, "--rejects and --output both name '-'"},
        Wrong{{"--disable", "hedline"},
              "--disable: no stage is named 'hedline'; there are: decode, "},
        Wrong{{"--set", "quality"}, "--set: expected STAGE.KEY=VALUE, not 'quality'"},
        Wrong{{"--set", "qualty.min-words=3"}, "--set: no stage is named 'qualty'"},
        Wrong{{"--set", "quality.min-word=3"},
              "--set quality.min-word: unknown setting 'min-word' of the stage 'quality'; it has: "
              "min-words"},
        Wrong{{"--set", "quality.min-words=lots"},
              "--set quality.min-words: expected quality.min-words to be "},
        Wrong{{"--set", "language.keep=[en"},
              "--set: 'language.keep=[en': expected a value as TOML writes it"},
        Wrong{{"--profile", "nwes"}, "no profile is named 'nwes'; there are: "},
        Wrong{{"--profile", "./none.toml"}, "./none.toml: "},
        Wrong{{"--pack", "none.toml"}, "none.toml: "}));

TEST(CommandLineTest, AProfilesFaultIsToldWithItsPlace) {
  const TemporaryFolder folder;
  const std::string path =
      folder.Write("p.toml",
                   "[profile]\nname = \"p\"\nabout = \"\"\nstages = [\"decode\", \"quality\"]\n"
                   "[quality]\nmin-word = 40\n");
  const Outcome outcome = RunStrigil({"--profile", path});
  EXPECT_EQ(outcome.status, kConfigWrong);
  EXPECT_THAT(outcome.err, StartsWith("strigil: " + path + ":6:1: unknown setting 'min-word'"));
}

TEST(CommandLineTest, ControlCharactersOfArgumentsDoNotReachTheTerminal) {
  EXPECT_THAT(RunStrigil({"no\x1b[2J\xFF"}).err,
              AllOf(StartsWith("strigil: no<U+001B>[2J"), Not(HasSubstr("\x1b"))));
}

TEST(CommandLineTest, TheLastOfAnOptionCounts) {
  const Outcome outcome =
      RunStrigil({"--header", "long", "--header", "none"}, {.input = std::string(kDump)});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, Not(HasSubstr("Strigil: 1")));
}

TEST(CommandLineTest, OperandsAreTakenAsTheyStand) {
  const TemporaryFolder folder;
  for (const char* name : {"[a,b]", "-dash", "explain", "with space", "{}", "%%", "++"})
    folder.Write(name, kDump);
  const Outcome outcome = RunStrigil(
      {"--header", "short", "[a,b]", "with space", "explain", "{}", "%%", "++", "--", "-dash"},
      {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  size_t from = 0;
  for (const char* name : {"[a,b]", "with space", "explain", "{}", "%%", "++", "-dash"}) {
    const size_t found = outcome.out.find("Source: " + std::string(name) + "\n", from);
    ASSERT_NE(found, std::string::npos) << name;
    from = found;
  }
}

TEST(ListTest, StagesAreShownWithTheirSettings) {
  const Outcome outcome =
      RunStrigil({"--list", "stages", "--set", "quality.min-words=77", "--disable", "trailing"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("decode: "));
  EXPECT_THAT(outcome.out, HasSubstr("\n  quality.min-words = 77\n      "));
  EXPECT_THAT(outcome.out, HasSubstr("\ntrailing (not in the profile): "));
}

TEST(ListTest, ValuesThatAreNoTextDoNoHarm) {
  const Outcome outcome = RunStrigil({"--list", "stages", "--set", "decode.charset=\xC3\x1b["});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("decode.charset = \"\uFFFD<U+001B>[\"\n"));
}

TEST(ListTest, AnUnknownSettingIsRefusedHereToo) {
  EXPECT_EQ(RunStrigil({"--list", "stages", "--set", "quality.min-word=77"}).status, kConfigWrong);
}

TEST(ListTest, ProfilesPacksAndRulesAreOneALine) {
  EXPECT_THAT(RunStrigil({"--list", "profiles"}).out, ::testing::ContainsRegex("news +[A-Z]"));
  const TemporaryFolder folder;
  const std::string pack = folder.Write(
      "club.toml",
      "[pack]\nname = \"club-news\"\nabout = \"Of a club\"\n[[rule]]\nid = \"join\"\n"
      "pattern = 'join us'\nzone = \"tail\"\nhits = [\"Join us\"]\nmisses = [\"Us\"]\n");
  EXPECT_THAT(RunStrigil({"--list", "packs", "--pack", pack}).out,
              AllOf(::testing::ContainsRegex("\nclub-news +Of a club \\(1\\)\n"),
                    HasSubstr("\nnavigation ")));
  EXPECT_THAT(RunStrigil({"--list", "rules", "--pack", pack}).out,
              HasSubstr("\nclub-news.join  line tail line  join us\n"));
}

}  // namespace
}  // namespace strigil
