#include "strigil/stages/window_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace strigil {
namespace {

struct Window {
  size_t before;
  size_t behind;
};

class WindowSumsTest : public testing::TestWithParam<size_t> {
 protected:
  // The lines of the window of line `k`, as the definition has it.
  template <typename Take>
  void ForEachInWindow(size_t k, Window window, Take take) const {
    const size_t first = k - std::min(k, window.before);
    for (size_t i = first; i < std::min(lines_, k + window.behind + 1); ++i) take(numbers_[i]);
  }

  void SetUp() override {
    std::mt19937 random(static_cast<unsigned>(lines_));
    for (uint16_t& number : numbers_) number = static_cast<uint16_t>(random() % 256);
  }

  Scratch scratch_;
  const size_t lines_ = GetParam();
  std::vector<uint16_t> numbers_ = std::vector<uint16_t>(lines_);
  const std::vector<Window> windows_ = {{0, 0}, {1, 1},   {0, 5},  {5, 0},
                                        {3, 8}, {16, 16}, {0, 20}, {20, 20}};
};

TEST_P(WindowSumsTest, AreThoseOfTheWindow) {
  WindowSums<uint32_t> sums(lines_, &scratch_);
  sums.Take([this](size_t k) { return uint32_t{numbers_[k]} << 16U; });
  for (const Window window : windows_) {
    for (size_t k = 0; k < lines_; ++k) {
      uint32_t sum = 0;
      ForEachInWindow(k, window, [&](uint16_t number) { sum += uint32_t{number} << 16U; });
      ASSERT_EQ(sums.Sum(k, window.before, window.behind), sum);
    }
  }
}

TEST_P(WindowSumsTest, MeansAreThoseOfTheWindow) {
  WindowSums<uint16_t> sums(lines_, &scratch_);
  sums.Take([this](size_t k) { return numbers_[k]; });
  // Once more with other numbers.
  for (uint16_t& number : numbers_) number = static_cast<uint16_t>(number ^ 0xFFU);
  sums.Take([this](size_t k) { return numbers_[k]; });
  for (const Window window : windows_) {
    if (window.before + window.behind == 0) continue;
    std::vector<uint8_t> means(lines_);
    sums.Means(window.before, window.behind, 1, means.data());
    for (size_t k = 0; k < lines_; ++k) {
      uint32_t sum = 0;
      uint32_t size = 0;
      ForEachInWindow(k, window, [&](uint16_t number) {
        sum += number;
        ++size;
      });
      ASSERT_EQ(means[k], sum * (65536 / size) / 65536) << k;
    }
  }
}

TEST_P(WindowSumsTest, MeansAreScaled) {
  WindowSums<uint16_t> sums(lines_, &scratch_);
  sums.Take([this](size_t k) { return numbers_[k] % 2; });
  std::vector<uint8_t> means(lines_);
  sums.Means(10, 10, 200, means.data());
  for (size_t k = 0; k < lines_; ++k) {
    uint32_t sum = 0;
    uint32_t size = 0;
    ForEachInWindow(k, {10, 10}, [&](uint16_t number) {
      sum += number % 2;
      ++size;
    });
    ASSERT_EQ(means[k], sum * 200 * (65536 / size) / 65536) << k;
  }
}

INSTANTIATE_TEST_SUITE_P(Lines, WindowSumsTest,
                         testing::Values(1, 2, 5, 6, 15, 16, 17, 40, 41, 42, 100, 300));

TEST(WindowSumsTest, WithoutLinesThereIsNothingToMeasure) {
  Scratch scratch;
  WindowSums<uint16_t> sums(0, &scratch);
  sums.Take([](size_t) { return 1; });
  sums.Means(2, 2, 1, nullptr);
}

}  // namespace
}  // namespace strigil
