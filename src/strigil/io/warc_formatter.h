#ifndef STRIGIL_IO_WARC_FORMATTER_H_
#define STRIGIL_IO_WARC_FORMATTER_H_

#include <string>
#include <string_view>

#include "strigil/io/document_writer.h"

namespace strigil {

// WARC 1.1 (ISO 28500) as WET files are: a warcinfo record first, then a conversion record of
// text/plain for each document, whose content is the body. WARC-Target-URI is the record's URL, or
// a urn:x-strigil of its source where it had none; WARC-Date the record's date; WARC-Refers-To its
// id where that is a URI in angle brackets, as in a WARC file. Block and payload digests are SHA-1
// in base 32, which all tools check. The facts of the provenance header stand in fields of their
// own, "Strigil-Title" and the like, which other readers pass over.
//
// Ids are name-based UUIDs (version 5): of the source, and of the raw and the written text. So the
// same input gives the same bytes. A dropped document is left out.
class WarcFormatter final : public DocumentFormatter {
 public:
  struct Options {
    std::string software = "strigil";  // for the warcinfo record
    // For what has no date in the form of WARC-Date: documents, and a warcinfo record with no
    // dated document behind it. Must have that form, as in "2024-12-03T09:30:00Z".
    std::string date;
    bool unwrap = false;  // join the lines of hard-wrapped paragraphs
  };

  explicit WarcFormatter(Options options) : options_(std::move(options)) {}

  void Append(const Document& document, std::string* out) const override;

  // The warcinfo record, with the date of `first`.
  void AppendPrologue(const Document* first, std::string* out) const override;

 private:
  const Options options_;
};

// Returns whether `date` has a form that WARC-Date may have: "2024-12-03T09:30:00Z", with or
// without a fraction of the second, or less of it from the right ("2024-12"). Safe to call from any
// thread.
bool IsWarcDate(std::string_view date);

// Returns the name-based UUID, version 5, of `name` in strigil's own namespace, 36 characters. Safe
// to call from any thread.
std::string NameUuid(std::string_view name);

}  // namespace strigil

#endif  // STRIGIL_IO_WARC_FORMATTER_H_
