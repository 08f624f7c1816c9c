#include <algorithm>
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
    if (remove_repeats_) {
      RemoveCut(document);
      for (const size_t i : FindRetoldLines(document)) document.RemoveLine(i, &retold_);
      // Where a long head loses lines, others come into it. A round of the whole chain for each
      // would leave none for the stages that come last.
      for (int pass = 0; pass < kMostPasses; ++pass) {
        const uint64_t before = document.revision();
        RemoveRepeats(document);
        if (document.revision() == before) break;
      }
    }
    if (headline_run_ > 0) RemoveHeadlineRuns(document);
  }

 private:
  // A caption that stands there twice, once cut short: both go, unless the whole one is prose.
  void RemoveCut(Document& document) const {
    const std::span<const Line> lines = document.lines();
    const auto is_cut = [&](const Line& line) {
      return line.kept() && !WithoutEllipsis(document.Text(line)).empty();
    };
    if (std::none_of(lines.begin(), lines.end(), is_cut)) return;
    const std::vector<size_t> kept = document.KeptLines();
    for (size_t k = 0; k < kept.size(); ++k) {
      const Line& line = document.line(kept[k]);
      const std::string_view cut = WithoutEllipsis(document.Text(line));
      if (cut.size() < 20) continue;
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

  void RemoveRepeats(Document& document) const {
    struct Occurrence {
      uint64_t hash;
      size_t position;  // among the kept lines
      size_t line;
    };
    std::vector<Occurrence> occurrences;
    size_t position = 0;
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      if (line.comes_again && line.shape.letters >= 3) {
        occurrences.push_back({line.shape.folded_hash, position, i});
      }
      ++position;
    }
    if (occurrences.size() < 2) return;
    std::sort(occurrences.begin(), occurrences.end(), [](const Occurrence& a, const Occurrence& b) {
      return a.hash != b.hash ? a.hash < b.hash : a.position < b.position;
    });
    const ProseExtent prose = FindProse(document);
    const size_t head = FindHead(document).size();
    for (size_t first = 0; first < occurrences.size();) {
      size_t last = first;
      while (last < occurrences.size() && occurrences[last].hash == occurrences[first].hash) ++last;
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
    return IsHeadlineLike(shape) && shape.words >= 4 && !shape.starts_with_bullet &&
           !shape.starts_lower && shape.digits * 4 < shape.letters && !Introduces(document, line);
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

  void RemoveHeadlineRuns(Document& document) const {
    const size_t lines = document.lines().size();
    std::optional<Vocabulary> prose;
    std::vector<size_t> run;
    size_t before_run = lines;  // the line kept before the run; `lines` where there is none
    for (size_t i = 0; i <= lines; ++i) {
      if (i < lines && !document.line(i).kept()) continue;
      if (i < lines && IsListedHeadline(document, document.line(i))) {
        run.push_back(i);
        continue;
      }
      const bool is_long = run.size() >= static_cast<size_t>(headline_run_);
      if (is_long && (before_run == lines || !Introduces(document, document.line(before_run)))) {
        if (IsOfOtherStories(document, run, &prose)) {
          for (const size_t headline : run) document.RemoveLine(headline, &run_);
        }
      }
      run.clear();
      before_run = i;
    }
  }

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
