#include "strigil/stages/rule_hit_memo.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {
namespace {

using Key = RuleHitMemo::Key;
using KnownRule = RuleHitMemo::KnownRule;
using State = RuleHit::State;

Key KeyOf(uint32_t owner, std::string_view line) {
  return {owner, line, std::hash<std::string_view>()(line)};
}

std::vector<KnownRule> RulesOf(const std::optional<RuleHitMemo::Known>& known) {
  if (!known.has_value()) return {{-1}};
  return {known->rules.begin(), known->rules.begin() + static_cast<ptrdiff_t>(known->count)};
}

TEST(RuleHitMemo, KnowsWhatItKept) {
  RuleHitMemo memo;
  EXPECT_FALSE(memo.Find(KeyOf(1, "Sport")).has_value());
  const std::vector<KnownRule> rules = {
      {7, State::kMayMatch}, {9, State::kMatches}, {60000, State::kMisses}};
  memo.Keep(KeyOf(1, "Sport"), rules);
  memo.Keep(KeyOf(1, "Culture"), {});
  EXPECT_EQ(RulesOf(memo.Find(KeyOf(1, "Sport"))), rules);
  EXPECT_TRUE(RulesOf(memo.Find(KeyOf(1, "Culture"))).empty()) << "that it has none is known, too";
  memo.Keep(KeyOf(1, "Sport"), std::vector<KnownRule>{{8}});
  EXPECT_EQ(RulesOf(memo.Find(KeyOf(1, "Sport"))), std::vector<KnownRule>{{8}});
}

TEST(RuleHitMemo, LinesDifferByEachByteAndOwner) {
  RuleHitMemo memo;
  const std::string line(RuleHitMemo::kLongestLine, 'x');
  memo.Keep(KeyOf(1, line), std::vector<KnownRule>{{7}});
  EXPECT_TRUE(memo.Find(KeyOf(1, line)).has_value());
  EXPECT_FALSE(memo.Find(KeyOf(2, line)).has_value());
  for (size_t i = 0; i < line.size(); ++i) {
    std::string other = line;
    other[i] = 'y';
    EXPECT_FALSE(memo.Find(KeyOf(1, other)).has_value()) << i;
    EXPECT_FALSE(memo.Find(KeyOf(1, line.substr(0, i))).has_value()) << i;
  }
  memo.Keep(KeyOf(1, "x"), std::vector<KnownRule>{{7}});
  EXPECT_FALSE(memo.Find(KeyOf(1, std::string_view("x\0", 2))).has_value());
}

TEST(RuleHitMemo, LinesOfOneHashGiveWayToOneAnother) {
  RuleHitMemo memo;
  constexpr uint64_t kHash = 42;
  memo.Keep(Key(1, "Sport", kHash), std::vector<KnownRule>{{7}});
  EXPECT_FALSE(memo.Find(Key(1, "SPORT", kHash)).has_value());
  memo.Settle(Key(1, "SPORT", kHash), 7, true);
  EXPECT_EQ(RulesOf(memo.Find(Key(1, "Sport", kHash))), std::vector<KnownRule>{{7}});
  memo.Keep(Key(1, "SPORT", kHash), std::vector<KnownRule>{{8}});
  EXPECT_FALSE(memo.Find(Key(1, "Sport", kHash)).has_value());
  EXPECT_EQ(RulesOf(memo.Find(Key(1, "SPORT", kHash))), std::vector<KnownRule>{{8}});
}

TEST(RuleHitMemo, HoldsShortLinesOnly) {
  EXPECT_TRUE(RuleHitMemo::CanHold(""));
  EXPECT_TRUE(RuleHitMemo::CanHold(std::string(RuleHitMemo::kLongestLine, 'x')));
  EXPECT_FALSE(RuleHitMemo::CanHold(std::string(RuleHitMemo::kLongestLine + 1, 'x')));
}

TEST(RuleHitMemo, ALineWithTooManyRulesIsNotKept) {
  RuleHitMemo memo;
  std::vector<KnownRule> rules;
  for (int rule = 0; rules.size() < RuleHitMemo::kMostRulesOfLine; ++rule)
    rules.push_back({rule, rule % 2 == 0 ? State::kMatches : State::kMisses});
  memo.Keep(KeyOf(1, "Sport"), rules);
  EXPECT_EQ(RulesOf(memo.Find(KeyOf(1, "Sport"))), rules);
  rules.push_back({100, State::kMayMatch});
  memo.Keep(KeyOf(1, "Culture"), rules);
  EXPECT_FALSE(memo.Find(KeyOf(1, "Culture")).has_value());
}

TEST(RuleHitMemo, NotesWhatBecameOfARule) {
  RuleHitMemo memo;
  memo.Keep(KeyOf(1, "Sport"), std::vector<KnownRule>{{7}, {8}, {9}});
  memo.Settle(KeyOf(1, "Sport"), 8, true);
  memo.Settle(KeyOf(1, "Sport"), 9, false);
  memo.Settle(KeyOf(1, "Sport"), 10, true);
  memo.Settle(KeyOf(2, "Sport"), 7, true);
  memo.Settle(KeyOf(1, "Culture"), 7, true);
  const std::vector<KnownRule> settled = {
      {7, State::kMayMatch}, {8, State::kMatches}, {9, State::kMisses}};
  EXPECT_EQ(RulesOf(memo.Find(KeyOf(1, "Sport"))), settled);
  EXPECT_FALSE(memo.Find(KeyOf(1, "Culture")).has_value());
}

TEST(RuleHitMemo, KnowsInALongRunWhatItKeptInTheBeginning) {
  RuleHitMemo memo;
  const std::vector<KnownRule> rules = {{7, State::kMatches}, {9}};
  memo.Keep(Key(1, "Sport", 0), rules);
  // Few of the others take its place: it is kept again then.
  constexpr int kLines = 20000;
  for (int i = 0; i < kLines; ++i) {
    const std::string line = std::to_string(i);
    memo.Keep(KeyOf(1, line), std::vector<KnownRule>{{i}});
    if (!memo.Find(Key(1, "Sport", 0)).has_value()) memo.Keep(Key(1, "Sport", 0), rules);
    ASSERT_EQ(RulesOf(memo.Find(KeyOf(1, line))), std::vector<KnownRule>{{i}}) << i;
    ASSERT_EQ(RulesOf(memo.Find(Key(1, "Sport", 0))), rules) << i;
  }
  int known = 0;
  for (int i = 0; i < kLines; ++i) {
    const std::string line = std::to_string(i);
    const auto found = memo.Find(KeyOf(1, line));
    if (!found.has_value()) continue;
    ASSERT_EQ(RulesOf(found), std::vector<KnownRule>{{i}}) << i;
    ++known;
  }
  EXPECT_GT(known, kLines / 2);
}

TEST(RuleHitMemo, ForgetsRatherThanMixesUp) {
  RuleHitMemo memo;
  // Twice as many as there is room for.
  constexpr int kLines = 1 << 17;
  for (int i = 0; i < kLines; ++i)
    memo.Keep(KeyOf(1, "line " + std::to_string(i)), std::vector<KnownRule>{{i % 1000}});
  int known = 0;
  for (int i = 0; i < kLines; ++i) {
    const auto rules = memo.Find(KeyOf(1, "line " + std::to_string(i)));
    if (!rules.has_value()) continue;
    ++known;
    ASSERT_EQ(RulesOf(rules), std::vector<KnownRule>{{i % 1000}}) << i;
  }
  EXPECT_GT(known, kLines / 4);
  EXPECT_TRUE(memo.Find(KeyOf(1, "line " + std::to_string(kLines - 1))).has_value());
}

}  // namespace
}  // namespace strigil
