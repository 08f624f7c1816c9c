#ifndef STRIGIL_RULES_PATTERN_LITERALS_H_
#define STRIGIL_RULES_PATTERN_LITERALS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/pattern_syntax.h"

namespace strigil {

// Returns `text` (valid UTF-8) as literals are compared: case folded, ' for every kind of
// apostrophe, one space for every run of white space. Safe to call from any thread.
std::string FoldForLiterals(std::string_view text);

// The same, written to `out`, which must have room for MostFoldedBytes(). Returns the end of what
// was written; bytes behind it may have been written, too.
char* FoldForLiterals(std::string_view text, char* out);
constexpr size_t MostFoldedBytes(size_t text_bytes) { return 2 * text_bytes + 16; }

// What a text, folded by FoldForLiterals(), must hold to be worth a rule's pattern.
struct PatternLiterals {
  static constexpr uint32_t kUnbounded = UINT32_MAX;
  // At an end of a literal: no letter or digit stands beside it, or the line begins or ends there.
  // No folded text has them.
  static constexpr char kWordEdge = '\n';
  static constexpr char kLineEnd = '\r';
  // The matches are just the texts whose folded form is one of these; empty: nothing is known.
  std::vector<std::string> exact;
  // Every match begins with one of them; empty: nothing is known. With edges at their ends where
  // they are known.
  std::vector<std::string> prefixes;
  // Sets of which every match holds one literal each, the rarest first. With edges at both ends
  // where they are known.
  std::vector<std::vector<std::string>> required;
  uint64_t marks = 0;      // bits of LineShape::marks that every match has, all of them
  uint32_t min_bytes = 0;  // no match, folded, is shorter
  uint32_t max_characters = kUnbounded;  // no match, folded, has more code points
  bool may_hold_space = true;            // false: no match has white space in it
};

// Returns `literal` without the edges at its ends.
std::string WithoutEdges(std::string_view literal);

// Returns how often one of `literals` is met at a place of a text, roughly: by the frequencies of
// letters in European languages. 1 for none at all.
double FrequencyOf(const std::vector<std::string>& literals);
double FrequencyOf(std::string_view literal);

// Returns what is known of the matches of `pattern`, a rule's pattern as written (see
// ExpandPattern()). A pattern that is not understood gives nothing known, which is always true.
// Safe to call from any thread.
//
// The method is that of R. Cox, "Regular Expression Matching with a Trigram Index" (2012), with
// whole literals in place of trigrams.
PatternLiterals ExtractLiterals(std::string_view pattern, MatchAnchors anchors = {});
PatternLiterals ExtractLiterals(const PatternNode& pattern, MatchAnchors anchors = {});

}  // namespace strigil

#endif  // STRIGIL_RULES_PATTERN_LITERALS_H_
