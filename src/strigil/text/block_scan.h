#ifndef STRIGIL_TEXT_BLOCK_SCAN_H_
#define STRIGIL_TEXT_BLOCK_SCAN_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace strigil {

// Sixteen bytes that are looked at together (a vector type of GCC and Clang): comparisons and bit
// operators work byte by byte, and a comparison gives a ByteMask.
using ByteBlock = unsigned char __attribute__((vector_size(16)));
using ByteMask = signed char __attribute__((vector_size(16)));  // -1 where it holds, else 0

// Returns the sixteen bytes from `bytes` on.
inline ByteBlock BlockAt(const void* bytes) {
  ByteBlock block;
  std::memcpy(&block, bytes, sizeof(block));
  return block;
}

// Returns where the bytes of `block` lie in [first, last].
inline ByteMask InRange(const ByteBlock& block, unsigned char first, unsigned char last) {
  return (block - first) <= static_cast<unsigned char>(last - first);
}

// Returns whether `mask` holds anywhere.
inline bool HasAny(const ByteMask& mask) {
  uint64_t halves[2];
  static_assert(sizeof(halves) == sizeof(mask));
  std::memcpy(halves, &mask, sizeof(halves));
  return (halves[0] | halves[1]) != 0;
}

// Returns a bit for each byte of `mask`, 1 where it holds; the lowest is the first byte's.
inline unsigned BitsOf(const ByteMask& mask) {
#ifdef __SSE2__
  return static_cast<unsigned>(_mm_movemask_epi8(reinterpret_cast<__m128i>(mask)));
#else
  uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof(halves));
  unsigned bits = 0;
  for (size_t i = 0; i < 2; ++i) {
    uint64_t half = halves[i] & 0x8080808080808080U;
    if constexpr (std::endian::native == std::endian::big) half = __builtin_bswap64(half);
    // The factor moves the high bits of the eight bytes side by side, into the highest.
    bits |= static_cast<unsigned>(half * 0x0002040810204081U >> 56) << (8 * i);
  }
  return bits;
#endif
}

// Four numbers that are looked at together, likewise: a comparison gives a LaneMask.
using LaneBlock = uint32_t __attribute__((vector_size(16)));
using LaneMask = int32_t __attribute__((vector_size(16)));

// Returns the mask whose bytes are, two for each lane, those of `first` and then of `second`.
inline ByteMask PackMasks(const LaneMask& first, const LaneMask& second) {
#ifdef __SSE2__
  return reinterpret_cast<ByteMask>(
      _mm_packs_epi32(reinterpret_cast<__m128i>(first), reinterpret_cast<__m128i>(second)));
#else
  // Whichever half of a lane is taken: both are alike.
  using Halves = int16_t __attribute__((vector_size(16)));
  return reinterpret_cast<ByteMask>(__builtin_shufflevector(reinterpret_cast<Halves>(first),
                                                            reinterpret_cast<Halves>(second), 0, 2,
                                                            4, 6, 8, 10, 12, 14));
#endif
}

// Returns a zero and the bytes of `block` but the last.
inline ByteBlock BehindOneZero(const ByteBlock& block) {
  return __builtin_shufflevector(block, ByteBlock{}, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
                                 13, 14);
}

// Returns the first position at or behind `from` where `is_place` holds, or npos.
//
// `is_place(const unsigned char* bytes)` looks at the UTF-8 sequence that begins at `bytes`; it is
// called for continuation bytes too and must be false for them. `may_be_place(b0, b1, b2)` gets
// sixteen bytes as a ByteBlock and, each in a block of its own, those one and two behind; it says
// as a ByteMask which of the first may begin a place, and must not be false where `is_place` is
// true. `is_near_place` says it more roughly, likewise, and is asked first: what it costs every
// text pays, and where it is false most of the time no more. `utf8` must be valid UTF-8.
template <typename IsNearPlace, typename MayBePlace, typename IsPlace>
size_t FindPlace(std::string_view utf8, size_t from, IsNearPlace is_near_place,
                 MayBePlace may_be_place, IsPlace is_place) {
  constexpr size_t kStep = sizeof(ByteBlock);
  constexpr size_t kStride = 4 * kStep;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(utf8.data());
  size_t position = from;
  for (; position + kStride + 2 <= utf8.size(); position += kStride) {
    const unsigned char* const stride = bytes + position;
    ByteMask any{};
    for (size_t step = 0; step < kStride; step += kStep) {
      const unsigned char* const at = stride + step;
      any |= is_near_place(BlockAt(at), BlockAt(at + 1), BlockAt(at + 2));
    }
    if (!HasAny(any)) continue;
    for (size_t step = 0; step < kStride; step += kStep) {
      const unsigned char* const at = stride + step;
      if (!HasAny(may_be_place(BlockAt(at), BlockAt(at + 1), BlockAt(at + 2)))) continue;
      for (size_t index = step; index < step + kStep; ++index) {
        if (is_place(stride + index)) return position + index;
      }
    }
  }
  for (; position < utf8.size(); ++position) {
    if (is_place(bytes + position)) return position;
  }
  return std::string_view::npos;
}

}  // namespace strigil

#endif  // STRIGIL_TEXT_BLOCK_SCAN_H_
