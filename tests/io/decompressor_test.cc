#include "strigil/io/decompressor.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/compression_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Result {
  std::string plain;
  std::optional<Damage> damage;  // the first
  std::vector<Damage> damages;
  uint64_t damage_count = 0;
};

Result Decompress(const std::string& bytes, Compression compression, size_t at_once = 1000) {
  const auto source = NewDecompressor(std::make_unique<ChoppySource>(bytes, at_once), compression);
  Result result;
  std::string buffer(777, '\0');
  while (const size_t got = source->Read(buffer)) result.plain.append(buffer, 0, got);
  EXPECT_EQ(source->Read(buffer), 0U);
  result.damages = source->damages();
  result.damage_count = source->damage_count();
  if (!result.damages.empty()) result.damage = result.damages.front();
  return result;
}

// Text that does not compress to next to nothing.
std::string Text(size_t size) {
  std::string text;
  for (uint32_t state = 1; text.size() < size; state = state * 1664525 + 1013904223) {
    text += "line " + std::to_string(state) + "\n";
  }
  return text;
}

class EveryCompression : public testing::TestWithParam<Compression> {};

INSTANTIATE_TEST_SUITE_P(All, EveryCompression,
                         testing::Values(Compression::kGzip, Compression::kZstd,
                                         Compression::kBzip2, Compression::kXz),
                         [](const auto& with) { return std::string(CompressionName(with.param)); });

TEST_P(EveryCompression, IsToldByItsFirstBytes) {
  EXPECT_EQ(DetectCompression(Compressed("text", GetParam())), GetParam());
  EXPECT_EQ(DetectCompression(Compressed("", GetParam())), GetParam());
}

TEST_P(EveryCompression, GivesTheTextBack) {
  for (const size_t at_once : {1U, 1000U}) {
    const std::string text = Text(at_once * 2000);
    const Result result = Decompress(Compressed(text, GetParam()), GetParam(), at_once);
    EXPECT_EQ(result.plain, text);
    EXPECT_FALSE(result.damage);
  }
  EXPECT_EQ(Decompress(Compressed("", GetParam()), GetParam()).plain, "");
}

TEST_P(EveryCompression, ReadsOneBehindTheOther) {
  std::string bytes;
  for (const std::string_view part : {"one ", "", "two ", "three"}) {
    bytes += Compressed(part, GetParam());
  }
  const Result result = Decompress(bytes, GetParam(), 1);
  EXPECT_EQ(result.plain, "one two three");
  EXPECT_FALSE(result.damage);
}

TEST_P(EveryCompression, TakesZerosBehindItForPadding) {
  const Result result =
      Decompress(Compressed("text", GetParam()) + std::string(100'000, '\0'), GetParam());
  EXPECT_EQ(result.plain, "text");
  EXPECT_FALSE(result.damage);
}

TEST_P(EveryCompression, TellsWhatStandsBehindIt) {
  const std::string bytes = Compressed("text", GetParam());
  const Result result = Decompress(bytes + "something else", GetParam());
  EXPECT_EQ(result.plain, "text");
  ASSERT_TRUE(result.damage);
  EXPECT_EQ(result.damage->offset, bytes.size());
}

TEST_P(EveryCompression, GivesAllOfACutFileThatThereIs) {
  const std::string text = Text(3'000'000);
  const std::string bytes = Compressed(text, GetParam());
  const size_t half = bytes.size() / 2;
  const Result result = Decompress(bytes.substr(0, half), GetParam());
  EXPECT_GT(result.plain.size(), text.size() / 10);
  EXPECT_THAT(text, StartsWith(result.plain));
  ASSERT_TRUE(result.damage);
  EXPECT_EQ(result.damage->offset, half);
  EXPECT_THAT(result.damage->message, HasSubstr("cut short"));
}

TEST_P(EveryCompression, NoticesAFlippedBit) {
  const std::string text = Text(100'000);
  std::string bytes = Compressed(text, GetParam());
  bytes[bytes.size() / 2] ^= 4;
  const Result result = Decompress(bytes, GetParam());
  EXPECT_NE(result.plain, text);
  ASSERT_TRUE(result.damage);
  EXPECT_LE(result.damage->offset, bytes.size());
}

TEST_P(EveryCompression, GoesOnAtTheNextMemberThatIsWhole) {
  const std::string before = Text(30'000);
  const std::string behind = "behind the damage\n";
  const std::string damaged = Compressed(before, GetParam());
  for (size_t place = 12; place < damaged.size(); place += 97) {
    std::string bytes = damaged;
    bytes[place] ^= 0x10;
    bytes = Compressed("first,", GetParam()) + bytes;
    for (int i = 0; i < 3; ++i) bytes += Compressed(behind, GetParam());
    const Result result = Decompress(bytes, GetParam());
    EXPECT_THAT(result.plain, StartsWith("first,"));
    EXPECT_TRUE(result.plain.ends_with("\n" + behind + behind + behind)) << place;
    EXPECT_TRUE(result.damage) << place;
  }
}

TEST_P(EveryCompression, FindsTheMemberThatACutOneRanInto) {
  const std::string cut = Compressed(Text(1000), GetParam());
  for (size_t size = 1; size < cut.size(); ++size) {
    const Result result =
        Decompress(Compressed("first\n", GetParam()) + cut.substr(0, size) +
                       Compressed("behind\n", GetParam()) + Compressed("last\n", GetParam()),
                   GetParam());
    EXPECT_THAT(result.plain, StartsWith("first\n"));
    EXPECT_TRUE(result.plain.ends_with("\nbehind\nlast\n")) << size;
    EXPECT_TRUE(result.damage) << size;
  }
}

TEST_P(EveryCompression, BeginsALineBehindDamageAndNowhereElse) {
  const std::string whole = Compressed("whole", GetParam());
  EXPECT_EQ(Decompress(whole + "?" + whole, GetParam()).plain, "whole\nwhole");
  EXPECT_EQ(Decompress(Compressed("line\n", GetParam()) + "?" + whole, GetParam()).plain,
            "line\nwhole");
  EXPECT_EQ(Decompress(Compressed("page\f", GetParam()) + "?" + whole, GetParam()).plain,
            "page\fwhole");
  EXPECT_EQ(Decompress(whole + whole + "?", GetParam()).plain, "wholewhole");
}

TEST(DecompressorTest, AFormFeedEndsNoBrokenLine) {
  std::string damaged = Compressed("{\"text\":\"\f", Compression::kGzip);
  damaged.back() ^= 1;
  EXPECT_EQ(Decompress(damaged + Compressed("whole", Compression::kGzip), Compression::kGzip).plain,
            "{\"text\":\"\f\nwhole");
}

TEST_P(EveryCompression, TellsEveryPlaceOfDamageUpToABound) {
  const std::string whole = Compressed("whole\n", GetParam());
  std::string bytes = whole;
  std::string plain = "whole\n";
  std::vector<uint64_t> places;
  for (size_t i = 1; i <= Decompressor::kMaxDamages + 3; ++i) {
    places.push_back(bytes.size());
    bytes += "something else" + whole;
    plain += "whole\n";
    const Result result = Decompress(bytes, GetParam());
    EXPECT_EQ(result.plain, plain);
    EXPECT_EQ(result.damage_count, i);
    ASSERT_EQ(result.damages.size(), std::min(i, Decompressor::kMaxDamages));
    for (size_t k = 0; k < result.damages.size(); ++k) {
      EXPECT_EQ(result.damages[k].offset, places[k]);
    }
  }
}

// Each member claims to hold all that follows as it is, and so to hold the next ones: read from
// every beginning to the end, 4 MB would become hundreds of gigabytes.
TEST(DecompressorTest, MembersInsideEachOtherAreNotReadForEver) {
  using namespace std::string_view_literals;
  constexpr std::string_view kGzipHeader = "\x1F\x8B\x08\0\0\0\0\0\0\xFF"sv;
  constexpr std::string_view kStoredBlock = "\0\xFF\xFF\0\0"sv;  // of 65,535 bytes
  std::string bytes;
  while (bytes.size() < 4'000'000) bytes += std::string(kGzipHeader) + std::string(kStoredBlock);
  const auto source = NewDecompressor(std::make_unique<MemorySource>(bytes), Compression::kGzip);
  std::string buffer(65536, '\0');
  uint64_t size = 0;
  while (const size_t got = source->Read(buffer)) size += got;
  EXPECT_LT(size, 100'000'000U);
  EXPECT_GT(source->damage_count(), 0U);
}

TEST(DecompressorTest, PassesTheSourcesErrorsOn) {
  const auto source =
      NewDecompressor(std::make_unique<ChoppySource>(
                          Compressed("text", Compression::kGzip).substr(0, 12), 5, "gone"),
                      Compression::kGzip);
  std::string buffer(100, '\0');
  EXPECT_THROW(while (source->Read(buffer) > 0){}, InputError);
}

TEST(DetectCompressionTest, TakesTextForText) {
  for (const std::string_view text : {"", "B", "BZh", "BZh9 is what bzip2 begins with", "\x1F\x8B",
                                      "(brackets)", "Plain text", "{\"text\":\"\"}"}) {
    EXPECT_EQ(DetectCompression(text), Compression::kNone) << text;
  }
}

}  // namespace
}  // namespace strigil
