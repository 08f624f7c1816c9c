#include "strigil/io/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

std::string Drain(ByteSource* source, size_t at_once = 7) {
  std::string all;
  std::string buffer(at_once, '\0');
  while (const size_t got = source->Read(buffer)) all.append(buffer, 0, got);
  return all;
}

TEST(FileSourceTest, ReadsAFileToItsEndAndStaysThere) {
  const TemporaryFolder folder;
  const std::string content("one\0two\r\n\xFF", 10);
  const auto source = FileSource::Open(folder.Write("a", content));
  EXPECT_EQ(Drain(source.get()), content);
  EXPECT_EQ(Drain(source.get()), "");
}

TEST(FileSourceTest, TellsTheSystemsReason) {
  const TemporaryFolder folder;
  const auto open = [](const std::string& path) {
    try {
      FileSource::Open(path);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(open(folder / "missing"), "No such file or directory");
  EXPECT_EQ(open(folder.path()), "Is a directory");
  EXPECT_EQ(open(""), "No such file or directory");
}

TEST(FileSourceTest, LeavesABorrowedDescriptorOpen) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  ASSERT_EQ(::close(ends[1]), 0);
  EXPECT_EQ(Drain(FileSource::Borrow(ends[0]).get()), "abc");
  EXPECT_EQ(::close(ends[0]), 0);
}

TEST(FileSourceTest, WaitsWhereADescriptorDoesNotBlock) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_NONBLOCK), 0);
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  const auto source = FileSource::Borrow(ends[0]);
  std::array<char, 4> buffer{};
  EXPECT_EQ(source->Read(buffer), 1U);
  ::close(ends[1]);
  EXPECT_EQ(source->Read(buffer), 0U);
  ::close(ends[0]);
}

TEST(FileSourceTest, AReadThatFailsThrows) {
  const auto source = FileSource::Borrow(-1);
  std::array<char, 4> buffer{};
  EXPECT_THROW(source->Read(buffer), InputError);
}

TEST(MemorySourceTest, GivesItsBytesOnce) {
  MemorySource source("abcdefghij");
  EXPECT_EQ(Drain(&source, 3), "abcdefghij");
  EXPECT_EQ(Drain(&source, 3), "");
}

TEST(PeekSourceTest, WhatWasLookedAtIsStillRead) {
  PeekSource source(std::make_unique<ChoppySource>("abcdefghij", 2));
  EXPECT_EQ(source.Peek(3), "abcd");
  EXPECT_EQ(source.Peek(1), "abcd");
  std::array<char, 3> buffer{};
  EXPECT_EQ(source.Read(buffer), 3U);
  EXPECT_EQ(source.Peek(0), "d");
  EXPECT_EQ(source.PeekMore(), "def");
  EXPECT_EQ(source.Peek(100), "defghij");
  EXPECT_EQ(source.PeekMore(), "defghij");
  EXPECT_EQ(Drain(&source, 4), "defghij");
  EXPECT_EQ(source.Peek(1), "");
}

TEST(PeekSourceTest, KeepsWhatItHasWhenReadingOnFails) {
  PeekSource source(std::make_unique<ChoppySource>("ab", 1, "Input/output error"));
  EXPECT_THROW(source.Peek(3), InputError);
  std::array<char, 8> buffer{};
  EXPECT_EQ(source.Read(buffer), 2U);
  EXPECT_THROW(source.Read(buffer), InputError);
}

}  // namespace
}  // namespace strigil
