#include "strigil/rules/matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstring>
#include <map>
#include <mutex>
#include <unordered_map>

#include "strigil/rules/pattern_literals.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

re2::StringPiece Piece(std::string_view view) { return {view.data(), view.size()}; }

std::string_view EndWindow(std::string_view line) {
  if (line.size() <= Matcher::kEndWindow) return line;
  line.remove_prefix(line.size() - Matcher::kEndWindow);
  while (!line.empty() && (static_cast<unsigned char>(line[0]) & 0xC0U) == 0x80U) line.remove_prefix(1);
  return line;
}

std::string_view Seen(const RuleView& rule, std::string_view bare_line) {
  return rule.where == RulePlace::kEnd ? EndWindow(bare_line) : bare_line;
}

RE2::Anchor AnchorOf(RulePlace place) {
  switch (place) {
    case RulePlace::kLine:
      return RE2::ANCHOR_BOTH;
    case RulePlace::kStart:
      return RE2::ANCHOR_START;
    case RulePlace::kEnd:
    case RulePlace::kInside:
      break;
  }
  return RE2::UNANCHORED;
}

// A rule's pattern, compiled when a line first asks for it: of many rules, a document needs few.
class LazyPattern {
 public:
  const RE2& Get(const RuleView& rule) {
    std::call_once(once_, [this, &rule] {
      RE2::Options options;
      options.set_log_errors(false);
      options.set_dot_nl(true);
      std::string pattern = ExpandPattern(rule.pattern);
      if (rule.where == RulePlace::kEnd) pattern = "(?:" + pattern + ")\\z";
      pattern_ = std::make_unique<RE2>(pattern, options);
    });
    return *pattern_;
  }

 private:
  std::once_flag once_;
  std::unique_ptr<RE2> pattern_;
};

uint64_t PackBytes(const char* bytes, size_t size) {
  uint64_t packed = 0;
  std::memcpy(&packed, bytes, size);
  return packed;
}

// Rules by the first bytes of the literals that their matches begin with.
class PrefixIndex {
 public:
  void Add(std::string_view prefix, int rule) {
    size_t slot = kLengths.size() - 1;
    while (kLengths[slot] > prefix.size()) --slot;
    std::vector<int>& rules = by_length_[slot][PackBytes(prefix.data(), kLengths[slot])];
    if (rules.empty() || rules.back() != rule) rules.push_back(rule);
  }

  template <typename Found>
  void Find(std::string_view folded, Found found) const {
    for (size_t slot = 0; slot < kLengths.size() && kLengths[slot] <= folded.size(); ++slot) {
      const auto rules = by_length_[slot].find(PackBytes(folded.data(), kLengths[slot]));
      if (rules == by_length_[slot].end()) continue;
      for (const int rule : rules->second) found(rule);
    }
  }

 private:
  static constexpr std::array<size_t, 4> kLengths = {1, 2, 4, 8};

  std::array<std::unordered_map<uint64_t, std::vector<int>>, kLengths.size()> by_length_;
};

// Rules by literals that their matches hold somewhere: each literal is looked for by the rarest of its grams.
class GramIndex {
 public:
  bool empty() const { return entries_.empty(); }

  void Add(std::string_view literal, int rule) {
    const size_t size = std::min(literal.size(), kGramBytes);
    size_t best = 0;
    for (size_t offset = 0; offset + size <= literal.size(); ++offset) {
      if (Commonness(literal.substr(offset, size)) < Commonness(literal.substr(best, size))) best = offset;
    }
    const std::string_view gram = literal.substr(best, size);
    starts_.set(StartOf(gram.data()));
    entries_[StartOf(gram.data())].push_back({std::string(literal), static_cast<uint32_t>(best), rule});
  }

  template <typename Found>
  void Find(std::string_view folded, Found found) const {
    for (size_t i = 0; i + 1 < folded.size(); ++i) {
      const uint32_t start = StartOf(folded.data() + i);
      if (!starts_[start]) continue;
      for (const Entry& entry : entries_.at(start)) {
        if (i < entry.gram_offset) continue;
        if (folded.substr(i - entry.gram_offset).starts_with(entry.literal)) found(entry.rule);
      }
    }
  }

  static constexpr size_t kShortestLiteral = 2;

 private:
  struct Entry {
    std::string literal;
    uint32_t gram_offset;
    int rule;
  };
  static constexpr size_t kGramBytes = 2;

  static uint32_t StartOf(const char* bytes) {
    return uint32_t{static_cast<unsigned char>(bytes[0])} << 8U | static_cast<unsigned char>(bytes[1]);
  }

  // How often a gram is met in text, roughly: by its letters, in the order of their frequency in European languages.
  static size_t Commonness(std::string_view gram) {
    constexpr std::string_view kByFrequency = " enitrasoldhucmpgfvbwkyzjxq";
    size_t commonness = 1;
    for (const char c : gram) {
      const size_t place = kByFrequency.find(c);
      commonness *= place == std::string_view::npos ? 1 : kByFrequency.size() - place + 1;
    }
    return commonness;
  }

  std::bitset<65536> starts_;
  std::unordered_map<uint32_t, std::vector<Entry>> entries_;
};

}  // namespace

struct Matcher::Automata {
  std::vector<LazyPattern> patterns;
  std::vector<uint32_t> max_bytes;
  PrefixIndex prefixes;
  GramIndex grams;
  std::vector<int> always;  // rules whose pattern tells nothing beforehand

  void Add(const RuleView& rule, int index, std::span<const std::string_view> rule_prefixes,
           std::span<const std::string_view> rule_required, uint32_t rule_max_bytes) {
    max_bytes.push_back(rule.where == RulePlace::kLine ? rule_max_bytes : PatternLiterals::kUnbounded);
    const bool anchored = rule.where == RulePlace::kLine || rule.where == RulePlace::kStart;
    const auto too_short = [](std::string_view literal) { return literal.size() < GramIndex::kShortestLiteral; };
    if (anchored && !rule_prefixes.empty()) {
      for (const std::string_view prefix : rule_prefixes) prefixes.Add(prefix, index);
    } else if (!rule_required.empty() && std::none_of(rule_required.begin(), rule_required.end(), too_short)) {
      for (const std::string_view literal : rule_required) grams.Add(literal, index);
    } else {
      always.push_back(index);
    }
  }
};

std::vector<RuleView> ViewsOf(const Pack& pack) {
  std::vector<RuleView> views;
  views.reserve(pack.rules.size());
  for (const Rule& rule : pack.rules) {
    RuleView& view = views.emplace_back();
    view.pack = pack.name;
    view.id = rule.id;
    view.pattern = rule.pattern;
    view.where = rule.where;
    view.zone = rule.zone;
    view.action = rule.action;
    view.certain = rule.certain;
  }
  return views;
}

Matcher::Matcher(std::vector<RuleView> rules) : rules_(std::move(rules)), automata_(std::make_unique<Automata>()) {
  automata_->patterns = std::vector<LazyPattern>(rules_.size());
  automata_->max_bytes.reserve(rules_.size());
  for (size_t i = 0; i < rules_.size(); ++i) {
    RuleView& rule = rules_[i];
    if (rule.literals_known) {
      automata_->Add(rule, static_cast<int>(i), rule.prefixes, rule.required, rule.max_bytes);
    } else {
      const PatternLiterals literals = ExtractLiterals(rule.pattern);
      const std::vector<std::string_view> prefixes(literals.prefixes.begin(), literals.prefixes.end());
      const std::vector<std::string_view> required(literals.required.begin(), literals.required.end());
      automata_->Add(rule, static_cast<int>(i), prefixes, required, literals.max_bytes);
    }
  }
}

Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

bool Matcher::Match(std::string_view bare_line, std::vector<int>* matches) const {
  matches->clear();
  if (bare_line.empty()) return false;
  static thread_local std::string folded;
  FoldForLiterals(bare_line, &folded);
  const auto candidate = [&](int index) {
    if (bare_line.size() <= automata_->max_bytes[static_cast<size_t>(index)]) matches->push_back(index);
  };
  automata_->prefixes.Find(folded, candidate);
  if (!automata_->grams.empty()) automata_->grams.Find(folded, candidate);
  for (const int index : automata_->always) candidate(index);
  if (matches->empty()) return false;
  std::sort(matches->begin(), matches->end());
  matches->erase(std::unique(matches->begin(), matches->end()), matches->end());
  std::erase_if(*matches, [&](int index) {
    const RuleView& rule = rules_[static_cast<size_t>(index)];
    const std::string_view seen = Seen(rule, bare_line);
    const RE2& pattern = automata_->patterns[static_cast<size_t>(index)].Get(rule);
    return !pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(rule.where), nullptr, 0);
  });
  return !matches->empty();
}

std::optional<MatchSpan> Matcher::Find(int index, std::string_view bare_line) const {
  const RuleView& rule = rules_[static_cast<size_t>(index)];
  const std::string_view seen = Seen(rule, bare_line);
  const RE2& pattern = automata_->patterns[static_cast<size_t>(index)].Get(rule);
  re2::StringPiece match;
  if (!pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(rule.where), &match, 1)) return std::nullopt;
  const auto begin = static_cast<uint32_t>(match.data() - bare_line.data());
  return MatchSpan{begin, begin + static_cast<uint32_t>(match.size())};
}

std::vector<RuleFact> Matcher::Facts(int index, std::string_view bare_line) const {
  std::vector<RuleFact> facts;
  const RuleView& rule = rules_[static_cast<size_t>(index)];
  if (rule.pattern.find("(?P<") == std::string_view::npos) return facts;
  const std::string_view seen = Seen(rule, bare_line);
  const RE2& pattern = automata_->patterns[static_cast<size_t>(index)].Get(rule);
  std::vector<re2::StringPiece> groups(static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
  if (!pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(rule.where), groups.data(), static_cast<int>(groups.size()))) {
    return facts;
  }
  for (const auto& [group, name] : pattern.CapturingGroupNames()) {
    const re2::StringPiece& value = groups[static_cast<size_t>(group)];
    if (!value.empty()) facts.push_back({name, {value.data(), value.size()}});
  }
  return facts;
}

}  // namespace strigil
