// Small inputs that become large when they are decompressed: the limit of a document holds, and so
// does that of memory.

#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/io/compression.h"
#include "tests/app/program_testing.h"
#include "tests/io/compression_testing.h"
#include "tests/io/warc_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;

constexpr int kSomeBad = 1;
constexpr size_t kMemberBytes = size_t{8} << 20;
constexpr size_t kMembers = 32;
// What the program has for itself, its rules, its model and the decoder, and some documents of the
// limit; far less than the bombs' 256 MiB.
constexpr uint64_t kMaxPeakBytes = uint64_t{128} << 20;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

// Returns 256 MiB of one letter, compressed in 32 members.
std::string Bomb(Compression compression) {
  const std::string member = Compressed(std::string(kMemberBytes, 'a'), compression);
  std::string bomb;
  for (size_t i = 0; i < kMembers; ++i) bomb += member;
  return bomb;
}

void ExpectRefused(const Outcome& outcome) {
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_THAT(outcome.err, HasSubstr("more than 1048576 bytes"));
  // A sanitizer's own memory would drown the program's.
  if (!kSanitized) {
    EXPECT_LT(outcome.peak_bytes, kMaxPeakBytes);
  }
}

class BombTest : public testing::TestWithParam<Compression> {};

INSTANTIATE_TEST_SUITE_P(All, BombTest,
                         testing::Values(Compression::kGzip, Compression::kZstd,
                                         Compression::kBzip2, Compression::kXz),
                         [](const auto& with) { return std::string(CompressionName(with.param)); });

TEST_P(BombTest, TextIsRefused) {
  const Outcome outcome =
      RunStrigil({"--max-document", "1M", "--header", "none"}, {.input = Bomb(GetParam())});
  ExpectRefused(outcome);
  EXPECT_EQ(outcome.out, "");
}

TEST_P(BombTest, ALineOfJsonIsRefusedAndTheNextOneRead) {
  const Compression compression = GetParam();
  const Outcome outcome =
      RunStrigil({"--max-document", "1M", "--from", "jsonl", "--header", "none"},
                 {.input = Compressed("{\"text\":\"", compression) + Bomb(compression) +
                           Compressed("\"}\n{\"text\":\"A small one.\"}\n", compression)});
  ExpectRefused(outcome);
  EXPECT_EQ(outcome.out, "A small one.\n");
}

TEST(BombTest, AnHttpBodyIsRefusedAndTheNextRecordRead) {
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    const std::string response =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: " +
        std::string(CompressionName(compression)) + "\r\n\r\n" + Bomb(compression);
    const Outcome outcome = RunStrigil(
        {"--max-document", "1M", "--header", "none"},
        {.input = WarcRecord("response", "Content-Type: application/http\r\n", response) +
                  WetRecord("A small one.")});
    ExpectRefused(outcome);
    EXPECT_EQ(outcome.out, "A small one.\n");
  }
}

}  // namespace
}  // namespace strigil
