#ifndef STRIGIL_IO_ASCII_SPACE_H_
#define STRIGIL_IO_ASCII_SPACE_H_

#include <algorithm>
#include <string_view>

namespace strigil {

// Returns whether `bytes` hold nothing but ASCII white space. True for no bytes at all.
inline bool IsAsciiSpace(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace strigil

#endif  // STRIGIL_IO_ASCII_SPACE_H_
