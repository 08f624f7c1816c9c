#include "strigil/document/document.h"

#include <algorithm>
#include <stdexcept>

#include "strigil/document/line_cutter.h"

namespace strigil {
namespace {

const Reason& LayoutReason() {
  static const Reason reason{"layout", "blank-lines", "layout"};
  return reason;
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

enum class Place { kInLine, kBetweenLines };

// A walk over a document's text that tells, in order, which stretches are kept and which are
// removed for what. Body() and Removed() are two listeners to the one walk, so that together they
// always make up the text.
template <typename Keep, typename Remove>
class Walk {
 public:
  Walk(uint32_t text_size, Keep keep, Remove remove)
      : text_size_(text_size), keep_(keep), remove_(remove) {}

  void RemovedLine(const Line& line) {
    // No line is kept between those of a gap: they stand side by side.
    gap_ = gap_.empty() ? std::span(&line, 1) : std::span(gap_.data(), gap_.size() + 1);
  }

  void BeginKeptLine(const Line& line) {
    CloseGap(line.begin, &line);
    position_ = line.begin;
  }

  void KeepUntil(uint32_t end) {
    if (end > position_) keep_(position_, end, Place::kInLine);
    position_ = std::max(position_, end);
    any_kept_ = true;
  }

  void RemoveUntil(uint32_t end, const Reason* reason, float score) {
    if (end > position_) remove_(position_, end, reason, score);
    position_ = std::max(position_, end);
  }

  void Finish() { CloseGap(text_size_, nullptr); }

 private:
  // Deals out [position_, end): the white space and removed lines between two kept lines. Of the
  // white space, one line end is kept, or two where a blank line stands in the gap; nothing before
  // the first kept line or behind the last.
  void CloseGap(uint32_t end, const Line* next) {
    uint32_t keep_first = position_;  // [position_, keep_first) is kept
    uint32_t keep_last = end;         // [keep_last, end) is kept
    if (any_kept_ && next != nullptr) {
      bool blank = next->blank_lines_before > 0;
      for (const Line& line : gap_) blank = blank || line.blank_lines_before > 0;
      keep_first = position_ + 1;
      if (blank) keep_last = end - 1;
    }
    if (keep_first > position_) {
      keep_(position_, keep_first, Place::kBetweenLines);
      position_ = keep_first;
    }
    for (size_t i = 0; i < gap_.size(); ++i) {
      const uint32_t until = i + 1 < gap_.size() ? gap_[i + 1].begin : keep_last;
      RemoveUntil(until, gap_[i].removed_by, gap_[i].score);
    }
    RemoveUntil(keep_last, &LayoutReason(), -1.0F);
    if (end > keep_last) keep_(keep_last, end, Place::kBetweenLines);
    position_ = end;
    gap_ = {};
  }

  uint32_t text_size_;
  Keep keep_;
  Remove remove_;
  std::span<const Line> gap_;  // the removed lines since the last that is kept
  uint32_t position_ = 0;
  bool any_kept_ = false;
};

template <typename InnerSpans, typename Keep, typename Remove>
void WalkDocument(uint32_t text_size, const std::vector<Line>& lines, const InnerSpans& inner_spans,
                  Keep keep, Remove remove) {
  Walk<Keep, Remove> walk(text_size, keep, remove);
  auto span = inner_spans.begin();
  for (const Line& line : lines) {
    if (!line.kept()) {
      walk.RemovedLine(line);
      continue;
    }
    walk.BeginKeptLine(line);
    for (; span != inner_spans.end() && span->begin < line.end; ++span) {
      walk.KeepUntil(span->begin);
      walk.RemoveUntil(span->end, span->reason, line.score);
    }
    walk.KeepUntil(line.end);
  }
  walk.Finish();
}

}  // namespace

Document::Document(Record record) : record_(std::move(record)) {}

void Document::SetText(std::string text) {
  if (text.size() > kMaxTextBytes) throw std::length_error("document text above 1 GiB");
  text_ = std::move(text);
  has_text_ = true;
  inner_spans_.clear();
  rule_hits_.clear();
  has_rule_hits_ = false;
  stems_.reset();
  notes_.clear();
  ++revision_;
  hard_wrapped_ = CutLines(text_, &lines_, &words_);
}

void Document::RemoveLine(size_t index, const Reason* reason) {
  Line& line = lines_[index];
  if (!line.kept()) return;
  line.removed_by = reason;
  ++revision_;
  EraseSpans(line);
}

void Document::RemoveSpan(size_t index, uint32_t begin, uint32_t end, const Reason* reason) {
  const Line& line = lines_[index];
  if (!line.kept()) return;
  begin = std::max(begin, line.begin);
  end = std::min(end, line.end);
  // In a hard-wrapped paragraph, what is left of whole physical lines must be no blank ones.
  if (begin < end && (begin == line.begin || text_[begin - 1] == '\n')) {
    if (end < line.end && text_[end] == '\n') {
      ++end;
    } else if (end == line.end && begin > line.begin) {
      --begin;
    }
  }
  auto position =
      std::lower_bound(inner_spans_.begin(), inner_spans_.end(), begin,
                       [](const InnerSpan& span, uint32_t offset) { return span.end <= offset; });
  while (begin < end) {
    if (position == inner_spans_.end() || end <= position->begin) {
      inner_spans_.insert(position, {begin, end, reason});
      ++revision_;
      break;
    }
    if (begin < position->begin) {
      position = inner_spans_.insert(position, {begin, position->begin, reason});
      ++position;
      ++revision_;
    }
    begin = position->end;
    ++position;
  }
  // White space alone would be a blank line in the body.
  uint32_t left_begin = line.begin;
  bool any_left = false;
  const auto look_until = [&](uint32_t left_end) {
    any_left = any_left || !IsBlank(text().substr(left_begin, left_end - left_begin));
  };
  for (const InnerSpan& span : SpansIn(line)) {
    look_until(span.begin);
    left_begin = span.end;
  }
  look_until(line.end);
  if (!any_left) RemoveLine(index, reason);
}

void Document::RestoreLine(size_t index) {
  ++revision_;
  lines_[index].removed_by = nullptr;
  EraseSpans(lines_[index]);
}

std::span<const Document::InnerSpan> Document::SpansIn(const Line& line) const {
  const auto begins_before = [](const InnerSpan& span, uint32_t offset) {
    return span.begin < offset;
  };
  const auto first =
      std::lower_bound(inner_spans_.begin(), inner_spans_.end(), line.begin, begins_before);
  return {first, std::lower_bound(first, inner_spans_.end(), line.end, begins_before)};
}

void Document::EraseSpans(const Line& line) {
  const std::span<const InnerSpan> spans = SpansIn(line);
  const auto first = inner_spans_.begin() + (spans.data() - inner_spans_.data());
  inner_spans_.erase(first, first + static_cast<ptrdiff_t>(spans.size()));
}

void Document::RestoreAll() {
  ++revision_;
  for (Line& line : lines_) line.removed_by = nullptr;
  inner_spans_.clear();
}

std::vector<RemovedSpan> Document::Removed() const {
  std::vector<RemovedSpan> removed;
  WalkDocument(
      static_cast<uint32_t>(text_.size()), lines_, inner_spans_, [](uint32_t, uint32_t, Place) {},
      [&removed](uint32_t begin, uint32_t end, const Reason* reason, float score) {
        removed.push_back({begin, end, reason, score});
      });
  return removed;
}

std::string Document::Body(bool unwrap) const {
  std::string body;
  body.reserve(text_.size());
  unwrap = unwrap && hard_wrapped_;
  WalkDocument(
      static_cast<uint32_t>(text_.size()), lines_, inner_spans_,
      [this, &body, unwrap](uint32_t begin, uint32_t end, Place place) {
        const std::string_view kept = text().substr(begin, end - begin);
        if (unwrap && place == Place::kInLine) {
          AppendUnwrapped(kept, &body);
        } else {
          body.append(kept);
        }
      },
      [](uint32_t, uint32_t, const Reason*, float) {});
  return body;
}

std::string Document::KeptText(const Line& line) const {
  std::string kept;
  if (!line.kept()) return kept;
  uint32_t begin = line.begin;
  for (const InnerSpan& span : SpansIn(line)) {
    kept += text().substr(begin, span.begin - begin);
    begin = span.end;
  }
  return kept += text().substr(begin, line.end - begin);
}

std::any& Document::NotesOf(const void* owner) const {
  for (auto& [known, notes] : notes_) {
    if (known == owner) return notes;
  }
  constexpr size_t kUsualOwners = 4;
  if (notes_.empty()) notes_.reserve(kUsualOwners);
  return notes_.emplace_back(owner, std::any()).second;
}

const StemIndex& Document::Stems() const {
  if (!stems_.has_value()) stems_.emplace(lines_, words_);
  return *stems_;
}

std::vector<size_t> Document::KeptLines() const {
  std::vector<size_t> kept;
  // Without a branch: no pattern tells which line is kept next.
  kept.resize(lines_.size());
  size_t count = 0;
  for (size_t i = 0; i < lines_.size(); ++i) {
    kept[count] = i;
    count += lines_[i].kept() ? 1 : 0;
  }
  kept.resize(count);
  return kept;
}

void Document::SetRuleHits(std::vector<RuleHit> hits) {
  rule_hits_ = std::move(hits);
  has_rule_hits_ = true;
}

size_t Document::kept_lines() const {
  return static_cast<size_t>(
      std::count_if(lines_.begin(), lines_.end(), [](const Line& line) { return line.kept(); }));
}

bool Document::is_whole() const {
  return !has_removed_spans() &&
         std::all_of(lines_.begin(), lines_.end(), [](const Line& line) { return line.kept(); });
}

std::vector<std::pair<std::string_view, RemovalCount>> Document::CountRemovals() const {
  struct OfGroup {
    const Reason* reason = nullptr;  // one of its reasons; null: it has none here
    RemovalCount count;
  };
  std::vector<OfGroup> groups(Reason::GroupNumbers());  // by number
  const auto add = [&](const Reason* reason, uint64_t bytes) {
    OfGroup& group = groups[reason->group_number];
    group.reason = reason;
    ++group.count.lines;
    group.count.bytes += bytes;
  };
  for (const Line& line : lines_) {
    if (!line.kept()) add(line.removed_by, line.end - line.begin);
  }
  for (const InnerSpan& span : inner_spans_) add(span.reason, span.end - span.begin);
  std::vector<std::pair<std::string_view, RemovalCount>> counts;
  counts.reserve(groups.size());
  for (const OfGroup& group : groups) {
    if (group.reason != nullptr) counts.emplace_back(group.reason->group, group.count);
  }
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return counts;
}

}  // namespace strigil
