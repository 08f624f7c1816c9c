#ifndef STRIGIL_STAGES_RETOLD_LINES_H_
#define STRIGIL_STAGES_RETOLD_LINES_H_

#include <cstddef>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

// Returns the kept lines, by index and in order, that tell again what the kept lines before them
// told, with other line breaks: pages carry their article a second time, as one paragraph, for
// readers aloud and for search engines. Such a line is as long as a page of text, and of five words
// in a row in it most stand somewhere above. A paragraph that merely quotes is none. Safe to call
// from any thread, for different documents.
std::vector<size_t> FindRetoldLines(const Document& document);

}  // namespace strigil

#endif  // STRIGIL_STAGES_RETOLD_LINES_H_
