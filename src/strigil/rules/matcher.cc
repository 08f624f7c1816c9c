#include "strigil/rules/matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <memory>

#include "strigil/rules/pattern_literals.h"
#include "strigil/rules/pattern_program.h"
#include "strigil/rules/pattern_syntax.h"
#include "strigil/rules/rule_index.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

re2::StringPiece Piece(std::string_view view) { return {view.data(), view.size()}; }

std::string_view EndWindow(std::string_view line) {
  if (line.size() <= Matcher::kEndWindow) return line;
  line.remove_prefix(line.size() - Matcher::kEndWindow);
  while (!line.empty() && IsContinuation(line[0])) line.remove_prefix(1);
  return line;
}

std::string_view Seen(RulePlace where, std::string_view bare_line) {
  return where == RulePlace::kEnd ? EndWindow(bare_line) : bare_line;
}

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

uint64_t NextMatcherId() {
  static std::atomic<uint64_t> last{0};
  return ++last;
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

// Patterns compiled when a line first asks for them: of many, a document needs few. Safe to use
// from any thread.
class LazyPatterns {
 public:
  explicit LazyPatterns(size_t size) : patterns_(size) {}

  // Returns pattern `index`, which is `pattern`, as a pack writes it, for a rule of this place.
  const RE2& Get(size_t index, std::string_view pattern, RulePlace where) {
    return patterns_.Get(index, [&] { return Compile(pattern, where); });
  }

 private:
  static std::unique_ptr<const RE2> Compile(std::string_view pattern, RulePlace where) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_never_capture(pattern.find("(?P<") == std::string_view::npos);
    std::string expanded = ExpandPattern(pattern);
    if (where == RulePlace::kEnd) expanded = "(?:" + expanded + ")\\z";
    return std::make_unique<const RE2>(expanded, options);
  }

  MadeOnDemand<RE2> patterns_;
};

// The pieces of an index, made ready when a line first asks for them. Safe to use from any thread.
class LazyPieces {
 public:
  explicit LazyPieces(size_t size) : programs_(size), patterns_(size) {}

  // Returns whether piece `index`, which is `pattern`, matches `seen`.
  bool Match(size_t index, std::string_view pattern, RulePlace where, std::string_view seen) {
    const Program& program = programs_.Get(index, [&] { return Make(pattern, where); });
    if (program.has_value()) {
      const PatternProgram::Answer answer = program->Match(seen);
      if (answer != PatternProgram::Answer::kUnknown) return answer == PatternProgram::Answer::kYes;
    }
    return patterns_.Get(index, pattern, where)
        .Match(Piece(seen), 0, seen.size(), AnchorOf(where), nullptr, 0);
  }

 private:
  using Program = std::optional<PatternProgram>;

  static std::unique_ptr<const Program> Make(std::string_view pattern, RulePlace where) {
    const std::optional<PatternNode> node = ParsePattern(pattern);
    return std::make_unique<const Program>(node.has_value() ? PatternProgram::Make(*node, where)
                                                            : std::nullopt);
  }

  MadeOnDemand<Program> programs_;
  LazyPatterns patterns_;  // for pieces that are too much for a program
};

// The rules of a matcher that are looked for by one index.
class Matcher::Group {
 public:
  // `places` tells for each rule of the index its place in the matcher, or -1 where the matcher has
  // it not.
  Group(const RuleIndex* index, std::vector<int> places)
      : index_(index), places_(std::move(places)), pieces_(index->pieces()) {}
  Group(RuleIndex index, std::vector<int> places)
      : owned_index_(std::make_unique<RuleIndex>(std::move(index))),
        index_(owned_index_.get()),
        places_(std::move(places)),
        pieces_(index_->pieces()) {}

  void Match(const std::vector<RuleView>& rules, std::string_view bare_line,
             std::string_view folded, std::vector<int>* matches) {
    static thread_local std::vector<RuleIndex::Candidate> candidates;
    candidates.clear();
    index_->Find(folded, bare_line.size(), &candidates);
    for (const RuleIndex::Candidate& candidate : candidates) {
      const int place = places_[candidate.rule];
      if (place < 0 || std::find(matches->begin(), matches->end(), place) != matches->end())
        continue;
      if (candidate.piece == RuleIndex::Candidate::kNoPiece ||
          PieceMatches(candidate.piece, rules[static_cast<size_t>(place)].where, bare_line)) {
        matches->push_back(place);
      }
    }
  }

 private:
  bool PieceMatches(uint32_t piece, RulePlace where, std::string_view bare_line) {
    return pieces_.Match(piece, index_->PiecePattern(piece), where, Seen(where, bare_line));
  }

  std::unique_ptr<RuleIndex> owned_index_;
  const RuleIndex* index_;
  std::vector<int> places_;
  LazyPieces pieces_;
};

Matcher::Matcher(std::vector<RuleView> rules)
    : id_(NextMatcherId()),
      rules_(std::move(rules)),
      whole_rules_(std::make_unique<LazyPatterns>(rules_.size())) {
  std::vector<int> builtin_places;
  std::vector<RuleView> others;
  std::vector<int> other_places;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const RuleView& rule = rules_[i];
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

// What short lines of late have matched: the menus and buttons of a site come again on each of its
// pages. One a thread; a line is kept until another takes its place.
class Matcher::Memory {
 public:
  static constexpr size_t kLongestLine = 48;

  struct Place {
    uint64_t matcher = 0;
    uint8_t size = 0;
    uint8_t match_count = 0;
    std::array<char, kLongestLine> line{};
    std::array<int, 4> matches{};

    bool Holds(uint64_t for_matcher, std::string_view text) const {
      return matcher == for_matcher && size == text.size() &&
             std::memcmp(line.data(), text.data(), size) == 0;
    }
    void Take(uint64_t for_matcher, std::string_view text, const std::vector<int>& found) {
      if (found.size() > matches.size()) return;
      matcher = for_matcher;
      size = static_cast<uint8_t>(text.size());
      match_count = static_cast<uint8_t>(found.size());
      std::copy(text.begin(), text.end(), line.begin());
      std::copy(found.begin(), found.end(), matches.begin());
    }
  };

  // Returns the place for a line, which holds its matches if Holds() says so.
  Place& PlaceOf(std::string_view line) {
    return places_[std::hash<std::string_view>()(line) % places_.size()];
  }

 private:
  std::vector<Place> places_ = std::vector<Place>(4096);
};

bool Matcher::Match(std::string_view bare_line, std::vector<int>* matches) const {
  matches->clear();
  if (bare_line.empty()) return false;
  static thread_local Memory memory;
  Memory::Place* place =
      bare_line.size() <= Memory::kLongestLine ? &memory.PlaceOf(bare_line) : nullptr;
  if (place != nullptr && place->Holds(id_, bare_line)) {
    matches->assign(place->matches.begin(), place->matches.begin() + place->match_count);
    return !matches->empty();
  }
  static thread_local std::string folded;
  FoldForLiterals(bare_line, &folded);
  for (const auto& group : groups_) group->Match(rules_, bare_line, folded, matches);
  std::sort(matches->begin(), matches->end());
  if (place != nullptr) place->Take(id_, bare_line, *matches);
  return !matches->empty();
}

std::optional<MatchSpan> Matcher::Find(int index, std::string_view bare_line) const {
  const RuleView& rule = rules_[static_cast<size_t>(index)];
  const std::string_view seen = Seen(rule.where, bare_line);
  const RE2& pattern = whole_rules_->Get(static_cast<size_t>(index), rule.pattern, rule.where);
  re2::StringPiece match;
  if (!pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(rule.where), &match, 1))
    return std::nullopt;
  const auto begin = static_cast<uint32_t>(match.data() - bare_line.data());
  return MatchSpan{begin, begin + static_cast<uint32_t>(match.size())};
}

std::vector<RuleFact> Matcher::Facts(int index, std::string_view bare_line) const {
  std::vector<RuleFact> facts;
  const RuleView& rule = rules_[static_cast<size_t>(index)];
  if (rule.pattern.find("(?P<") == std::string_view::npos) return facts;
  const std::string_view seen = Seen(rule.where, bare_line);
  const RE2& pattern = whole_rules_->Get(static_cast<size_t>(index), rule.pattern, rule.where);
  std::vector<re2::StringPiece> groups(static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
  if (!pattern.Match(Piece(seen), 0, seen.size(), AnchorOf(rule.where), groups.data(),
                     static_cast<int>(groups.size()))) {
    return facts;
  }
  for (const auto& [group, name] : pattern.CapturingGroupNames()) {
    const re2::StringPiece& value = groups[static_cast<size_t>(group)];
    if (!value.empty()) facts.push_back({name, {value.data(), value.size()}});
  }
  return facts;
}

}  // namespace strigil
