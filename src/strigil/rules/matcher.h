#ifndef STRIGIL_RULES_MATCHER_H_
#define STRIGIL_RULES_MATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"

namespace strigil {

// A rule as it is matched. The views belong to whoever made it (a Pack, or the program's own tables) and must outlive
// every Matcher made of it.
struct RuleView {
  std::string_view pack;
  std::string_view id;
  std::string_view pattern;  // as written in the pack
  RulePlace where = RulePlace::kLine;
  RuleZone zone = RuleZone::kAnywhere;
  RuleAction action = RuleAction::kLine;
  bool certain = false;
  // What PatternLiterals says of the pattern; worked out by the Matcher where `literals_known` is false.
  bool literals_known = false;
  uint32_t max_bytes = 0;
  std::span<const std::string_view> prefixes = {};
  std::span<const std::string_view> required = {};
};

// Returns the rules of `pack`, which must outlive the views.
std::vector<RuleView> ViewsOf(const Pack& pack);

// A stretch of a line: byte offsets in it.
struct MatchSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// A fact that a rule's named group captured: "author" or "published".
struct RuleFact {
  std::string_view name;   // lives as long as the matcher
  std::string_view value;  // a part of the line
};

// Many rules looked for together. A line is folded and scanned once for the literals that the rules' patterns need
// (pattern_literals.h); RE2 is asked only about the few rules whose literals were found. One RE2::Set for all was measured
// first: with some 240 rules it took 170 ms to compile and matched 7 MB/s.
//
// Immutable; safe to use from any thread.
class Matcher {
 public:
  // Every pattern must be of RE2 syntax, which ParsePack() sees to; one that is not matches nothing.
  explicit Matcher(std::vector<RuleView> rules);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  const std::vector<RuleView>& rules() const { return rules_; }

  // Sets `*matches` to the indices of the rules that match `bare_line` (valid UTF-8, white space and ornaments taken off
  // its ends), in ascending order. Returns whether there are any. Rules with where = "end" see the line's last
  // kEndWindow bytes.
  bool Match(std::string_view bare_line, std::vector<int>* matches) const;
  static constexpr size_t kEndWindow = 240;

  // Returns where in `bare_line` rule `index` matches, the leftmost match; nothing where it does not.
  std::optional<MatchSpan> Find(int index, std::string_view bare_line) const;

  // Returns the facts that rule `index` captures on `bare_line`.
  std::vector<RuleFact> Facts(int index, std::string_view bare_line) const;

 private:
  struct Automata;

  std::vector<RuleView> rules_;
  std::unique_ptr<Automata> automata_;
};

}  // namespace strigil

#endif  // STRIGIL_RULES_MATCHER_H_
