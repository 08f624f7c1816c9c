#include "strigil/stages/scratch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace strigil {
namespace {

struct WithDefault {
  uint32_t number = 7;
};

TEST(ScratchTest, ElementsAreAsTheirTypeMakesThem) {
  Scratch scratch;
  // Whatever stood in the memory before.
  for (int i = 0; i < 100; ++i) {
    const std::span<uint64_t> zeros = scratch.Take<uint64_t>(100);
    ASSERT_EQ(std::count(zeros.begin(), zeros.end(), 0U), 100);
    std::fill(zeros.begin(), zeros.end(), UINT64_MAX);
    for (const WithDefault& element : scratch.Take<WithDefault>(10)) ASSERT_EQ(element.number, 7U);
  }
}

TEST(ScratchTest, ArraysAreApartAndStay) {
  Scratch scratch;
  std::vector<std::span<uint16_t>> arrays;
  // Some find room in the object, others do not, and one is larger than all of it.
  for (uint16_t i = 0; i < 200; ++i) {
    arrays.push_back(scratch.Take<uint16_t>(i == 50 ? 100000 : i * 7U));
    std::fill(arrays.back().begin(), arrays.back().end(), i);
  }
  for (uint16_t i = 0; i < 200; ++i) {
    const auto size = static_cast<ptrdiff_t>(i == 50 ? 100000 : i * 7U);
    ASSERT_EQ(std::count(arrays[i].begin(), arrays[i].end(), i), size);
  }
}

TEST(ScratchTest, ArraysAreAligned) {
  Scratch scratch;
  for (size_t size = 0; size < 3000; size += 97) {
    scratch.Take<uint8_t>(size);
    const auto address = reinterpret_cast<uintptr_t>(scratch.Take<uint64_t>(3).data());
    ASSERT_EQ(address % alignof(uint64_t), 0U);
  }
}

}  // namespace
}  // namespace strigil
