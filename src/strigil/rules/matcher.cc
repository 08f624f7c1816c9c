#include "strigil/rules/matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>

#include "strigil/rules/pattern_program.h"
#include "strigil/rules/pattern_syntax.h"

namespace strigil {
namespace {

re2::StringPiece Piece(std::string_view view) { return {view.data(), view.size()}; }

RE2::Anchor AnchorOf(RulePlace where) {
  switch (where) {
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

uint8_t BitOf(RuleFact fact) { return static_cast<uint8_t>(1U << static_cast<unsigned>(fact)); }

// A bit for each fact that the pattern can capture.
uint8_t FactsOf(std::string_view pattern) {
  unsigned facts = 0;
  for (const RuleFact fact : kRuleFacts) {
    if (pattern.find(GroupBegin(fact)) != std::string_view::npos) facts |= BitOf(fact);
  }
  return static_cast<uint8_t>(facts);
}

}  // namespace

// Things of which few are ever needed, each made when it is first asked for. Safe to use from any
// thread.
template <typename Thing>
class MadeOnDemand {
 public:
  explicit MadeOnDemand(size_t size) : things_(size) {}
  MadeOnDemand(const MadeOnDemand&) = delete;
  MadeOnDemand& operator=(const MadeOnDemand&) = delete;
  ~MadeOnDemand() {
    for (const std::atomic<const Thing*>& thing : things_) {
      delete thing.load(std::memory_order_relaxed);
    }
  }

  // Returns thing `index`, which `make` returns a std::unique_ptr to.
  template <typename Make>
  const Thing& Get(size_t index, Make make) {
    const Thing* made = things_[index].load(std::memory_order_acquire);
    if (made != nullptr) return *made;
    std::unique_ptr<const Thing> fresh = make();
    const Thing* expected = nullptr;
    // Where two threads make the same thing, the first one's stays.
    if (things_[index].compare_exchange_strong(expected, fresh.get(), std::memory_order_acq_rel)) {
      return *fresh.release();
    }
    return *expected;
  }

 private:
  std::vector<std::atomic<const Thing*>> things_;
};

// Rules made ready to be asked: those compiled in are, of the others each is when a line first
// does. Safe to use from any thread.
class LazyRules {
 public:
  using Found = PatternProgram::Found;

  // `rules` must outlive it.
  explicit LazyRules(std::span<const RuleView> rules)
      : rules_(rules),
        made_{MadeOnDemand<Program>(rules.size()), MadeOnDemand<Program>(rules.size())},
        patterns_(rules.size()) {
    for (const RuleView& rule : rules) {
      Entry& entry = entries_.emplace_back(Entry{.where = rule.where});
      if (rule.builtin < 0) continue;
      for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
        entry.builtin[PlaceOf(direction)] =
            BuiltinProgram(static_cast<size_t>(rule.builtin), direction);
      }
    }
  }

  // Returns whether rule `index` matches `bare_line`.
  bool Match(size_t index, std::string_view bare_line) {
    const RulePlace where = entries_[index].where;
    const std::string_view seen = SeenBy(where, bare_line);
    const Answer answer = Ask(index, PatternProgram::DirectionFor(where), seen, nullptr);
    if (answer != Answer::kUnknown) return answer == Answer::kYes;
    return Pattern(index).Match(Piece(seen), 0, seen.size(), AnchorOf(where), nullptr, 0);
  }

  // Returns what rule `index` finds first in `bare_line`, as parts of that; nothing where it does
  // not match.
  std::optional<Found> Find(size_t index, std::string_view bare_line) {
    const RulePlace where = entries_[index].where;
    const std::string_view seen = SeenBy(where, bare_line);
    Found found;
    const Answer answer = Ask(index, Direction::kForward, seen, &found);
    if (answer == Answer::kYes) return found;
    if (answer == Answer::kNo) return std::nullopt;
    return Find(Pattern(index), where, seen);
  }

 private:
  using Program = std::optional<PatternProgram>;
  using Answer = PatternProgram::Answer;
  using Direction = PatternProgram::Direction;

  static constexpr size_t PlaceOf(Direction direction) { return static_cast<size_t>(direction); }

  // What each try of a rule asks for: the views of all rules are more than a near cache holds.
  struct Entry {
    RulePlace where;
    // The bytes of the programs compiled in, by direction; none where there is none.
    std::array<std::span<const uint64_t>, 2> builtin = {};
  };

  // Asks the rule's program in that direction, which says kUnknown where there is none.
  Answer Ask(size_t index, Direction direction, std::string_view seen, Found* found) {
    const auto builtin = entries_[index].builtin[PlaceOf(direction)];
    if (!builtin.empty()) return PatternProgram::FromBytes(builtin).Match(seen, found);
    const Program& program = made_[PlaceOf(direction)].Get(index, [&] {
      const RuleView& rule = rules_[index];
      const std::optional<PatternNode> node = ParsePattern(rule.pattern);
      return std::make_unique<const Program>(
          node.has_value() ? PatternProgram::Make(*node, rule.where, direction) : std::nullopt);
    });
    return program.has_value() ? program->Match(seen, found) : Answer::kUnknown;
  }

  // The rule as RE2 has it.
  const RE2& Pattern(size_t index) {
    return patterns_.Get(index, [&] { return Compile(rules_[index]); });
  }

  static std::optional<Found> Find(const RE2& pattern, RulePlace where, std::string_view seen) {
    std::vector<re2::StringPiece> groups(static_cast<size_t>(pattern.NumberOfCapturingGroups()) +
                                         1);
    if (!pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(where), groups.data(),
                       static_cast<int>(groups.size())))
      return std::nullopt;
    Found found;
    found.match = {groups[0].data(), groups[0].size()};
    for (const auto& [name, group] : pattern.NamedCapturingGroups()) {
      for (const RuleFact fact : kRuleFacts) {
        const re2::StringPiece& captured = groups[static_cast<size_t>(group)];
        if (name == ToString(fact))
          found.facts[static_cast<size_t>(fact)] = {captured.data(), captured.size()};
      }
    }
    return found;
  }

  static std::unique_ptr<const RE2> Compile(const RuleView& rule) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_never_capture(FactsOf(rule.pattern) == 0);
    std::string expanded = ExpandPattern(rule.pattern);
    if (rule.where == RulePlace::kEnd) expanded = "(?:" + expanded + ")\\z";
    return std::make_unique<const RE2>(expanded, options);
  }

  std::span<const RuleView> rules_;
  std::vector<Entry> entries_;                 // of each rule
  std::array<MadeOnDemand<Program>, 2> made_;  // by direction, for rules that are not compiled in
  MadeOnDemand<RE2> patterns_;                 // for what is too much for a program
};

// The rules of a matcher that are looked for by one index.
class Matcher::Group {
 public:
  // `places` tells for each rule of the index its place in the matcher, or -1 where the matcher has
  // it not.
  Group(const RuleIndex* index, std::vector<int> places)
      : index_(index), places_(std::move(places)) {}
  Group(RuleIndex index, std::vector<int> places)
      : owned_index_(std::make_unique<RuleIndex>(std::move(index))),
        index_(owned_index_.get()),
        places_(std::move(places)) {}

  // Appends the rules that may match `lines` to `*found`, in ascending order of lines.
  void Find(std::span<const BareLine> lines, std::vector<Candidate>* found) const {
    static thread_local std::vector<RuleIndex::Candidate> candidates;
    candidates.clear();
    index_->Find(lines, &candidates);
    for (const auto& [line, rule, is_certain] : candidates) {
      if (places_[rule] >= 0) found->push_back({line, places_[rule], is_certain});
    }
  }

 private:
  std::unique_ptr<RuleIndex> owned_index_;
  const RuleIndex* index_;
  std::vector<int> places_;
};

Matcher::Matcher(std::vector<RuleView> rules)
    : rules_(std::move(rules)), lazy_rules_(std::make_unique<LazyRules>(rules_)) {
  std::vector<int> builtin_places;
  std::vector<RuleView> others;
  std::vector<int> other_places;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const RuleView& rule = rules_[i];
    facts_.push_back(FactsOf(rule.pattern));
    if (rule.builtin < 0) {
      others.push_back(rule);
      other_places.push_back(static_cast<int>(i));
      continue;
    }
    const auto builtin = static_cast<size_t>(rule.builtin);
    if (builtin_places.empty()) builtin_places.assign(BuiltinRuleIndex().rules(), -1);
    builtin_places[builtin] = static_cast<int>(i);
  }
  if (!builtin_places.empty()) {
    groups_.push_back(std::make_unique<Group>(&BuiltinRuleIndex(), std::move(builtin_places)));
  }
  if (!others.empty()) {
    groups_.push_back(std::make_unique<Group>(RuleIndex::Build(others), std::move(other_places)));
  }
}

Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

void Matcher::FindCandidates(std::span<const BareLine> lines,
                             std::vector<Candidate>* candidates) const {
  candidates->clear();
  for (const auto& group : groups_) group->Find(lines, candidates);
  // An index has its rules in their order, which need not be the matcher's, and each once.
  const auto in_order = [](const Candidate& a, const Candidate& b) {
    return a.line != b.line ? a.line < b.line : a.rule < b.rule;
  };
  if (!std::is_sorted(candidates->begin(), candidates->end(), in_order))
    std::sort(candidates->begin(), candidates->end(), in_order);
}

bool Matcher::Matches(int index, std::string_view bare_line) const {
  return lazy_rules_->Match(static_cast<size_t>(index), bare_line);
}

bool Matcher::Match(std::string_view bare_line, std::vector<int>* matches) const {
  matches->clear();
  if (bare_line.empty()) return false;
  std::vector<Word> words;
  const ScannedLine scanned = ScanLine(bare_line, &words);
  std::vector<Candidate> candidates;
  const BareLine line = {bare_line, words, scanned.shape};
  FindCandidates({&line, 1}, &candidates);
  for (const Candidate& candidate : candidates) {
    if (candidate.is_certain || Matches(candidate.rule, bare_line))
      matches->push_back(candidate.rule);
  }
  return !matches->empty();
}

std::optional<MatchSpan> Matcher::Find(int index, std::string_view bare_line) const {
  const auto found = lazy_rules_->Find(static_cast<size_t>(index), bare_line);
  if (!found.has_value()) return std::nullopt;
  const auto begin = static_cast<uint32_t>(found->match.data() - bare_line.data());
  return MatchSpan{begin, begin + static_cast<uint32_t>(found->match.size())};
}

bool Matcher::States(int index, RuleFact fact) const {
  return (facts_[static_cast<size_t>(index)] & BitOf(fact)) != 0;
}

std::optional<std::string_view> Matcher::Capture(int index, RuleFact fact,
                                                 std::string_view bare_line) const {
  if (!States(index, fact)) return std::nullopt;
  const auto found = lazy_rules_->Find(static_cast<size_t>(index), bare_line);
  if (!found.has_value()) return std::nullopt;
  const std::string_view captured = found->facts[static_cast<size_t>(fact)];
  return captured.empty() ? std::nullopt : std::optional(captured);
}

}  // namespace strigil
