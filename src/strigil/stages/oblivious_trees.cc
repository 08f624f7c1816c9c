#include "strigil/stages/oblivious_trees.h"

#include <algorithm>
#include <cstring>

namespace strigil {
namespace {

// Lines evaluated side by side: the width of the vectors that every 64-bit machine has.
constexpr size_t kBlock = 16;
static_assert(FeatureTable::kMargin >= kFarthestNeighbour + kBlock);

// As g++ and clang have them on every machine; comparing gives all ones where it holds.
using Bytes = uint8_t __attribute__((vector_size(kBlock)));

// Returns the numbers of the leaves that the lines from `first` on fall into.
Bytes LeavesOf(const ObliviousTree& tree, const FeatureTable& table, size_t first) {
  Bytes leaves{};
  for (size_t level = 0; level < ObliviousTree::kDepth; ++level) {
    const TreeSplit split = tree.splits[level];
    Bytes values;
    std::memcpy(&values, table.Row(split.feature) + static_cast<ptrdiff_t>(first) + split.offset,
                kBlock);
    Bytes threshold;
    std::memset(&threshold, split.threshold, kBlock);
    Bytes bit;
    std::memset(&bit, 1 << level, kBlock);
    leaves |= reinterpret_cast<Bytes>(values > threshold) & bit;
  }
  return leaves;
}

}  // namespace

std::vector<int32_t> ObliviousTrees::Evaluate(const FeatureTable& table) const {
  std::vector<int32_t> scores(table.lines());
  std::vector<std::array<uint8_t, kBlock>> leaves(trees_.size());
  for (size_t first = 0; first < scores.size(); first += kBlock) {
    for (size_t t = 0; t < trees_.size(); ++t) {
      const Bytes numbers = LeavesOf(trees_[t], table, first);
      std::memcpy(leaves[t].data(), &numbers, kBlock);
    }
    const size_t lines = std::min(kBlock, scores.size() - first);
    for (size_t i = 0; i < lines; ++i) {
      int32_t score = bias_;
      for (size_t t = 0; t < trees_.size(); ++t) score += trees_[t].leaves[leaves[t][i]];
      scores[first + i] = score;
    }
  }
  return scores;
}

}  // namespace strigil
