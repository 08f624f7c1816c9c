#ifndef STRIGIL_IO_DECOMPRESSOR_H_
#define STRIGIL_IO_DECOMPRESSOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "strigil/io/byte_source.h"
#include "strigil/io/compression.h"

namespace strigil {

// Where compressed data is bad.
struct Damage {
  uint64_t offset = 0;  // of the compressed source, in bytes: where the error was seen
  std::string message;  // "damaged gzip data: incorrect data check"
};

// Decompresses another source: all of its members (gzip), frames (zstd) or streams (bzip2, xz), one
// behind the other. Damage is not thrown: what was good before it is read as if nothing were wrong,
// and reading goes on at the next member that can be read, which may begin inside the damaged one.
// What comes from there begins a line: unless the bytes before it end in '\n', or a whole member in
// '\f', a '\n' that was in no member stands between them, so that a broken line takes no whole one
// with it.
//
// It holds a read buffer, at most 1 MiB of the member that it is in, and what the format itself
// needs. Not safe for use from two threads at once.
class Decompressor : public ByteSource {
 public:
  // The most places of damage that are remembered.
  static constexpr size_t kMaxDamages = 16;

  // Returns the first kMaxDamages places of damage that were met so far, in the order of the
  // members that they are in. The vector changes with the next Read().
  virtual const std::vector<Damage>& damages() const = 0;

  // Returns how many were met so far, whether damages() has room for them or not.
  virtual uint64_t damage_count() const = 0;
};

// Returns a decompressor of `source`, which it takes over and which must not be null. `compression`
// must not be kNone. InputError of `source` passes through; bytes behind the last member that begin
// no other are damage, zeros alone (padding of tapes and disks) are not.
std::unique_ptr<Decompressor> NewDecompressor(std::unique_ptr<ByteSource> source,
                                              Compression compression);

}  // namespace strigil

#endif  // STRIGIL_IO_DECOMPRESSOR_H_
