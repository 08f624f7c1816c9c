#ifndef STRIGIL_STAGES_RULE_HIT_FINDER_H_
#define STRIGIL_STAGES_RULE_HIT_FINDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/rules/matcher.h"
#include "strigil/stages/rule_hit_memo.h"

namespace strigil {

// Finds the rules that may match the lines of documents. A text is asked about once a document, and
// a short one that was met lately not even that: pages of a site have their menus in common.
//
// Immutable but for what each thread remembers, which makes no difference but in time; safe to use
// from any thread.
class RuleHitFinder {
 public:
  // `matcher` must outlive the finder.
  explicit RuleHitFinder(const Matcher& matcher);

  // Returns the rules that may match each line of the document that is kept, in the order that
  // Document::SetRuleHits() asks for.
  std::vector<RuleHit> Find(const Document& document) const;

  // Returns whether the rule of `hit`, one of the document's, matches its line.
  bool Matches(const Document& document, const RuleHit& hit) const;

 private:
  using Key = RuleHitMemo::Key;
  using KnownRule = RuleHitMemo::KnownRule;

  static constexpr uint32_t kNoNumber = UINT32_MAX;

  // A text that one or more lines have, and which of a list of rules may match it.
  struct Text {
    uint32_t line = 0;         // the first of them
    uint32_t key = kNoNumber;  // in a list of keys, where the memo can hold the text
    uint32_t first_rule = 0;
    uint32_t rule_count = 0;
    uint32_t first_hit = kNoNumber;  // the first line's; none so far
  };

  struct Workspace;

  bool CanRemember(const Document& document, size_t line) const;
  Key KeyOf(const Document& document, size_t line) const;
  static void Recall(Workspace* workspace);
  void Ask(const Document& document, Workspace* workspace) const;
  static std::vector<RuleHit> HitsOf(Workspace* workspace);

  const Matcher& matcher_;
  const uint32_t number_;  // tells the rules of this matcher from those of others
  const bool has_memo_;    // which cannot tell more rules apart
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_RULE_HIT_FINDER_H_
