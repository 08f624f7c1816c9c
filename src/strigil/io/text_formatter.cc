#include "strigil/io/text_formatter.h"

#include "strigil/io/provenance_header.h"
#include "strigil/text/error.h"

namespace strigil {

HeaderStyle ParseHeaderStyle(std::string_view name) {
  if (name == "full") return HeaderStyle::kFull;
  if (name == "short") return HeaderStyle::kShort;
  if (name == "none") return HeaderStyle::kNone;
  throw ConfigError("header '" + std::string(name) + "': expected full, short or none");
}

void TextFormatter::Append(const Document& document, std::string* out) const {
  if (document.dropped()) return;
  constexpr size_t kUsualHeader = 1024;
  const std::string body = document.Body(unwrap_);
  out->reserve(out->size() + kUsualHeader + body.size());
  AppendProvenanceHeader(document, body, header_, out);
  out->append(body);
  out->push_back('\n');
}

}  // namespace strigil
