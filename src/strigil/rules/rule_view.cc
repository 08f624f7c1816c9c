#include "strigil/rules/rule_view.h"

#include "strigil/text/utf8.h"

namespace strigil {

std::string_view SeenBy(RulePlace where, std::string_view bare_line) {
  if (where != RulePlace::kEnd || bare_line.size() <= kEndWindow) return bare_line;
  bare_line.remove_prefix(bare_line.size() - kEndWindow);
  while (!bare_line.empty() && IsContinuation(bare_line[0])) bare_line.remove_prefix(1);
  return bare_line;
}

std::vector<RuleView> ViewsOf(const Pack& pack) {
  std::vector<RuleView> views;
  views.reserve(pack.rules.size());
  for (const Rule& rule : pack.rules) {
    views.push_back(
        {pack.name, rule.id, rule.pattern, rule.where, rule.zone, rule.action, rule.certain});
  }
  return views;
}

}  // namespace strigil
