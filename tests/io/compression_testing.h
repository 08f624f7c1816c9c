#ifndef STRIGIL_TESTS_IO_COMPRESSION_TESTING_H_
#define STRIGIL_TESTS_IO_COMPRESSION_TESTING_H_

#include <string>
#include <string_view>

#include "strigil/io/compression.h"

namespace strigil {

// Returns `plain`, compressed as one member, frame or stream; as it is where `compression` is
// kNone. At the lowest level, which needs the least memory to decompress. Throws std::runtime_error
// where the library of bzip2 or xz fails.
std::string Compressed(std::string_view plain, Compression compression);

}  // namespace strigil

#endif  // STRIGIL_TESTS_IO_COMPRESSION_TESTING_H_
