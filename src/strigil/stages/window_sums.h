#ifndef STRIGIL_STAGES_WINDOW_SUMS_H_
#define STRIGIL_STAGES_WINDOW_SUMS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "strigil/stages/scratch.h"

namespace strigil {

// 2^16 / n: a division is the dearest thing that a feature is made of.
inline constexpr std::array<uint32_t, 256> kReciprocals = [] {
  std::array<uint32_t, 256> reciprocals{};
  for (uint32_t n = 1; n < 256; ++n) reciprocals[n] = (uint32_t{1} << 16) / n;
  return reciprocals;
}();

// The same for windows, in 16 bits; none for one line.
inline constexpr std::array<uint16_t, 64> kWeights = [] {
  std::array<uint16_t, 64> weights{};
  for (size_t n = 2; n < weights.size(); ++n) weights[n] = static_cast<uint16_t>(kReciprocals[n]);
  return weights;
}();

// Sums and means over windows of consecutive lines: those up to some before a line and up to some
// behind it, itself included, as far as there are such lines. Counts modulo the greatest Number and
// one; a window's own sum must be smaller.
template <typename Number>
class WindowSums {
 public:
  // The most lines of a window before or behind its own.
  static constexpr size_t kReach = 20;
  static_assert(2 * kReach + 1 < kWeights.size());

  // Of `lines` lines, each with 0. `scratch` must outlive the object.
  WindowSums(size_t lines, Scratch* scratch)
      : lines_(lines),
        sums_(scratch->Take<Number>(kReach + lines + 1 + kReach)),
        weights_(scratch->Take<uint16_t>(lines)) {}

  // Makes `value(k)` the number of each line k.
  template <typename Value>
  void Take(Value value) {
    Number sum = 0;
    Number* const place = sums_.data() + kReach + 1;
    for (size_t k = 0; k < lines_; ++k) {
      sum = static_cast<Number>(sum + value(k));
      place[k] = sum;
    }
    std::fill_n(place + lines_, kReach, sum);
  }

  // Returns the sum over the window of line `k`.
  Number Sum(size_t k, size_t before, size_t behind) const {
    const Number* const place = sums_.data() + kReach + k;
    return static_cast<Number>(*(place + behind + 1) - *(place - before));
  }

  // Writes `measure(sum, weight)` for each line to `means`: of the sum over its window, and 2^16
  // divided by how many lines that has. `before` and `behind` must not both be 0.
  template <typename Measure>
  void ForEach(size_t before, size_t behind, uint8_t* means, Measure measure) {
    if (lines_ == 0) return;
    WeighWindows(before, behind);
    const Number* const ends = sums_.data() + kReach + behind + 1;
    const Number* const begins = sums_.data() + kReach - before;
    const uint16_t* const weights = weights_.data();
    const auto measure_some = [&](size_t first, auto count) {
      std::array<uint8_t, count()> some;
      for (size_t i = 0; i < count(); ++i) {
        const size_t k = first + i;
        some[i] = measure(static_cast<Number>(ends[k] - begins[k]), uint32_t{weights[k]});
      }
      std::memcpy(means + first, some.data(), count());
    };
    size_t k = 0;
    for (; k + kAtOnce <= lines_; k += kAtOnce)
      measure_some(k, std::integral_constant<size_t, kAtOnce>());
    if (k < lines_ && lines_ >= kAtOnce) {
      // Some once more.
      measure_some(lines_ - kAtOnce, std::integral_constant<size_t, kAtOnce>());
    } else {
      for (; k < lines_; ++k) measure_some(k, std::integral_constant<size_t, 1>());
    }
    // Windows of one line, whose weight does not fit into 16 bits.
    if (before == 0 || lines_ == 1)
      means[lines_ - 1] = measure(Sum(lines_ - 1, before, behind), kReciprocals[1]);
    if (behind == 0) means[0] = measure(Sum(0, before, behind), kReciprocals[1]);
  }

  // The same with `scale` times each window's mean. Neither that may be above 255 nor `scale`
  // times the sum above 65535. A document asks a dozen times: the code is there once.
  [[gnu::noinline]] void Means(size_t before, size_t behind, uint16_t scale, uint8_t* means) {
    ForEach(before, behind, means, [scale](Number sum, uint32_t weight) {
      return static_cast<uint8_t>(static_cast<uint16_t>(sum * scale) * weight >> 16);
    });
  }

 private:
  // Lines for which a processor has instructions.
  static constexpr size_t kAtOnce = 16;

  void WeighWindows(size_t before, size_t behind) {
    if (before == before_ && behind == behind_) return;
    before_ = before;
    behind_ = behind;
    const size_t all = before + behind + 1;
    if (lines_ < all) {
      for (size_t k = 0; k < lines_; ++k)
        weights_[k] = kWeights[std::min(k, before) + std::min(lines_ - 1 - k, behind) + 1];
      return;
    }
    uint16_t* weight = weights_.data();
    weight = std::copy_n(kWeights.begin() + behind + 1, before, weight);
    weight = std::fill_n(weight, lines_ - all + 1, kWeights[all]);
    std::reverse_copy(kWeights.begin() + before + 1, kWeights.begin() + all, weight);
  }

  size_t lines_;
  // Up to each line, with those before the first and behind the last.
  std::span<Number> sums_;
  // Of the lines' windows, of those asked for last.
  std::span<uint16_t> weights_;
  size_t before_ = SIZE_MAX;
  size_t behind_ = SIZE_MAX;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_WINDOW_SUMS_H_
