#ifndef STRIGIL_REPORT_TERMINAL_TEXT_H_
#define STRIGIL_REPORT_TERMINAL_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace strigil {

// Returns the columns that a terminal gives a character: 2 for wide and full-width ones of East
// Asia and emoji, 0 for marks that combine and characters that are not seen, else 1. Safe to call
// from any thread, as is all of this file.
int ColumnsOf(char32_t code_point);

// Returns the columns of a text. `utf8` must be valid UTF-8 and hold no control characters
// (AppendVisible()).
size_t ColumnsOf(std::string_view utf8);

// Appends `utf8`, which must be valid UTF-8, to `out` as a terminal can show it on one line,
// whatever is in it: a tab is a space; other controls, line ends and the characters that turn the
// direction of what follows are written out, as "<U+001B>".
void AppendVisible(std::string_view utf8, std::string* out);

// Returns `utf8` within `columns`: as it is where it fits, else its beginning and its end with "…"
// between. Under the terms of ColumnsOf(). `columns` of 0 gives "".
std::string Elided(std::string_view utf8, size_t columns);

// Returns `utf8` cut into rows of at most `columns` columns (at least 2), separated by '\n': at
// spaces, which go, and inside a word only where it alone is longer. `indent` spaces stand before
// every row but the first and count. Under the terms of ColumnsOf(), except that line ends in
// `utf8` stay.
std::string Wrapped(std::string_view utf8, size_t columns, size_t indent = 0);

}  // namespace strigil

#endif  // STRIGIL_REPORT_TERMINAL_TEXT_H_
