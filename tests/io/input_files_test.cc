#include "strigil/io/input_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"
#include "tests/io/warc_testing.h"

namespace strigil {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> List(std::vector<std::string> operands) {
  InputFiles files(std::move(operands));
  std::vector<std::string> paths;
  for (;;) {
    auto next = files.Next();
    if (const auto* path = std::get_if<std::string>(&next)) {
      paths.push_back(*path);
    } else if (const auto* problem = std::get_if<Problem>(&next)) {
      paths.push_back("problem: " + problem->ToString());
    } else {
      return paths;
    }
  }
}

TEST(InputFilesTest, OperandsComeAsGiven) {
  EXPECT_THAT(List({"no/b", "-", "no/a", "", "no/.hidden"}),
              ElementsAre("no/b", "-", "no/a", "", "no/.hidden"));
  EXPECT_THAT(List({}), ElementsAre("-"));
}

TEST(InputFilesTest, AFolderIsItsFilesInByteOrder) {
  const TemporaryFolder folder;
  for (const char* name :
       {"b.txt", "B.txt", "a/z", "a/10", "a/9", "a.txt", "é", ".git/x", "a/.y", "c/d/e/f"}) {
    folder.Write(name, "x");
  }
  std::filesystem::create_directory(folder / "empty");
  const std::vector<std::string> expected = {folder / "B.txt",   folder / "a/10",  folder / "a/9",
                                             folder / "a/z",     folder / "a.txt", folder / "b.txt",
                                             folder / "c/d/e/f", folder / "é"};
  EXPECT_EQ(List({folder.path()}), expected);
  EXPECT_EQ(List({folder.path() + "/"}), expected);
  EXPECT_THAT(List({"first", folder / "a", "last"}),
              ElementsAre("first", folder / "a/10", folder / "a/9", folder / "a/z", "last"));
}

TEST(InputFilesTest, LinksToFilesAreFollowedAndLinksToFoldersAreNot) {
  const TemporaryFolder folder;
  folder.Write("real/file", "x");
  std::filesystem::create_symlink("real/file", folder / "link");
  std::filesystem::create_directory_symlink("..", folder / "real/loop");
  std::filesystem::create_symlink("nowhere", folder / "broken");
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_THAT(List({folder.path()}),
              ElementsAre(folder / "broken", folder / "link", folder / "real/file"));
  EXPECT_THAT(List({folder / "real/loop/real"}), ElementsAre(folder / "real/loop/real/file"));
}

TEST(InputReaderTest, ReadsOneInputAfterTheOther) {
  const TemporaryFolder folder;
  const std::string a = folder.Write("a.txt", "Text of a\n");
  const std::string b = folder.Write("b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  InputReader reader({a, b}, {});
  const ReadOut out = ReadAll(&reader);
  ASSERT_EQ(out.records.size(), 3U);
  EXPECT_EQ(out.records[0].source, a);
  EXPECT_EQ(out.records[0].bytes, "Text of a\n");
  EXPECT_EQ(out.records[1].source, b + "#1");
  EXPECT_EQ(out.records[2].source, b + "#2");
  EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.Next()));
}

TEST(InputReaderTest, AnInputThatCannotBeReadCostsThatInputAlone) {
  const TemporaryFolder folder;
  const std::string good = folder.Write("good", "Good.\n");
  const std::string missing = folder / "missing";
  InputReader reader({missing, good, missing, "", good}, {});
  const ReadOut out = ReadAll(&reader);
  EXPECT_EQ(out.records.size(), 2U);
  ASSERT_EQ(out.problems.size(), 3U);
  EXPECT_EQ(out.problems[0].ToString(), missing + ": No such file or directory");
  EXPECT_EQ(out.problems[2].ToString(), ": No such file or directory");
}

TEST(InputReaderTest, AFolderThatCannotBeReadIsAProblem) {
  if (::geteuid() == 0) GTEST_SKIP() << "nothing is forbidden to root";
  const TemporaryFolder folder;
  folder.Write("locked/file", "x");
  const std::string good = folder.Write("open", "Good.\n");
  std::filesystem::permissions(folder / "locked", std::filesystem::perms::none);
  InputReader reader({folder.path()}, {});
  const ReadOut out = ReadAll(&reader);
  std::filesystem::permissions(folder / "locked", std::filesystem::perms::owner_all);
  EXPECT_EQ(out.records.size(), 1U);
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].ToString(), (folder / "locked") + ": Permission denied");
}

TEST(InputReaderTest, StandardInputIsNamedStdin) {
  const TemporaryFolder folder;
  const std::string input = folder.Write("in", "one\ftwo");
  const int saved = ::dup(STDIN_FILENO);
  ASSERT_NE(std::freopen(input.c_str(), "r", stdin), nullptr);
  ReaderOptions options;
  options.split = ParseTextSplit("form-feed");
  InputReader reader({}, options);
  const ReadOut out = ReadAll(&reader);
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[1].source, "stdin#2");
}

// Memory of a file that is not there: /proc/self/mem opens, and reading its first page fails.
TEST(InputReaderTest, AnInputThatFailsHalfWayIsAProblem) {
  const TemporaryFolder folder;
  const std::string good = folder.Write("good", "Good.\n");
  InputReader reader({"/proc/self/mem", good}, {});
  const ReadOut out = ReadAll(&reader);
  EXPECT_EQ(out.records.size(), 1U);
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].ToString(), "/proc/self/mem: Input/output error");
}

// Every step of `reader` in a line, to the end; inputs whose name `skipped` has are passed over.
std::vector<std::string> Steps(InputReader* reader, const std::set<std::string>& skipped = {}) {
  std::vector<std::string> steps;
  for (;;) {
    InputStep step = reader->NextStep();
    if (const auto* begin = std::get_if<InputBegin>(&step)) {
      const bool skip = skipped.contains(begin->below);
      steps.push_back((skip ? "skip " : "begin ") + begin->below);
      if (skip) reader->Skip();
    } else if (const auto* record = std::get_if<Record>(&step)) {
      steps.push_back("record " + record->bytes);
    } else if (const auto* problem = std::get_if<Problem>(&step)) {
      steps.push_back("problem " + problem->message);
    } else if (const auto* end = std::get_if<InputEnd>(&step)) {
      steps.emplace_back(end->whole ? "end" : "end, not whole");
    } else {
      return steps;
    }
  }
}

TEST(InputReaderTest, StepsTellWhereEachInputBeginsAndEnds) {
  const TemporaryFolder folder;
  folder.Write("in/a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  folder.Write("in/b/empty", "");
  folder.Write("in/c", "three");
  const std::string alone = folder.Write("alone", "four");
  InputReader reader({folder / "in", alone}, {});
  EXPECT_THAT(Steps(&reader), ElementsAre("begin a.jsonl", "record one", "record two", "end",
                                          "begin b/empty", "end", "begin c", "record three", "end",
                                          "begin alone", "record four", "end"));
  EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.NextStep()));
}

TEST(InputReaderTest, AnInputWithABadRecordIsWholeAndOneThatCannotBeReadIsNot) {
  const TemporaryFolder folder;
  const std::string bad = folder.Write("bad.jsonl", "{\"text\":\"one\"}\n{\"id\":1}\n");
  InputReader reader({bad, folder / "missing", "/proc/self/mem", bad}, {});
  EXPECT_THAT(
      Steps(&reader),
      ElementsAre("begin bad.jsonl", "record one", "problem the object has no member 'text'", "end",
                  "begin missing", "problem No such file or directory", "end, not whole",
                  "begin mem", "problem Input/output error", "end, not whole", "begin bad.jsonl",
                  "record one", "problem the object has no member 'text'", "end"));
}

TEST(InputReaderTest, AnInputThatIsSkippedIsNotOpened) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b", "c", "d"}) folder.Write(name, name);
  std::vector<std::string> opened;
  const auto open = [&opened](const std::string& path) {
    opened.push_back(path);
    return OpenInputFile(path);
  };
  InputReader reader({folder.path()}, {}, open);
  EXPECT_THAT(Steps(&reader, {"a", "c", "d"}),
              ElementsAre("skip a", "begin b", "record b", "end", "skip c", "skip d"));
  EXPECT_THAT(opened, ElementsAre(folder / "b"));
}

TEST(InputReaderTest, ItCanBeSkippedBehindOneThatCouldNotBeRead) {
  const TemporaryFolder folder;
  const std::string good = folder.Write("good", "text");
  InputReader reader({folder / "missing", folder / "away", good}, {});
  EXPECT_THAT(Steps(&reader, {"away"}),
              ElementsAre("begin missing", "problem No such file or directory", "end, not whole",
                          "skip away", "begin good", "record text", "end"));
}

// As where the run is interrupted.
TEST(InputReaderTest, WhatASourceThrowsBesidesInputErrorComesThrough) {
  InputReader reader({"a"}, {}, [](const std::string&) -> std::unique_ptr<ByteSource> {
    throw std::length_error("not an error of input");
  });
  ASSERT_TRUE(std::holds_alternative<InputBegin>(reader.NextStep()));
  EXPECT_THROW((void)reader.NextStep(), std::length_error);
}

TEST(InputReaderTest, SkippedRecordsOfAllInputsAreCounted) {
  const TemporaryFolder folder;
  const std::string warc =
      folder.Write("a.warc", WarcRecord("warcinfo", "", "") + WetRecord("one") +
                                 WarcRecord("resource", "Content-Type: text/html\r\n", "<p>"));
  InputReader reader({warc, warc}, {});
  EXPECT_EQ(ReadAll(&reader).records.size(), 2U);
  EXPECT_EQ(reader.skipped().html, 2U);
  EXPECT_EQ(reader.skipped().housekeeping, 2U);
}

}  // namespace
}  // namespace strigil
