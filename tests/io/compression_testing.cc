#include "tests/io/compression_testing.h"

#include <bzlib.h>
#include <lzma.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "strigil/io/compressor.h"

namespace strigil {
namespace {

std::string Bzip2(std::string_view plain) {
  std::string out(plain.size() + plain.size() / 50 + 1000, '\0');
  auto size = static_cast<unsigned>(out.size());
  if (BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(plain.data()),
                               static_cast<unsigned>(plain.size()), 1, 0, 0) != BZ_OK) {
    throw std::runtime_error("bzip2 failed");
  }
  out.resize(size);
  return out;
}

std::string Xz(std::string_view plain) {
  std::string out(lzma_stream_buffer_bound(plain.size()), '\0');
  size_t size = 0;
  if (lzma_easy_buffer_encode(
          0, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const uint8_t*>(plain.data()),
          plain.size(), reinterpret_cast<uint8_t*>(out.data()), &size, out.size()) != LZMA_OK) {
    throw std::runtime_error("xz failed");
  }
  out.resize(size);
  return out;
}

}  // namespace

std::string Compressed(std::string_view plain, Compression compression) {
  switch (compression) {
    case Compression::kBzip2:
      return Bzip2(plain);
    case Compression::kXz:
      return Xz(plain);
    case Compression::kGzip:
    case Compression::kZstd: {
      std::string out;
      AppendCompressed(plain, compression, &out);
      return out;
    }
    case Compression::kNone:
      break;
  }
  return std::string(plain);
}

}  // namespace strigil
