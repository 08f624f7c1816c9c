#include "strigil/io/warc_formatter.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

#include "strigil/io/provenance_header.h"

namespace strigil {
namespace {

constexpr std::string_view kHexadecimal = "0123456789abcdef";
using Sha1Digest = std::array<unsigned char, 20>;

Sha1Digest Sha1(std::string_view bytes) {
  Sha1Digest digest;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  return digest;
}

// Returns "sha1:" and the digest in base 32 (RFC 4648); 20 bytes need no padding.
std::string Sha1Label(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string label = "sha1:";
  uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : Sha1(bytes)) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) label += kAlphabet[bits >> (count - 5) & 31];
  }
  return label;
}

// Returns `text` as the inside of a URI: what may not stand in one is percent-encoded.
std::string UriPart(std::string_view text, std::string_view also_allowed) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:";
  std::string uri;
  for (const char c : text) {
    if (kAllowed.find(c) != std::string_view::npos ||
        also_allowed.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return uri;
}

std::string TargetUri(const Record& record) {
  if (record.url.empty()) return "urn:x-strigil:" + UriPart(record.source, "");
  return UriPart(record.url, "?#[]@!$&'()*+,;=%");
}

// Returns whether `id` is a URI in angle brackets, as WARC-Record-ID is.
bool IsRecordId(std::string_view id) {
  return id.size() > 2 && id.front() == '<' && id.back() == '>' &&
         id.find(':') != std::string_view::npos &&
         UriPart(id.substr(1, id.size() - 2), "?#[]@!$&'()*+,;=%").size() == id.size() - 2;
}

void AppendField(std::string_view name, std::string_view value, std::string* out) {
  out->append(name).append(": ").append(value).append("\r\n");
}

void AppendContent(std::string_view content, std::string* out) {
  AppendField("Content-Length", std::to_string(content.size()), out);
  out->append("\r\n").append(content).append("\r\n\r\n");
}

// Appends the facts of the provenance header that WARC has no field for, each as "Strigil-NAME".
void AppendProvenance(const Document& document, std::string_view body, std::string* out) {
  std::string header;
  AppendProvenanceHeader(document, body, HeaderStyle::kFull, &header);
  for (std::string_view rest = header; !rest.empty();) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) break;
    const std::string_view name = line.substr(0, colon);
    if (name == "Strigil" || name == "URL" || name == "Content-Length") continue;
    out->append("Strigil-").append(line).append("\r\n");
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsWarcDate(std::string_view date) {
  // A digit for each 0; the lengths at which the date may stop.
  constexpr std::string_view kForm = "0000-00-00T00:00:00";
  size_t at = 0;
  for (; at < std::min(date.size(), kForm.size()); ++at) {
    if (kForm[at] == '0' ? !IsDigit(date[at]) : date[at] != kForm[at]) break;
  }
  if (at == date.size()) return at == 4 || at == 7 || at == 10;
  if (at == kForm.size() && date[at] == '.') {
    const size_t fraction = ++at;
    while (at < date.size() && IsDigit(date[at])) ++at;
    if (at == fraction || at > fraction + 9) return false;
  }
  return (at == 16 || at >= kForm.size()) && date.substr(at) == "Z";
}

std::string NameUuid(std::string_view name) {
  // Made once at random: the namespace of all ids that strigil gives.
  constexpr std::string_view kNamespace =
      "\x8c\x5e\x1f\xd2\x9b\x37\x4a\x60\xa1\x0e\x42\xc7\x6d\x93\xf8\x2b";
  Sha1Digest digest = Sha1(std::string(kNamespace).append(name));
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3F) | 0x80);
  std::string uuid;
  for (size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += {kHexadecimal[digest[i] >> 4], kHexadecimal[digest[i] & 15]};
  }
  return uuid;
}

void WarcFormatter::Append(const Document& document, std::string* out) const {
  if (document.dropped()) return;
  const std::string body = document.Body(options_.unwrap);
  const Record& record = document.record();
  const std::string digest = Sha1Label(body);
  out->append("WARC/1.1\r\n");
  AppendField("WARC-Type", "conversion", out);
  AppendField(
      "WARC-Record-ID",
      "<urn:uuid:" +
          NameUuid(record.source + "\n" + document.provenance().source_digest + "\n" + digest) +
          ">",
      out);
  AppendField("WARC-Date", IsWarcDate(record.date) ? record.date : options_.date, out);
  AppendField("WARC-Target-URI", TargetUri(record), out);
  if (IsRecordId(record.id)) AppendField("WARC-Refers-To", record.id, out);
  AppendField("WARC-Block-Digest", digest, out);
  AppendField("WARC-Payload-Digest", digest, out);
  if (!document.provenance().language.empty()) {
    AppendField("WARC-Identified-Content-Language", document.provenance().language, out);
  }
  AppendField("Content-Type", "text/plain; charset=utf-8", out);
  AppendProvenance(document, body, out);
  AppendContent(body, out);
}

void WarcFormatter::AppendPrologue(const Document* first, std::string* out) const {
  const bool dated = first != nullptr && IsWarcDate(first->record().date);
  const std::string& date = dated ? first->record().date : options_.date;
  const std::string content =
      "software: " + options_.software +
      "\r\nformat: WARC File Format 1.1\r\nconformsTo: "
      "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
      "description: main texts, converted from the records that WARC-Refers-To names\r\n";
  out->append("WARC/1.1\r\n");
  AppendField("WARC-Type", "warcinfo", out);
  AppendField("WARC-Record-ID", "<urn:uuid:" + NameUuid("warcinfo\n" + date + "\n" + content) + ">",
              out);
  AppendField("WARC-Date", date, out);
  AppendField("WARC-Block-Digest", Sha1Label(content), out);
  AppendField("Content-Type", "application/warc-fields", out);
  AppendContent(content, out);
}

}  // namespace strigil
