#ifndef STRIGIL_RULES_PATTERN_EDGES_H_
#define STRIGIL_RULES_PATTERN_EDGES_H_

#include <array>
#include <cstddef>

#include "strigil/rules/pattern_characters.h"
#include "strigil/rules/pattern_syntax.h"

namespace strigil {

// Which bytes can stand where at the two ends of a pattern's matches, of the folded text
// (FoldForLiterals()). A handful of look-ups in these tells most lines that do not match from those
// that might.
struct PatternEdges {
  static constexpr size_t kBytes = 5;

  // Byte i of a match that has one is in first[i], byte i from the end in last[i].
  std::array<ByteSet, kBytes> first;
  std::array<ByteSet, kBytes> last;
  size_t shortest = 0;  // no match has fewer bytes; kBytes also where it has more
};

// Returns the edges of `pattern`'s matches; of parts that are not understood any byte may come.
// Safe to call from any thread.
PatternEdges FindEdges(const PatternNode& pattern);

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_EDGES_H_
