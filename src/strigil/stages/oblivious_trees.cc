#include "strigil/stages/oblivious_trees.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace strigil {
namespace {

// Lines are evaluated in blocks, for which the rows that trees ask for are put together: where each
// stands does not depend on the table then. A row's first line begins a line of the cache, so that
// only what is asked of neighbours is spread over two.
constexpr size_t kBlockLines = 64;
constexpr size_t kBlockMargin = 64;
constexpr size_t kBlockStride = kBlockMargin + kBlockLines;
constexpr size_t kMostFeatures = UINT8_MAX + 1;
constexpr size_t kBlockSize = kMostFeatures * kBlockStride + kBlockMargin;
static_assert(2 * kFarthestNeighbour <= kBlockMargin);
static_assert(kBlockSize <= UINT16_MAX);
static_assert(FeatureTable::kMargin >= kFarthestNeighbour);
static_assert(FeatureTable::kSlack >= kBlockLines);

constexpr size_t kDepth = ObliviousTree::kDepth;

}  // namespace

// Each kernel adds the trees' leaves to the sums of some lines of a block.
struct ObliviousTreeKernels {
  using Tree = ObliviousTrees::Tree;

  static constexpr size_t kPortableLines = 32;

  static void AddPortable(const ObliviousTrees& trees, const uint8_t* block, int32_t* sums) {
    for (const Tree& tree : trees.trees_) {
      std::array<uint8_t, kPortableLines> numbers{};
      for (size_t level = 0; level < kDepth; ++level) {
        const uint8_t* const row = block + tree.places[level];
        const auto threshold = static_cast<uint8_t>(tree.thresholds[level]);
        for (size_t i = 0; i < kPortableLines; ++i) {
          const auto bit = static_cast<uint8_t>(row[i] <= threshold ? 1U << level : 0U);
          numbers[i] |= bit;
        }
      }
      for (size_t i = 0; i < kPortableLines; ++i) {
        const size_t leaf = numbers[i];
        sums[i] += static_cast<int16_t>(tree.low_bytes[leaf] | tree.high_bytes[leaf] << 8U);
      }
    }
  }

#if defined(__x86_64__)
  static constexpr size_t kAvx2Lines = 32;

  __attribute__((target("avx2"))) static void AddAvx2(const ObliviousTrees& trees,
                                                      const uint8_t* block, int32_t* sums) {
    const Tree* tree = trees.trees_.data();
    for (const size_t run_end : trees.run_ends_) {
      // Unpacking puts bytes together within halves of a vector: lines 0 to 7 and 16 to 23, and
      // the others.
      __m256i even = _mm256_setzero_si256();
      __m256i odd = _mm256_setzero_si256();
      for (const Tree* const end = trees.trees_.data() + run_end; tree != end; ++tree) {
        __m256i numbers = _mm256_setzero_si256();
        for (size_t level = 0; level < kDepth; ++level) {
          const __m256i values =
              _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + tree->places[level]));
          const __m256i threshold = _mm256_set1_epi32(static_cast<int>(tree->thresholds[level]));
          const __m256i not_above = _mm256_cmpeq_epi8(_mm256_min_epu8(values, threshold), values);
          const __m256i bit = _mm256_set1_epi8(static_cast<char>(1 << level));
          numbers = _mm256_or_si256(numbers, _mm256_and_si256(not_above, bit));
        }
        const __m256i low = _mm256_shuffle_epi8(LoadTwice(tree->low_bytes), numbers);
        const __m256i high = _mm256_shuffle_epi8(LoadTwice(tree->high_bytes), numbers);
        even = _mm256_add_epi16(even, _mm256_unpacklo_epi8(low, high));
        odd = _mm256_add_epi16(odd, _mm256_unpackhi_epi8(low, high));
      }
      AddSixteen(even, sums, sums + 16);
      AddSixteen(odd, sums + 8, sums + 24);
    }
  }

  static constexpr size_t kAvx512Lines = 64;

  __attribute__((target("avx512bw"))) static void AddAvx512(const ObliviousTrees& trees,
                                                            const uint8_t* block, int32_t* sums) {
    const Tree* tree = trees.trees_.data();
    for (const size_t run_end : trees.run_ends_) {
      // As above, within quarters: lines 0 to 7, 16 to 23, 32 to 39 and 48 to 55, and the others.
      __m512i even = _mm512_setzero_si512();
      __m512i odd = _mm512_setzero_si512();
      for (const Tree* const end = trees.trees_.data() + run_end; tree != end; ++tree) {
        __m512i numbers = _mm512_setzero_si512();
        for (size_t level = 0; level < kDepth; ++level) {
          const __m512i values = _mm512_loadu_si512(block + tree->places[level]);
          const __m512i threshold = _mm512_set1_epi32(static_cast<int>(tree->thresholds[level]));
          const __m512i bit = _mm512_set1_epi8(static_cast<char>(1 << level));
          numbers = _mm512_mask_add_epi8(numbers, _mm512_cmpge_epu8_mask(threshold, values),
                                         numbers, bit);
        }
        const __m512i low = _mm512_shuffle_epi8(LoadFourTimes(tree->low_bytes), numbers);
        const __m512i high = _mm512_shuffle_epi8(LoadFourTimes(tree->high_bytes), numbers);
        even = _mm512_add_epi16(even, _mm512_unpacklo_epi8(low, high));
        odd = _mm512_add_epi16(odd, _mm512_unpackhi_epi8(low, high));
      }
      std::array<int16_t, kAvx512Lines> numbers;
      _mm512_storeu_si512(numbers.data(), even);
      _mm512_storeu_si512(numbers.data() + kAvx512Lines / 2, odd);
      for (size_t i = 0; i < kAvx512Lines / 2; ++i) {
        const size_t line = i / 8 * 16 + i % 8;
        sums[line] += numbers[i];
        sums[line + 8] += numbers[i + kAvx512Lines / 2];
      }
    }
  }

 private:
  static __m128i Load(const std::array<uint8_t, 16>& bytes) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes.data()));
  }

  __attribute__((target("avx2"))) static __m256i LoadTwice(const std::array<uint8_t, 16>& bytes) {
    return _mm256_broadcastsi128_si256(Load(bytes));
  }

  // With a mask, although of all: without one g++ 12 warns of what its own header leaves undefined.
  __attribute__((target("avx512bw"))) static __m512i LoadFourTimes(
      const std::array<uint8_t, 16>& bytes) {
    return _mm512_maskz_broadcast_i32x4(0xFFFF, Load(bytes));
  }

  // Adds the first eight numbers to those at `first`, the others to those at `second`.
  __attribute__((target("avx2"))) static void AddSixteen(__m256i numbers, int32_t* first,
                                                         int32_t* second) {
    AddEight(_mm256_castsi256_si128(numbers), first);
    AddEight(_mm256_extracti128_si256(numbers, 1), second);
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
  trees_.reserve(trees.size());
  int32_t most = 0;
  for (const ObliviousTree& tree : trees) {
    int32_t farthest = 0;
    Tree& packed = trees_.emplace_back();
    for (size_t leaf = 0; leaf < ObliviousTree::kLeaves; ++leaf) {
      const int16_t value = tree.leaves[ObliviousTree::kLeaves - 1 - leaf];
      const auto bits = static_cast<uint16_t>(value);
      packed.low_bytes[leaf] = static_cast<uint8_t>(bits);
      packed.high_bytes[leaf] = static_cast<uint8_t>(bits >> 8U);
      farthest = std::max(farthest, std::abs(int32_t{value}));
    }
    for (size_t level = 0; level < kDepth; ++level) {
      packed.thresholds[level] = tree.splits[level].threshold * 0x01010101U;
      const TreeSplit& split = tree.splits[level];
      const auto feature = std::find(features_.begin(), features_.end(), split.feature);
      const auto row = static_cast<size_t>(feature - features_.begin());
      if (feature == features_.end()) features_.push_back(split.feature);
      packed.places[level] = static_cast<uint16_t>(row * kBlockStride + kBlockMargin +
                                                   static_cast<size_t>(split.offset));
    }
    if (most + farthest > INT16_MAX && most > 0) {
      run_ends_.push_back(trees_.size() - 1);
      most = 0;
    }
    most += farthest;
  }
  if (!trees_.empty()) run_ends_.push_back(trees_.size());
}

std::vector<ObliviousTrees::Kernel> ObliviousTrees::Kernels() {
  std::vector<Kernel> kernels = {Kernel::kPortable};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) kernels.push_back(Kernel::kAvx2);
  if (__builtin_cpu_supports("avx512bw") != 0) kernels.push_back(Kernel::kAvx512);
#endif
  return kernels;
}

ObliviousTrees::Kernel ObliviousTrees::FastestKernel() {
  static const Kernel fastest = Kernels().back();
  return fastest;
}

void ObliviousTrees::AddBlock(const uint8_t* block, size_t lines, [[maybe_unused]] Kernel kernel,
                              int32_t* sums) const {
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx512 && lines > ObliviousTreeKernels::kAvx2Lines) {
    ObliviousTreeKernels::AddAvx512(*this, block, sums);
    return;
  }
  if (kernel != Kernel::kPortable) {
    for (size_t line = 0; line < lines; line += ObliviousTreeKernels::kAvx2Lines)
      ObliviousTreeKernels::AddAvx2(*this, block + line, sums + line);
    return;
  }
#endif
  for (size_t line = 0; line < lines; line += ObliviousTreeKernels::kPortableLines)
    ObliviousTreeKernels::AddPortable(*this, block + line, sums + line);
}

std::vector<int32_t> ObliviousTrees::Evaluate(const FeatureTable& table, Kernel kernel) const {
  // Whole blocks: what stands behind the last line is summed up and cut off.
  const size_t lines = table.lines();
  std::vector<int32_t> sums((lines + kBlockLines - 1) / kBlockLines * kBlockLines, bias_);
  alignas(64) std::array<uint8_t, kBlockSize> block;
  for (size_t first = 0; first < lines; first += kBlockLines) {
    uint8_t* row = block.data() + kBlockMargin;
    for (const uint8_t feature : features_) {
      std::memcpy(row - kFarthestNeighbour, table.Row(feature) + first - kFarthestNeighbour,
                  kBlockLines + 2 * kFarthestNeighbour);
      row += kBlockStride;
    }
    AddBlock(block.data(), std::min(lines - first, kBlockLines), kernel, &sums[first]);
  }
  sums.resize(lines);
  return sums;
}

}  // namespace strigil
