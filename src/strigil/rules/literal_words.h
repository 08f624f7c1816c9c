#ifndef STRIGIL_RULES_LITERAL_WORDS_H_
#define STRIGIL_RULES_LITERAL_WORDS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace strigil {

// A word that every text with some literal in it has.
struct LiteralWord {
  uint32_t hash = 0;     // its Word::hash (text/line_scan.h)
  double frequency = 0;  // of the words of a usual text, which it is, roughly
};

// Returns the words that are in `literal` (folded, with edges: see PatternLiterals) as a whole,
// in runs of words that stand side by side: letters or digits at its ends, and beside an
// apostrophe, may go on in the text. Safe to call from any thread.
std::vector<std::vector<LiteralWord>> RunsOfWords(std::string_view literal);

// The same, but only those that every text which begins with `literal` begins with.
std::vector<LiteralWord> LeadingWords(std::string_view literal);

// Returns bits of LineShape::marks of which every text with `literal` in it has all; 0 where it has
// no telling mark. Safe to call from any thread.
uint64_t MarksOf(std::string_view literal);

}  // namespace strigil

#endif  // STRIGIL_RULES_LITERAL_WORDS_H_
