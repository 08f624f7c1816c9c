// Damage of every kind to every format: nothing crashes or hangs, and what is not damaged comes
// out. scripts/check_damage does the same many times over.

#include <algorithm>
#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/damaged_inputs.h"

namespace strigil {
namespace {

constexpr uint64_t kInputs = 200;

class DamagedInputTest : public testing::TestWithParam<InputKind> {};

INSTANTIATE_TEST_SUITE_P(All, DamagedInputTest, testing::ValuesIn(AllInputKinds()),
                         [](const auto& kind) {
                           std::string name = kind.param.ToString();
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST_P(DamagedInputTest, CostsTheDamagedRecordAlone) {
  const DamagedInputs inputs(GetParam());
  for (uint64_t seed = 0; seed < kInputs; ++seed) {
    EXPECT_THAT(Read(inputs.WithOneBadRecord(seed)).missing, testing::IsEmpty()) << seed;
  }
}

TEST_P(DamagedInputTest, DamageAnywhereEndsInAnAnswer) {
  const DamagedInputs inputs(GetParam());
  for (uint64_t seed = 0; seed < kInputs; ++seed) {
    EXPECT_LE(Read(inputs.DamagedAnywhere(seed)).records, 1000U) << seed;
  }
}

}  // namespace
}  // namespace strigil
