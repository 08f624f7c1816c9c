#include "strigil/report/explain.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "strigil/report/terminal_text.h"
#include "strigil/text/decode.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kReset = "\x1b[0m";

// Stand in a line's visible text, which has no controls, where a removed part begins and ends. They
// take no columns.
constexpr char kBeginRemoved = '\x01';
constexpr char kEndRemoved = '\x02';

constexpr size_t kMostReasonColumns = 48;

// How the rows of one document are laid out.
struct Layout {
  bool narrow = false;
  bool scores = false;
  size_t reason_columns = 0;
  size_t text_columns = 0;  // 0: no limit
};

// A line as it is shown.
struct ShownLine {
  char mark = ' ';  // see Explanation
  float score = -1.0F;
  std::vector<std::string> reasons;
  std::string text;
};

std::string Number(uint64_t number, size_t columns) {
  const std::string digits = std::to_string(number);
  return std::string(columns - std::min(columns, digits.size()), ' ') + digits;
}

size_t Digits(uint64_t number) { return std::to_string(number).size(); }

std::string Noun(uint64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

// Returns the line with its removed parts between brackets. `*span` is the first removed span that
// ends behind the line's beginning, and is moved to the first that ends behind its end.
ShownLine Show(const Document& document, const Line& line,
               std::vector<RemovedSpan>::const_iterator* span,
               std::vector<RemovedSpan>::const_iterator end) {
  ShownLine shown;
  shown.score = line.score;
  const std::string_view text = document.text();
  const auto append = [&shown, text](uint32_t from, uint32_t to) {
    // The line ends inside a hard-wrapped paragraph stay: they are rows of their own.
    for (size_t begin = from; begin < to;) {
      const std::string_view rest = text.substr(begin, to - begin);
      const std::string_view row = rest.substr(0, rest.find('\n'));
      AppendVisible(row, &shown.text);
      if (row.size() < rest.size()) shown.text += '\n';
      begin += row.size() + 1;
    }
  };
  if (!line.kept()) {
    shown.mark = '-';
    shown.reasons.push_back(line.removed_by->ToString());
    append(line.begin, line.end);
    return shown;
  }
  uint32_t position = line.begin;
  while (*span != end && (*span)->end <= line.begin) ++*span;
  for (; *span != end && (*span)->begin < line.end; ++*span) {
    shown.mark = '~';
    std::string reason = (*span)->reason->ToString();
    if (std::find(shown.reasons.begin(), shown.reasons.end(), reason) == shown.reasons.end()) {
      shown.reasons.push_back(std::move(reason));
    }
    const uint32_t begin = std::max(position, (*span)->begin);
    const uint32_t stop = std::min(line.end, (*span)->end);
    append(position, begin);
    shown.text += kBeginRemoved;
    shown.text += "[-";
    append(begin, stop);
    shown.text += "-]";
    shown.text += kEndRemoved;
    position = stop;
    if ((*span)->end > line.end) break;
  }
  append(position, line.end);
  return shown;
}

class LinePrinter {
 public:
  LinePrinter(const ExplainStyle& style, const Layout& layout, std::string* out)
      : style_(style), layout_(layout), out_(out) {}

  void Blank() {
    if (!layout_.narrow) {
      Margin(' ', "", -1.0F, false);
      while (out_->ends_with(' ')) out_->pop_back();
    }
    *out_ += '\n';
  }

  void Print(const ShownLine& line) {
    if (layout_.narrow) {
      if (line.reasons != last_reasons_) {
        for (const std::string& reason : line.reasons) {
          Colored(kDim, "# " + Elided(reason, layout_.text_columns));
          *out_ += '\n';
        }
      }
      last_reasons_ = line.reasons;
    }
    const std::string rows =
        layout_.text_columns == 0 ? line.text : Wrapped(line.text, layout_.text_columns);
    bool in_removed = line.mark == '-';
    size_t row = 0;
    for (size_t begin = 0; begin <= rows.size(); ++row) {
      const size_t end = std::min(rows.find('\n', begin), rows.size());
      if (layout_.narrow) {
        Colored(line.mark == '-' ? kRed : kYellow, {&line.mark, 1});
        *out_ += ' ';
      } else {
        Margin(line.mark, row < line.reasons.size() ? line.reasons[row] : "", line.score, row == 0);
      }
      in_removed = Row(std::string_view(rows).substr(begin, end - begin), in_removed);
      *out_ += '\n';
      begin = end + 1;
    }
    // More reasons than rows.
    for (; !layout_.narrow && row < line.reasons.size(); ++row) {
      Margin(line.mark, line.reasons[row], -1.0F, false);
      while (out_->ends_with(' ')) out_->pop_back();
      *out_ += '\n';
    }
  }

 private:
  void Colored(std::string_view color, std::string_view text) {
    if (!style_.color || text == " ") {
      *out_ += text;
    } else {
      out_->append(color).append(text).append(kReset);
    }
  }

  void Margin(char mark, std::string_view reason, float score, bool first_row) {
    Colored(mark == '-' ? kRed : kYellow, {&mark, 1});
    if (layout_.reason_columns > 0) {
      const std::string shown = Elided(reason, layout_.reason_columns);
      *out_ += ' ';
      *out_ += shown;
      out_->append(layout_.reason_columns - std::min(layout_.reason_columns, ColumnsOf(shown)),
                   ' ');
    }
    if (layout_.scores) {
      char text[16] = "     ";
      if (first_row && score >= 0)
        static_cast<void>(std::snprintf(text, sizeof text, " %.2f", static_cast<double>(score)));
      *out_ += text;
    }
    Colored(kDim, " | ");
  }

  // Returns whether a removed part goes on in the next row.
  bool Row(std::string_view text, bool in_removed) {
    if (in_removed && style_.color) *out_ += kRed;
    for (const char c : text) {
      if (c == kBeginRemoved) {
        in_removed = true;
        if (style_.color) *out_ += kRed;
      } else if (c == kEndRemoved) {
        in_removed = false;
        if (style_.color) *out_ += kReset;
      } else {
        *out_ += c;
      }
    }
    if (in_removed && style_.color) *out_ += kReset;
    return in_removed;
  }

  const ExplainStyle& style_;
  const Layout& layout_;
  std::string* const out_;
  std::vector<std::string> last_reasons_;
};

}  // namespace

void Explanation::Append(const Document& document, std::string* out) {
  const std::vector<RemovedSpan> removed = document.Removed();
  uint64_t kept_bytes = document.text().size();
  for (const RemovedSpan& span : removed) kept_bytes -= span.end - span.begin;
  if (documents_ > 0) *out += '\n';
  AppendHeading(document, kept_bytes, out);
  *out += '\n';
  AppendLines(document, removed, out);

  ++documents_;
  RemovalCount* const rest = document.dropped() ? &removed_["document/dropped"] : &kept_;
  rest->lines += document.kept_lines();
  rest->bytes += kept_bytes;
  for (const Line& line : document.lines()) {
    if (!line.kept()) ++removed_[line.removed_by->ToString()].lines;
  }
  auto line = document.lines().begin();
  for (const RemovedSpan& span : removed) {
    RemovalCount& count = removed_[span.reason->ToString()];
    count.bytes += span.end - span.begin;
    while (line != document.lines().end() && line->end <= span.begin) ++line;
    if (line != document.lines().end() && line->kept() && line->begin < span.end) ++count.lines;
  }
}

void Explanation::AppendHeading(const Document& document, uint64_t kept_bytes,
                                std::string* out) const {
  const auto row = [this, out](std::string_view color, std::string_view text) {
    constexpr size_t kIndent = 3;
    std::string visible(kIndent, ' ');
    AppendVisible(text, &visible);
    const bool colored = style_.color && !color.empty();
    if (colored) *out += color;
    *out += style_.columns == 0 ? visible : Wrapped(visible, style_.columns, kIndent);
    if (colored) *out += kReset;
    *out += '\n';
  };
  std::string source = "== ";
  AppendVisible(ToValidUtf8(document.record().source), &source);
  if (style_.color) *out += kBold;
  *out += style_.columns == 0 ? source : Elided(source, style_.columns);
  if (style_.color) *out += kReset;
  *out += '\n';

  row("", std::to_string(document.kept_lines()) + " of " + Noun(document.lines().size(), "line") +
              " kept, " + std::to_string(kept_bytes) + " of " +
              Noun(document.text().size(), "byte"));
  const Provenance& provenance = document.provenance();
  if (!provenance.title.empty()) row("", "Title: " + provenance.title);
  if (!provenance.language.empty()) row("", "Language: " + provenance.language);
  std::string changes;
  for (size_t kind = 0; kind < provenance.decode_changes.size(); ++kind) {
    const uint64_t count = provenance.decode_changes[kind];
    if (count == 0) continue;
    changes += (changes.empty() ? "" : " ") +
               std::string(DecodeChangeName(static_cast<DecodeChange>(kind))) + "=" +
               std::to_string(count);
  }
  if (!changes.empty()) row("", "Decoded: " + changes);
  std::string marks;
  for (const std::string& mark : provenance.marks) marks += (marks.empty() ? "" : ", ") + mark;
  if (!marks.empty()) row(kYellow, "Quality: " + marks);
  if (document.dropped()) row(kRed, "Dropped: nothing of it is written");
}

void Explanation::AppendLines(const Document& document, const std::vector<RemovedSpan>& removed,
                              std::string* out) const {
  std::vector<ShownLine> lines;
  Layout layout;
  layout.narrow = style_.columns != 0 && style_.columns < kNarrowColumns;
  auto span = removed.begin();
  for (const Line& line : document.lines()) {
    ShownLine& shown = lines.emplace_back(Show(document, line, &span, removed.end()));
    layout.scores = layout.scores || shown.score >= 0;
    for (const std::string& reason : shown.reasons) {
      layout.reason_columns = std::max(layout.reason_columns, ColumnsOf(reason));
    }
  }
  if (layout.narrow) {
    constexpr size_t kMark = 2;
    layout.text_columns = std::max<size_t>(style_.columns, kMark + 2) - kMark;
  } else {
    const size_t most =
        style_.columns == 0 ? kMostReasonColumns : std::min(kMostReasonColumns, style_.columns / 3);
    layout.reason_columns = std::min(layout.reason_columns, most);
    const size_t margin = 1 + (layout.reason_columns > 0 ? 1 + layout.reason_columns : 0) +
                          (layout.scores ? 5 : 0) + 3;
    if (style_.columns != 0) layout.text_columns = style_.columns - margin;
  }

  LinePrinter printer(style_, layout, out);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && document.line(i).blank_lines_before > 0) printer.Blank();
    printer.Print(lines[i]);
  }
}

void Explanation::AppendSummary(std::string* out) const {
  if (documents_ == 0) return;
  std::vector<std::pair<std::string, RemovalCount>> rows(removed_.begin(), removed_.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.lines, a.second.bytes) > std::pair(b.second.lines, b.second.bytes);
  });
  rows.insert(rows.begin(), {"kept", kept_});
  size_t line_columns = std::string_view("lines").size();
  size_t byte_columns = std::string_view("bytes").size();
  for (const auto& [reason, count] : rows) {
    line_columns = std::max(line_columns, Digits(count.lines));
    byte_columns = std::max(byte_columns, Digits(count.bytes));
  }
  const size_t indent = 3 + line_columns + 2 + byte_columns + 2;
  *out += '\n';
  if (style_.color) *out += kBold;
  *out += "== summary";
  if (documents_ > 1) *out += " of " + Noun(documents_, "document");
  if (style_.color) *out += kReset;
  *out += "\n   " + std::string(line_columns - 5, ' ') + "lines  " +
          std::string(byte_columns - 5, ' ') + "bytes  reason\n";
  for (const auto& [reason, count] : rows) {
    const size_t columns =
        style_.columns == 0 ? SIZE_MAX : style_.columns - std::min(style_.columns, indent);
    *out += "   " + Number(count.lines, line_columns) + "  " + Number(count.bytes, byte_columns) +
            "  " + Elided(reason, std::max<size_t>(columns, 12)) + "\n";
  }
}

}  // namespace strigil
