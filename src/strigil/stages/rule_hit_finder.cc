#include "strigil/stages/rule_hit_finder.h"

#include <algorithm>
#include <atomic>

namespace strigil {
namespace {

RuleHitMemo& Memo() {
  static thread_local RuleHitMemo memo;
  return memo;
}

uint32_t NextNumber() {
  static std::atomic<uint32_t> last{0};
  return ++last;
}

}  // namespace

RuleHitFinder::RuleHitFinder(const Matcher& matcher)
    : matcher_(matcher),
      number_(NextNumber()),
      has_memo_(matcher.rules().size() <= RuleHitMemo::kMostRules) {}

bool RuleHitFinder::CanRemember(const Document& document, size_t line) const {
  return has_memo_ && RuleHitMemo::CanHold(document.Text(document.line(line)));
}

// Of the whole line: what stands around the bare one is asked of rules, too.
RuleHitMemo::Key RuleHitFinder::KeyOf(const Document& document, size_t line) const {
  const LineShape& shape = document.line(line).shape;
  return {number_, document.Text(document.line(line)), shape.folded_hash + shape.marks};
}

// What a document is worked on with. The memory is used again for the next one, unless that of a
// long one would be kept for nothing.
struct RuleHitFinder::Workspace {
  static constexpr size_t kMostLines = size_t{1} << 12U;

  static Workspace& OfThisThread() {
    static thread_local Workspace workspace;
    return workspace;
  }

  std::vector<Text> texts;
  std::vector<Key> keys;
  std::vector<uint32_t> text_of;  // by line
  std::vector<Text*> unknown;     // texts that the memo does not know
  std::vector<KnownRule> rules;   // of all texts
  std::vector<BareLine> lines;    // of the unknown
  std::vector<Matcher::Candidate> candidates;
};

std::vector<RuleHit> RuleHitFinder::Find(const Document& document) const {
  Workspace& workspace = Workspace::OfThisThread();
  std::vector<Text>& texts = workspace.texts;
  std::vector<Key>& keys = workspace.keys;
  std::vector<uint32_t>& text_of = workspace.text_of;
  texts.clear();
  keys.clear();
  text_of.assign(document.lines().size(), kNoNumber);
  for (uint32_t i = 0; i < text_of.size(); ++i) {
    const Line& line = document.line(i);
    if (!line.kept() || document.Bare(line).empty()) continue;
    text_of[i] = text_of[line.first_same];
    if (text_of[i] != kNoNumber) continue;
    text_of[i] = static_cast<uint32_t>(texts.size());
    Text& text = texts.emplace_back(Text{.line = i});
    if (!CanRemember(document, i)) continue;
    text.key = static_cast<uint32_t>(keys.size());
    keys.push_back(KeyOf(document, i));
    Memo().Prefetch(keys.back());
  }
  Recall(&workspace);
  Ask(document, &workspace);
  std::vector<RuleHit> hits = HitsOf(&workspace);
  if (document.lines().size() > Workspace::kMostLines) workspace = Workspace();
  return hits;
}

// Returns the hits of all lines.
std::vector<RuleHit> RuleHitFinder::HitsOf(Workspace* workspace) {
  const std::span<const uint32_t> text_of = workspace->text_of;
  const std::span<Text> texts = workspace->texts;
  std::vector<KnownRule>& rules = workspace->rules;
  size_t count = 0;
  for (const uint32_t text : text_of) count += text == kNoNumber ? 0 : texts[text].rule_count;
  // A line has none, one or two, which is hard to foresee: two are always written, and count for as
  // many as there are.
  constexpr uint32_t kUsualRules = 2;
  rules.resize(rules.size() + kUsualRules);
  std::vector<RuleHit> hits(count + kUsualRules);
  uint32_t next = 0;
  for (uint32_t i = 0; i < text_of.size(); ++i) {
    if (text_of[i] == kNoNumber) continue;
    Text& text = texts[text_of[i]];
    text.first_hit = std::min(text.first_hit, next);
    const auto write = [&](uint32_t k) {
      const KnownRule& known = rules[text.first_rule + k];
      hits[next + k] = {i, known.rule, text.first_hit + k, known.state};
    };
    for (uint32_t k = 0; k < kUsualRules; ++k) write(k);
    for (uint32_t k = kUsualRules; k < text.rule_count; ++k) write(k);
    next += text.rule_count;
  }
  hits.resize(count);
  return hits;
}

// Finds what the memo knows of the texts, and which texts it does not.
void RuleHitFinder::Recall(Workspace* workspace) {
  std::vector<KnownRule>& rules = workspace->rules;
  rules.clear();
  workspace->unknown.clear();
  for (Text& text : workspace->texts) {
    std::optional<RuleHitMemo::Known> known;
    if (text.key != kNoNumber) known = Memo().Find(workspace->keys[text.key]);
    if (!known.has_value()) {
      workspace->unknown.push_back(&text);
      continue;
    }
    text.first_rule = static_cast<uint32_t>(rules.size());
    text.rule_count = static_cast<uint32_t>(known->count);
    rules.insert(rules.end(), known->rules.begin(),
                 known->rules.begin() + static_cast<ptrdiff_t>(known->count));
  }
}

// Asks for the rules of the unknown texts, and has the memo keep them.
void RuleHitFinder::Ask(const Document& document, Workspace* workspace) const {
  std::vector<KnownRule>& rules = workspace->rules;
  std::vector<BareLine>& lines = workspace->lines;
  std::vector<Matcher::Candidate>& candidates = workspace->candidates;
  const std::span<Text* const> texts = workspace->unknown;
  lines.clear();
  for (const Text* const text : texts) {
    const Line& line = document.line(text->line);
    lines.push_back({document.Bare(line), document.Words(line), line.shape});
  }
  candidates.clear();
  matcher_.FindCandidates(lines, &candidates);
  auto next = static_cast<uint32_t>(rules.size());
  for (const Matcher::Candidate& candidate : candidates) {
    ++texts[candidate.line]->rule_count;
    rules.push_back({candidate.rule,
                     candidate.is_certain ? RuleHit::State::kMatches : RuleHit::State::kMayMatch});
  }
  for (Text* const asked : texts) {
    Text& text = *asked;
    text.first_rule = next;
    next += text.rule_count;
    if (text.key == kNoNumber) continue;
    Memo().Keep(workspace->keys[text.key],
                std::span(rules).subspan(text.first_rule, text.rule_count));
  }
}

bool RuleHitFinder::Matches(const Document& document, const RuleHit& hit) const {
  const bool matches = matcher_.Matches(hit.rule, document.Bare(document.line(hit.line)));
  if (CanRemember(document, hit.line)) Memo().Settle(KeyOf(document, hit.line), hit.rule, matches);
  return matches;
}

}  // namespace strigil
