// The decompressors. The first byte chooses one; the others are the compressed bytes. What is read
// of a small input is bounded, so that no time goes into bombs.

#include <array>

#include "fuzz/fuzzing.h"
#include "strigil/io/decompressor.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using strigil::Compression;
  if (size == 0) return 0;
  constexpr std::array kCompressions = {Compression::kGzip, Compression::kZstd, Compression::kBzip2,
                                        Compression::kXz};
  const auto source = strigil::NewDecompressor(
      std::make_unique<strigil::MemorySource>(strigil::Bytes(data + 1, size - 1)),
      kCompressions[data[0] % kCompressions.size()]);
  std::array<char, 4096> buffer;
  for (size_t read = 0; read < (size_t{1} << 22);) {
    const size_t got = source->Read(buffer);
    if (got == 0) {
      strigil::Promise(source->Read(buffer) == 0);
      break;
    }
    strigil::Promise(got <= buffer.size());
    read += got;
  }
  strigil::Promise(source->damages().size() <= source->damage_count());
  strigil::Promise(source->damages().size() <= strigil::Decompressor::kMaxDamages);
  for (const strigil::Damage& damage : source->damages()) {
    strigil::Promise(damage.offset < size && !damage.message.empty());
  }
  return 0;
}
