#include "strigil/stages/oblivious_trees.h"

#include <algorithm>

namespace strigil {
namespace {

// Lines evaluated side by side: what a compiler makes vector instructions of.
constexpr size_t kBlock = 16;
static_assert(FeatureTable::kMargin >= kFarthestNeighbour + kBlock);

void AddTree(const ObliviousTree& tree, const FeatureTable& table, size_t first,
             std::array<int32_t, kBlock>* sums) {
  std::array<uint8_t, kBlock> leaf{};
  for (size_t level = 0; level < ObliviousTree::kDepth; ++level) {
    const TreeSplit split = tree.splits[level];
    const uint8_t* values =
        table.Row(split.feature) + static_cast<ptrdiff_t>(first) + split.offset;
    const auto bit = static_cast<uint8_t>(1U << level);
    for (size_t i = 0; i < kBlock; ++i) {
      leaf[i] = static_cast<uint8_t>(leaf[i] | (values[i] > split.threshold ? bit : 0));
    }
  }
  for (size_t i = 0; i < kBlock; ++i) (*sums)[i] += tree.leaves[leaf[i]];
}

}  // namespace

std::vector<int32_t> ObliviousTrees::Evaluate(const FeatureTable& table) const {
  std::vector<int32_t> scores(table.lines());
  for (size_t first = 0; first < scores.size(); first += kBlock) {
    std::array<int32_t, kBlock> sums;
    sums.fill(bias_);
    for (const ObliviousTree& tree : trees_) AddTree(tree, table, first, &sums);
    std::copy_n(sums.begin(), std::min(kBlock, scores.size() - first),
                scores.begin() + static_cast<ptrdiff_t>(first));
  }
  return scores;
}

}  // namespace strigil
