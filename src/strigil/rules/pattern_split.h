#ifndef STRIGIL_RULES_PATTERN_SPLIT_H_
#define STRIGIL_RULES_PATTERN_SPLIT_H_

#include <vector>

#include "strigil/rules/pattern_syntax.h"

namespace strigil {

// Returns patterns that together match just what `pattern` matches, each from its beginning a
// literal for as long as may be: "(read|see) (more|also)" becomes "read more", "read also", "see
// more" and "see also". A rule that lists phrases so becomes phrases, which can be looked up, and
// what cannot be listed becomes small. At most kMostPieces pieces; a pattern with more alternatives
// is split less far.
std::vector<PatternNode> SplitPattern(const PatternNode& pattern);
inline constexpr size_t kMostPieces = 64;

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_SPLIT_H_
