#include "strigil/document/line_cutter.h"

#include <algorithm>
#include <bit>

#include "strigil/document/prose.h"
#include "strigil/text/block_scan.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// Lines of mail and of wires end before column 80; a few columns are allowed for quoting.
constexpr uint32_t kWidestWrap = 82;
constexpr uint32_t kNarrowestWrap = 55;
constexpr uint32_t kFewestFullLines = 4;

struct PhysicalLine {
  uint32_t begin;
  uint32_t end;
  uint32_t blank_lines_before;
};

bool IsBlank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t'; });
}

std::vector<PhysicalLine> FindPhysicalLines(std::string_view text) {
  std::vector<PhysicalLine> lines;
  lines.reserve(text.size() / 64 + 1);
  uint32_t blank_lines = 0;
  size_t begin = 0;
  const auto end_line = [&](size_t end) {
    if (IsBlank(text.substr(begin, end - begin))) {
      ++blank_lines;
    } else {
      lines.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), blank_lines});
      blank_lines = 0;
    }
    begin = end + 1;
  };
  // Lines are short: looking at many bytes at once costs less than a search for each.
  constexpr size_t kStride = 64;
  size_t position = 0;
  for (; position + kStride <= text.size(); position += kStride) {
    uint64_t line_ends = 0;
    for (size_t step = 0; step < kStride; step += sizeof(ByteBlock)) {
      line_ends |= uint64_t{BitsOf(BlockAt(text.data() + position + step) == '\n')} << step;
    }
    for (; line_ends != 0; line_ends &= line_ends - 1) {
      end_line(position + static_cast<size_t>(std::countr_zero(line_ends)));
    }
  }
  for (; position < text.size(); ++position) {
    if (text[position] == '\n') end_line(position);
  }
  if (begin < text.size()) end_line(text.size());
  return lines;
}

std::string_view TextOf(std::string_view text, const PhysicalLine& line) {
  return text.substr(line.begin, line.end - line.begin);
}

uint32_t IndentOf(std::string_view line) {
  return static_cast<uint32_t>(line.find_first_not_of(" \t"));
}

uint32_t FirstWordWidth(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t");
  const size_t end = std::min(line.find_first_of(" \t", begin), line.size());
  return static_cast<uint32_t>(CountCodePoints(line.substr(begin, end - begin)));
}

// A line that begins an item of its own, whatever stands before it.
bool BeginsItem(std::string_view line) {
  line.remove_prefix(IndentOf(line));
  constexpr std::string_view kBullets[] = {"- ", "* ", "• ", "– ", "— ", "> ", "+ "};
  for (std::string_view bullet : kBullets) {
    if (line.starts_with(bullet)) return true;
  }
  const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && digits < 4 &&
         (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
}

// A line whose parts stand in columns. Two spaces are no column yet: many put them behind a full
// stop.
bool IsTableRow(std::string_view line) {
  line.remove_prefix(IndentOf(line));
  line = line.substr(0, line.find_last_not_of(" \t") + 1);
  constexpr size_t kStep = sizeof(ByteBlock);
  constexpr size_t kSeen = kStep + 2;  // bytes that a step looks at
  if (line.size() < kSeen) {
    return line.find('\t') != std::string_view::npos ||
           line.find("   ") != std::string_view::npos || line.find(" | ") != std::string_view::npos;
  }
  for (size_t position = 0;; position = std::min(position + kStep, line.size() - kSeen)) {
    const char* const bytes = line.data() + position;
    const ByteBlock first = BlockAt(bytes);
    const ByteBlock second = BlockAt(bytes + 1);
    const ByteBlock third = BlockAt(bytes + 2);
    const ByteMask is_gap = (first == ' ') & (third == ' ') & ((second == ' ') | (second == '|'));
    if (HasAny(is_gap | (first == '\t') | (third == '\t'))) return true;
    if (position + kSeen == line.size()) return false;
  }
}

// Finds out whether, and at which column, prose was broken: most lines that have a next one are so
// long that its first word found no room.
class WrapFinder {
 public:
  WrapFinder(std::string_view text, const std::vector<PhysicalLine>& lines)
      : text_(text), lines_(lines) {
    // The usual page has a long line early on, and is done with here.
    size_t too_long = 0;
    const size_t tolerated = 1 + lines.size() / 50;
    for (const PhysicalLine& line : lines) {
      const uint32_t bytes = line.end - line.begin;
      if (bytes <= kWidestWrap) continue;
      const bool is_long =
          bytes > 4 * kWidestWrap || CountCodePoints(TextOf(text, line)) > kWidestWrap;
      if (is_long && ++too_long > tolerated) return;
    }
    widths_.reserve(lines.size());
    for (const PhysicalLine& line : lines) {
      const auto width = static_cast<uint32_t>(CountCodePoints(TextOf(text, line)));
      widths_.push_back(width);
      if (width <= kWidestWrap) wrap_ = std::max(wrap_, width);
    }
    if (wrap_ < kNarrowestWrap) return;
    size_t with_next = 0;
    size_t full = 0;
    for (size_t i = 0; i + 1 < lines.size(); ++i) {
      if (lines[i + 1].blank_lines_before > 0 || IsTableRow(TextOf(text, lines[i]))) continue;
      ++with_next;
      if (IsFull(i)) ++full;
    }
    found_ = full >= kFewestFullLines && full * 10 >= with_next * 6;
  }

  bool found() const { return found_; }

  // Whether line `index` and the next are of one paragraph.
  bool JoinsNext(size_t index) const {
    if (!found_ || index + 1 >= lines_.size() || lines_[index + 1].blank_lines_before > 0 ||
        !IsFull(index))
      return false;
    const std::string_view next = TextOf(text_, lines_[index + 1]);
    const std::string_view line = TextOf(text_, lines_[index]);
    if (BeginsItem(next) || IsTableRow(line) || IsTableRow(next)) return false;
    const bool ends_sentence =
        std::string_view(".!?\"").find(line.back()) != std::string_view::npos;
    return !(ends_sentence && IndentOf(next) > IndentOf(line));
  }

 private:
  bool IsFull(size_t index) const {
    // Where the whole next line finds room, its first word does, too.
    if (widths_[index] + 1 + widths_[index + 1] <= wrap_) return false;
    return widths_[index] + 1 + FirstWordWidth(TextOf(text_, lines_[index + 1])) > wrap_;
  }

  std::string_view text_;
  const std::vector<PhysicalLine>& lines_;
  std::vector<uint32_t> widths_;
  uint32_t wrap_ = 0;
  bool found_ = false;
};

// Finds out which lines have the same words as another one, or the same text.
void MarkThoseThatComeAgain(std::string_view text, std::vector<Line>* lines) {
  const auto text_of = [text](const Line& line) {
    return text.substr(line.begin, line.end - line.begin);
  };
  // Each line with new words takes a slot, by open addressing; its number in it counts from 1.
  std::vector<uint32_t> slots(std::bit_ceil(4 * lines->size() + 1));
  const size_t mask = slots.size() - 1;
  for (uint32_t i = 0; i < lines->size(); ++i) {
    Line& line = (*lines)[i];
    line.first_same = i;
    if (line.shape.folded_hash == 0) continue;
    size_t slot = line.shape.folded_hash & mask;
    while (slots[slot] != 0 &&
           (*lines)[slots[slot] - 1].shape.folded_hash != line.shape.folded_hash) {
      slot = (slot + 1) & mask;
    }
    if (slots[slot] == 0) {
      slots[slot] = i + 1;
    } else {
      Line& first = (*lines)[slots[slot] - 1];
      line.comes_again = true;
      first.comes_again = true;
      if (text_of(line) == text_of(first)) line.first_same = slots[slot] - 1;
    }
  }
}

}  // namespace

bool CutLines(std::string_view text, std::vector<Line>* lines, std::vector<Word>* words) {
  lines->clear();
  words->clear();
  const std::vector<PhysicalLine> physical = FindPhysicalLines(text);
  const WrapFinder wrap(text, physical);
  lines->reserve(physical.size());
  words->reserve(text.size() / 6);
  for (size_t i = 0; i < physical.size(); ++i) {
    Line& line = lines->emplace_back();
    line.begin = physical[i].begin;
    line.blank_lines_before = physical[i].blank_lines_before;
    while (wrap.JoinsNext(i)) ++i;
    line.end = physical[i].end;
    line.words_begin = static_cast<uint32_t>(words->size());
    const ScannedLine scanned = ScanLine(text, line.begin, line.end, words);
    line.words_end = static_cast<uint32_t>(words->size());
    line.bare_begin = line.begin + scanned.bare_begin;
    line.bare_end = line.begin + scanned.bare_end;
    line.shape = scanned.shape;
    line.prose = IsProse(line.shape);
  }
  MarkThoseThatComeAgain(text, lines);
  return wrap.found();
}

void AppendUnwrapped(std::string_view paragraph, std::string* out) {
  while (!paragraph.empty()) {
    const size_t line_end = paragraph.find('\n');
    std::string_view line = paragraph.substr(0, line_end);
    if (line_end == std::string_view::npos) {
      out->append(line);
      return;
    }
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    out->append(line);
    out->push_back(' ');
    paragraph.remove_prefix(line_end + 1);
    paragraph.remove_prefix(std::min(paragraph.find_first_not_of(" \t"), paragraph.size()));
  }
}

}  // namespace strigil
