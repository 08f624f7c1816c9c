#ifndef STRIGIL_IO_TEXT_FORMATTER_H_
#define STRIGIL_IO_TEXT_FORMATTER_H_

#include <string>
#include <string_view>

#include "strigil/io/document_writer.h"

namespace strigil {

enum class HeaderStyle {
  kFull,   // all that is known
  kShort,  // Strigil, Source, Record-ID, URL, Title, Language and Content-Length
  kNone,
};

// Returns the style called `name`: "full", "short" or "none". Any other name is a ConfigError that
// lists them.
HeaderStyle ParseHeaderStyle(std::string_view name);

// Plain text: the provenance header and a blank line (see provenance_header.h), the body, one line
// end. Without headers a form feed stands between documents, as it does between the pages of a text
// file and as the split "form-feed" reads it. A document of which nothing was kept has an empty
// body; a dropped document is left out.
class TextFormatter final : public DocumentFormatter {
 public:
  // With `unwrap` the lines of hard-wrapped paragraphs are joined.
  explicit TextFormatter(HeaderStyle header, bool unwrap = false)
      : header_(header), unwrap_(unwrap) {}

  void Append(const Document& document, std::string* out) const override;
  std::string_view separator() const override { return header_ == HeaderStyle::kNone ? "\f" : ""; }

 private:
  const HeaderStyle header_;
  const bool unwrap_;
};

}  // namespace strigil

#endif  // STRIGIL_IO_TEXT_FORMATTER_H_
