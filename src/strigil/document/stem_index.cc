#include "strigil/document/stem_index.h"

#include <algorithm>
#include <bit>
#include <memory>

namespace strigil {
namespace {

// Gives each stem that is new to it the next number.
class StemNumbers {
 public:
  // Room for `stems` different ones, and much of it free: where two want the same slot, a branch is
  // mispredicted. Long texts repeat their stems, and leave enough free without that.
  explicit StemNumbers(size_t stems)
      : slots_(std::bit_ceil(std::max(stems, std::min(2 * stems, kLongText)) + 1)),
        mask_(slots_.size() - 1),
        stems_(std::make_unique_for_overwrite<uint32_t[]>(stems + 1)) {
    stems_[0] = 0;
  }

  uint32_t NumberOf(uint32_t stem) {
    size_t slot = stem & mask_;
    while (IsOfOther(slots_[slot], stem)) slot = (slot + 1) & mask_;
    // Without a branch: new and known stems take turns at random.
    const uint32_t known = slots_[slot];
    const uint32_t is_new = known == 0 ? 1 : 0;
    count_ += is_new;
    const uint32_t next_number = known + is_new * count_;
    slots_[slot] = next_number;
    stems_[next_number] = stem;
    return next_number - 1;
  }

  uint32_t count() const { return count_; }

 private:
  static constexpr size_t kLongText = size_t{1} << 16U;  // in stems

  // Whether a slot is neither free nor of `stem`; a product, for `&&` would be two branches.
  bool IsOfOther(uint32_t next_number, uint32_t stem) const {
    return uint64_t{next_number} * (stems_[next_number] ^ stem) != 0;
  }

  std::vector<uint32_t> slots_;  // a stem's number and 1; 0: free
  size_t mask_;
  std::unique_ptr<uint32_t[]> stems_;  // by number and 1
  uint32_t count_ = 0;
};

}  // namespace

StemIndex::StemIndex(std::span<const Line> lines, std::span<const Word> words)
    : stems_(words.size() + 1), begins_(lines.size() + 1) {
  // First the hashes, without a branch, and how many stand before each word: how many words a line
  // has is as hard to foresee.
  const auto stems_before = std::make_unique_for_overwrite<uint32_t[]>(words.size() + 1);
  uint32_t count = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    stems_before[i] = count;
    stems_[count] = {word.stem, word.letters};
    count += IsContentWord(word) ? 1 : 0;
  }
  stems_before[words.size()] = count;
  stems_.resize(count);
  for (size_t i = 0; i < lines.size(); ++i) begins_[i] = stems_before[lines[i].words_begin];
  begins_[lines.size()] = count;
  StemNumbers numbers(count);
  for (Stem& stem : stems_) stem.number = numbers.NumberOf(stem.number);
  size_ = numbers.count();
}

}  // namespace strigil
