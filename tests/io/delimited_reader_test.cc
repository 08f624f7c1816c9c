#include "strigil/io/delimited_reader.h"

#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

constexpr size_t kNoLimit = size_t{1} << 30;

struct Seen {
  std::string bytes;
  uint64_t offset;
  uint64_t line;
  bool delimited;
  bool too_large;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> Cut(ByteSource* source, char delimiter, size_t max_bytes) {
  DelimitedReader reader(source, delimiter, max_bytes);
  std::vector<Seen> seen;
  while (const auto piece = reader.Next()) {
    seen.push_back({std::string(piece->bytes), piece->offset, piece->line, piece->delimited,
                    piece->too_large});
  }
  EXPECT_FALSE(reader.Next().has_value());
  return seen;
}

// What the reader must give, written the slow and plain way.
std::vector<Seen> Expected(const std::string& bytes, char delimiter, size_t max_bytes) {
  std::vector<Seen> seen;
  size_t begin = 0;
  while (begin < bytes.size()) {
    const size_t hit = bytes.find(delimiter, begin);
    const size_t end = std::min(hit, bytes.size());
    const bool too_large = end - begin > max_bytes;
    const auto line =
        1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    seen.push_back({too_large ? "" : bytes.substr(begin, end - begin), begin,
                    static_cast<uint64_t>(line), hit != std::string::npos, too_large});
    begin = end + 1;
  }
  return seen;
}

TEST(DelimitedReaderTest, CutsAtTheDelimiter) {
  MemorySource source("ab\n\ncd");
  EXPECT_THAT(Cut(&source, '\n', kNoLimit),
              testing::ElementsAre(Seen{"ab", 0, 1, true, false}, Seen{"", 3, 2, true, false},
                                   Seen{"cd", 4, 3, false, false}));
}

TEST(DelimitedReaderTest, AnEmptyStreamHasNoPiece) {
  MemorySource source("");
  EXPECT_THAT(Cut(&source, '\n', kNoLimit), testing::IsEmpty());
}

TEST(DelimitedReaderTest, AtTheLimitIsNotOverIt) {
  MemorySource source("1234\n12345\n123");
  EXPECT_THAT(Cut(&source, '\n', 4),
              testing::ElementsAre(Seen{"1234", 0, 1, true, false}, Seen{"", 5, 2, true, true},
                                   Seen{"123", 11, 3, false, false}));
}

TEST(DelimitedReaderTest, AgreesWithThePlainWayOnAnyBytesInAnyPortions) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes) c = "ab\n\f"[random() % 4];
    const size_t max_bytes = random() % 8;
    for (const char delimiter : {'\n', '\f'}) {
      ChoppySource source(bytes, 1 + random() % 9);
      EXPECT_EQ(Cut(&source, delimiter, max_bytes), Expected(bytes, delimiter, max_bytes))
          << testing::PrintToString(bytes);
    }
  }
}

TEST(DelimitedReaderTest, PiecesLargerThanTheReadBuffer) {
  const std::string large(700'000, 'x');
  const std::string bytes = "a\n" + large + "\n" + large + "y\nb\n";
  MemorySource source(bytes);
  EXPECT_EQ(Cut(&source, '\n', large.size()), Expected(bytes, '\n', large.size()));
}

TEST(DelimitedReaderTest, CountsTheLinesOfPiecesOfAnyLength) {
  std::string bytes;
  for (size_t size = 0; size < 600; size += 7) bytes += std::string(size, '\n') + "x\n\f";
  MemorySource source(bytes);
  EXPECT_EQ(Cut(&source, '\f', kNoLimit), Expected(bytes, '\f', kNoLimit));
}

TEST(DelimitedReaderTest, ReadsPastAPieceThatWouldNotFitInMemory) {
  RepeatingSource source(std::string(1 << 20, 'x'), 1 << 10);
  EXPECT_THAT(Cut(&source, '\n', 1000), testing::ElementsAre(Seen{"", 0, 1, false, true}));
}

}  // namespace
}  // namespace strigil
