// What SIGINT and SIGTERM do to the program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>

#include "tests/app/running_program.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;

constexpr int kInterrupted = 130;
constexpr int kTerminated = 143;

// `count` lines of JSON, each a document.
std::string Lines(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += "{\"text\":\"This is document number " + std::to_string(i) + ", as it stands.\"}\n";
  }
  return lines;
}

size_t FilesIn(const std::string& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                           std::filesystem::directory_iterator()));
}

TEST(InterruptionTest, WhatIsInHandIsFinishedAndStandardOutputEndsBehindADocument) {
  const std::string undisturbed =
      RunStrigil({"--from", "jsonl", "--to", "jsonl"}, {.input = Lines(2000)}).out;
  for (const char* jobs : {"1", "3"}) {
    for (const int signal : {SIGINT, SIGTERM}) {
      RunningStrigil program({"--jobs", jobs, "--from", "jsonl", "--to", "jsonl"});
      program.Send(Lines(2000) + "{\"text\":\"This one is cut");
      program.WaitUntilItWaits();
      program.Signal(signal);
      const Outcome outcome = program.Wait();
      EXPECT_EQ(outcome.status, signal == SIGINT ? kInterrupted : kTerminated);
      EXPECT_THAT(outcome.err, IsEmpty());
      EXPECT_THAT(outcome.out, EndsWith("}\n"));
      EXPECT_TRUE(undisturbed.starts_with(outcome.out));
    }
  }
}

TEST(InterruptionTest, ATextThatIsCutIsNoDocument) {
  RunningStrigil program({"--from", "text"});
  program.Send(kDump);
  program.WaitUntilItWaits();
  program.Signal(SIGTERM);
  const Outcome outcome = program.Wait();
  EXPECT_EQ(outcome.status, kTerminated);
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST(InterruptionTest, ACompressedStreamIsCompleted) {
  RunningStrigil program({"--from", "jsonl", "--to", "jsonl", "--compress", "gzip"});
  program.Send(Lines(100));
  program.WaitUntilItWaits();
  program.Signal(SIGINT);
  const Outcome outcome = program.Wait();
  EXPECT_EQ(outcome.status, kInterrupted);
  const Outcome again = RunStrigil({"--to", "jsonl"}, {.input = outcome.out});
  EXPECT_EQ(again.status, 0) << again.err;
}

TEST(InterruptionTest, FilesStayAsTheyWere) {
  const TemporaryFolder folder;
  const std::string out = folder.Write("out", "older");
  RunningStrigil program({"--from", "jsonl", "-o", out, "--rejects", folder / "rejects"});
  program.Send(Lines(3000));
  program.WaitUntilItWaits();
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait().status, kTerminated);
  EXPECT_EQ(ReadFile(out), "older");
  EXPECT_EQ(FilesIn(folder.path()), 1U);
}

TEST(InterruptionTest, ASecondSignalStopsAtOnce) {
  const TemporaryFolder folder;
  const std::string fifo = folder / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  // Nobody opens the other end: the program waits where no first signal reaches it.
  RunningStrigil program({fifo});
  program.WaitUntilItHandles(SIGTERM);
  program.WaitUntilItSleeps();
  program.Signal(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait().status, kTerminated);
}

TEST(InterruptionTest, ASignalThatIsIgnoredStaysSo) {
  RunningStrigil program({"--from", "jsonl", "--to", "jsonl"}, SIGINT);
  program.Send(Lines(10));
  program.WaitUntilItWaits();
  program.Signal(SIGINT);
  program.Send(Lines(10));
  program.CloseInput();
  const Outcome outcome = program.Wait();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 20);
}

}  // namespace
}  // namespace strigil
