#include "strigil/stages/rule_hit_memo.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace strigil {

void RuleHitMemo::Free::operator()(Entry* entries) const { std::free(entries); }

// Zeros from the system cost nothing until they are touched.
RuleHitMemo::RuleHitMemo() : entries_(static_cast<Entry*>(std::calloc(kEntries, sizeof(Entry)))) {
  if (entries_ == nullptr) throw std::bad_alloc();
}

// Entries are looked for all over: where the system gives large pages, their addresses are found
// sooner. To make such ready takes time that a short run would not have back.
void RuleHitMemo::MoveToLargePages() {
  constexpr size_t kLargePage = size_t{2} << 20U;
  constexpr size_t kBytes = kEntries * sizeof(Entry);
  static_assert(kBytes % kLargePage == 0);
  void* const memory = std::aligned_alloc(kLargePage, kBytes);
  if (memory == nullptr) return;
#ifdef MADV_HUGEPAGE
  // Where it is refused, the pages are small ones again.
  (void)::madvise(memory, kBytes, MADV_HUGEPAGE);
#endif
  std::memcpy(memory, entries_.get(), kBytes);
  entries_.reset(static_cast<Entry*>(memory));
}

void RuleHitMemo::Prefetch(const Key& key) const { __builtin_prefetch(&entries_[key.place_]); }

std::optional<RuleHitMemo::Known> RuleHitMemo::Find(const Key& key) const {
  const Entry& entry = entries_[key.place_];
  if (!entry.Has(key)) return std::nullopt;
  Known known;
  known.count = std::min<size_t>(entry.rule_count, kMostRulesOfLine);
  for (size_t i = 0; i < known.count; ++i) known.rules[i] = {entry.rules[i], entry.StateOf(i)};
  return known;
}

void RuleHitMemo::Keep(const Key& key, std::span<const KnownRule> rules) {
  if (rules.size() > kMostRulesOfLine) return;
  if (++kept_ == kKeptByLongRuns) MoveToLargePages();
  Entry& entry = entries_[key.place_];
  entry.owner = key.owner_;
  entry.size = static_cast<uint8_t>(key.line_.size());
  entry.states = 0;
  std::copy(key.line_.begin(), key.line_.end(), entry.text.begin());
  entry.rule_count = static_cast<uint8_t>(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    entry.rules[i] = static_cast<uint16_t>(rules[i].rule);
    entry.SetState(i, rules[i].state);
  }
}

void RuleHitMemo::Settle(const Key& key, int rule, bool matches) {
  Entry& entry = entries_[key.place_];
  if (!entry.Has(key)) return;
  for (size_t i = 0; i < entry.rule_count; ++i) {
    if (entry.rules[i] == rule)
      entry.SetState(i, matches ? RuleHit::State::kMatches : RuleHit::State::kMisses);
  }
}

}  // namespace strigil
