// Text, and telling a format by its bytes. The first byte chooses how text is split.

#include "fuzz/fuzzing.h"
#include "strigil/io/text_split.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  strigil::ReaderOptions options;
  switch (data[0] % 4) {
    case 0:
      options.split = strigil::ParseTextSplit("form-feed");
      break;
    case 1:
      options.split = strigil::ParseTextSplit("blank-lines=2");
      break;
    case 2:
      options.split = strigil::ParseTextSplit("/-+/");
      break;
    default:
      break;
  }
  strigil::ReadToTheEnd(strigil::Bytes(data + 1, size - 1), options);
  return 0;
}
