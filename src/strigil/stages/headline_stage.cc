#include <algorithm>
#include <any>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/cohesion.h"
#include "strigil/stages/stages.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

constexpr size_t kNearLines = 3;
constexpr size_t kMostLabels = 2;
constexpr size_t kMostLinesBeforeTitle = 12;
constexpr uint16_t kFewestCodePoints = 10;
constexpr uint16_t kMostWords = 40;
constexpr int kMostWordsCounted = 12;
// What makes a line one on the article's subject: some two content words, and two fifths of all.
constexpr double kTellingWeight = 8;
constexpr double kTellingShare = 0.4;
// What standing first is worth, and by how much a line must outdo one before it, in words.
constexpr double kFirstLineWords = 8;
constexpr double kClearlyMoreWords = 2;
constexpr uint16_t kFewestWordsAboveDeck = 3;
// How far above the prose a page's headline may stand, in lines, and what it is at least.
constexpr size_t kMostLinesAboveProse = 12;
constexpr uint16_t kFewestWordsOfHeadline = 3;
constexpr uint16_t kFewestWordsOfRepeat = 5;

bool IsUpperAt(std::string_view text, size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; }
bool IsLowerAt(std::string_view text, size_t i) { return text[i] >= 'a' && text[i] <= 'z'; }

bool CanBeTitle(const LineShape& shape) {
  if (shape.wide_characters >= 6) return shape.words <= kMostWords;
  // Without a branch: half of all lines are so.
  return (shape.code_points >= kFewestCodePoints) & (shape.words >= 2) &
         (shape.words <= kMostWords) & (shape.letters > 2 * shape.digits) & !shape.has_url &
         (shape.separators <= 3);
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

// Whether all words but small ones begin with a capital, a digit or a character above ASCII, or the
// whole is the name of a host.
bool LooksLikeName(std::string_view text) {
  constexpr size_t kSmallWord = 3;
  if (text.find(' ') == std::string_view::npos && text.find('.') != std::string_view::npos)
    return true;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    if (IsLowerAt(text, begin) && (begin == 0 || end - begin > kSmallWord)) return false;
    begin = end + 1;
  }
  return !text.empty() && !text.ends_with('?') && !text.ends_with('!') && !text.ends_with('.');
}

// Returns the last mark in `title`, between spaces, that may stand before a site's name, as a part
// of `title`; empty where there is none.
std::string_view LastSeparator(std::string_view title) {
  constexpr std::string_view kSeparators[] = {"|", "-", "–", "—", "·", "::"};
  for (size_t end = title.rfind(' '); end != std::string_view::npos;) {
    const size_t space = title.substr(0, end).rfind(' ');
    if (space == std::string_view::npos) break;
    const std::string_view word = title.substr(space + 1, end - space - 1);
    for (const std::string_view separator : kSeparators) {
      if (word == separator) return word;
    }
    end = space;
  }
  return {};
}

// What a page's own title says before it names the site: "Headline - The Courier", "Headline |
// courier.example". All of it where nothing looks like a site's name.
std::string_view WithoutSiteName(std::string_view title) {
  constexpr ptrdiff_t kMostSpacesOfName = 4;
  constexpr ptrdiff_t kFewestSpacesOfHeadline = 2;
  for (;;) {
    const std::string_view separator = LastSeparator(title);
    if (separator.empty()) return title;
    const auto begin = static_cast<size_t>(separator.data() - title.data());
    const std::string_view headline = title.substr(0, begin - 1);
    const std::string_view name = title.substr(begin + separator.size() + 1);
    if (std::count(headline.begin(), headline.end(), ' ') < kFewestSpacesOfHeadline ||
        std::count(name.begin(), name.end(), ' ') > kMostSpacesOfName || !LooksLikeName(name))
      return title;
    title = headline;
  }
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
    const std::optional<Found> found = Find(document, Evidence::kVotes);
    if (!found.has_value() || found->votes == 0) return;
    TakeTitle(document, found->text);
    Remove(document, *found);
  }

  // A line that nothing else bears out is the title only where nothing better was found. It is
  // taken off where it stands first and is not all that there is to take off: a text that is clean
  // comes back as it was.
  void Finish(Document& document) const override {
    const std::string* const taken = TakenTitle(document);
    const std::string_view title = taken != nullptr ? *taken : document.provenance().title;
    const bool is_clean = document.is_whole();
    if (title.empty() || (!is_clean && MayStandFirst(document, title))) {
      const std::optional<Found> found = Find(document, Evidence::kAny);
      if (found.has_value() && (title.empty() || title == found->text)) {
        if (title.empty()) TakeTitle(document, found->text);
        if (!is_clean && OnlyLabelsStandBefore(document, found->line)) Remove(document, *found);
      }
    }
    RefineTitle(document);
  }

 private:
  struct Found {
    size_t line;
    std::string_view text;  // of the document
    uint64_t folded_hash;
    int votes;  // lines that repeat it
    size_t last_of_head;
  };

  // Notes the title that was found, as it stands in the text.
  void TakeTitle(Document& document, std::string_view title) const {
    document.provenance().title = title;
    document.NotesOf(this) = std::string(title);
  }

  // Returns the title as TakeTitle() noted it; null where it did not.
  const std::string* TakenTitle(const Document& document) const {
    return std::any_cast<std::string>(&document.NotesOf(this));
  }

  // The very first line of a page is its own title, for search engines and with the site's name.
  // The article's headline stands above the prose, which is known for sure only when all stages
  // have had their say.
  void RefineTitle(Document& document) const {
    const std::string* const taken = TakenTitle(document);
    if (taken == nullptr || document.lines().empty() || document.Bare(document.line(0)) != *taken)
      return;
    const std::string_view page_title = WithoutSiteName(*taken);
    document.provenance().title = page_title;
    const std::optional<size_t> prose = FirstKeptProse(document);
    if (!prose.has_value() || (page_title == *taken && *prose <= kMostLinesAboveProse)) return;
    const std::optional<size_t> headline = HeadlineAbove(document, *prose, page_title);
    if (!headline.has_value()) return;
    // A headline may have its section's name before it.
    const std::string_view text = document.Bare(document.line(*headline));
    if (text.find(page_title) == std::string_view::npos) document.provenance().title = text;
    if (!keep_title_) document.RemoveLine(*headline, &title_);
  }

  static std::optional<size_t> FirstKeptProse(const Document& document) {
    for (size_t i = 1; i < document.lines().size(); ++i) {
      if (document.line(i).kept() && document.line(i).prose) return i;
    }
    return std::nullopt;
  }

  static bool CanBeHeadline(const LineShape& shape) {
    return CanBeTitle(shape) && shape.words >= kFewestWordsOfHeadline &&
           (!shape.ends_sentence || shape.ends_open);
  }

  // The letters of the content words that a title has.
  class TitleWords {
   public:
    explicit TitleWords(std::string_view title) {
      words_.reserve(kMostWords);
      ScanLine(title, &words_);
      std::erase_if(words_, [](const Word& word) { return !IsContentWord(word); });
      for (const Word& word : words_) letters_ += word.letters;
    }

    // Returns how many letters a line shares with the title if it says most of what that says;
    // else 0.
    uint32_t SharedWith(const Line& line, std::span<const Word> words) const {
      uint32_t letters = 0;
      uint32_t shared = 0;
      for (const Word& word : words) {
        if (!IsContentWord(word)) continue;
        letters += word.letters;
        const bool has_it = std::any_of(words_.begin(), words_.end(),
                                        [&word](const Word& own) { return own.stem == word.stem; });
        if (has_it) shared += word.letters;
      }
      const bool says_most = shared >= kTellingWeight &&
                             shared * 5 >= std::min(letters, letters_) * 3 &&
                             shared * 5 >= letters * (line.prose ? 3 : 2);
      return says_most ? shared : 0;
    }

   private:
    std::vector<Word> words_;
    uint32_t letters_ = 0;
  };

  // Returns the line, kept or not, close above line `prose` that says most of what the page's title
  // says; of several the last that hardly says less than another, for breadcrumbs repeat the page's
  // title. The headline may have sentences, and be the first of the prose.
  static std::optional<size_t> HeadlineAbove(const Document& document, size_t prose,
                                             std::string_view page_title) {
    const TitleWords title(page_title);
    std::optional<size_t> headline;
    uint32_t most_shared = 0;
    for (size_t i = prose - std::min(prose - 1, kMostLinesAboveProse); i <= prose; ++i) {
      const Line& line = document.line(i);
      if (!CanBeHeadline(line.shape)) continue;
      const uint32_t shared = title.SharedWith(line, document.Words(line));
      if (shared == 0 || shared * 4 < most_shared * 3) continue;
      headline = i;
      most_shared = std::max(most_shared, shared);
    }
    return headline;
  }

  static bool ContainsTitle(std::string_view line, std::string_view title) {
    constexpr size_t kFewestBytes = 20;
    constexpr size_t kMostMore = 80;
    if (title.size() < kFewestBytes || line.size() <= title.size() ||
        line.size() > title.size() + kMostMore)
      return false;
    // Hardly any does: a byte tells.
    return (line.front() == title.front() && line.starts_with(title)) ||
           (line.back() == title.back() && line.ends_with(title));
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

  // Whether Find() may return a line that says `title` and has only labels before it: that is the
  // first line that can be a title, or none.
  static bool MayStandFirst(const Document& document, std::string_view title) {
    size_t labels = 0;
    for (const Line& line : document.lines()) {
      if (!line.kept()) continue;
      if (CanBeTitle(line.shape)) return document.Bare(line).ends_with(title);
      if (++labels > kMostLabels) return false;
    }
    return false;
  }

  // How the other lines of the head speak for a line as the title.
  struct Votes {
    int count = 0;
    // The very first line is longer and has it in it: "Headline | The Courier", "The Courier:
    // Headline".
    bool in_first_line = false;
    bool begins_first_line = false;
  };

  // Two votes for each line that says the same, one for each that has it in it, right before it or
  // at the very top.
  static Votes CountVotes(const Document& document, std::span<const size_t> head, size_t k) {
    const Line& line = document.line(head[k]);
    const auto says_the_same = [&](size_t i) {
      return document.line(i).shape.folded_hash == line.shape.folded_hash;
    };
    Votes votes;
    if (line.comes_again)
      votes.count =
          2 * static_cast<int>(std::count_if(head.begin(), head.end(), says_the_same) - 1);
    if (line.prose) return votes;
    // A page's own title, or a breadcrumb that ends in it.
    const std::string_view text = document.Bare(line);
    const auto contains = [&](size_t i) {
      return !says_the_same(i) && ContainsTitle(document.Bare(document.line(i)), text);
    };
    const size_t near = k > kNearLines ? k - kNearLines : 0;
    votes.count +=
        static_cast<int>(std::count_if(head.begin() + static_cast<ptrdiff_t>(near),
                                       head.begin() + static_cast<ptrdiff_t>(k), contains));
    votes.in_first_line = k > 0 && contains(head[0]);
    votes.begins_first_line =
        votes.in_first_line && document.Bare(document.line(head[0])).starts_with(text);
    if (near > 0 && votes.in_first_line) ++votes.count;
    return votes;
  }

  // A line of the head that others speak for, or that reads like a title.
  struct Candidate {
    size_t k;  // in the head
    Votes votes;
    bool reads_like_title;
  };

  static std::vector<Candidate> FindCandidates(const Document& document,
                                               std::span<const size_t> head) {
    std::vector<Candidate> candidates;
    candidates.reserve(head.size());
    for (size_t k = 0; k < head.size(); ++k) {
      const Line& line = document.line(head[k]);
      // What first comes behind a sentence is a heading or a refrain.
      if (k > 0 && document.line(head[k - 1]).prose) break;
      if (!CanBeTitle(line.shape)) continue;
      const Votes votes = CountVotes(document, head, k);
      const bool reads_like_title = ReadsLikeTitle(document, line, k == 0);
      if (votes.count > 0 || reads_like_title) candidates.push_back({k, votes, reads_like_title});
    }
    return candidates;
  }

  // How much a line speaks of what the article speaks of. A menu's labels hardly do.
  struct Subject {
    double words = 0;  // of the line's words, up to a dozen, those that the prose has, too
    bool is_articles = false;
  };

  static Subject SubjectOf(const Document& document, const Vocabulary& prose, size_t line) {
    const Overlap overlap = prose.OverlapWithLinesBefore(document.lines().size(), line, line + 1);
    const int words = std::min<int>(document.line(line).shape.words, kMostWordsCounted);
    if (overlap.vocabulary == 0) return {static_cast<double>(words), false};
    return {words * overlap.share(),
            overlap.shared >= kTellingWeight && overlap.share() >= kTellingShare};
  }

  // Whether a line reads like a title that no other line bears out. The first line of all may be
  // longer than a headline usually is.
  static bool ReadsLikeTitle(const Document& document, const Line& line, bool is_first) {
    const std::string_view text = document.Text(line);
    if (document.Bare(line).ends_with(',')) return false;  // "Dear members,"
    return IsHeadlineLike(line.shape) ||
           (is_first && !line.shape.ends_sentence && !text.ends_with(':'));
  }

  // Of the lines of the head that others speak for, the one that has most words of the article,
  // stands first or stands right before the prose. A menu's labels come again, too, but far from
  // the prose and in other words than the article's: they need more than that. Without any such
  // line, or where the very first one has clearly more of the article's words, that which reads
  // like a title and has most of them. Where votes are wanted and no line has any, nothing is
  // looked for.
  enum class Evidence { kVotes, kAny };
  static std::optional<Found> Find(const Document& document, Evidence wanted) {
    const std::vector<size_t> head = FindHead(document);
    const std::vector<Candidate> candidates = FindCandidates(document, head);
    const auto has_votes = [](const Candidate& candidate) { return candidate.votes.count > 0; };
    if (candidates.empty() || (wanted == Evidence::kVotes &&
                               std::none_of(candidates.begin(), candidates.end(), has_votes)))
      return std::nullopt;
    const auto found = [&](size_t k, std::string_view text, int votes) {
      const uint64_t folded_hash = document.line(head[k]).shape.folded_hash;
      return Found{head[k], text, folded_hash, votes, head.back()};
    };
    const Vocabulary prose(document, Vocabulary::Lines::kProse);
    std::optional<Found> best;  // with votes
    double best_score = 0;
    double best_words = 0;
    bool best_is_in_first_line = false;
    std::optional<Found> likeliest;  // without
    double likeliest_score = 0;
    bool first_line_is_likeliest = false;
    double words_of_first_line = 0;
    for (const Candidate& candidate : candidates) {
      const size_t k = candidate.k;
      const Votes& votes = candidate.votes;
      const Line& line = document.line(head[k]);
      const Subject subject = SubjectOf(document, prose, head[k]);
      std::string_view text = document.Bare(line);
      const bool near_prose = k + kNearLines + 2 >= head.size();
      if (votes.count > 0 &&
          (k == 0 || near_prose || subject.is_articles || votes.begins_first_line)) {
        const bool in_first_line =
            votes.begins_first_line || (votes.in_first_line && subject.is_articles);
        const double score = 1.0 + subject.words + (k == 0 ? 3.0 : 0.0) +
                             (k + 2 >= head.size() ? 2.0 : 0.0) + (in_first_line ? 4.0 : 0.0) +
                             std::min(votes.count, 2);
        if (best.has_value() && score <= best_score) continue;
        best = found(k, text, votes.count);
        best_score = score;
        best_words = subject.words;
        best_is_in_first_line = in_first_line;
      } else if (candidate.reads_like_title) {
        if (k == 0 && subject.is_articles) words_of_first_line = subject.words;
        const double score = subject.words + (k == 0 ? kFirstLineWords : 0.0);
        // Decks and teasers stand behind the title: they must have clearly more.
        const bool is_likelier =
            subject.is_articles && !line.prose && score >= likeliest_score + kClearlyMoreWords;
        const bool is_deck = first_line_is_likeliest && k <= kNearLines;
        if (likeliest.has_value() && (!is_likelier || is_deck)) continue;
        if (const auto glued = GluedTitle(text)) text.remove_prefix(*glued);
        likeliest = found(k, text, 0);
        likeliest_score = subject.is_articles ? score : 0.0;
        first_line_is_likeliest =
            k == 0 && line.shape.words >= kFewestWordsAboveDeck && subject.words > 0;
      }
    }
    const bool first_line_is_likelier =
        !best_is_in_first_line && words_of_first_line > best_words + kClearlyMoreWords;
    // A site's name comes again all over its pages.
    const bool best_is_off_subject = best_words == 0 && likeliest_score > 0;
    return best.has_value() && !first_line_is_likelier && !best_is_off_subject ? best : likeliest;
  }

  // What stands before a title far down a page is the page's menu, or else it may be no title: that
  // is left to the stages which look at the lines themselves.
  static bool IsFarDown(const Document& document, size_t title) {
    size_t kept = 0;
    for (size_t i = 0; i < title; ++i) kept += document.line(i).kept() ? 1 : 0;
    return kept > kMostLinesBeforeTitle;
  }

  void Remove(Document& document, const Found& found) const {
    const bool remove_before = remove_before_ && !IsFarDown(document, found.line);
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      if (i == found.line) {
        if (!keep_title_) document.RemoveLine(i, &title_);
      } else if (((i <= found.last_of_head || line.shape.words >= kFewestWordsOfRepeat) &&
                  line.shape.folded_hash == found.folded_hash) ||
                 (i < found.line && ContainsTitle(document.Bare(line), found.text))) {
        document.RemoveLine(i, &repeat_);
      } else if (remove_before && i < found.line && !line.prose) {
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
