#ifndef STRIGIL_TEXT_FUNCTION_WORDS_H_
#define STRIGIL_TEXT_FUNCTION_WORDS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace strigil {

// The most frequent words of each known language: articles, pronouns, prepositions, auxiliaries. Their share tells prose
// from lists and one language from another, at the price of a table look-up a word. Immutable; one instance, safe
// to use from any thread.
class FunctionWords {
 public:
  static const FunctionWords& Get();

  // Returns the languages in which the word of this Word::hash is a function word: bit i for the language i of
  // LanguageCodes().
  uint64_t Languages(uint32_t word_hash) const {
    for (uint32_t slot = word_hash >> shift_;; slot = (slot + 1) & mask_) {
      const Slot& entry = slots_[slot];
      if (entry.languages == 0) return 0;
      if (entry.key == word_hash) return entry.languages;
    }
  }

  // ISO 639-1 codes.
  static std::vector<std::string_view> LanguageCodes();

  // Returns the bit of a language, 0 where it is not known.
  static uint64_t BitOf(std::string_view language_code);

 private:
  struct Slot {
    uint32_t key = 0;
    uint64_t languages = 0;
  };

  FunctionWords();

  std::vector<Slot> slots_;
  uint32_t mask_ = 0;
  uint32_t shift_ = 0;
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_FUNCTION_WORDS_H_
