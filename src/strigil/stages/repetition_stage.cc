#include <algorithm>
#include <any>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/cohesion.h"
#include "strigil/stages/person_name.h"
#include "strigil/stages/retold_lines.h"
#include "strigil/stages/stages.h"

namespace strigil {
namespace {

// A line that was cut short by whoever laid the page out: "The delegates of both sides meet in..."
std::string_view WithoutEllipsis(std::string_view line) {
  if (line.empty() || (line.back() != '.' && line.back() != ']' && line.back() != '\xA6'))
    return {};
  for (const std::string_view ellipsis : {"...", "…", "[...]", "[…]"}) {
    if (line.ends_with(ellipsis)) {
      line.remove_suffix(ellipsis.size());
      while (line.ends_with(' ')) line.remove_suffix(1);
      return line;
    }
  }
  return {};
}

class RepetitionStage final : public Stage {
 public:
  explicit RepetitionStage(SettingsReader* settings) {
    settings->Read("repeats", "remove lines that come again", &remove_repeats_);
    settings->Read("headline-run", "remove runs of at least this many headlines in a row; 0: none",
                   &headline_run_);
  }

  std::string_view name() const override { return "repetition"; }

  void Apply(Document& document) const override {
    const Notes& notes = NotesOf(document);
    if (remove_repeats_) {
      RemoveCut(document, notes.cut);
      for (const size_t i : FindRetoldLines(document)) document.RemoveLine(i, &retold_);
      // Where a long head loses lines, others come into it. A round of the whole chain for each
      // would leave none for the stages that come last.
      for (int pass = 0; pass < kMostPasses; ++pass) {
        const uint64_t before = document.revision();
        RemoveRepeats(document, notes.repeated);
        if (document.revision() == before) break;
      }
    }
    if (headline_run_ > 0) RemoveHeadlineRuns(document, notes.is_listed);
  }

 private:
  // What the lines are like that a document keeps when the stage first sees it: what is removed
  // stays so.
  struct Notes {
    std::vector<size_t> cut;         // those that were cut short, in order
    std::vector<size_t> repeated;    // those that may be repeats: of the same words side by side
    std::vector<uint8_t> is_listed;  // for each line, IsListedHeadline()
  };

  const Notes& NotesOf(const Document& document) const {
    std::any& place = document.NotesOf(this);
    if (const auto* const known = std::any_cast<Notes>(&place)) return *known;
    Notes& notes = place.emplace<Notes>();
    const std::span<const Line> lines = document.lines();
    notes.is_listed.resize(lines.size());
    notes.repeated.resize(lines.size());
    size_t repeated = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      const Line& line = lines[i];
      if (!line.kept()) continue;
      if (WithoutEllipsis(document.Text(line)).size() >= kFewestBytesOfCut) notes.cut.push_back(i);
      notes.repeated[repeated] = i;
      repeated += (line.comes_again & (line.shape.letters >= 3)) ? 1 : 0;
      notes.is_listed[i] = IsListedHeadline(document, line) ? 1 : 0;
    }
    notes.repeated.resize(repeated);
    std::sort(notes.repeated.begin(), notes.repeated.end(), [lines](size_t a, size_t b) {
      const uint64_t hash_a = lines[a].shape.folded_hash;
      const uint64_t hash_b = lines[b].shape.folded_hash;
      return hash_a != hash_b ? hash_a < hash_b : a < b;
    });
    return notes;
  }

  // A caption that stands there twice, once cut short: both go, unless the whole one is prose.
  // `cut_lines` are Notes::cut.
  void RemoveCut(Document& document, std::span<const size_t> cut_lines) const {
    if (cut_lines.empty()) return;
    const std::vector<size_t> kept = document.KeptLines();
    for (const size_t i : cut_lines) {
      const auto at = std::lower_bound(kept.begin(), kept.end(), i);
      if (at == kept.end() || *at != i) continue;
      const auto k = static_cast<size_t>(at - kept.begin());
      const std::string_view cut = WithoutEllipsis(document.Text(document.line(i)));
      const size_t last = std::min(kept.size(), k + 4);
      for (size_t other = k > 3 ? k - 3 : 0; other < last; ++other) {
        const Line& whole = document.line(kept[other]);
        if (other == k || !whole.kept() || !document.Text(whole).starts_with(cut)) continue;
        document.RemoveLine(kept[k], &cut_);
        if (!whole.prose) document.RemoveLine(kept[other], &cut_);
        break;
      }
    }
  }

  // `repeated` are Notes::repeated.
  void RemoveRepeats(Document& document, std::span<const size_t> repeated) const {
    struct Occurrence {
      uint64_t hash;
      size_t line;
      size_t position;  // among the kept lines
    };
    std::vector<Occurrence> occurrences;
    occurrences.reserve(repeated.size());
    for (const size_t i : repeated) {
      const Line& line = document.line(i);
      if (line.kept()) occurrences.push_back({line.shape.folded_hash, i, 0});
    }
    const auto say_the_same = [](const Occurrence& a, const Occurrence& b) {
      return a.hash == b.hash;
    };
    if (std::adjacent_find(occurrences.begin(), occurrences.end(), say_the_same) ==
        occurrences.end())
      return;
    std::vector<size_t> positions;  // how many lines are kept before each
    positions.reserve(document.lines().size());
    size_t kept = 0;
    for (const Line& line : document.lines()) {
      positions.push_back(kept);
      kept += line.kept() ? 1 : 0;
    }
    for (Occurrence& occurrence : occurrences) occurrence.position = positions[occurrence.line];
    const ProseExtent prose = FindProse(document);
    const size_t head = FindHead(document).size();
    for (size_t first = 0; first < occurrences.size();) {
      size_t last = first;
      while (last < occurrences.size() && say_the_same(occurrences[last], occurrences[first]))
        ++last;
      const std::span<const Occurrence> same = std::span(occurrences).subspan(first, last - first);
      first = last;
      if (same.size() < 2) continue;
      if (document.line(same.front().line).prose) {
        for (const Occurrence& later : same.subspan(1)) document.RemoveLine(later.line, &repeat_);
        continue;
      }
      // A word or two may well come again in an article, as a refrain or a speaker's name does:
      // only outside the prose, or one right behind the other, is a repeat a widget.
      const auto is_outside = [&](const Occurrence& occurrence) {
        return prose.words == 0 || occurrence.position < head || occurrence.line >= prose.last_line;
      };
      const bool adjacent = same.back().position - same.front().position + 1 == same.size();
      if (!adjacent && std::count_if(same.begin(), same.end(), is_outside) < 2) continue;
      if (same[same.size() - 2].position + 1 == same.back().position)
        KeepAuthor(document, same.back().line);
      for (const Occurrence& occurrence : same) {
        if (adjacent || is_outside(occurrence)) document.RemoveLine(occurrence.line, &repeat_);
      }
    }
  }

  // A name that stands there twice, with a line about its bearer behind it, is the author's box.
  static void KeepAuthor(Document& document, size_t line) {
    const size_t next = line + 1;
    if (!IsNameLike(document.line(line).shape) || !document.provenance().author.empty() ||
        next >= document.lines().size())
      return;
    const Line& about = document.line(next);
    if (!about.kept() && about.removed_by->group == "byline") {
      document.provenance().author = document.Bare(document.line(line));
    }
  }

  // A line that ends in a colon introduces a list of the article's own.
  static bool Introduces(const Document& document, const Line& line) {
    return document.Text(line).ends_with(':');
  }

  static bool IsListedHeadline(const Document& document, const Line& line) {
    const LineShape& shape = line.shape;
    // Most of it without a branch: half of all lines are so.
    const bool is_listed = IsHeadlineLike(shape) & (shape.words >= 4) & !shape.starts_with_bullet &
                           !shape.starts_lower & (shape.digits * 4 < shape.letters);
    return is_listed && !Introduces(document, line);
  }

  // Headings and points of the article's own stand in runs, too, but speak of what the article
  // speaks of. `prose` is made when it is needed first.
  static bool IsOfOtherStories(const Document& document, std::span<const size_t> run,
                               std::optional<Vocabulary>* prose) {
    uint64_t words = 0;
    for (const size_t i : run) words += document.line(i).shape.words;
    if (words < kWordsOfHeadline * run.size()) return false;
    if (!prose->has_value()) prose->emplace(document, Vocabulary::Lines::kProse);
    return LogOddsOfOtherStory((*prose)->OverlapWithLinesBefore(document.lines().size(),
                                                                run.front(), run.back() + 1)) > 0;
  }

  // `is_listed` is Notes::is_listed.
  void RemoveHeadlineRuns(Document& document, std::span<const uint8_t> is_listed) const {
    int64_t listed = 0;
    for (size_t i = 0; i < is_listed.size(); ++i)
      listed += is_listed[i] & (document.line(i).kept() ? 1 : 0);
    if (listed < headline_run_) return;
    const std::vector<size_t> kept = document.KeptLines();
    std::optional<Vocabulary> prose;
    for (size_t begin = 0; begin < kept.size();) {
      size_t end = begin;
      while (end < kept.size() && is_listed[kept[end]] != 0) ++end;
      const std::span<const size_t> run = std::span(kept).subspan(begin, end - begin);
      if (run.size() >= static_cast<size_t>(headline_run_) &&
          (begin == 0 || !Introduces(document, document.line(kept[begin - 1]))) &&
          IsOfOtherStories(document, run, &prose)) {
        for (const size_t headline : run) document.RemoveLine(headline, &run_);
      }
      begin = end + 1;
    }
  }

  static constexpr size_t kFewestBytesOfCut = 20;
  static constexpr int kMostPasses = 16;
  static constexpr uint64_t kWordsOfHeadline = 5;

  bool remove_repeats_ = true;
  int64_t headline_run_ = 4;
  Reason cut_{"repetition", "cut-short", "repetition"};
  Reason repeat_{"repetition", "repeat", "repetition"};
  Reason retold_{"repetition", "retold", "repetition"};
  Reason run_{"repetition", "headline-run", "headline-list"};
};

}  // namespace

std::unique_ptr<Stage> MakeRepetitionStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<RepetitionStage>(settings);
}

}  // namespace strigil
