#ifndef STRIGIL_IO_PROVENANCE_HEADER_H_
#define STRIGIL_IO_PROVENANCE_HEADER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/io/text_formatter.h"

namespace strigil {

// Appends the provenance header, version 1, of `document` with the body `body`: one line a fact,
// "Name: value", known facts only, and the blank line behind them; nothing for HeaderStyle::kNone.
// Safe to call from any thread.
//
//   Strigil: 1
//   Source, Record-ID, URL, Record-Date, Record-Language, Record-Digest, Title, Author, Published,
//   Language, Charset, Source-Digest, Profile Lines: 14 kept, 27 removed Removed: navigation=3
//   reply-form=5          lines by reason group, in name order Decoded: entity=2 space=14 changes
//   made while decoding, in name order Quality: short                              marks of the
//   quality stage Content-Digest: sha256:...                  of the body Content-Length: 1841 of
//   the body, in bytes
//
// A value is one line of valid UTF-8: white space of any kind is folded to one space, and control
// characters are left out.
void AppendProvenanceHeader(const Document& document, std::string_view body, HeaderStyle style,
                            std::string* out);

// A document of a stream that was written with headers. Views of the stream.
struct HeadedDocument {
  std::vector<std::pair<std::string_view, std::string_view>> fields;  // names and values, in order
  std::string_view body;

  // Returns the value of the first field called `name` (upper and lower case are told apart), or
  // "".
  std::string_view Find(std::string_view name) const;
};

// Takes the first document off `*stream`. Goes by Content-Length and never looks inside a body.
// Returns nothing, and leaves `*stream` alone, where it is empty or does not begin with a whole
// headed document. Safe to call from any thread.
std::optional<HeadedDocument> CutHeadedDocument(std::string_view* stream);

}  // namespace strigil

#endif  // STRIGIL_IO_PROVENANCE_HEADER_H_
