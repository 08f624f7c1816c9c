#include "strigil/io/compression.h"

#include <string>

#include "strigil/text/error.h"

namespace strigil {
namespace {

// What a block of bzip2 begins with, pi in decimal digits of four bits, and what its end, where
// there is no block: the root of pi.
constexpr std::string_view kBzip2Block = "1AY&SY";
constexpr std::string_view kBzip2End = "\x17\x72\x45\x38\x50\x90";

}  // namespace

Compression DetectCompression(std::string_view start) {
  using namespace std::string_view_literals;
  // The third byte of gzip is its only method, deflate; the upper bits of the fourth are reserved.
  if (start.size() >= 4 && start.starts_with("\x1F\x8B\x08"sv) &&
      (static_cast<unsigned char>(start[3]) & 0xE0) == 0) {
    return Compression::kGzip;
  }
  if (start.starts_with("\x28\xB5\x2F\xFD"sv)) return Compression::kZstd;
  // A skippable frame, which files for seeking and WARC dictionaries begin with.
  if (start.size() >= 4 && (static_cast<unsigned char>(start[0]) & 0xF0) == 0x50 &&
      start.substr(1, 3) == "\x2A\x4D\x18"sv) {
    return Compression::kZstd;
  }
  if (start.size() >= 10 && start.starts_with("BZh") && start[3] >= '1' && start[3] <= '9' &&
      (start.substr(4, 6) == kBzip2Block || start.substr(4, 6) == kBzip2End)) {
    return Compression::kBzip2;
  }
  if (start.starts_with("\xFD\x37\x7A\x58\x5A\x00"sv)) return Compression::kXz;
  return Compression::kNone;
}

std::string_view CompressionName(Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return "gzip";
    case Compression::kZstd:
      return "zstd";
    case Compression::kBzip2:
      return "bzip2";
    case Compression::kXz:
      return "xz";
    case Compression::kNone:
      break;
  }
  return "none";
}

Compression ParseOutputCompression(std::string_view name) {
  for (const Compression compression :
       {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    if (name == CompressionName(compression)) return compression;
  }
  throw ConfigError("compression '" + std::string(name) + "': expected none, gzip or zstd");
}

Compression CompressionOfOutput(std::string_view path) {
  if (path.ends_with(".gz")) return Compression::kGzip;
  if (path.ends_with(".zst")) return Compression::kZstd;
  return Compression::kNone;
}

}  // namespace strigil
