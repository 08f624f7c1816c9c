#include "strigil/io/provenance_header.h"

#include <charconv>
#include <cstddef>
#include <cstdint>

#include "strigil/io/decode_counts.h"
#include "strigil/text/digest.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kVersion = "1";

bool IsSpace(char32_t c) {
  return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Returns whether `value` is what AppendFolded() would make of it, of ASCII alone.
bool IsFoldedAscii(std::string_view value) {
  bool folded = true;
  char before = ' ';
  for (const char c : value) {
    folded &= ((c > ' ') & (c < '\x7F')) | ((c == ' ') & (before != ' '));
    before = c;
  }
  return folded && before != ' ';
}

// Appends `value` as one line: white space folded and trimmed, controls left out, invalid bytes as
// U+FFFD. Returns whether anything was left to append.
bool AppendFolded(std::string_view value, std::string* out) {
  if (IsFoldedAscii(value)) {
    out->append(value);
    return true;
  }
  std::string repaired;
  if (!IsValidUtf8(value)) {
    repaired = ToValidUtf8(value);
    value = repaired;
  }
  const size_t before = out->size();
  bool space = false;
  for (size_t next = 0; next < value.size();) {
    const size_t begin = next;
    const char32_t c = DecodeUtf8(value, &next);
    if (IsSpace(c)) {
      space = true;
    } else if (!IsControl(c)) {
      if (space && out->size() > before) out->push_back(' ');
      space = false;
      out->append(value, begin, next - begin);
    }
  }
  return out->size() > before;
}

void AppendField(std::string_view name, std::string_view value, std::string* out) {
  const size_t before = out->size();
  out->append(name).append(": ");
  if (AppendFolded(value, out)) {
    out->push_back('\n');
  } else {
    out->resize(before);
  }
}

// What the container says of the payload, else of the whole record.
const std::string& RecordDigest(const Record& record) {
  return record.payload_digest.empty() ? record.block_digest : record.payload_digest;
}

void AppendCount(std::string_view name, uint64_t count, std::string* list) {
  if (!list->empty()) list->push_back(' ');
  list->append(name).append("=").append(std::to_string(count));
}

}  // namespace

void AppendProvenanceHeader(const Document& document, std::string_view body, HeaderStyle style,
                            std::string* out) {
  if (style == HeaderStyle::kNone) return;
  const bool full = style == HeaderStyle::kFull;
  const Record& record = document.record();
  const Provenance& provenance = document.provenance();
  AppendField("Strigil", kVersion, out);
  AppendField("Source", record.source, out);
  AppendField("Record-ID", record.id, out);
  AppendField("URL", record.url, out);
  if (full) {
    AppendField("Record-Date", record.date, out);
    AppendField("Record-Language", record.language, out);
    AppendField("Record-Digest", RecordDigest(record), out);
  }
  AppendField("Title", provenance.title, out);
  if (full) {
    AppendField("Author", provenance.author, out);
    AppendField("Published", provenance.published, out);
  }
  AppendField("Language", provenance.language, out);
  if (full) {
    AppendField("Charset", provenance.charset, out);
    AppendField("Source-Digest", provenance.source_digest, out);
    AppendField("Profile", provenance.profile, out);
    AppendField("Lines",
                std::to_string(document.kept_lines()) + " kept, " +
                    std::to_string(document.removed_lines()) + " removed",
                out);
    std::string removed;
    for (const auto& [group, count] : document.CountRemovals()) {
      AppendCount(group, count.lines, &removed);
    }
    AppendField("Removed", removed, out);
    std::string decoded;
    for (const auto& [name, count] : NamedDecodeChanges(provenance.decode_changes)) {
      AppendCount(name, count, &decoded);
    }
    AppendField("Decoded", decoded, out);
    std::string marks;
    for (const std::string& mark : provenance.marks) marks.append(mark).append(" ");
    AppendField("Quality", marks, out);
    AppendField("Content-Digest", Sha256(body), out);
  }
  AppendField("Content-Length", std::to_string(body.size()), out);
  out->push_back('\n');
}

std::string_view HeadedDocument::Find(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (field == name) return value;
  }
  return "";
}

std::optional<HeadedDocument> CutHeadedDocument(std::string_view* stream) {
  HeadedDocument document;
  std::string_view rest = *stream;
  for (;;) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.empty()) break;
    const size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    document.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  if (document.fields.empty() ||
      document.fields.front() != std::pair(std::string_view("Strigil"), kVersion)) {
    return std::nullopt;
  }
  const std::string_view digits = document.Find("Content-Length");
  size_t length = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  if (rest.size() <= length || rest[length] != '\n') return std::nullopt;
  document.body = rest.substr(0, length);
  *stream = rest.substr(length + 1);
  return document;
}

}  // namespace strigil
