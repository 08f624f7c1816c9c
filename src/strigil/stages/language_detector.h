#ifndef STRIGIL_STAGES_LANGUAGE_DETECTOR_H_
#define STRIGIL_STAGES_LANGUAGE_DETECTOR_H_

#include <string>
#include <string_view>

#include "strigil/document/document.h"

namespace strigil {

struct DetectedLanguage {
  std::string
      code;  // ISO 639-1 where there is such a code, else as CLD2 names it; empty: not known
  bool reliable = false;  // CLD2's own word
};

// Returns the language of `text` (valid UTF-8) by CLD2. Each thread remembers the answers for
// lines and samples of documents, which makes no difference but in time. Safe to call from any
// thread.
DetectedLanguage DetectLanguage(std::string_view text);

// Returns the language that most of the kept prose of `document` is in, empty where that is not
// certain. The function words decide where they can, CLD2 where they can't. Safe to call from any
// thread.
std::string DetectDocumentLanguage(const Document& document);

}  // namespace strigil

#endif  // STRIGIL_STAGES_LANGUAGE_DETECTOR_H_
