#ifndef STRIGIL_STAGES_RULE_HIT_MEMO_H_
#define STRIGIL_STAGES_RULE_HIT_MEMO_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "strigil/document/document.h"

namespace strigil {

// Which rules may match short lines that were met before, and what became of trying them: pages of
// a site have their menus in common, and sites the words of them. What was met longer ago gives way
// to what was met later; up to four megabytes.
//
// Not safe to use from several threads at once.
class RuleHitMemo {
 public:
  static constexpr size_t kLongestLine = 40;        // in bytes; longer ones seldom come again
  static constexpr size_t kMostRulesOfLine = 8;     // a line with more is not kept
  static constexpr size_t kMostRules = UINT16_MAX;  // that can be told apart, by numbers below

  // A rule that may match a line.
  struct KnownRule {
    int rule = 0;
    RuleHit::State state = RuleHit::State::kMayMatch;

    bool operator==(const KnownRule&) const = default;
  };
  // The first `count` of these rules, in the order in which they were kept.
  struct Known {
    size_t count = 0;
    std::array<KnownRule, kMostRulesOfLine> rules;
  };

  // A line as it is looked for.
  class Key {
   public:
    // `owner` says whose rules are meant, and is not 0. CanHold() must be true of `line`, which
    // must outlive the key. `hash` is the same for lines that are; what is kept of lines of the
    // same hash gives way to one another.
    Key(uint32_t owner, std::string_view line, uint64_t hash)
        : line_(line), owner_(owner), place_(PlaceOf(hash + owner)) {}

   private:
    friend class RuleHitMemo;

    static constexpr uint32_t PlaceOf(uint64_t hash) {
      return static_cast<uint32_t>(hash * 0x9E3779B97F4A7C15U >> (64 - kEntryBits));
    }

    std::string_view line_;
    uint32_t owner_;
    uint32_t place_;
  };

  static bool CanHold(std::string_view line) { return line.size() <= kLongestLine; }

  RuleHitMemo();

  // Has what is kept of the line brought near, for when it is asked for.
  void Prefetch(const Key& key) const;

  // Returns the rules that may match the line; nothing where it is not kept.
  std::optional<Known> Find(const Key& key) const;

  // Keeps the rules that may match the line, unless they are too many.
  void Keep(const Key& key, std::span<const KnownRule> rules);

  // Notes whether a rule matches the line, where that is kept and the rule among those that may.
  void Settle(const Key& key, int rule, bool matches);

 private:
  // One line of the cache.
  struct Entry {
    uint32_t owner = 0;  // 0: free
    uint8_t size = 0;
    uint8_t rule_count = 0;
    uint16_t states = 0;  // two bits for each rule, the first lowest
    std::array<uint16_t, kMostRulesOfLine> rules{};
    std::array<char, kLongestLine> text;  // its first `size` bytes

    bool Has(const Key& key) const {
      return owner == key.owner_ && std::string_view(text.data(), size) == key.line_;
    }
    RuleHit::State StateOf(size_t index) const {
      return static_cast<RuleHit::State>(states >> 2 * index & 3);
    }
    void SetState(size_t index, RuleHit::State state) {
      const unsigned others = states & ~(3U << 2 * index);
      states = static_cast<uint16_t>(others | static_cast<unsigned>(state) << 2 * index);
    }
  };
  static_assert(sizeof(Entry) == 64);
  static constexpr unsigned kEntryBits = 16;
  static constexpr uint32_t kEntries = 1U << kEntryBits;
  static constexpr uint64_t kKeptByLongRuns = 1U << 12;

  void MoveToLargePages();

  struct Free {
    void operator()(Entry* entries) const;
  };
  std::unique_ptr<Entry[], Free> entries_;  // kEntries
  uint64_t kept_ = 0;                       // so many times Keep() was asked to
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_RULE_HIT_MEMO_H_
