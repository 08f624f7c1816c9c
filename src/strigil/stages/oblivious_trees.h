#ifndef STRIGIL_STAGES_OBLIVIOUS_TREES_H_
#define STRIGIL_STAGES_OBLIVIOUS_TREES_H_

#include <array>
#include <cstddef>
#include <cstdint>
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
  static constexpr size_t kDepth = 4;
  static constexpr size_t kLeaves = size_t{1} << kDepth;
  std::array<TreeSplit, kDepth> splits;  // answer i is bit i of the leaf's number
  std::array<int16_t, kLeaves> leaves{};
};

inline constexpr int kFarthestNeighbour = 8;

// The sum of trees that gradient boosting makes. Immutable; safe to use from any thread.
class ObliviousTrees {
 public:
  // What trees are evaluated with. All give the same numbers.
  enum class Kernel : uint8_t { kPortable, kAvx2, kAvx512 };

  ObliviousTrees() = default;

  // Splits must be of features that the tables will have, and of neighbours in reach.
  ObliviousTrees(int32_t bias, const std::vector<ObliviousTree>& trees);

  bool empty() const { return trees_.empty(); }

  // Returns the kernel that is the fastest on this machine.
  static Kernel FastestKernel();

  // Returns the kernels that this machine has, the slowest first.
  static std::vector<Kernel> Kernels();

  // Returns for each line of `table` the bias and the leaves that it falls into, summed up.
  // `kernel` must be one that this machine has.
  std::vector<int32_t> Evaluate(const FeatureTable& table, Kernel kernel = FastestKernel()) const;

 private:
  friend struct ObliviousTreeKernels;

  // What a kernel reads of a tree, in one line of the cache.
  struct alignas(64) Tree {
    // Leaves from the last to the first, for which comparing for "not above" numbers them, as low
    // and high bytes, which a kernel may look up many of at once.
    std::array<uint8_t, ObliviousTree::kLeaves> low_bytes;
    std::array<uint8_t, ObliviousTree::kLeaves> high_bytes;
    std::array<uint32_t, ObliviousTree::kDepth> thresholds;  // each four times over, in each byte
    std::array<uint16_t, ObliviousTree::kDepth> places;      // of what splits ask for, in a block
  };

  // Adds the trees' leaves for the `lines` lines of a block to `sums`, which has room for those of
  // the largest.
  void AddBlock(const uint8_t* block, size_t lines, Kernel kernel, int32_t* sums) const;

  int32_t bias_ = 0;
  std::vector<uint8_t> features_;  // that are asked for, in the order in which blocks have them
  std::vector<Tree> trees_;
  // Trees in runs whose sum fits into 16 bits, whatever the leaves: the trees behind each.
  std::vector<size_t> run_ends_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_OBLIVIOUS_TREES_H_
