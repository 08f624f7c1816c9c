// JSON lines, not compressed or in whatever compression the bytes are.

#include "fuzz/fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  strigil::ReaderOptions options;
  options.format = strigil::RecordFormat::kJsonl;
  strigil::ReadToTheEnd(strigil::Bytes(data, size), options);
  return 0;
}
