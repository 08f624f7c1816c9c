#include "strigil/stages/comment_threads.h"

#include <string_view>

#include "strigil/document/prose.h"

namespace strigil {
namespace {

constexpr std::string_view kReplyRules = "comment-thread.reply-button";
constexpr std::string_view kSaysRules = "comment-thread.says";
// Two comments prove little, a letter and its answer have as many signs, unless the form for the
// next one stands below them.
constexpr size_t kFewestSigns = 3;
constexpr size_t kFewestSignsAboveForm = 2;
constexpr std::string_view kFormGroup = "reply-form";
// The longest comment: a larger distance may be an article.
constexpr size_t kMostLinesApart = 30;
constexpr uint64_t kMostWordsApart = 500;
// Who wrote a comment, and when.
constexpr size_t kMostHeaderLines = 4;
constexpr uint16_t kMostHeaderWords = 12;

enum class Sign : uint8_t { kNone, kReply, kSays };

// Whether the line could stand above a comment: a name, a date, a time. What the rules left of such
// lines is short and no sentence.
bool IsHeader(const Line& line) {
  const LineShape& shape = line.shape;
  return shape.words <= kMostHeaderWords && !line.prose && (!line.kept() || !shape.ends_sentence);
}

bool IsDate(const Line& line) { return !line.kept() && IsHeader(line) && line.shape.digits >= 2; }

Sign SignOf(const Document& document, size_t i) {
  const Line& line = document.line(i);
  if (line.kept()) return Sign::kNone;
  const std::string_view rule = line.removed_by->rule;
  if (rule.starts_with(kSaysRules)) {
    // Voices in an article say something, too, but at no time of day.
    const bool has_date =
        IsDate(line) || (i + 1 < document.lines().size() && IsDate(document.line(i + 1)));
    return has_date ? Sign::kSays : Sign::kNone;
  }
  // "Reply:" in a column of letters announces the answer; nobody can press it.
  if (rule.starts_with(kReplyRules) && !document.Text(line).ends_with(':')) return Sign::kReply;
  return Sign::kNone;
}

class ThreadFinder {
 public:
  ThreadFinder(const Document& document, uint64_t fewest_words)
      : document_(document), fewest_words_(fewest_words) {}

  std::vector<CommentThread> Find() {
    uint64_t prose_words = 0;
    for (size_t i = 0; i < document_.lines().size(); ++i) {
      const Line& line = document_.line(i);
      prose_words += (line.kept() & line.prose) * uint64_t{line.shape.words};
      if (prose_words >= fewest_words_) TakeLine(i);
    }
    EndThread();
    return std::move(threads_);
  }

 private:
  void TakeLine(size_t i) {
    const Line& line = document_.line(i);
    if (line.kept()) {
      ++lines_apart_;
      words_apart_ += line.shape.words;
      if (lines_apart_ > kMostLinesApart || words_apart_ > kMostWordsApart) EndThread();
      return;
    }
    const Sign sign = SignOf(document_, i);
    is_above_form_ = is_above_form_ || (lines_apart_ == 0 && line.removed_by->group == kFormGroup);
    if (sign == Sign::kNone) return;
    if (signs_ == 0) {
      first_ = i;
      first_sign_ = sign;
      is_above_form_ = false;
    }
    // The button below a comment and the name above the next are one sign.
    if (signs_ == 0 || lines_apart_ > 0) ++signs_;
    last_ = i;
    last_sign_ = sign;
    lines_apart_ = 0;
    words_apart_ = 0;
  }

  void EndThread() {
    if (signs_ >= (is_above_form_ ? kFewestSignsAboveForm : kFewestSigns))
      threads_.push_back({Begin(), End()});
    is_above_form_ = false;
    signs_ = 0;
    lines_apart_ = 0;
    words_apart_ = 0;
  }

  size_t FloorOfBegin() const { return threads_.empty() ? 0 : threads_.back().end; }

  // Above the first button stands the first comment, and above that its name and date. Where no
  // date tells that it begins there, it may be the article's end, and stays.
  size_t Begin() const {
    size_t begin = first_;
    if (first_sign_ == Sign::kReply) {
      size_t kept = 0;
      for (size_t i = first_; i-- > FloorOfBegin() && kept <= kMostLinesApart;) {
        const Line& line = document_.line(i);
        if (IsDate(line)) {
          begin = i;
          break;
        }
        kept += line.kept() ? 1U : 0U;
      }
    }
    for (size_t n = 0; n < kMostHeaderLines && begin > FloorOfBegin(); ++n, --begin) {
      const Line& above = document_.line(begin - 1);
      if (!above.kept() || !IsHeader(above)) break;
    }
    return begin;
  }

  // Behind a name stands one more comment: the lines up to the next that was removed.
  size_t End() const {
    size_t end = last_ + 1;
    if (last_sign_ == Sign::kReply) return end;
    const size_t lines = document_.lines().size();
    while (end < lines && IsDate(document_.line(end))) ++end;
    while (end < lines && document_.line(end).kept() && end - last_ <= kMostLinesApart) ++end;
    return end;
  }

  const Document& document_;
  const uint64_t fewest_words_;
  std::vector<CommentThread> threads_;
  // Of the thread that is being read: its signs so far, and what is kept since the last.
  size_t signs_ = 0;
  size_t first_ = 0;
  size_t last_ = 0;
  Sign first_sign_ = Sign::kNone;
  Sign last_sign_ = Sign::kNone;
  bool is_above_form_ = false;
  size_t lines_apart_ = 0;
  uint64_t words_apart_ = 0;
};

}  // namespace

std::vector<CommentThread> FindCommentThreads(const Document& document, uint64_t fewest_words) {
  return ThreadFinder(document, fewest_words).Find();
}

}  // namespace strigil
