#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/stages.h"

namespace strigil {
namespace {

constexpr size_t kNearLines = 3;
constexpr size_t kMostLabels = 2;
constexpr uint16_t kFewestCodePoints = 10;
constexpr uint16_t kMostWords = 40;

bool IsUpperAt(std::string_view text, size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; }
bool IsLowerAt(std::string_view text, size_t i) { return text[i] >= 'a' && text[i] <= 'z'; }

bool CanBeTitle(const LineShape& shape) {
  if (shape.wide_characters >= 6) return shape.words <= kMostWords;
  return shape.code_points >= kFewestCodePoints && shape.words >= 2 && shape.words <= kMostWords &&
         shape.letters > 2 * shape.digits && !shape.has_url && shape.separators <= 3;
}

// A breadcrumb whose items lost their separators, glued before a title: "HomeForeign newsRussia
// Moves to ...". Returns where the title begins, in bytes.
std::optional<size_t> GluedTitle(std::string_view line) {
  constexpr std::string_view kHomes[] = {"Home",   "Startseite", "Start", "Accueil",
                                         "Inicio", "Início",     "Main",  "Homepage"};
  const bool begins_at_home =
      std::any_of(std::begin(kHomes), std::end(kHomes), [line](std::string_view home) {
        return line.starts_with(home) && line.size() > home.size() && IsUpperAt(line, home.size());
      });
  if (!begins_at_home) return std::nullopt;
  size_t title = 0;
  for (size_t i = 1; i < line.size(); ++i) {
    if (IsLowerAt(line, i - 1) && IsUpperAt(line, i)) {
      // Inner capitals of a name ("McDonald", "iPhone") are no seam: a seam has a word of some
      // length before it.
      size_t word = i;
      while (word > 0 && line[word - 1] != ' ') --word;
      if (i - word >= 4) title = i;
    }
  }
  if (title == 0) return std::nullopt;
  const std::string_view rest = line.substr(title);
  return std::count(rest.begin(), rest.end(), ' ') >= 2 ? std::optional(title) : std::nullopt;
}

class HeadlineStage final : public Stage {
 public:
  explicit HeadlineStage(SettingsReader* settings) {
    size_t place = 0;
    settings->ReadName("title",
                       "where the title goes: into the header alone, or on top of the body too",
                       {"header", "body"}, &place);
    settings->Read("before-title", "remove what stands before the title", &remove_before_);
    keep_title_ = place == 1;
  }

  std::string_view name() const override { return "headline"; }

  void Apply(Document& document) const override {
    if (!document.provenance().title.empty()) return;
    const std::optional<Found> found = Find(document);
    if (!found.has_value() || found->votes == 0) return;
    document.provenance().title = found->text;
    Remove(document, *found);
  }

  // A line that nothing else bears out is the title only where nothing better was found. It is
  // taken off where it stands first and is not all that there is to take off: a text that is clean
  // comes back as it was.
  void Finish(Document& document) const override {
    std::string& title = document.provenance().title;
    const bool is_clean = document.is_whole();
    if (!title.empty() && is_clean) return;
    const std::optional<Found> found = Find(document);
    if (!found.has_value() || (!title.empty() && title != found->text)) return;
    title = found->text;
    if (!is_clean && OnlyLabelsStandBefore(document, found->line)) Remove(document, *found);
  }

 private:
  struct Found {
    size_t line;
    std::string text;
    uint64_t folded_hash;
    int votes;  // lines that repeat it
    size_t last_of_head;
  };

  static bool ContainsTitle(std::string_view line, std::string_view title) {
    return title.size() >= 20 && line.size() > title.size() && line.size() <= title.size() + 80 &&
           (line.starts_with(title) || line.ends_with(title));
  }

  // A section's name, a date: a line or two that can be no title themselves.
  static bool OnlyLabelsStandBefore(const Document& document, size_t title) {
    size_t labels = 0;
    for (size_t i = 0; i < title; ++i) {
      const Line& line = document.line(i);
      if (line.kept() && (CanBeTitle(line.shape) || ++labels > kMostLabels)) return false;
    }
    return true;
  }

  // How much the other lines of the head speak for line `head[k]` as the title.
  static int CountVotes(const Document& document, std::span<const size_t> head, size_t k) {
    const Line& line = document.line(head[k]);
    const auto says_the_same = [&](size_t i) {
      return document.line(i).shape.folded_hash == line.shape.folded_hash;
    };
    int votes = 0;
    if (line.comes_again)
      votes += 2 * static_cast<int>(std::count_if(head.begin(), head.end(), says_the_same) - 1);
    if (line.prose) return votes;
    // A page's own title, "Headline | The Courier", or a breadcrumb that ends in it.
    const auto contains = [&](size_t i) {
      return !says_the_same(i) &&
             ContainsTitle(document.Bare(document.line(i)), document.Bare(line));
    };
    const size_t near = k > kNearLines ? k - kNearLines : 0;
    votes += static_cast<int>(std::count_if(head.begin() + static_cast<ptrdiff_t>(near),
                                            head.begin() + static_cast<ptrdiff_t>(k), contains));
    if (near > 0 && contains(head[0])) ++votes;
    return votes;
  }

  // Lines of the head that say the same again speak for a title; of several, the one that is
  // longest, stands first or stands right before the prose.
  static std::optional<Found> Find(const Document& document) {
    const std::vector<size_t> kept = document.KeptLines();
    const size_t head = FindHead(document, kept);
    std::optional<Found> best;
    double best_score = 0;
    for (size_t k = 0; k < head; ++k) {
      const Line& line = document.line(kept[k]);
      // What first comes behind a sentence is a heading or a refrain.
      if (k > 0 && document.line(kept[k - 1]).prose) break;
      if (!CanBeTitle(line.shape)) continue;
      std::string_view text = document.Bare(line);
      const int votes = CountVotes(document, std::span(kept).first(head), k);
      if (votes == 0) {
        // "Dear members," is none.
        if (best.has_value() || !IsHeadlineLike(line.shape) || text.ends_with(',')) continue;
        if (const auto glued = GluedTitle(text)) text.remove_prefix(*glued);
      }
      const double score = votes == 0
                               ? 0.0
                               : 1.0 + std::min<int>(line.shape.words, 12) + (k == 0 ? 3.0 : 0.0) +
                                     (k + 2 >= head ? 2.0 : 0.0) + std::min(votes, 2);
      if (best.has_value() && score <= best_score) continue;
      best = Found{kept[k], std::string(text), line.shape.folded_hash, votes, kept[head - 1]};
      best_score = score;
    }
    return best;
  }

  void Remove(Document& document, const Found& found) const {
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      if (i == found.line) {
        if (!keep_title_) document.RemoveLine(i, &title_);
      } else if ((i <= found.last_of_head && line.shape.folded_hash == found.folded_hash) ||
                 (i < found.line && ContainsTitle(document.Bare(line), found.text))) {
        document.RemoveLine(i, &repeat_);
      } else if (remove_before_ && i < found.line && !line.prose) {
        document.RemoveLine(i, &before_);
      }
    }
  }

  bool keep_title_ = false;
  bool remove_before_ = true;
  Reason title_{"headline", "title", "title"};
  Reason repeat_{"headline", "title-repeat", "title"};
  Reason before_{"headline", "before-title", "before-title"};
};

}  // namespace

std::unique_ptr<Stage> MakeHeadlineStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<HeadlineStage>(settings);
}

}  // namespace strigil
