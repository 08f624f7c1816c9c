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
    const size_t index = BucketOf(word_hash);
    const Bucket& bucket = buckets_[index];
    const LaneBlock hash = {word_hash, word_hash, word_hash, word_hash};
    // Two bits for each lane; where none has the hash, the first is behind the last lane.
    const unsigned equal = BitsOf(PackMasks(bucket.first == hash, bucket.last == hash));
    const auto lane = static_cast<unsigned>(std::countr_zero(equal | 1U << (2 * kLanes))) / 2;
    const unsigned is_it = lane / kLanes - 1;  // all bits, or none
    return static_cast<uint16_t>((first_numbers_[index] + lane) & is_it);
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
  static constexpr unsigned kBucketBits = 9;
  static constexpr unsigned kBucketShift = 2;  // no bucket has more words than lanes then
  static constexpr size_t kBuckets = size_t{1} << kBucketBits;

  // Words whose hashes have these bits alike, half a line of the cache. Free lanes have the hash of
  // another bucket.
  struct alignas(2 * sizeof(LaneBlock)) Bucket {
    LaneBlock first;
    LaneBlock last;
  };
  static constexpr unsigned kLanes = sizeof(Bucket) / sizeof(uint32_t);

  FunctionWords();

  static size_t BucketOf(uint32_t word_hash) { return word_hash >> kBucketShift & (kBuckets - 1); }

  std::array<Bucket, kBuckets> buckets_;
  std::array<uint16_t, kBuckets> first_numbers_;  // of the words of each bucket
  std::vector<uint64_t> languages_;               // by number
  std::vector<double> shares_;                    // by number
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_FUNCTION_WORDS_H_
