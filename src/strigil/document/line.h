#ifndef STRIGIL_DOCUMENT_LINE_H_
#define STRIGIL_DOCUMENT_LINE_H_

#include <cstdint>

#include "strigil/document/reason.h"
#include "strigil/text/line_scan.h"

namespace strigil {

// The unit of decision: a line of the dump that is not blank, or, in hard-wrapped text, a paragraph
// of them.
struct Line {
  // Byte offsets in the document's text. `end` is behind the last byte, the line end not included;
  // white space at the line's beginning belongs to it. A hard-wrapped paragraph has line ends
  // inside.
  uint32_t begin = 0;
  uint32_t end = 0;
  // The line without white space and ornaments at its ends (see text/line_scan.h); empty where it
  // has nothing else.
  uint32_t bare_begin = 0;
  uint32_t bare_end = 0;
  // The line's words: indices into Document::words().
  uint32_t words_begin = 0;
  uint32_t words_end = 0;
  uint32_t blank_lines_before = 0;
  float score = -1.0F;  // how likely main text, 0 to 1; negative where no stage judged it
  // What most passes over the lines ask first stands together, within one cache line.
  const Reason* removed_by = nullptr;  // null: kept
  bool prose = false;                  // IsProse() of the shape
  bool comes_again = false;  // another line of the document, kept or not, has the same words
  // Index of the first line with the same text; of a line without words, its own.
  uint32_t first_same = 0;
  LineShape shape;

  bool kept() const { return removed_by == nullptr; }
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_LINE_H_
