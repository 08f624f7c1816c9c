#ifndef STRIGIL_RULES_RULE_VIEW_H_
#define STRIGIL_RULES_RULE_VIEW_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"

namespace strigil {

// A rule as it is matched. The views belong to whoever made it (a Pack, or the program's own
// tables) and must outlive every Matcher made of it.
struct RuleView {
  std::string_view pack;
  std::string_view id;
  std::string_view pattern;  // as written in the pack
  RulePlace where = RulePlace::kLine;
  RuleZone zone = RuleZone::kAnywhere;
  RuleAction action = RuleAction::kLine;
  bool certain = false;
  int builtin = -1;  // its place in BuiltinRuleIndex(); negative for a rule that is not compiled in
};

// Returns the rules of `pack`, which must outlive the views.
std::vector<RuleView> ViewsOf(const Pack& pack);

}  // namespace strigil

#endif  // STRIGIL_RULES_RULE_VIEW_H_
