#ifndef STRIGIL_TEXT_FUNCTION_WORDS_H_
#define STRIGIL_TEXT_FUNCTION_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace strigil {

// The most frequent words of each known language: articles, pronouns, prepositions, auxiliaries.
// Their share tells prose from lists and one language from another, at the price of a table look-up
// a word. Immutable; one instance, safe to use from any thread.
class FunctionWords {
 public:
  static const FunctionWords& Get();

  // Returns the number of the word with this Word::hash, or 0 where it is no function word of any
  // language. Numbers count from 1, without a gap, and are the same for the life of the program.
  uint16_t NumberOf(uint32_t word_hash) const {
    // Most words are none, and the filter is small enough to stay near.
    if ((filter_[word_hash >> 22] >> (word_hash >> 16 & 63) & 1) == 0) return 0;
    for (uint32_t slot = word_hash >> kSlotShift;; slot = (slot + 1) & kSlotMask) {
      const uint16_t number = slots_[slot];
      if (number == 0 || hashes_[number] == word_hash) return number;
    }
  }

  // Returns the languages in which the word of this number is a function word: bit i for the
  // language i of LanguageCodes(). No bit for the number 0; a number that NumberOf() never gave is
  // not checked.
  uint64_t LanguagesOf(uint16_t number) const { return languages_[number]; }

  // Returns what the word of this number counts for each of its languages: the less, the more they
  // are. Together it counts 1. Meaningless for the number 0.
  double ShareOf(uint16_t number) const { return shares_[number]; }

  // Returns the languages of the word of this Word::hash; no bit where it is no function word.
  uint64_t Languages(uint32_t word_hash) const { return LanguagesOf(NumberOf(word_hash)); }

  // ISO 639-1 codes.
  static std::vector<std::string_view> LanguageCodes();

  // Returns the code of language `language`, which must be an index of LanguageCodes().
  static std::string_view LanguageCode(size_t language);

  // Returns the bit of a language, 0 where it is not known.
  static uint64_t BitOf(std::string_view language_code);

 private:
  static constexpr uint32_t kSlotBits = 13;
  static constexpr uint32_t kSlotShift = 32 - kSlotBits;
  static constexpr uint32_t kSlotMask = (1U << kSlotBits) - 1;

  FunctionWords();

  std::array<uint64_t, 1024> filter_;  // by the upper 16 bits of a hash: whether any word has them
  std::array<uint16_t, kSlotMask + 1> slots_;  // numbers, by open addressing; 0: free
  std::vector<uint32_t> hashes_;               // by number
  std::vector<uint64_t> languages_;            // by number
  std::vector<double> shares_;                 // by number
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_FUNCTION_WORDS_H_
