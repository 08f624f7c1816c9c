#include "strigil/io/output_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

size_t FilesIn(const TemporaryFolder& folder) {
  const std::filesystem::directory_iterator files(folder.path());
  return static_cast<size_t>(std::distance(begin(files), end(files)));
}

std::string ErrorOf(const std::string& path, std::string_view bytes) {
  try {
    const auto sink = OpenOutput(path);
    sink->Write(bytes);
    sink->Commit();
  } catch (const OutputError& error) {
    return error.what();
  }
  return "";
}

TEST(OpenOutputTest, AFileStandsThereWhenItIsComplete) {
  const TemporaryFolder folder;
  const std::string path = folder / "out.txt";
  const auto sink = OpenOutput(path);
  sink->Write("one ");
  sink->Flush();
  EXPECT_FALSE(std::filesystem::exists(path));
  const std::string large(1'000'000, 'x');
  sink->Write(large);
  sink->Write(" two");
  sink->Commit();
  EXPECT_EQ(ReadFile(path), "one " + large + " two");
  EXPECT_EQ(FilesIn(folder), 1U);
}

TEST(OpenOutputTest, WithoutCommitNothingHappened) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("out.txt", "old");
  {
    const auto sink = OpenOutput(path);
    sink->Write("new");
    sink->Flush();
    EXPECT_EQ(FilesIn(folder), 2U);
  }
  EXPECT_EQ(ReadFile(path), "old");
  EXPECT_EQ(FilesIn(folder), 1U);
}

TEST(OpenOutputTest, AnOlderFileIsReplacedAndItsPermissionsStay) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("out.txt", "old and longer");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(ErrorOf(path, "new"), "");
  EXPECT_EQ(ReadFile(path), "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640U);
}

TEST(OpenOutputTest, ASymbolicLinkStays) {
  const TemporaryFolder folder;
  const std::string target = folder.Write("deep/target", "old");
  const std::string link = folder / "link";
  std::filesystem::create_symlink("deep/target", link);
  EXPECT_EQ(ErrorOf(link, "new"), "");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ReadFile(target), "new");
}

TEST(OpenOutputTest, TellsPathAndReason) {
  const TemporaryFolder folder;
  EXPECT_EQ(ErrorOf(folder.path(), ""), folder.path() + ": Is a directory");
  EXPECT_EQ(ErrorOf(folder / "no/out", ""), (folder / "no/out") + ": No such file or directory");
  EXPECT_EQ(ErrorOf(folder / "new/", ""), (folder / "new/") + ": Is a directory");
  EXPECT_EQ(ErrorOf("", ""), ": No such file or directory");
  EXPECT_EQ(ErrorOf("/dev/full", "x"), "/dev/full: No space left on device");
  EXPECT_EQ(ErrorOf("/dev/full", std::string(1'000'000, 'x')),
            "/dev/full: No space left on device");
}

TEST(OpenOutputTest, DevicesAreWrittenStraight) {
  EXPECT_EQ(ErrorOf("/dev/null", "x"), "");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(OpenOutputTest, AFifoIsWrittenStraight) {
  const TemporaryFolder folder;
  const std::string path = folder / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = ReadFile(path); });
  EXPECT_EQ(ErrorOf(path, "through"), "");
  reader.join();
  EXPECT_EQ(read, "through");
}

TEST(OpenOutputTest, ANameOfADescriptorIsThatDescriptor) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("log", "kept ");
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND);
  ASSERT_GE(descriptor, 0);
  EXPECT_EQ(ErrorOf("/dev/fd/" + std::to_string(descriptor), "and more"), "");
  EXPECT_EQ(::close(descriptor), 0);
  EXPECT_EQ(ReadFile(path), "kept and more");
  EXPECT_EQ(FilesIn(folder), 1U);
}

TEST(DescriptorSinkTest, AClosedPipeIsToldApart) {
  ASSERT_NE(std::signal(SIGPIPE, SIG_IGN), SIG_ERR);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  const auto sink = NewDescriptorSink(ends[1], "standard output");
  sink->Write("held back");
  EXPECT_THROW(sink->Flush(), BrokenPipe);
  ::close(ends[1]);
}

TEST(DescriptorSinkTest, WaitsWhereADescriptorDoesNotBlock) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_NONBLOCK), 0);
  const std::string large(3'000'000, 'x');
  size_t read = 0;
  std::thread reader([&] {
    std::array<char, 4096> buffer{};
    while (read < large.size()) {
      const ssize_t got = ::read(ends[0], buffer.data(), buffer.size());
      if (got > 0) read += static_cast<size_t>(got);
    }
  });
  const auto sink = NewDescriptorSink(ends[1], "pipe");
  sink->Write(large);
  sink->Commit();
  reader.join();
  EXPECT_EQ(read, large.size());
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(DescriptorSinkTest, WithoutCommitWhatIsHeldBackIsDropped) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_NONBLOCK), 0);
  NewDescriptorSink(ends[1], "pipe")->Write("half");
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), -1);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace strigil
