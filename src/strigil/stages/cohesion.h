#ifndef STRIGIL_STAGES_COHESION_H_
#define STRIGIL_STAGES_COHESION_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

// How much of one part of a document's content words another part has, too: weights of distinct
// stems.
struct Overlap {
  double shared = 0;
  double total = 0;
  uint32_t vocabulary = 0;  // distinct stems of that other part

  double share() const { return total == 0 ? 0.0 : shared / total; }
};

// The content words of a document, each with the line where it is first met. Paragraphs of one
// article repeat one another's words and names, those of another story do not: M. Hearst,
// "TextTiling", Computational Linguistics 23 (1997). Long words weigh more: they are the rarer
// ones. Not safe for use from two threads at once.
class Vocabulary {
 public:
  enum class Lines { kAll, kProse };

  // The words of the lines of `document`, all or only the prose, that are kept when a question
  // first concerns them. What is removed later stays in it. `document` must outlive it and keep its
  // text.
  explicit Vocabulary(const Document& document, Lines lines = Lines::kAll);

  // Returns how much of the lines of [first, last), kept or not, the lines before `end` have, too.
  // Takes time for those lines, and once for each line before `end`.
  Overlap OverlapWithLinesBefore(size_t end, size_t first, size_t last) const;

 private:
  // Places are those of words in StemIndex::all(), of which no text has half as many.
  static constexpr uint32_t kNowhere = UINT32_MAX;
  struct Entry {
    uint32_t first_place = kNowhere;
    uint32_t heaviest = 0;  // the weight that an overlap has counted so far; 0 between overlaps
  };

  bool Takes(size_t line) const;
  // Takes in the words of the lines before `end`.
  void Grow(size_t end) const;

  const Document& document_;
  const Lines lines_;
  const StemIndex& stems_;
  mutable size_t lines_grown_ = 0;
  mutable uint32_t distinct_ = 0;  // stems of those lines
  // For each place as far as it has grown, and the one behind, how many distinct stems stand before
  // it.
  mutable std::unique_ptr<uint32_t[]> distinct_before_;
  mutable std::vector<Entry> entries_;  // by stem
};

// How likely a block of text with this overlap with an article is of another story, as the
// logarithm of the ratio of the two likelihoods: above 0 for another story. A few words are weak
// evidence either way.
double LogOddsOfOtherStory(const Overlap& overlap);

// No overlap gives more than this.
inline constexpr double kHighestLogOdds = 3.1;

}  // namespace strigil

#endif  // STRIGIL_STAGES_COHESION_H_
