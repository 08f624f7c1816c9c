// Bytes of any charset to UTF-8.

#include <string>

#include "fuzz/fuzzing.h"
#include "strigil/text/decode.h"
#include "strigil/text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const strigil::DecodeOptions options;
  const std::string text = strigil::Decode(std::string(strigil::Bytes(data, size)), options).text;
  strigil::Promise(strigil::IsValidUtf8(text));
  strigil::Promise(strigil::Decode(text, options).text == text);
  return 0;
}
