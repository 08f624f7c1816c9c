// What --stats and --progress tell.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "app/progress.h"
#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const Progress::Time kBegin{};

Progress::Time After(double seconds) {
  return kBegin + std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::duration<double>(seconds));
}

TEST(StatsTest, AFileTellsWhatWasReadRemovedAndWritten) {
  for (const char* jobs : {"1", "2"}) {
    const TemporaryFolder folder;
    const std::string stats = folder / "stats.json";
    const std::string dump = folder.Write("dump.txt", kDump);
    const Outcome outcome = RunStrigil({"--jobs", jobs, "--stats", stats, dump, folder / "no"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, RunStrigil({dump}).out);
    const std::string size = std::to_string(kDump.size());
    EXPECT_THAT(
        ReadFile(stats),
        AllOf(StartsWith("{\n  \"profile\": \"news sha256:"), HasSubstr("\"documents\": 1,"),
              HasSubstr("\"dropped\": 0,"), HasSubstr("\"input_bytes\": " + size + ","),
              HasSubstr("\"document_bytes\": " + size + ","),
              HasSubstr("\"output_bytes\": " + std::to_string(outcome.out.size()) + ","),
              HasSubstr("\"share-bar\": {\"lines\": 1, \"bytes\": 17}"),
              HasSubstr("\"errors\": {\n    \"inputs\": 1,\n    \"records\": 0,\n"),
              HasSubstr("\"stages\": {\n    \"decode\": 0."), HasSubstr("\"interrupted\": false"),
              EndsWith("}\n")));
  }
}

TEST(StatsTest, BadRecordsAreCountedApart) {
  const TemporaryFolder folder;
  const Outcome outcome =
      RunStrigil({"--from", "jsonl", "--to", "jsonl", "--stats", folder / "stats"},
                 {.input = "{\"text\":\"Words.\"}\n{\"text\":\n{\"text\":\"More.\"}\n"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(ReadFile(folder / "stats"),
              AllOf(HasSubstr("\"documents\": 2,"), HasSubstr("\"records\": 1,")));
}

TEST(StatsTest, AnOutputOrStandardOutputIsRefused) {
  const TemporaryFolder folder;
  const std::string file = folder / "file";
  EXPECT_EQ(RunStrigil({"--stats", file, "-o", file}).status, 2);
  EXPECT_EQ(RunStrigil({"--stats", file, "--rejects", file}).status, 2);
  EXPECT_EQ(RunStrigil({"--stats", "-"}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(StatsTest, AShortRunTellsNoProgress) {
  const Outcome outcome = RunStrigil({"--progress"}, {.input = std::string(kDump)});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(ProgressTest, LinesComeEveryTenSeconds) {
  Progress progress(Progress::Style::kLines, 400'000'000, kBegin);
  EXPECT_EQ(progress.Update(10, 1000, After(9.9)), "");
  EXPECT_EQ(progress.Update(5000, 100'000'000, After(10)),
            "strigil: 5000 documents, 10.0 MB/s, 25 % done, 0:30 left\n");
  EXPECT_EQ(progress.Update(6000, 110'000'000, After(19)), "");
  EXPECT_EQ(progress.Update(10000, 200'000'000, After(20)),
            "strigil: 10000 documents, 10.0 MB/s, 50 % done, 0:20 left\n");
  EXPECT_EQ(progress.Clear(), "");
}

TEST(ProgressTest, ATerminalHasOneLineThatIsWrittenOver) {
  Progress progress(Progress::Style::kTerminal, 36'000'000'000, kBegin);
  EXPECT_EQ(progress.Update(1, 1000, After(0.9)), "");
  EXPECT_EQ(progress.Clear(), "");
  EXPECT_EQ(progress.Update(1, 5'000'000, After(1)),
            "\r1 document, 5.0 MB/s, 0 % done, 1:59:59 left\x1B[K");
  EXPECT_EQ(progress.Update(1, 5'000'000, After(1.1)), "");
  EXPECT_THAT(progress.Update(2, 6'000'000, After(1.2)), StartsWith("\r2 documents, 5.0 MB/s"));
  EXPECT_EQ(progress.Clear(), "\r\x1B[K");
  EXPECT_EQ(progress.Clear(), "");
}

TEST(ProgressTest, WithoutATotalThereIsNoShare) {
  Progress progress(Progress::Style::kLines, std::nullopt, kBegin);
  EXPECT_EQ(progress.Update(3, 20'000'000, After(10)), "strigil: 3 documents, 2.0 MB/s\n");
  Progress empty(Progress::Style::kLines, 0, kBegin);
  EXPECT_EQ(empty.Update(0, 0, After(10)), "strigil: 0 documents, 0.0 MB/s\n");
}

TEST(ProgressTest, TheTotalIsThatOfAllFiles) {
  const TemporaryFolder folder;
  folder.Write("a", "12345");
  folder.Write("b/c", "678");
  EXPECT_EQ(TotalBytes({folder.path()}), 8U);
  EXPECT_EQ(TotalBytes({folder / "missing"}), 0U);
  EXPECT_EQ(TotalBytes({folder.path(), "/dev/null"}), std::nullopt);
}

}  // namespace
}  // namespace strigil
