#ifndef STRIGIL_FUZZ_FUZZING_H_
#define STRIGIL_FUZZ_FUZZING_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_format.h"
#include "strigil/io/record_reader.h"

namespace strigil {

// The limit that readers are tried with: small enough for inputs of a fuzzer to reach it.
inline constexpr size_t kFuzzMaxDocumentBytes = 4096;

// Ends the program as a crash does where `promise` is not kept.
inline void Promise(bool promise) {
  if (!promise) std::abort();
}

// Returns the bytes that a fuzzer gives.
inline std::string_view Bytes(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Reads `bytes` to their end, as a file would be, and sees to what every reader promises: records
// within the limit, in order, and problems with a message.
inline void ReadToTheEnd(std::string_view bytes, ReaderOptions options) {
  options.max_document_bytes = kFuzzMaxDocumentBytes;
  const auto reader = NewRecordReader(std::make_unique<MemorySource>(bytes), "in", options);
  uint64_t offset = 0;
  for (;;) {
    const ReadResult result = reader->Next();
    if (std::holds_alternative<EndOfInput>(result)) break;
    if (const auto* record = std::get_if<Record>(&result)) {
      Promise(record->bytes.size() <= kFuzzMaxDocumentBytes);
      Promise(record->offset >= offset);
      offset = record->offset;
    } else {
      Promise(!std::get<Problem>(result).message.empty());
    }
  }
  Promise(std::holds_alternative<EndOfInput>(reader->Next()));
}

}  // namespace strigil

#endif  // STRIGIL_FUZZ_FUZZING_H_
