#ifndef STRIGIL_STAGES_OBLIVIOUS_TREES_H_
#define STRIGIL_STAGES_OBLIVIOUS_TREES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "strigil/stages/feature_table.h"

namespace strigil {

// Asks whether a feature of the line `offset` lines further down is above `threshold`.
struct TreeSplit {
  uint8_t feature = 0;
  int8_t offset = 0;  // at most kFarthestNeighbour either way
  uint8_t threshold = 0;
};

// A decision tree that asks the same question on all branches of a level (Kohavi and Li, "Oblivious
// Decision Trees, Graphs, and Top-Down Pruning", IJCAI 1995): its answers, put together, are the
// number of a leaf, and no branch depends on another.
struct ObliviousTree {
  static constexpr size_t kDepth = 6;
  std::array<TreeSplit, kDepth> splits;  // answer i is bit i of the leaf's number
  std::array<int16_t, size_t{1} << kDepth> leaves{};
};

inline constexpr int kFarthestNeighbour = 8;

// The sum of trees that gradient boosting makes. Immutable; safe to use from any thread.
class ObliviousTrees {
 public:
  ObliviousTrees() = default;

  // Splits must be of features that the tables will have, and of neighbours in reach.
  ObliviousTrees(int32_t bias, std::vector<ObliviousTree> trees)
      : bias_(bias), trees_(std::move(trees)) {}

  bool empty() const { return trees_.empty(); }

  // Returns for each line of `table` the bias and the leaves that it falls into, summed up.
  std::vector<int32_t> Evaluate(const FeatureTable& table) const;

 private:
  int32_t bias_ = 0;
  std::vector<ObliviousTree> trees_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_OBLIVIOUS_TREES_H_
