#ifndef STRIGIL_TEXT_QUOTED_H_
#define STRIGIL_TEXT_QUOTED_H_

#include <string_view>

namespace strigil {

// Returns whether what stands between `before` and `after` is all that a pair of quotation marks or
// backticks encloses: then it is spoken about, and a repair would take the example out of the
// sentence. Needs valid UTF-8. Safe to call from any thread.
constexpr bool IsQuotedAlone(std::string_view before, std::string_view after) {
  struct Pair {
    std::string_view open;
    std::string_view close;
  };
  constexpr Pair kPairs[] = {{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"},
                             {"„", "“"},   {"‘", "’"}, {"«", "»"}, {"»", "«"}};
  for (const Pair& pair : kPairs) {
    if (before.ends_with(pair.open) && after.starts_with(pair.close)) return true;
  }
  return false;
}

}  // namespace strigil

#endif  // STRIGIL_TEXT_QUOTED_H_
