#include <algorithm>

#include "strigil/rules/matcher.h"
#include "strigil/rules/pack.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

std::vector<CheckFailure> CheckPack(const Pack& pack) {
  std::vector<CheckFailure> failures;
  const Matcher matcher(ViewsOf(pack));
  std::vector<Word> words;
  std::vector<int> matches;
  for (size_t i = 0; i < pack.rules.size(); ++i) {
    const Rule& rule = pack.rules[i];
    const auto matches_line = [&](std::string_view line) {
      const ScannedLine scanned = ScanLine(line, &words);
      matcher.Match(line.substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin),
                    &matches);
      return std::find(matches.begin(), matches.end(), static_cast<int>(i)) != matches.end();
    };
    for (const RuleExample& hit : rule.hits) {
      if (matches_line(hit.text)) continue;
      failures.push_back(
          {hit.position, "rule '" + rule.id + "': expected a match of " + Quoted(hit.text) +
                             ", a hit, with where = " + Quoted(ToString(rule.where))});
    }
    for (const RuleExample& miss : rule.misses) {
      if (!matches_line(miss.text)) continue;
      failures.push_back(
          {miss.position, "rule '" + rule.id + "': expected no match of " + Quoted(miss.text) +
                              ", a miss, with where = " + Quoted(ToString(rule.where))});
    }
  }
  return failures;
}

}  // namespace strigil
