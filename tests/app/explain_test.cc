#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "strigil/report/terminal_text.h"
#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kEscape[] = "\x1b[";

std::string Dump() { return std::string(kDump); }

// The lines a terminal was sent, without the carriage returns it puts in.
std::string Lines(std::string text) {
  std::erase(text, '\r');
  return text;
}

TEST(ExplainTest, ShowsEveryLineAndASummary) {
  const Outcome outcome = RunStrigil({"explain"}, {.input = Dump()});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_THAT(outcome.out,
              AllOf(StartsWith("== stdin\n"),
                    ::testing::ContainsRegex("\n- rules/share-bar\\.[a-z-]+ +[|] Share"),
                    ::testing::ContainsRegex("\n  +0\\.[0-9]+ [|] The crane was built"),
                    HasSubstr("\n== summary\n")));
  EXPECT_THAT(outcome.out, Not(HasSubstr(kEscape)));
}

TEST(ExplainTest, TakesTheOptionsOfClean) {
  const Outcome outcome = RunStrigil(
      {"explain", "--split", "form-feed", "--disable", "rules", "--set", "quality.min-words=900"},
      {.input = Dump() + "\f" + Dump()});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("== stdin#2\n"), Not(HasSubstr("rules/")),
                    HasSubstr("Quality: short"), HasSubstr("== summary of 2 documents\n")));
}

TEST(ExplainTest, ColorIsForTerminalsAlone) {
  const auto out = [](std::vector<std::string> arguments, std::vector<std::string> environment,
                      int columns) {
    arguments.insert(arguments.begin(), "explain");
    return RunStrigil(arguments, {.input = Dump(),
                                  .environment = std::move(environment),
                                  .terminal_columns = columns})
        .out;
  };
  EXPECT_THAT(out({}, {"TERM=xterm"}, 80), HasSubstr(kEscape));
  EXPECT_THAT(out({}, {"TERM=xterm", "NO_COLOR=1"}, 80), Not(HasSubstr(kEscape)));
  EXPECT_THAT(out({}, {"TERM=xterm", "NO_COLOR="}, 80), HasSubstr(kEscape));
  EXPECT_THAT(out({}, {"TERM=dumb"}, 80), Not(HasSubstr(kEscape)));
  EXPECT_THAT(out({"--color", "never"}, {"TERM=xterm"}, 80), Not(HasSubstr(kEscape)));
  EXPECT_THAT(out({"--color", "always"}, {"NO_COLOR=1"}, 0), HasSubstr(kEscape));
}

TEST(ExplainTest, FitsTheTerminal) {
  for (const int columns : {30, 40, 64, 80, 120}) {
    const std::string by_terminal = Lines(
        RunStrigil({"explain"},
                   {.input = Dump(), .environment = {"TERM=dumb"}, .terminal_columns = columns})
            .out);
    for (size_t begin = 0; begin < by_terminal.size();) {
      const size_t end = by_terminal.find('\n', begin);
      EXPECT_LE(ColumnsOf(std::string_view(by_terminal).substr(begin, end - begin)),
                static_cast<size_t>(columns));
      begin = end + 1;
    }
    EXPECT_EQ(RunStrigil({"explain"},
                         {.input = Dump(), .environment = {"COLUMNS=" + std::to_string(columns)}})
                  .out,
              by_terminal);
  }
}

TEST(ExplainTest, ColumnsThatAreNoNumberAreNone) {
  const std::string plain = RunStrigil({"explain"}, {.input = Dump()}).out;
  for (const char* columns :
       {"COLUMNS=", "COLUMNS=0", "COLUMNS=-3", "COLUMNS=wide", "COLUMNS=99999999999"}) {
    EXPECT_EQ(RunStrigil({"explain"}, {.input = Dump(), .environment = {columns}}).out, plain)
        << columns;
  }
}

TEST(ExplainTest, AFileNameNeedNotBeUtf8) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("caf\xE9.txt", kDump);
  const Outcome outcome = RunStrigil({"explain", path});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("caf\uFFFD.txt\n"));
}

TEST(ExplainTest, ABadInputShowsInTheExitStatus) {
  const Outcome outcome = RunStrigil({"explain", "/nonexistent/dump.txt"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, StartsWith("strigil: /nonexistent/dump.txt: "));
}

}  // namespace
}  // namespace strigil
