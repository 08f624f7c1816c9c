#ifndef STRIGIL_IO_JSONL_FORMATTER_H_
#define STRIGIL_IO_JSONL_FORMATTER_H_

#include <span>
#include <string>
#include <string_view>

#include "strigil/io/document_writer.h"

namespace strigil {

// JSON lines: one object a document with the members
//
//   id        the record's, a number where it was one; the source where the record had none
//   text      the body
//   source    where the document comes from
//   metadata  url, record_date, record_language, record_digest, title, author, published, language,
//   charset, source_digest, profile: strings, where known;
//             lines_kept, lines_removed: numbers; removed: lines by reason group; decoded: changes
//             by name; marks: a list of strings, each only where there are any; content_digest;
//             then what the record's metadata held
//
// and then the members that the record carried. Names in "removed" and "decoded" are in byte order.
// A dropped document is left out.
class JsonlFormatter final : public DocumentFormatter {
 public:
  // With `unwrap` the lines of hard-wrapped paragraphs are joined.
  explicit JsonlFormatter(bool unwrap = false) : unwrap_(unwrap) {}

  void Append(const Document& document, std::string* out) const override;

 private:
  const bool unwrap_;
};

// The names that the formatter itself puts into an object and into its metadata. A reader carries
// no members of these names.
std::span<const std::string_view> JsonlNames();
std::span<const std::string_view> JsonlMetadataNames();

}  // namespace strigil

#endif  // STRIGIL_IO_JSONL_FORMATTER_H_
