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

// How much of a long line rules for its end see, in bytes.
inline constexpr size_t kEndWindow = 240;

// Returns what of `bare_line` a rule of this place sees: for its end, the last kEndWindow bytes,
// from the border of a character on; else all of it.
std::string_view SeenBy(RulePlace where, std::string_view bare_line);

// Returns the rules of `pack`, which must outlive the views.
std::vector<RuleView> ViewsOf(const Pack& pack);

}  // namespace strigil

#endif  // STRIGIL_RULES_RULE_VIEW_H_
