#ifndef STRIGIL_DOCUMENT_PROVENANCE_H_
#define STRIGIL_DOCUMENT_PROVENANCE_H_

#include <string>
#include <vector>

#include "strigil/text/decode.h"

namespace strigil {

// What was found out about a document on the way. An empty string says that it is not known. Values
// are valid UTF-8; writers take care of control characters.
struct Provenance {
  std::string title;
  std::string author;
  std::string published;
  std::string language;  // ISO 639-1 where there is such a code, else as CLD2 names it
  std::string charset;
  std::string source_digest;  // of the record's raw bytes
  std::string profile;        // name and digest: "news sha256:..."
  DecodeChangeCounts decode_changes{};
  std::vector<std::string>
      marks;  // what the quality stage has to say: "empty", "short", "much-removed"
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_PROVENANCE_H_
