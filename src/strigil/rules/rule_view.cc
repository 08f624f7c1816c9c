#include "strigil/rules/rule_view.h"

namespace strigil {

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
