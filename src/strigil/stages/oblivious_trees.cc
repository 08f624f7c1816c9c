#include "strigil/stages/oblivious_trees.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <span>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace strigil {
namespace {

// Lines evaluated side by side.
constexpr size_t kBlock = 32;
static_assert(FeatureTable::kMargin >= kFarthestNeighbour + kBlock);

constexpr size_t kDepth = ObliviousTree::kDepth;

}  // namespace

// Each kernel adds the trees' leaves to a block of sums at a time. `rows` has the feature of each
// split at the first line.
struct ObliviousTreeKernels {
  using Rows = std::span<const uint8_t* const>;

  static void AddPortable(const ObliviousTrees& trees, Rows rows, size_t first, int32_t* sums) {
    for (size_t tree = 0; tree < trees.leaves_.size(); ++tree) {
      std::array<uint8_t, kBlock> numbers{};
      for (size_t level = 0; level < kDepth; ++level) {
        const size_t split = tree * kDepth + level;
        const uint8_t* const row = rows[split] + first;
        const uint8_t threshold = trees.splits_[split].threshold;
        for (size_t i = 0; i < kBlock; ++i) {
          const auto bit = static_cast<uint8_t>(row[i] <= threshold ? 1U << level : 0U);
          numbers[i] |= bit;
        }
      }
      const auto& values = trees.leaves_[tree].values;
      for (size_t i = 0; i < kBlock; ++i) sums[i] += values[numbers[i]];
    }
  }

#if defined(__x86_64__)
  __attribute__((target("avx2"))) static void AddAvx2(const ObliviousTrees& trees, Rows rows,
                                                      size_t first, int32_t* sums) {
    size_t tree = 0;
    for (const size_t run_end : trees.run_ends_) {
      // Unpacking puts bytes together within halves of a vector: lines 0 to 7 and 16 to 23, and
      // the others.
      __m256i even = _mm256_setzero_si256();
      __m256i odd = _mm256_setzero_si256();
      for (; tree < run_end; ++tree) {
        __m256i numbers = _mm256_setzero_si256();
        for (size_t level = 0; level < kDepth; ++level) {
          const size_t split = tree * kDepth + level;
          const __m256i values = Load(rows[split] + first);
          const __m256i threshold =
              _mm256_set1_epi8(std::bit_cast<char>(trees.splits_[split].threshold));
          const __m256i not_above = _mm256_cmpeq_epi8(_mm256_min_epu8(values, threshold), values);
          const __m256i bit = _mm256_set1_epi8(static_cast<char>(1 << level));
          numbers = _mm256_or_si256(numbers, _mm256_and_si256(not_above, bit));
        }
        const ObliviousTrees::Leaves& leaves = trees.leaves_[tree];
        const __m256i low = _mm256_shuffle_epi8(LoadTwice(leaves.low_bytes), numbers);
        const __m256i high = _mm256_shuffle_epi8(LoadTwice(leaves.high_bytes), numbers);
        even = _mm256_add_epi16(even, _mm256_unpacklo_epi8(low, high));
        odd = _mm256_add_epi16(odd, _mm256_unpackhi_epi8(low, high));
      }
      AddEight(_mm256_castsi256_si128(even), sums);
      AddEight(_mm256_castsi256_si128(odd), sums + 8);
      AddEight(_mm256_extracti128_si256(even, 1), sums + 16);
      AddEight(_mm256_extracti128_si256(odd, 1), sums + 24);
    }
  }

 private:
  __attribute__((target("avx2"))) static __m256i Load(const void* bytes) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(bytes));
  }

  __attribute__((target("avx2"))) static __m256i LoadTwice(const std::array<uint8_t, 16>& bytes) {
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data())));
  }

  __attribute__((target("avx2"))) static void AddEight(__m128i numbers, int32_t* sums) {
    auto* const place = reinterpret_cast<__m256i*>(sums);
    _mm256_storeu_si256(
        place, _mm256_add_epi32(_mm256_loadu_si256(place), _mm256_cvtepi16_epi32(numbers)));
  }
#endif
};

ObliviousTrees::ObliviousTrees(int32_t bias, const std::vector<ObliviousTree>& trees)
    : bias_(bias) {
  int32_t most = 0;
  for (const ObliviousTree& tree : trees) {
    int32_t farthest = 0;
    Leaves& leaves = leaves_.emplace_back();
    for (size_t leaf = 0; leaf < ObliviousTree::kLeaves; ++leaf) {
      const int16_t value = tree.leaves[ObliviousTree::kLeaves - 1 - leaf];
      const auto bits = static_cast<uint16_t>(value);
      leaves.values[leaf] = value;
      leaves.low_bytes[leaf] = static_cast<uint8_t>(bits);
      leaves.high_bytes[leaf] = static_cast<uint8_t>(bits >> 8U);
      farthest = std::max(farthest, std::abs(int32_t{value}));
    }
    if (most + farthest > INT16_MAX && most > 0) {
      run_ends_.push_back(leaves_.size() - 1);
      most = 0;
    }
    most += farthest;
    splits_.insert(splits_.end(), tree.splits.begin(), tree.splits.end());
  }
  if (!leaves_.empty()) run_ends_.push_back(leaves_.size());
}

ObliviousTrees::Kernel ObliviousTrees::FastestKernel() {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) return Kernel::kAvx2;
#endif
  return Kernel::kPortable;
}

std::vector<int32_t> ObliviousTrees::Evaluate(const FeatureTable& table,
                                              [[maybe_unused]] Kernel kernel) const {
  // Whole blocks: what stands behind the last line is summed up and cut off.
  const size_t lines = table.lines();
  std::vector<int32_t> sums((lines + kBlock - 1) / kBlock * kBlock, bias_);
  std::vector<const uint8_t*> rows(splits_.size());
  std::transform(splits_.begin(), splits_.end(), rows.begin(), [&table](const TreeSplit& split) {
    return table.Row(split.feature) + split.offset;
  });
  auto* add = ObliviousTreeKernels::AddPortable;
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx2) add = ObliviousTreeKernels::AddAvx2;
#endif
  for (size_t first = 0; first < lines; first += kBlock) add(*this, rows, first, &sums[first]);
  sums.resize(lines);
  return sums;
}

}  // namespace strigil
