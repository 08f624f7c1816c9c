#ifndef STRIGIL_DOCUMENT_LINE_CUTTER_H_
#define STRIGIL_DOCUMENT_LINE_CUTTER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/document/line.h"

namespace strigil {

// Cuts `text` (valid UTF-8, lines ended by '\n') into its lines that are not blank, measures each
// and gathers its words, all of Line but what is decided about it; both vectors are overwritten.
// Returns whether the text is hard-wrapped, that is prose broken at a column of 60 to 80: then a
// Line is a whole paragraph. Linear in the size of `text`; safe to call from any thread.
bool CutLines(std::string_view text, std::vector<Line>* lines, std::vector<Word>* words);

// Appends `paragraph` to `out` with every line end in it, and the indentation behind that, made one
// space.
void AppendUnwrapped(std::string_view paragraph, std::string* out);

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_LINE_CUTTER_H_
