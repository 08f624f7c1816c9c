#ifndef STRIGIL_RULES_MATCHER_H_
#define STRIGIL_RULES_MATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/rule_index.h"
#include "strigil/rules/rule_view.h"

namespace strigil {

// A stretch of a line: byte offsets in it.
struct MatchSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// Many rules looked for together. A line's words are looked up once for all rules (RuleIndex); the
// few whose words and literals are there are tried by small programs (PatternProgram), and RE2 is
// asked where those give up. One RE2::Set for all rules was
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

  // A rule that may match a line.
  struct Candidate {
    uint32_t line = 0;        // as the lines were given
    int rule = 0;             // as the rules were given
    bool is_certain = false;  // it matches
  };

  // Sets `*candidates` to the rules that may match each of `lines`, in ascending order of lines
  // and, for a line, of rules, each once; no other rule matches. Few lines have any. Many lines
  // together are found out faster than one after the other.
  void FindCandidates(std::span<const BareLine> lines, std::vector<Candidate>* candidates) const;

  // Returns whether rule `index` matches `bare_line`, of which rules for the end of a line see the
  // last bytes (SeenBy()).
  bool Matches(int index, std::string_view bare_line) const;

  // Sets `*matches` to the indices of the rules that match `bare_line` (valid UTF-8, white space
  // and ornaments taken off its ends), in ascending order. Returns whether there are any.
  bool Match(std::string_view bare_line, std::vector<int>* matches) const;

  // Returns where in `bare_line` rule `index` matches, the leftmost match; nothing where it does
  // not.
  std::optional<MatchSpan> Find(int index, std::string_view bare_line) const;

  // Returns whether rule `index` can capture this fact.
  bool States(int index, RuleFact fact) const;

  // Returns what rule `index` captures of it on `bare_line`, as a part of that; nothing where it
  // captures none.
  std::optional<std::string_view> Capture(int index, RuleFact fact,
                                          std::string_view bare_line) const;

 private:
  class Group;

  std::vector<RuleView> rules_;
  std::vector<uint8_t> facts_;  // of each rule: a bit for each that it can capture
  std::vector<std::unique_ptr<Group>>
      groups_;  // rules that share an index: those compiled in, and the others
  std::unique_ptr<class LazyRules> lazy_rules_;
};

}  // namespace strigil

#endif  // STRIGIL_RULES_MATCHER_H_
