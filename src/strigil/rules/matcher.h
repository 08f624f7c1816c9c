#ifndef STRIGIL_RULES_MATCHER_H_
#define STRIGIL_RULES_MATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/rule_view.h"

namespace strigil {

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

// Many rules looked for together. A line is folded and scanned once for the phrases and literals of
// all rules (RuleIndex); the few pieces of patterns whose literals were found are tried by small
// programs (PatternProgram), and RE2 is asked where those give up. One RE2::Set for all rules was
// measured first: with 240 of them it took 170 ms to compile and matched 7 MB/s.
//
// Immutable; safe to use from any thread.
class Matcher {
 public:
  // Every pattern must be of RE2 syntax, which ParsePack() sees to; one that is not matches
  // nothing.
  explicit Matcher(std::vector<RuleView> rules);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  const std::vector<RuleView>& rules() const { return rules_; }

  // Sets `*matches` to the indices of the rules that match `bare_line` (valid UTF-8, white space
  // and ornaments taken off its ends), in ascending order. Returns whether there are any. Rules
  // with where = "end" see the line's last kEndWindow bytes.
  bool Match(std::string_view bare_line, std::vector<int>* matches) const;
  static constexpr size_t kEndWindow = 240;

  // Returns where in `bare_line` rule `index` matches, the leftmost match; nothing where it does
  // not.
  std::optional<MatchSpan> Find(int index, std::string_view bare_line) const;

  // Returns the facts that rule `index` captures on `bare_line`.
  std::vector<RuleFact> Facts(int index, std::string_view bare_line) const;

 private:
  class Group;
  class Memory;

  uint64_t id_;  // no two matchers of a process have the same
  std::vector<RuleView> rules_;
  std::vector<std::unique_ptr<Group>>
      groups_;  // rules that share an index: those compiled in, and the others
  std::unique_ptr<class LazyPatterns> whole_rules_;  // for Find() and Facts()
};

}  // namespace strigil

#endif  // STRIGIL_RULES_MATCHER_H_
