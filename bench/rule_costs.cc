// Tells which rules are tried most, how seldom they match, and what that costs, on the documents of
// the inputs (bench/README.md):
//
//   rule_costs [INPUT...]

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "bench/bench_text.h"
#include "strigil/document/document.h"
#include "strigil/rules/matcher.h"
#include "strigil/rules/pack_library.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using Clock = std::chrono::steady_clock;

// As many as fit a screen.
constexpr size_t kMostRows = 40;

struct RuleCost {
  int rule = 0;
  uint64_t tries = 0;
  uint64_t matches = 0;
  std::chrono::nanoseconds time{};
};

std::vector<RuleView> AllRules(const PackLibrary& packs) {
  std::vector<RuleView> rules;
  for (const std::string& pack : packs.Names()) {
    const auto of_pack = packs.Rules(pack);
    rules.insert(rules.end(), of_pack.begin(), of_pack.end());
  }
  return rules;
}

// Tries on every line the rules that may match it, wherever in the document they would apply.
void TryRules(const Matcher& matcher, const Document& document, std::vector<RuleCost>* costs) {
  std::vector<BareLine> lines;
  for (const Line& line : document.lines()) {
    if (!document.Bare(line).empty())
      lines.push_back({document.Bare(line), document.Words(line), line.shape});
  }
  std::vector<Matcher::Candidate> candidates;
  matcher.FindCandidates(lines, &candidates);
  for (const auto& [line, rule, is_certain] : candidates) {
    if (is_certain) continue;
    RuleCost& cost = (*costs)[static_cast<size_t>(rule)];
    const auto begin = Clock::now();
    const bool matches = matcher.Matches(rule, lines[line].text);
    cost.time += Clock::now() - begin;
    ++cost.tries;
    cost.matches += matches ? 1 : 0;
  }
}

void Print(const Matcher& matcher, std::vector<RuleCost> costs, size_t lines) {
  RuleCost all;
  for (const RuleCost& cost : costs) {
    all.tries += cost.tries;
    all.matches += cost.matches;
    all.time += cost.time;
  }
  std::sort(costs.begin(), costs.end(),
            [](const RuleCost& a, const RuleCost& b) { return a.time > b.time; });
  std::cout << lines << " lines, " << all.tries << " tries, " << all.matches << " matches, "
            << std::chrono::duration<double, std::milli>(all.time).count() << " ms\n\n"
            << "  share      tries    matches   ns a try  rule\n";
  for (size_t i = 0; i < std::min(kMostRows, costs.size()) && costs[i].tries > 0; ++i) {
    const RuleCost& cost = costs[i];
    const RuleView& rule = matcher.rules()[static_cast<size_t>(cost.rule)];
    const double share =
        100.0 * static_cast<double>(cost.time.count()) / static_cast<double>(all.time.count());
    std::cout << std::fixed << std::setprecision(1) << std::setw(6) << share << " %"
              << std::setw(11) << cost.tries << std::setw(11) << cost.matches << std::setw(11)
              << cost.time.count() / static_cast<int64_t>(cost.tries) << "  " << rule.pack << '.'
              << rule.id << '\n';
  }
}

void Run(const std::vector<std::string>& inputs) {
  const PackLibrary packs;
  const Matcher matcher(AllRules(packs));
  const BenchText text = LoadBenchText(inputs);
  std::vector<RuleCost> costs(matcher.rules().size());
  size_t lines = 0;
  // The first of two rounds makes the rules ready to be tried, which is not to be measured.
  for (int round = 0; round < 2; ++round) {
    lines = 0;
    for (size_t i = 0; i < costs.size(); ++i) costs[i] = {.rule = static_cast<int>(i)};
    for (const Record& record : text.records) {
      Document document(Record{});
      document.SetText(ToValidUtf8(record.bytes));
      TryRules(matcher, document, &costs);
      lines += document.lines().size();
    }
  }
  Print(matcher, costs, lines);
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  try {
    strigil::Run({argv + 1, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "rule_costs: " << error.what() << '\n';
    return 1;
  }
}
