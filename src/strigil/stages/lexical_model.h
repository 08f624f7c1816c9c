#ifndef STRIGIL_STAGES_LEXICAL_MODEL_H_
#define STRIGIL_STAGES_LEXICAL_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "strigil/document/line.h"

namespace strigil {

// Of a long line's words so many are looked at: it is told by other things.
inline constexpr size_t kMostWordsOfLine = 24;

// The words and pairs of words of a line that a lexical model looks up, as hashes; the line's ends
// count as words in pairs, and a short line is a token as a whole. Only the first kMostWordsOfLine
// words are taken. Each of `marks` (LineShape) is a token, too: what stands between the words tells
// menus, prices and credits from sentences in every language. Appends to `tokens`; a line without
// words has none.
void AppendTokens(std::span<const Word> words, uint64_t marks, std::vector<uint32_t>* tokens);

// A linear model over the tokens of a line, each looked up in a table by hash: K. Weinberger et
// al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009. A tag beside each weight
// keeps most words that were not learned from borrowing another's weight. Immutable; safe to use
// from any thread.
class LexicalModel {
 public:
  static constexpr size_t kSlots = size_t{1} << 16;
  struct Slot {
    uint8_t tag = 0;
    int8_t weight = 0;
  };

  LexicalModel() = default;  // knows no word: all lines score alike

  // `slots` must be kSlots ones, or none.
  explicit LexicalModel(std::vector<Slot> slots) : slots_(std::move(slots)) {}

  // Returns the slot of a token, and the tag that it has there.
  static size_t SlotOf(uint32_t token) { return token >> 16; }
  static uint8_t TagOf(uint32_t token) { return static_cast<uint8_t>(token); }

  // Returns how much the words of a line speak for main text: 1 to 255, 128 for not at all.
  uint8_t Score(std::span<const uint32_t> tokens) const;

 private:
  std::vector<Slot> slots_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_LEXICAL_MODEL_H_
