#ifndef STRIGIL_RULES_PATTERN_LITERALS_H_
#define STRIGIL_RULES_PATTERN_LITERALS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {

// Returns `text` (valid UTF-8) as literals are compared: case folded, ' for every kind of apostrophe, one space for every
// run of white space. Safe to call from any thread.
std::string FoldForLiterals(std::string_view text);

// The same into `*folded`, whose memory is used again.
void FoldForLiterals(std::string_view text, std::string* folded);

// What a text, folded by FoldForLiterals(), must hold to be worth a rule's pattern.
struct PatternLiterals {
  static constexpr uint32_t kUnbounded = UINT32_MAX;

  std::vector<std::string> prefixes;  // every match begins with one of them; empty: nothing is known
  std::vector<std::string> required;  // every match holds one of them; empty: nothing is known
  uint32_t max_bytes = kUnbounded;    // no match is longer, runs of more than eight white-space characters aside
};

// Returns what is known of the matches of `pattern`, a rule's pattern as written (see ExpandPattern()). A pattern that
// is not understood gives nothing known, which is always true. Safe to call from any thread.
//
// The method is that of R. Cox, "Regular Expression Matching with a Trigram Index" (2012), with whole literals in place of
// trigrams.
PatternLiterals ExtractLiterals(std::string_view pattern);

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_LITERALS_H_
