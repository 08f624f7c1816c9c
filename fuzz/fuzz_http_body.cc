// HTTP responses as WARC files hold them.

#include <optional>
#include <string>

#include "fuzz/fuzzing.h"
#include "strigil/io/http_message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view message = strigil::Bytes(data, size);
  const auto head = strigil::ParseHttpHead(message);
  if (!head) return 0;
  strigil::Promise(head->size <= size);
  std::string error;
  const auto body = strigil::DecodeHttpBody(*head, message.substr(head->size), size, &error);
  strigil::Promise(body ? body->size() <= size : !error.empty());
  return 0;
}
