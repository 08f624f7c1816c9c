#ifndef STRIGIL_STAGES_COHESION_H_
#define STRIGIL_STAGES_COHESION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

// How much of one part of a document's content words another part has, too: weights of distinct stems.
struct Overlap {
  double shared = 0;
  double total = 0;
  uint32_t vocabulary = 0;  // distinct stems of that other part

  double share() const { return total == 0 ? 0.0 : shared / total; }
};

// The content words of a document (those that are no function words of any language), each with the line where it is
// first met. Paragraphs of one article repeat one another's words and names, those of another story do not: M. Hearst,
// "TextTiling", Computational Linguistics 23 (1997). Long words weigh more: they are the rarer ones. Immutable.
class Vocabulary {
 public:
  enum class Lines { kAll, kProse };

  // The words of the lines of `document` that are kept, all or only the prose. `document` must outlive it.
  explicit Vocabulary(const Document& document, Lines lines = Lines::kAll);

  // Returns how much of the lines of [first, last), kept or not, the lines before `end` have, too.
  Overlap OverlapWithLinesBefore(size_t end, size_t first, size_t last) const;

 private:
  struct Slot {
    uint32_t stem = 0;
    uint32_t first_line = UINT32_MAX;
  };

  uint32_t FirstLine(uint32_t stem) const;

  const Document& document_;
  std::vector<uint32_t> stems_before_;  // for each line, how many distinct stems the lines before it have
  std::vector<Slot> slots_;  // open addressing; first_line == UINT32_MAX: free
  uint32_t mask_ = 0;
};

// How likely a block of text with this overlap with an article is of another story, as the logarithm of the ratio of
// the two likelihoods: above 0 for another story. A few words are weak evidence either way.
double LogOddsOfOtherStory(const Overlap& overlap);

}  // namespace strigil

#endif  // STRIGIL_STAGES_COHESION_H_
