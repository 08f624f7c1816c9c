#ifndef STRIGIL_TEXT_ENTITIES_H_
#define STRIGIL_TEXT_ENTITIES_H_

#include <cstddef>
#include <string>

namespace strigil {

// Resolves the HTML character references that a scraper left in plain text, however often they were
// escaped
// ("&amp;amp;quot;" becomes a quotation mark), and returns how many; at 0 `text` is untouched.
// Needs valid UTF-8 and leaves valid UTF-8 that is never longer. Safe to call from any thread;
// linear in the size of the text.
//
// - Named references need their semicolon, and so "AT&T", "R&D; and" and "?a=1&lang=en" stay.
// Without one are taken
//   only amp, copy, laquo, middot, nbsp, quot, raquo, reg and numbers, where white space, the
//   text's end or closing punctuation follows.
// - Numbers 128 to 159 are Windows-1252 as in browsers; 0, surrogates and what is above U+10FFFF
// become U+FFFD.
// - "&lt;" and "&gt;" are resolved like any other: the text is plain text, in which "<" is a
// character and not markup.
//   Whoever puts the text into markup escapes it there.
// - A reference that stands alone between quotation marks or backticks ("write `&nbsp;` between
// them") is spoken about,
//   and stays.
size_t ResolveEntities(std::string* text);

}  // namespace strigil

#endif  // STRIGIL_TEXT_ENTITIES_H_
