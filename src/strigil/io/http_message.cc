#include "strigil/io/http_message.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>

#include "strigil/io/byte_source.h"
#include "strigil/io/compression.h"
#include "strigil/io/decompressor.h"
#include "strigil/io/header_fields.h"

namespace strigil {
namespace {

enum class Chunks { kNone, kWhole, kDamaged };

// Appends the data of a chunked body to `out`.
Chunks JoinChunks(std::string_view body, std::string* out) {
  for (bool first = true;; first = false) {
    const Chunks bad = first ? Chunks::kNone : Chunks::kDamaged;
    if (body.find('\n') == std::string_view::npos) return bad;
    std::string_view line = CutLine(&body);
    line = TrimBlanks(line.substr(0, line.find(';')));
    uint64_t size = 0;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (line.empty() || error != std::errc() || stop != line.data() + line.size()) return bad;
    if (size == 0) return Chunks::kWhole;
    if (size > body.size()) return bad;
    out->append(body, 0, size);
    body.remove_prefix(size);
    if (!CutLine(&body).empty()) return bad;
  }
}

}  // namespace

ContentType ParseContentType(std::string_view value) {
  ContentType type;
  type.media_type = AsciiLower(TrimBlanks(value.substr(0, value.find(';'))));
  for (size_t at = value.find(';'); at != std::string_view::npos;) {
    const size_t next = value.find(';', at + 1);
    const std::string_view parameter =
        TrimBlanks(value.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
    at = next;
    const size_t equals = parameter.find('=');
    if (equals == std::string_view::npos ||
        AsciiLower(TrimBlanks(parameter.substr(0, equals))) != "charset") {
      continue;
    }
    std::string_view charset = TrimBlanks(parameter.substr(equals + 1));
    if (charset.size() >= 2 && (charset.front() == '"' || charset.front() == '\'') &&
        charset.back() == charset.front()) {
      charset = charset.substr(1, charset.size() - 2);
    }
    type.charset = charset;
    break;
  }
  return type;
}

std::optional<HttpHead> ParseHttpHead(std::string_view message) {
  if (!message.starts_with("HTTP/")) return std::nullopt;
  const auto size = HeaderBlockSize(message);
  if (!size) return std::nullopt;
  std::string_view block = message.substr(0, *size);
  (void)CutLine(&block);  // the status: whatever came, its text is what was crawled
  const auto fields = HeaderFields::Parse(block, /*lenient=*/true);
  HttpHead head;
  head.type = ParseContentType(fields->Find("content-type"));
  head.transfer_encoding = AsciiLower(fields->Find("transfer-encoding"));
  head.content_encoding = AsciiLower(fields->Find("content-encoding"));
  head.size = *size;
  return head;
}

std::optional<std::string> DecodeHttpBody(const HttpHead& head, std::string_view body,
                                          size_t max_bytes, std::string* error) {
  std::string joined;
  if (head.transfer_encoding.find("chunked") != std::string::npos) {
    switch (JoinChunks(body, &joined)) {
      case Chunks::kWhole:
        body = joined;
        break;
      case Chunks::kDamaged:
        *error = "the chunks of the HTTP body are damaged";
        return std::nullopt;
      case Chunks::kNone:
        break;
    }
  }
  const std::string& encoding = head.content_encoding;
  if (encoding.empty() || encoding == "identity") return std::string(body);
  const bool gzip = encoding == "gzip" || encoding == "x-gzip";
  if (!gzip && encoding != "zstd") {
    *error = "the HTTP content encoding '" + encoding + "' is not read";
    return std::nullopt;
  }
  const Compression compression = DetectCompression(body);
  if (compression != (gzip ? Compression::kGzip : Compression::kZstd)) return std::string(body);
  const auto source = NewDecompressor(std::make_unique<MemorySource>(body), compression);
  std::string decoded;
  std::array<char, 16384> buffer;
  while (const size_t got = source->Read(buffer)) {
    if (decoded.size() + got > max_bytes) {
      *error = "the document has more than " + std::to_string(max_bytes) +
               " bytes, the most that is read";
      return std::nullopt;
    }
    decoded.append(buffer.data(), got);
  }
  if (source->damage_count() > 0) {
    *error = "the HTTP body is damaged: " + source->damages().front().message;
    return std::nullopt;
  }
  return decoded;
}

}  // namespace strigil
