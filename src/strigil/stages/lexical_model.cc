#include "strigil/stages/lexical_model.h"

#include <algorithm>
#include <array>
#include <bit>

namespace strigil {
namespace {

constexpr size_t kShortLine = 5;
constexpr size_t kMostTokens = 2 * kMostWordsOfLine + 2 + 64;
constexpr uint32_t kLineEnd = 0x9D2C5680U;
constexpr uint32_t kMark = 0xEFC60000U;

uint32_t Join(uint32_t first, uint32_t second) {
  const uint64_t mixed = (first * uint64_t{0x9E3779B97F4A7C15U} + second) * 0xD1B54A32D192ED03U;
  return static_cast<uint32_t>(mixed >> 32);
}

// 256 / sqrt(n), rounded down: a line's tokens together weigh the same however many they are.
constexpr std::array<int32_t, kMostTokens + 1> kInverseRoots = [] {
  std::array<int32_t, kMostTokens + 1> roots{};
  for (int32_t n = 1; n <= static_cast<int32_t>(kMostTokens); ++n) {
    int32_t root = 0;
    while ((root + 1) * (root + 1) * n <= 256 * 256) ++root;
    roots[static_cast<size_t>(n)] = root;
  }
  return roots;
}();

}  // namespace

void AppendTokens(std::span<const Word> words, uint64_t marks, std::vector<uint32_t>* tokens) {
  if (words.empty()) return;
  const bool whole = words.size() <= kMostWordsOfLine;
  const std::span<const Word> first = words.first(std::min(words.size(), kMostWordsOfLine));
  const size_t begin = tokens->size();
  tokens->resize(begin + 2 * first.size());
  uint32_t* token = tokens->data() + begin;
  uint32_t previous = kLineEnd;
  for (const Word& word : first) {
    *token++ = word.hash;
    *token++ = Join(previous, word.hash);
    previous = word.hash;
  }
  if (whole) tokens->push_back(Join(previous, kLineEnd));
  if (words.size() > 1 && words.size() <= kShortLine) {
    uint32_t all = kLineEnd;
    for (const Word& word : words) all = Join(all + 1, word.hash);
    tokens->push_back(all);
  }
  for (; marks != 0; marks &= marks - 1)
    tokens->push_back(Join(kMark, static_cast<uint32_t>(std::countr_zero(marks))));
}

uint8_t LexicalModel::Score(std::span<const uint32_t> tokens) const {
  if (slots_.empty() || tokens.empty()) return 128;
  int32_t sum = 0;
  for (const uint32_t token : tokens) {
    // Without a branch: whether a token is known is hard to foresee.
    const Slot slot = slots_[SlotOf(token)];
    const int32_t known = slot.tag == TagOf(token) ? 1 : 0;
    sum += slot.weight * known;
  }
  const int32_t scaled = sum * kInverseRoots[std::min(tokens.size(), kMostTokens)] / 256;
  return static_cast<uint8_t>(std::clamp(128 + scaled, 1, 255));
}

}  // namespace strigil
