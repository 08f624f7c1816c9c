#include "strigil/document/prose.h"

#include <algorithm>

namespace strigil {

bool IsProse(const LineShape& shape) {
  if (shape.wide_characters > shape.letters / 2)
    return shape.wide_characters >= 25 && shape.sentence_ends > 0;
  if (shape.words < 9 || shape.letters < 40) return false;
  // Menus, tag lists and tables: capital after capital, digits, separators.
  const bool sentences =
      shape.sentence_ends >= 2 && shape.ends_sentence && shape.inner_punctuation > 0;
  if (shape.capitalized_words * 6 > shape.words * (sentences ? 5 : 4)) return false;
  if (shape.separators * 6 > shape.words || shape.digits * 2 > shape.letters) return false;
  if (shape.ends_open && shape.sentence_ends <= 2 && shape.words < 14) return false;
  if (shape.sentence_ends > 0) return shape.words >= 12 || shape.ends_sentence;
  return shape.words >= 25 && shape.function_words * 6 > shape.words;
}

bool IsHeadlineLike(const LineShape& shape) {
  // Without a branch: half of all lines are so.
  return (!shape.ends_sentence | shape.ends_open) & (shape.words >= 2) & (shape.words <= 24) &
         (shape.sentence_ends <= 2) & (shape.letters > 0);
}

ProseExtent FindProse(const Document& document) {
  const std::span<const Line> lines = document.lines();
  const auto is_prose = [](const Line& line) -> bool { return line.kept() & line.prose; };
  ProseExtent extent;
  while (extent.first_line < lines.size() && !is_prose(lines[extent.first_line]))
    ++extent.first_line;
  if (extent.first_line == lines.size()) return extent;
  extent.last_line = lines.size() - 1;
  while (!is_prose(lines[extent.last_line])) --extent.last_line;
  // Without a branch: no pattern tells which line is prose.
  for (const Line& line :
       lines.subspan(extent.first_line, extent.last_line - extent.first_line + 1))
    extent.words += size_t{is_prose(line)} * line.shape.words;
  return extent;
}

std::vector<size_t> FindHead(const Document& document) {
  // Pages' menus are not longer.
  constexpr size_t kMostLines = 400;
  constexpr uint16_t kWholeParagraph = 24;
  constexpr size_t kMostSentences = 3;
  size_t sentences = 0;
  std::vector<size_t> head;
  head.reserve(std::min(document.lines().size(), kMostLines));
  for (size_t i = 0; i < document.lines().size() && head.size() < kMostLines; ++i) {
    const Line& line = document.line(i);
    if (!line.kept()) continue;
    head.push_back(i);
    if (!line.prose) continue;
    if (line.shape.words >= kWholeParagraph || ++sentences == kMostSentences) break;
  }
  return head;
}

}  // namespace strigil
