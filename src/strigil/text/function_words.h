#ifndef STRIGIL_TEXT_FUNCTION_WORDS_H_
#define STRIGIL_TEXT_FUNCTION_WORDS_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "strigil/text/block_scan.h"

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
    // Whether a word is one is hard to foresee: without a branch.
    const Bucket& bucket = buckets_[word_hash >> kBucketShift];
    const unsigned tagged = BitsOf(reinterpret_cast<ByteMask>(bucket.tags == TagOf(word_hash)));
    // Where no lane has the tag, the last one is taken, whose word is not this one: of each lane
    // there are as many bits as bytes.
    constexpr unsigned kLastLane = 1U << (sizeof(Lanes) - sizeof(uint16_t));
    const auto offset = static_cast<size_t>(std::countr_zero(tagged | kLastLane));
    uint16_t number = 0;
    std::memcpy(&number, reinterpret_cast<const char*>(&bucket.numbers) + offset, sizeof(number));
    const auto is_it = static_cast<unsigned>(hashes_[number] == word_hash);
    return static_cast<uint16_t>(number & (0U - is_it));
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
  static constexpr unsigned kBucketBits = 10;
  static constexpr unsigned kBucketShift = 32 - kBucketBits;

  // Eight numbers of 16 bits that are looked at together (a vector type of GCC and Clang).
  using Lanes = uint16_t __attribute__((vector_size(16)));
  static constexpr size_t kLanes = sizeof(Lanes) / sizeof(uint16_t);

  // The words whose hashes begin alike: half a line of the cache.
  struct Bucket {
    Lanes tags;     // TagOf() of their hashes, no two alike
    Lanes numbers;  // 0: free
  };

  FunctionWords();
  void Add(uint32_t word_hash, uint16_t number);

  static uint16_t TagOf(uint32_t word_hash) { return static_cast<uint16_t>(word_hash); }

  std::array<Bucket, size_t{1} << kBucketBits> buckets_;
  std::vector<uint32_t> hashes_;     // by number
  std::vector<uint64_t> languages_;  // by number
  std::vector<double> shares_;       // by number
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_FUNCTION_WORDS_H_
