#ifndef STRIGIL_TEXT_CHARACTERS_H_
#define STRIGIL_TEXT_CHARACTERS_H_

#include <cstddef>
#include <string>

namespace strigil {

// How many characters CleanCharacters() changed, by kind.
struct CharacterChanges {
  size_t controls = 0;
  size_t invisible = 0;
  size_t spaces = 0;
  size_t line_ends = 0;

  size_t total() const { return controls + invisible + spaces + line_ends; }
};

// Takes out of `text` what no reader sees and makes one kind of space and one kind of line end of
// the many. Returns what was changed; where that is nothing, `text` is untouched. Needs valid UTF-8
// and leaves valid UTF-8 that is never longer. Safe to call from any thread; linear in the size of
// the text.
//
// - CR LF, CR, VT, FF, NEL, LS and PS become LF.
// - Out go the other C0 and C1 controls but the tab, DEL, soft hyphens, zero-width spaces, word
// joiners, byte order
//   marks, bidi marks, embeddings and isolates, and the like. Zero-width joiners and non-joiners
//   stay where they shape what is read: between two characters of a script that joins (Arabic,
//   Indic and their kin) or two emoji. Variation selectors stay.
// - No-break, narrow, figure, thin and other spaces of a width of their own become U+0020 each. The
// ideographic space
//   stays between two characters of East Asian scripts, where it separates words; elsewhere (a
//   line's beginning and end, beside other scripts) it is layout and becomes U+0020 too.
// - A run of white space at a line's end that has one of those spaces in it is dropped whole. Plain
// spaces and tabs stay
//   byte for byte, at line ends too.
CharacterChanges CleanCharacters(std::string* text);

// Brings `text` into Unicode Normalization Form C and returns how many places were changed; at 0
// `text` is untouched. Needs valid UTF-8 and leaves valid UTF-8. Safe to call from any thread;
// linear in the size of the text.
size_t ComposeCharacters(std::string* text);

}  // namespace strigil

#endif  // STRIGIL_TEXT_CHARACTERS_H_
