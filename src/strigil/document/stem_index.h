#ifndef STRIGIL_DOCUMENT_STEM_INDEX_H_
#define STRIGIL_DOCUMENT_STEM_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "strigil/document/line.h"
#include "strigil/text/line_scan.h"

namespace strigil {

// A content word of a line: its stem as a number, and its length.
struct Stem {
  uint32_t number = 0;
  uint32_t letters = 0;
};

// Whether a word is a content word: of more than three letters, and no function word of any
// language. Without a branch: content and function words take turns at random.
inline bool IsContentWord(const Word& word) {
  constexpr uint8_t kFewestLetters = 4;
  return (word.letters >= kFewestLetters) & (word.function_word == 0);
}

// The content words of a document, line by line. Their stems are numbered from 0, as they are first
// met, so that what is known of a stem stands in an array. Immutable.
class StemIndex {
 public:
  StemIndex() = default;

  // `words` are those of all lines, in order.
  StemIndex(std::span<const Line> lines, std::span<const Word> words);

  // Returns the content words of the lines of [first, last), in order, each as often as it is
  // there. Valid as long as the index.
  std::span<const Stem> InLines(size_t first, size_t last) const {
    return std::span(stems_).subspan(begins_[first], begins_[last] - begins_[first]);
  }

  // Returns all of them, valid as long as the index, and where in them those of a line begin, or of
  // the one behind the last.
  std::span<const Stem> all() const { return stems_; }
  uint32_t BeginOf(size_t line) const { return begins_[line]; }

  // Returns how many different stems there are: one more than the highest number.
  uint32_t size() const { return size_; }

 private:
  std::vector<Stem> stems_;
  // For each line, where its words begin in stems_; then the end.
  std::vector<uint32_t> begins_ = std::vector<uint32_t>(1);
  uint32_t size_ = 0;
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_STEM_INDEX_H_
