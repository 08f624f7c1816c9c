#ifndef STRIGIL_TEXT_MOJIBAKE_H_
#define STRIGIL_TEXT_MOJIBAKE_H_

#include <cstddef>
#include <string>

namespace strigil {

// Repairs UTF-8 that was once read as Windows-1252 (or as Latin-1), up to three times over ("fÃ¼r",
// "donâ€™t"), and returns how many characters were put right; at 0 `text` is untouched. Needs valid
// UTF-8 and leaves valid UTF-8 that is never longer. Safe to call from any thread; linear in the
// size of the text.
//
// A sequence is repaired where it cannot well be anything else: because of the characters in it
// ("â€™"), because of the letters beside it ("schÃ–n"), or because the text has others whose case
// is clear. So "NÃO", "Spaß“", "LIBERTÉ»" and "está»…" stay, and so does one that stands alone
// between quotation marks, where it is spoken about.
size_t RepairMojibake(std::string* text);

}  // namespace strigil

#endif  // STRIGIL_TEXT_MOJIBAKE_H_
