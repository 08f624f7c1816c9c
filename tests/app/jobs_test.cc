// What --jobs promises: the same bytes for every number of threads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kSomeBad = 1;
constexpr int kConfigWrong = 2;

// Everything that a run leaves.
struct Results {
  Outcome outcome;
  std::string rejects;
};

Results RunWithJobs(const std::string& jobs, std::vector<std::string> arguments,
                    const std::string& input = "") {
  const TemporaryFolder folder;
  arguments.insert(arguments.end(), {"--jobs", jobs, "--rejects", folder / "rejects"});
  Results results;
  results.outcome =
      RunStrigil(arguments, {.input = input, .environment = {"SOURCE_DATE_EPOCH=1700000000"}});
  results.rejects = ReadFile(folder / "rejects");
  return results;
}

void ExpectTheSameForEveryNumber(const std::vector<std::string>& arguments,
                                 const std::string& input = "") {
  const Results alone = RunWithJobs("1", arguments, input);
  EXPECT_FALSE(alone.outcome.out.empty());
  for (const char* jobs : {"2", "3", "8"}) {
    SCOPED_TRACE(jobs);
    const Results together = RunWithJobs(jobs, arguments, input);
    EXPECT_EQ(together.outcome.status, alone.outcome.status);
    // Not EXPECT_EQ: what differs would fill the screen.
    EXPECT_TRUE(together.outcome.out == alone.outcome.out);
    EXPECT_TRUE(together.rejects == alone.rejects);
    EXPECT_EQ(together.outcome.err, alone.outcome.err);
  }
}

std::string Quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
  return quoted;
}

// JSON lines with short, long and broken ones among them.
std::string MixedLines(int lines) {
  std::string input;
  for (int i = 0; i < lines; ++i) {
    if (i % 97 == 13) {
      input += "{\"text\":\"broken\n";
      continue;
    }
    input += "{\"id\":" + std::to_string(i) + ",\"text\":\"Page " + std::to_string(i) + ".\\n\\n";
    const int repeats = i % 211 == 50 ? 300 : i % 5;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      input += Quoted(kDump) + "Paragraph " + std::to_string(repeat) + " of them.\\n\\n";
    }
    input += "\"}\n";
  }
  return input;
}

TEST(JobsTest, EveryNumberGivesTheSameBytesOfTheTestData) {
  const std::string folder = std::string(STRIGIL_SOURCE_DIR) + "/testdata";
  ExpectTheSameForEveryNumber({folder});
  ExpectTheSameForEveryNumber({"--header", "none", "--unwrap", folder});
  ExpectTheSameForEveryNumber({"--to", "jsonl", "--compress", "gzip", folder});
  ExpectTheSameForEveryNumber({"--to", "warc", "--compress", "gzip", folder});
}

TEST(JobsTest, EveryNumberGivesTheSameBytesAndErrorsOfAMixedStream) {
  const std::string input = MixedLines(1500);
  ExpectTheSameForEveryNumber({"--to", "jsonl"}, input);
  ExpectTheSameForEveryNumber({"--to", "text", "--header", "short"}, input);
  EXPECT_EQ(RunWithJobs("3", {"--to", "jsonl"}, input).outcome.status, kSomeBad);
}

TEST(JobsTest, DroppedDocumentsAndTheFirstOnesDateAreTheSameToo) {
  ExpectTheSameForEveryNumber(
      {"--to", "warc", "--set", "quality.min-words=60", "--set", "quality.action=drop"},
      MixedLines(400));
}

TEST(JobsTest, DocumentsOfManyMegabytesPassInOrder) {
  // More bytes than may be in hand at once, in documents that are more than a chunk each.
  std::string input;
  for (int i = 0; i < 12; ++i) {
    std::string text = "Document " + std::to_string(i) + " begins here with a line of its own.\n";
    for (int line = 0; text.size() < size_t{3} << 20; ++line) {
      text += "Line " + std::to_string(line * 7919 + i) + " of the long list.\n";
    }
    input += text + "\f";
  }
  // What takes long to clean them is left out: the order is all that matters here.
  const std::vector<std::string> arguments = {"--split",   "form-feed", "--header",  "short",
                                              "--disable", "content",   "--disable", "repetition",
                                              "--disable", "rules",     "--disable", "language"};
  const Results alone = RunWithJobs("1", arguments, input);
  const Results together = RunWithJobs("2", arguments, input);
  EXPECT_THAT(together.outcome.err, IsEmpty());
  EXPECT_TRUE(together.outcome.out == alone.outcome.out);
  EXPECT_TRUE(together.rejects == alone.rejects);
}

TEST(JobsTest, AReaderThatGoesAwayEndsTheRunQuietly) {
  const Outcome outcome = RunStrigil({"--jobs", "4", "--to", "jsonl"},
                                     {.input = MixedLines(3000), .reader_gone = true});
  EXPECT_EQ(outcome.status, 0);
}

TEST(JobsTest, OutputThatCannotBeWrittenEndsTheRun) {
  const Outcome outcome =
      RunStrigil({"--jobs", "4", "--to", "jsonl", "-o", "/dev/full"}, {.input = MixedLines(3000)});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, HasSubstr("/dev/full: "));
}

TEST(JobsTest, TheNumberIsChecked) {
  for (const char* wrong : {"0", "-1", "x", "1025", "2x"}) {
    const Outcome outcome = RunStrigil({"--jobs", wrong}, {.input = std::string(kDump)});
    EXPECT_EQ(outcome.status, kConfigWrong) << wrong;
  }
}

}  // namespace
}  // namespace strigil
