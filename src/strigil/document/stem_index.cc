#include "strigil/document/stem_index.h"

#include <bit>

namespace strigil {
namespace {

// Gives each stem that is new to it the next number.
class StemNumbers {
 public:
  // Room for `stems` different ones.
  explicit StemNumbers(size_t stems) : slots_(std::bit_ceil(stems + 1)), mask_(slots_.size() - 1) {}

  uint32_t NumberOf(uint32_t stem) {
    size_t slot = stem & mask_;
    while (slots_[slot].next_number != 0 && slots_[slot].stem != stem) slot = (slot + 1) & mask_;
    if (slots_[slot].next_number == 0) slots_[slot] = {stem, ++count_};
    return slots_[slot].next_number - 1;
  }

  uint32_t count() const { return count_; }

 private:
  struct Slot {
    uint32_t stem = 0;
    uint32_t next_number = 0;  // the stem's number and 1; 0: free
  };

  std::vector<Slot> slots_;
  size_t mask_;
  uint32_t count_ = 0;
};

}  // namespace

StemIndex::StemIndex(std::span<const Line> lines, std::span<const Word> words) {
  // First the hashes, without a branch.
  stems_.resize(words.size() + 1);
  begins_.resize(lines.size() + 1);
  size_t count = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    begins_[i] = static_cast<uint32_t>(count);
    for (const Word& word :
         words.subspan(lines[i].words_begin, lines[i].words_end - lines[i].words_begin)) {
      stems_[count] = {word.stem, word.letters};
      count += IsContentWord(word) ? 1 : 0;
    }
  }
  begins_[lines.size()] = static_cast<uint32_t>(count);
  stems_.resize(count);
  StemNumbers numbers(count);
  for (Stem& stem : stems_) stem.number = numbers.NumberOf(stem.number);
  size_ = numbers.count();
}

}  // namespace strigil
