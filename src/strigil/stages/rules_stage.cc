#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/rules/matcher.h"
#include "strigil/stages/cohesion.h"
#include "strigil/stages/person_name.h"
#include "strigil/stages/rule_hit_finder.h"
#include "strigil/stages/stages.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

// Where the lines of a document stand to its prose.
class ProseMap {
 public:
  explicit ProseMap(const Document& document)
      : words_before_(document.lines().size() + 1, 0),
        lines_before_(document.lines().size() + 1, 0) {
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      const uint32_t kept = line.kept() ? 1 : 0;
      const uint32_t prose = kept & (line.prose ? 1U : 0U);
      words_before_[i + 1] = words_before_[i] + prose * line.shape.words;
      lines_before_[i + 1] = lines_before_[i] + kept;
    }
  }

  uint64_t WordsBefore(size_t line) const { return words_before_[line]; }
  uint64_t WordsFrom(size_t line) const { return words_before_.back() - words_before_[line]; }

  bool InZone(RuleZone zone, size_t line) const {
    const uint64_t total = words_before_.back();
    switch (zone) {
      case RuleZone::kAnywhere:
        return true;
      case RuleZone::kHead:
        return total == 0 ? InFirstHalf(line) : WordsBefore(line) <= kFirstWords;
      case RuleZone::kTail:
        return total == 0 ? !InFirstHalf(line)
                          : WordsBefore(line) * 2 >= std::min(kFirstWords, total);
    }
    return false;
  }

 private:
  static constexpr uint64_t kFirstWords = 80;

  bool InFirstHalf(size_t line) const { return lines_before_[line] * 2 < lines_before_.back(); }

  std::vector<uint32_t> words_before_;
  std::vector<uint32_t> lines_before_;  // kept ones
};

class RulesStage final : public Stage {
 public:
  RulesStage(SettingsReader* settings, const StageContext& context) {
    std::vector<std::string> packs = {"all"};
    std::vector<std::string> extra_packs;
    std::vector<std::string> disabled;
    bool certain_only = false;
    settings->Read("packs",
                   "the packs in force, by name; \"all\" stands for every pack that there is",
                   &packs);
    settings->Read("extra-packs", "further packs in force", &extra_packs);
    settings->Read("disabled", "rules that are not in force, as PACK.RULE", &disabled);
    settings->Read("certain-only", "only the rules that can hardly match a line of an article",
                   &certain_only);
    if (std::find(packs.begin(), packs.end(), "all") != packs.end()) packs = context.packs.Names();
    for (const std::string& pack : extra_packs) {
      if (std::find(packs.begin(), packs.end(), pack) == packs.end()) packs.push_back(pack);
    }
    std::vector<RuleView> rules;
    for (const std::string& pack : packs) {
      for (const RuleView& rule : context.packs.Rules(pack)) {
        const std::string name = std::string(rule.pack) + "." + std::string(rule.id);
        if (certain_only && !rule.certain) continue;
        if (std::find(disabled.begin(), disabled.end(), name) != disabled.end()) continue;
        rules.push_back(rule);
        choices_.push_back({rule.zone, StrengthOf(rule.action), BeginsWithFact(rule)});
        reasons_.push_back(std::make_unique<Reason>("rules", name, std::string(rule.pack)));
      }
    }
    matcher_ = std::make_unique<Matcher>(std::move(rules));
    finder_ = std::make_unique<RuleHitFinder>(*matcher_);
  }

  std::string_view name() const override { return "rules"; }

  void Apply(Document& document) const override {
    if (!document.has_rule_hits()) document.SetRuleHits(finder_->Find(document));
    std::optional<Surroundings> around;
    const std::span<const RuleHit> hits = document.rule_hits();
    size_t behind_last = 0;  // hit of the line that was looked at last
    for (size_t first = 0; first < hits.size(); first += kHitsAtOnce) {
      for (uint64_t open = OpenHits(document, first); open != 0; open &= open - 1) {
        const size_t hit = first + static_cast<size_t>(std::countr_zero(open));
        if (hit < behind_last || !document.line(hits[hit].line).kept()) continue;
        behind_last = hit + 1;
        while (behind_last < hits.size() && hits[behind_last].line == hits[hit].line) ++behind_last;
        // They are those of the document as the pass found it: it has removed nothing yet.
        if (!around.has_value()) around.emplace(document);
        ApplyToLine(document, *around, {hit, behind_last});
      }
    }
  }

  // What rules capture where the article's author and date are told counts before what they capture
  // elsewhere, whichever stage removed the line.
  void Finish(Document& document) const override {
    std::array<HitRange, kMostLinesOfByline + kMostLinesBelow> room;
    size_t count = 0;
    ForEachLineOfByline(document, [&](size_t line) {
      if (!document.line(line).kept()) room[count++] = HitsOf(document, line);
    });
    const std::span<const HitRange> ranges = std::span(room).first(count);
    for (const RuleFact fact : kRuleFacts) {
      for (const HitRange range : ranges) {
        const auto captured = Capture(document, range, fact, true);
        if (!captured.has_value()) continue;
        ValueOf(document, fact) = *captured;
        break;
      }
    }
  }

 private:
  // What is asked of each rule that may match a line, in one place: the views of all rules are more
  // than a near cache holds.
  struct Choice {
    RuleZone zone;
    uint8_t strength;       // the greater, the more a rule takes
    bool begins_with_fact;  // with no word before it that says whose name or date it is
  };

  static uint8_t StrengthOf(RuleAction action) {
    constexpr uint8_t kByAction[] = {1, 0, 2, 3};  // line, span, section, cut
    return kByAction[static_cast<size_t>(action)];
  }

  static bool BeginsWithFact(const RuleView& rule) {
    return std::any_of(kRuleFacts.begin(), kRuleFacts.end(), [&rule](RuleFact fact) {
      return rule.pattern.starts_with(GroupBegin(fact));
    });
  }

  const RuleView& Rule(int index) const { return matcher_->rules()[static_cast<size_t>(index)]; }
  const Choice& ChoiceOf(int index) const { return choices_[static_cast<size_t>(index)]; }
  const Reason* ReasonOf(int index) const { return reasons_[static_cast<size_t>(index)].get(); }

  // What a pass over a document's hits compares with.
  struct Surroundings {
    explicit Surroundings(const Document& whole) : document(whole), prose(whole) {}

    // Of the lines before a heading; without what the pass has removed of them before it comes
    // there.
    const Vocabulary& words() {
      if (!vocabulary.has_value()) vocabulary.emplace(document);
      return *vocabulary;
    }

    const Document& document;
    const ProseMap prose;
    std::optional<Vocabulary> vocabulary;
    size_t cuts = 0;  // looked at so far
  };

  // Hits of one line, as indices in Document::rule_hits().
  struct HitRange {
    size_t begin;
    size_t end;
  };

  static constexpr size_t kHitsAtOnce = 64;

  // Returns a bit for each of the next hits from `first` on, 1 where its rule may match, and its
  // line is kept. Without a branch: half of them are so, and which is hard to foresee.
  static uint64_t OpenHits(const Document& document, size_t first) {
    const std::span<const RuleHit> hits = document.rule_hits();
    const size_t count = std::min(kHitsAtOnce, hits.size() - first);
    uint64_t open = 0;
    for (size_t i = 0; i < count; ++i) {
      const bool may_match = document.StateOfRuleHit(first + i) != RuleHit::State::kMisses;
      const bool is_kept = document.line(hits[first + i].line).kept();
      open |= uint64_t{(may_match & is_kept) ? 1U : 0U} << i;
    }
    return open;
  }

  // Whether a hit's rule matches its line. What no one asks need not be found out: most rules that
  // may match a line do not, or stand elsewhere in the document than they should.
  bool Matches(Document& document, size_t hit) const {
    if (document.StateOfRuleHit(hit) == RuleHit::State::kMayMatch)
      document.SettleRuleHit(hit, finder_->Matches(document, document.rule_hits()[hit]));
    return document.StateOfRuleHit(hit) == RuleHit::State::kMatches;
  }

  void ApplyToLine(Document& document, Surroundings& around, HitRange range) const {
    const ProseMap& prose = around.prose;
    const std::span<const RuleHit> hits = document.rule_hits();
    const size_t i = hits[range.begin].line;
    int strongest = -1;
    for (size_t hit = range.begin; hit < range.end; ++hit) {
      const int index = hits[hit].rule;
      if (IsStronger(index, strongest) && prose.InZone(ChoiceOf(index).zone, i) &&
          Matches(document, hit))
        strongest = index;
    }
    if (strongest < 0) return;
    if (Rule(strongest).action == RuleAction::kSpan) {
      for (size_t hit = range.begin; hit < range.end; ++hit) {
        const int index = hits[hit].rule;
        if (Rule(index).action == RuleAction::kSpan && Matches(document, hit))
          RemoveMatches(document, i, index);
      }
      KeepFacts(document, range);
      strongest = StrongestOfRest(document, prose, i);
      if (strongest < 0) return;
    }
    size_t end = i + 1;
    if (Rule(strongest).action == RuleAction::kSection) {
      end = SectionEnd(document, around, i);
    } else if (Rule(strongest).action == RuleAction::kCut) {
      end = CutEnd(document, around, i);
      // "Comments" right above the article's own text is a heading of the article.
      if (!Rule(strongest).certain && IsNextKept(document, i, end)) return;
    }
    KeepFacts(document, range);
    document.RemoveLine(i, ReasonOf(strongest));
    if (i > 0 && IsOpenCaption(document, i - 1)) document.RemoveLine(i - 1, ReasonOf(strongest));
    RemoveBlock(document, i, end, strongest);
    RemoveSplitName(document, prose, i, strongest);
  }

  // "By" on a line of its own has the author's name on the next.
  void RemoveSplitName(Document& document, const ProseMap& prose, size_t i, int rule) const {
    const size_t next = i + 1;
    if (ReasonOf(rule)->rule != kAuthorLabel || document.line(i).shape.words != 1 ||
        next == document.lines().size())
      return;
    const Line& line = document.line(next);
    if (!line.kept() || !IsNameLike(line.shape)) return;
    std::string& author = document.provenance().author;
    if (author.empty() && prose.InZone(RuleZone::kHead, i)) author = document.Bare(line);
    document.RemoveLine(next, ReasonOf(rule));
  }

  // Whether line `i` is a caption whose bracket stands open: "The ferry at the pier (" before lines
  // with "Image:" and an agency.
  static bool IsOpenCaption(const Document& document, size_t i) {
    const Line& line = document.line(i);
    return line.kept() && document.Text(line).ends_with('(') && IsHeadlineLike(line.shape);
  }

  // Whether `next` is a line of the document, and none that is kept stands between `line` and it.
  static bool IsNextKept(const Document& document, size_t line, size_t next) {
    if (next >= document.lines().size()) return false;
    for (size_t i = line + 1; i < next; ++i) {
      if (document.line(i).kept()) return false;
    }
    return true;
  }

  // Whether rule `index` takes more than rule `other`, which is -1 for none.
  bool IsStronger(int index, int other) const {
    return other < 0 || ChoiceOf(index).strength > ChoiceOf(other).strength;
  }

  // The strongest rule, spans aside, for what is left of a line that lost a span; -1 where there is
  // none.
  int StrongestOfRest(const Document& document, const ProseMap& prose, size_t i) const {
    const std::string rest = document.KeptText(document.line(i));
    std::vector<Word> words;
    const ScannedLine scanned = ScanLine(rest, &words);
    std::vector<int> matches;
    matcher_->Match(
        std::string_view(rest).substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin),
        &matches);
    int strongest = -1;
    for (const int index : matches) {
      const bool applies =
          Rule(index).action != RuleAction::kSpan && prose.InZone(ChoiceOf(index).zone, i);
      if (applies && IsStronger(index, strongest)) strongest = index;
    }
    return strongest;
  }

  void RemoveBlock(Document& document, size_t heading, size_t end, int rule) const {
    for (size_t i = heading + 1; i < end; ++i) document.RemoveLine(i, ReasonOf(rule));
  }

  // Removes every match of a span rule in the line.
  void RemoveMatches(Document& document, size_t i, int index) const {
    const Line line = document.line(i);
    uint32_t from = line.bare_begin;
    while (from < line.bare_end && document.line(i).kept()) {
      const auto match = matcher_->Find(index, document.text().substr(from, line.bare_end - from));
      if (!match.has_value() || match->begin == match->end) return;
      uint32_t begin = from + match->begin;
      uint32_t end = from + match->end;
      from = end;
      // What is left must not begin or end with the space that set the match apart.
      if (end == line.bare_end) end = line.end;
      if (begin == line.bare_begin) begin = line.begin;
      const std::string_view text = document.text();
      while (end == line.end && begin > line.begin && text[begin - 1] == ' ') --begin;
      while (begin == line.begin && end < line.end && text[end] == ' ') ++end;
      document.RemoveSpan(i, begin, end, ReasonOf(index));
      if (Rule(index).where != RulePlace::kInside) return;
    }
  }

  static std::string& ValueOf(Document& document, RuleFact fact) {
    Provenance& provenance = document.provenance();
    return fact == RuleFact::kAuthor ? provenance.author : provenance.published;
  }

  // Returns what the first of the rules that match a line, in any zone, captures of the fact. A
  // name or a date without a word before it that says whose it is counts only where `may_be_bare`;
  // lines of rules that begin with one are not even asked.
  std::optional<std::string_view> Capture(Document& document, HitRange range, RuleFact fact,
                                          bool may_be_bare) const {
    for (size_t hit = range.begin; hit < range.end; ++hit) {
      const RuleHit& asked = document.rule_hits()[hit];
      const bool may_state = matcher_->States(asked.rule, fact) &&
                             (may_be_bare || !ChoiceOf(asked.rule).begins_with_fact);
      if (!may_state || !Matches(document, hit)) continue;
      const std::string_view line = document.Bare(document.line(asked.line));
      const auto captured = matcher_->Capture(asked.rule, fact, line);
      if (captured.has_value() && (may_be_bare || captured->data() != line.data())) return captured;
    }
    return std::nullopt;
  }

  // Keeps facts of a line that is removed, the first of each kind.
  void KeepFacts(Document& document, HitRange range) const {
    for (const RuleFact fact : kRuleFacts) {
      std::string& value = ValueOf(document, fact);
      if (!value.empty()) continue;
      if (const auto captured = Capture(document, range, fact, false)) value = *captured;
    }
  }

  static HitRange HitsOf(const Document& document, size_t line) {
    const std::span<const RuleHit> hits = document.rule_hits();
    const auto is_before = [](const RuleHit& hit, size_t number) { return hit.line < number; };
    const auto begin = std::lower_bound(hits.begin(), hits.end(), line, is_before);
    const auto end = std::lower_bound(begin, hits.end(), line + 1, is_before);
    return {static_cast<size_t>(begin - hits.begin()), static_cast<size_t>(end - hits.begin())};
  }

  // Calls `look` with the lines where an article's author and date are told, the likeliest first:
  // from the beginning of its text upwards, as far as the headline if that is near; then a few of
  // its first lines.
  template <typename Look>
  static void ForEachLineOfByline(const Document& document, Look look) {
    const ProseExtent prose = FindProse(document);
    if (!prose.any(document)) return;
    const std::string& title = document.provenance().title;
    const size_t above = std::min(prose.first_line, kMostLinesOfByline);
    for (size_t distance = 1; distance <= above; ++distance) {
      const size_t line = prose.first_line - distance;
      if (!title.empty() && document.Bare(document.line(line)) == title) break;
      look(line);
    }
    const size_t end = std::min(document.lines().size(), prose.first_line + 1 + kMostLinesBelow);
    for (size_t line = prose.first_line + 1; line < end; ++line) look(line);
  }

  static bool IsArticlesOwnProse(const Line& line) {
    return line.kept() && line.prose && !line.shape.starts_with_bullet;
  }

  // A sentence too short for prose, or the second half of one: no menu has such.
  static bool IsSentence(const Line& line) {
    const LineShape& shape = line.shape;
    return !shape.starts_with_bullet && shape.words >= kWordsOfSentence &&
           (shape.starts_lower || (shape.ends_sentence && !shape.ends_open));
  }

  // The line behind the section that `heading` begins: the next prose that could be of the article,
  // or the document's end. Teasers of other stories are short and share few words with it.
  static size_t SectionEnd(const Document& document, Surroundings& around, size_t heading) {
    const ProseMap& prose = around.prose;
    const size_t lines = document.lines().size();
    if (prose.WordsFrom(heading) == 0) return lines;
    // Above the greater part of the prose, what stands before is other stories' or too little to
    // compare with.
    const uint64_t before = prose.WordsBefore(heading);
    const bool enough = before >= kFewestWordsToJudgeBy;
    const Vocabulary* vocabulary =
        enough && before >= prose.WordsFrom(heading) ? &around.words() : nullptr;
    bool after_headline = true;
    // A paragraph under a headline that may well be the article's: teasers have one sentence. It is
    // where the article goes on right behind it.
    size_t unclear = lines;
    for (size_t i = heading + 1; i < lines; ++i) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      const bool under_headline = after_headline;
      after_headline = IsHeadlineLike(line.shape);
      if (after_headline) unclear = lines;
      if (!enough && IsSentence(line)) return i;
      if (!IsArticlesOwnProse(line)) continue;
      if (vocabulary == nullptr) return i;
      const double odds =
          LogOddsOfOtherStory(vocabulary->OverlapWithLinesBefore(heading, i, i + 1));
      if (odds < (line.shape.words >= kLongParagraph ? kVeryOther
                  : under_headline                   ? kRatherOwn
                                                     : kRatherOther))
        return std::min(unclear, i);
      if (under_headline && line.shape.sentence_ends > 1 && odds < kHardlyOther) unclear = i;
    }
    return lines;
  }

  // The line behind the last one that the cut at `heading` takes: the document's end, or where the
  // article goes on all the same. That is the run of paragraphs with the greatest sum of log-odds
  // for the article (J. Bentley, "Programming Pearls: Algorithm Design Techniques", CACM 27, 1984),
  // if that is clear enough.
  static size_t CutEnd(const Document& document, Surroundings& around, size_t heading) {
    const ProseMap& prose = around.prose;
    const size_t lines = document.lines().size();
    if (prose.WordsFrom(heading) == 0) return lines;
    if (prose.WordsBefore(heading) < kFewestWordsToJudgeBy || ++around.cuts > kMostCuts) {
      return SectionEnd(document, around, heading);
    }
    const Vocabulary& vocabulary = around.words();
    double best = kClearlyArticle;
    size_t best_begin = lines;
    double sum = 0;
    size_t begin = lines;
    for (size_t i = heading + 1; i < lines; ++i) {
      if (!IsArticlesOwnProse(document.line(i))) continue;
      if (sum <= 0) {
        sum = 0;
        begin = i;
      }
      sum -= LogOddsOfOtherStory(vocabulary.OverlapWithLinesBefore(heading, i, i + 1));
      if (sum > best) {
        best = sum;
        best_begin = begin;
      }
    }
    // Where the article goes on, what stands between is no more than a section.
    if (best_begin < lines) return std::min(best_begin, SectionEnd(document, around, heading));
    return prose.WordsFrom(heading) > prose.WordsBefore(heading)
               ? SectionEnd(document, around, heading)
               : lines;
  }

  // With less of the article before it, a paragraph that shares no words with that may well be its
  // beginning.
  static constexpr uint64_t kFewestWordsToJudgeBy = 40;
  // Each takes time for the rest of the document; with more of them the pass would take quadratic
  // time.
  static constexpr size_t kMostCuts = 64;
  static constexpr size_t kMostLinesOfByline = 15;
  static constexpr size_t kMostLinesBelow = 5;
  static constexpr std::string_view kAuthorLabel = "byline.author-label";
  static constexpr uint16_t kWordsOfSentence = 4;
  static constexpr uint16_t kLongParagraph = 60;
  static constexpr double kRatherOwn = -0.2;
  static constexpr double kRatherOther = 0.8;
  static constexpr double kHardlyOther = 1.25;
  static constexpr double kVeryOther = 2.5;
  static constexpr double kClearlyArticle = 2.5;

  std::vector<std::unique_ptr<Reason>> reasons_;  // of each rule, as choices_
  std::vector<Choice> choices_;
  std::unique_ptr<Matcher> matcher_;
  std::unique_ptr<RuleHitFinder> finder_;
};

}  // namespace

std::unique_ptr<Stage> MakeRulesStage(SettingsReader* settings, const StageContext& context) {
  return std::make_unique<RulesStage>(settings, context);
}

}  // namespace strigil
