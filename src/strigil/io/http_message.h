#ifndef STRIGIL_IO_HTTP_MESSAGE_H_
#define STRIGIL_IO_HTTP_MESSAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace strigil {

// What a Content-Type says. Every function of this file is safe to call from any thread.
struct ContentType {
  std::string media_type;  // lower case, "text/plain"; empty where nothing is said
  std::string charset;     // the label as it stands, without quotes; may be empty
};

// Returns what `value` of a Content-Type field says. Whatever it is, this does not fail.
ContentType ParseContentType(std::string_view value);

// The head of an HTTP response.
struct HttpHead {
  ContentType type;
  std::string transfer_encoding;  // lower case, as is content_encoding
  std::string content_encoding;
  size_t size = 0;  // of the head with its empty line: where the body begins
};

// Returns the head that `message` begins with, or nothing where it is no HTTP response.
std::optional<HttpHead> ParseHttpHead(std::string_view message);

// Undoes the encodings of a body and returns it: chunks, gzip and zstd. An encoding that the head
// names and the body does not have has been undone by the crawler, as many do: such a body comes
// back as it is. Returns nothing, and why in `*error`, where the encoding is another one, the bytes
// are damaged, or the result would have more than `max_bytes`.
std::optional<std::string> DecodeHttpBody(const HttpHead& head, std::string_view body,
                                          size_t max_bytes, std::string* error);

}  // namespace strigil

#endif  // STRIGIL_IO_HTTP_MESSAGE_H_
