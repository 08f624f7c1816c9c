#ifndef STRIGIL_DOCUMENT_PROSE_H_
#define STRIGIL_DOCUMENT_PROSE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

// Returns whether the line reads as running text: a sentence or more, not a headline, a list of
// names or a menu. Judged from the shape alone, in any language. Safe to call from any thread.
bool IsProse(const LineShape& shape);

// Returns whether the line could be a headline, a heading or a caption: some words, and no full
// stop behind them.
bool IsHeadlineLike(const LineShape& shape);

// Where the prose of a document lies, seen from its kept lines.
struct ProseExtent {
  size_t first_line = 0;  // the first line of prose; lines().size() where there is none
  size_t last_line = 0;   // the last line of prose; meaningless where there is none
  uint64_t words = 0;     // in all prose lines

  bool any(const Document& document) const { return first_line < document.lines().size(); }
};

ProseExtent FindProse(const Document& document);

// Returns the kept lines that are the document's head, in order: all up to the first whole
// paragraph, that one included. Titles and decks may be sentences, too, but no paragraphs.
std::vector<size_t> FindHead(const Document& document);

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_PROSE_H_
