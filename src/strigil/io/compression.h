#ifndef STRIGIL_IO_COMPRESSION_H_
#define STRIGIL_IO_COMPRESSION_H_

#include <cstddef>
#include <string_view>

namespace strigil {

enum class Compression { kNone, kGzip, kZstd, kBzip2, kXz };

// The most bytes that DetectCompression() needs to see.
inline constexpr size_t kCompressionMagicBytes = 10;

// Returns how a stream that begins with `start` is compressed; kNone where its first bytes are no
// known magic. Names do not count. Safe to call from any thread.
Compression DetectCompression(std::string_view start);

// Returns "gzip", "zstd", "bzip2", "xz" or "none".
std::string_view CompressionName(Compression compression);

// Returns the compression of output called `name`: "none", "gzip" or "zstd". Any other name is a
// ConfigError that lists them.
Compression ParseOutputCompression(std::string_view name);

// Returns the compression that the name of an output file asks for: kGzip for "*.gz", kZstd for
// "*.zst", else kNone.
Compression CompressionOfOutput(std::string_view path);

}  // namespace strigil

#endif  // STRIGIL_IO_COMPRESSION_H_
