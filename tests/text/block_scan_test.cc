#include "strigil/text/block_scan.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace strigil {
namespace {

ByteBlock BlockOf(const std::string& bytes) {
  ByteBlock block{};
  std::memcpy(&block, bytes.data(), sizeof(block));
  return block;
}

TEST(BlockScan, BitsStandForTheBytesInTheirOrder) {
  EXPECT_EQ(BitsOf(ByteMask{}), 0U);
  EXPECT_EQ(BitsOf(BlockOf(std::string(16, 'a')) == 'a'), 0xFFFFU);
  for (size_t i = 0; i < sizeof(ByteBlock); ++i) {
    std::string bytes(sizeof(ByteBlock), '\0');
    bytes[i] = 'x';
    EXPECT_EQ(BitsOf(BlockOf(bytes) == 'x'), 1U << i) << i;
  }
}

TEST(BlockScan, BitsSayWhatIsInARange) {
  std::mt19937 random(1);
  for (int round = 0; round < 10000; ++round) {
    std::string bytes;
    for (size_t i = 0; i < sizeof(ByteBlock); ++i) bytes += static_cast<char>(random() % 256);
    unsigned expected = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i]);
      if (byte >= 'A' && byte <= 0xC3) expected |= 1U << i;
    }
    ASSERT_EQ(BitsOf(InRange(BlockOf(bytes), 'A', 0xC3)), expected);
  }
}

}  // namespace
}  // namespace strigil
