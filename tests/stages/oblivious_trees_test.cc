#include "strigil/stages/oblivious_trees.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace strigil {
namespace {

constexpr size_t kFeatures = 7;

FeatureTable RandomTable(std::mt19937* random, size_t lines) {
  FeatureTable table(kFeatures, lines);
  for (size_t feature = 0; feature < kFeatures; ++feature) {
    for (size_t i = 0; i < lines; ++i) table.Row(feature)[i] = static_cast<uint8_t>((*random)());
  }
  return table;
}

// Leaves are at most `most_leaf` either way.
ObliviousTree RandomTree(std::mt19937* random, int most_leaf) {
  ObliviousTree tree;
  for (TreeSplit& split : tree.splits) {
    split.feature = static_cast<uint8_t>((*random)() % kFeatures);
    split.offset = static_cast<int8_t>(static_cast<int>((*random)() % 17) - kFarthestNeighbour);
    split.threshold = static_cast<uint8_t>((*random)());
  }
  std::uniform_int_distribution<int> leaves(-most_leaf, most_leaf);
  for (int16_t& leaf : tree.leaves) leaf = static_cast<int16_t>(leaves(*random));
  return tree;
}

// The same, one line and one question at a time.
int32_t NaiveScore(int32_t bias, const std::vector<ObliviousTree>& trees, const FeatureTable& table,
                   int64_t line) {
  int32_t score = bias;
  for (const ObliviousTree& tree : trees) {
    size_t leaf = 0;
    for (size_t level = 0; level < tree.splits.size(); ++level) {
      const TreeSplit& split = tree.splits[level];
      const int64_t asked = line + split.offset;
      const bool inside = asked >= 0 && asked < static_cast<int64_t>(table.lines());
      const int value = inside ? table.Row(split.feature)[asked] : 0;
      if (value > split.threshold) leaf += size_t{1} << level;
    }
    score += tree.leaves[leaf];
  }
  return score;
}

// With each kernel that this machine has.
class KernelTest : public testing::TestWithParam<ObliviousTrees::Kernel> {};

TEST_P(KernelTest, ScoresAsTheDefinitionDoes) {
  std::mt19937 random(1);
  for (const size_t lines : {1U, 2U, 31U, 32U, 33U, 63U, 64U, 65U, 200U}) {
    const FeatureTable table = RandomTable(&random, lines);
    // Leaves of which few, some and all fit into 16 bits together.
    for (const int most_leaf : {INT16_MAX, 3000, 100}) {
      std::vector<ObliviousTree> trees;
      for (int i = 0; i < 40; ++i) {
        trees.push_back(RandomTree(&random, most_leaf));
        const std::vector<int32_t> scores = ObliviousTrees(-77, trees).Evaluate(table, GetParam());
        ASSERT_EQ(scores.size(), lines);
        for (size_t line = 0; line < lines; ++line)
          ASSERT_EQ(scores[line], NaiveScore(-77, trees, table, static_cast<int64_t>(line)));
      }
    }
  }
}

TEST_P(KernelTest, TakesTheLeastLeaves) {
  ObliviousTree least;
  least.leaves.fill(INT16_MIN);
  std::mt19937 random(2);
  const FeatureTable table = RandomTable(&random, 1);
  EXPECT_EQ(ObliviousTrees(0, {least, least, least}).Evaluate(table, GetParam()),
            (std::vector<int32_t>{3 * INT16_MIN}));
}

INSTANTIATE_TEST_SUITE_P(All, KernelTest, testing::ValuesIn(ObliviousTrees::Kernels()));

TEST(ObliviousTreesTest, WithoutTreesEveryLineHasTheBias) {
  const FeatureTable table(kFeatures, 3);
  EXPECT_EQ(ObliviousTrees(5, {}).Evaluate(table), (std::vector<int32_t>{5, 5, 5}));
  EXPECT_TRUE(ObliviousTrees(5, {}).empty());
}

TEST(ObliviousTreesTest, WithoutLinesThereAreNoScores) {
  EXPECT_TRUE(ObliviousTrees(5, {ObliviousTree()}).Evaluate(FeatureTable(kFeatures, 0)).empty());
}

TEST(FeatureTableTest, HasZerosAroundItsLines) {
  FeatureTable table(2, 3);
  for (size_t feature = 0; feature < 2; ++feature) {
    for (size_t i = 0; i < 3; ++i) table.Row(feature)[i] = 255;
  }
  for (size_t i = 1; i <= FeatureTable::kMargin; ++i) {
    EXPECT_EQ(*(table.Row(1) - i), 0);
    EXPECT_EQ(table.Row(0)[2 + i], 0);
  }
}

}  // namespace
}  // namespace strigil
