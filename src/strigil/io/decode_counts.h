#ifndef STRIGIL_IO_DECODE_COUNTS_H_
#define STRIGIL_IO_DECODE_COUNTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "strigil/text/decode.h"

namespace strigil {

// Returns the kinds of change that were made at all, by name, in byte order, with their counts.
inline std::vector<std::pair<std::string_view, uint64_t>> NamedDecodeChanges(
    const DecodeChangeCounts& counts) {
  std::vector<std::pair<std::string_view, uint64_t>> named;
  for (size_t kind = 0; kind < counts.size(); ++kind) {
    if (counts[kind] > 0) {
      named.emplace_back(DecodeChangeName(static_cast<DecodeChange>(kind)), counts[kind]);
    }
  }
  std::sort(named.begin(), named.end());
  return named;
}

}  // namespace strigil

#endif  // STRIGIL_IO_DECODE_COUNTS_H_
