#ifndef STRIGIL_RULES_RULE_INDEX_H_
#define STRIGIL_RULES_RULE_INDEX_H_

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "strigil/rules/pattern_edges.h"
#include "strigil/rules/rule_view.h"
#include "strigil/text/block_scan.h"
#include "strigil/text/line_scan.h"

namespace strigil {

// A line as rules look at it.
struct BareLine {
  std::string_view text;        // valid UTF-8, white space and ornaments taken off its ends
  std::span<const Word> words;  // as ScanLine() gathers them
  const LineShape& shape;
};

// Finds the few of many rules that may match a line. Each rule's pattern is split into pieces
// (pattern_split.h). Those that are phrases are looked up whole; the others by a word that every
// match has, or where there is no whole word, by a literal at the line's beginning or anywhere in
// it. The words of a line are known, so that most lines need not be read again. What is left is to
// ask the rules with a piece of which everything needed is there.
//
// The tables are larger than the caches that are near, so that a look-up waits. Many lines are
// therefore looked up together, step by step: what one waits for, the others wait for at the same
// time.
//
// An index is one stretch of bytes without pointers, so that the one over the rules compiled in is
// made when the program is built, and costs nothing when it starts. Immutable; safe to use from any
// thread.
class RuleIndex {
 public:
  // A rule that may match a line.
  struct Candidate {
    uint32_t line = 0;        // as the lines were given to Find()
    uint32_t rule = 0;        // as the rules were given to Build()
    bool is_certain = false;  // it matches; else it may
  };

  // Returns the index over `rules`, fewer than 2^24; they are not needed any more afterwards.
  static RuleIndex Build(std::span<const RuleView> rules);

  // Returns the index whose bytes() are `words`, which must outlive it. They must come from Build()
  // of the same program version on a machine of the same byte order; that is not checked.
  static RuleIndex FromBytes(std::span<const uint64_t> words);
  std::span<const uint64_t> bytes() const { return words_; }

  RuleIndex(RuleIndex&&) = default;
  RuleIndex& operator=(RuleIndex&&) = default;
  RuleIndex(const RuleIndex&) = delete;
  RuleIndex& operator=(const RuleIndex&) = delete;

  // Appends to `*candidates` what may match each of `lines`, in ascending order of lines and, for a
  // line, of rules, each once. A line must not be empty.
  void Find(std::span<const BareLine> lines, std::vector<Candidate>* candidates) const;

  size_t rules() const { return rules_; }

 private:
  friend class RuleIndexBuilder;

  static constexpr size_t kMarkSets = 3;
  static constexpr size_t kLiteralSets = 3;
  static constexpr size_t kEdgeBytes = PatternEdges::kBytes;
  static constexpr uint16_t kNoLimit = UINT16_MAX;

  // Kinds of bytes (KindOf()) at the two ends of a folded line, from each end inwards.
  struct EdgeKinds {
    std::array<uint32_t, kEdgeBytes> first;
    std::array<uint32_t, kEdgeBytes> last;

    // Whether there is a kind in common at each place.
    bool Meet(const EdgeKinds& other) const {
      ByteMask apart{};
      for (const size_t block : kBlocks)
        apart |= std::bit_cast<ByteMask>((KindsAt(block) & other.KindsAt(block)) == 0);
      return !HasAny(apart);
    }

   private:
    using KindBlock = uint32_t __attribute__((vector_size(16)));
    // Where blocks begin that have every place among them; the last shares some with another.
    static constexpr size_t kBytes = 2 * kEdgeBytes * sizeof(uint32_t);
    static constexpr std::array<size_t, 3> kBlocks = {0, sizeof(KindBlock),
                                                      kBytes - sizeof(KindBlock)};
    static_assert(kBytes >= 2 * sizeof(KindBlock) && kBytes <= 3 * sizeof(KindBlock));

    KindBlock KindsAt(size_t begin) const {
      return std::bit_cast<KindBlock>(BlockAt(reinterpret_cast<const char*>(this) + begin));
    }
  };
  // A part of a rule's pattern, and what a line must be like for it to match. One line of the
  // cache.
  struct Piece {
    static constexpr uint8_t kMostMinBytes = (1U << 6) - 1;  // or more
    static constexpr uint32_t kMostRules = 1U << 24;

    uint64_t marks;  // bits of LineShape::marks that the line must have, all of them
    EdgeKinds kinds;
    uint32_t rule : 24;
    uint32_t needed : 8;  // a bit for each of the sets of words and literals that must all be found
    // Sets of literals, of each of which the line must have one: indices in literal_sets_.
    std::array<uint16_t, kLiteralSets> literals;
    uint16_t max_characters;  // of the folded line; kNoLimit: any
    // Sets of marks, of each of which it must have one: indices in mark_sets_.
    std::array<uint8_t, kMarkSets> any_of_marks;
    uint8_t min_bytes : 6;  // of the folded line
    uint8_t may_hold_space : 1;
    uint8_t is_at_end : 1;  // matches see no more of a line than its end (SeenBy())
  };
  static_assert(sizeof(Piece) == 64);
  // Literals by two of their grams each, the first in the upper half: by trigrams, or where they
  // are shorter, twice by the one or two bytes that they are. A set is filled up to a multiple of
  // so many, which are looked at together.
  static constexpr size_t kLiteralsAtOnce = 4;
  struct LiteralSet {
    uint32_t first;       // in grams_
    uint32_t count : 31;  // without what fills it up; 0: nothing is asked for
    uint32_t has_short_grams : 1;
  };
  // A phrase of which a rule's match consists, or that it begins with.
  struct Phrase {
    uint32_t rule;
    uint32_t literal_offset;  // in literals_
    uint16_t literal_size;
    bool is_whole_line;
    uint8_t unused = 0;  // so that no byte of an index is left to chance
  };
  static_assert(std::has_unique_object_representations_v<Phrase>);
  // A key of a table, and what all that it leads to ask for.
  struct Slot {
    static constexpr uint32_t kMostCharacters = (1U << 12) - 1;  // or more

    uint32_t tag;  // of the key; 0: free
    uint32_t first_target;
    uint32_t target_count : 20;
    uint32_t max_characters : 12;
    uint32_t last_kinds;  // what one of them takes
  };
  static_assert(sizeof(Slot) == 16);
  // What a key leads to, and what of a piece's conditions, beside those of the slot, tells most
  // lines that cannot match.
  struct Target {
    uint32_t target;
    uint32_t second_kinds;  // that the second byte of the folded line may be of
    uint32_t third_kinds;   // ... and the third
    uint32_t last_kinds;    // ... and the last
  };
  // A piece without a telling word or literal, with some of its conditions.
  struct MarkedPiece {
    uint64_t marks;
    uint32_t piece;
    uint32_t max_characters;
    // That the two bytes at each end of the folded line may be of, from each end inwards.
    std::array<uint32_t, 2> first_kinds;
    std::array<uint32_t, 2> last_kinds;
  };
  static_assert(std::has_unique_object_representations_v<MarkedPiece>);
  using Bitmap = std::span<const uint64_t>;
  // A table behind a bitmap, of a power of two words, that most keys which are not in the table
  // fail at: it stays in the cache, the table does not.
  struct Table {
    std::span<const Slot> slots;
    Bitmap bits;
  };
  static constexpr uint32_t kPhraseBit = 1U << 31;  // of a target: below it a phrase
  static constexpr uint32_t kNeedShift =
      24;  // of other targets: below it the piece, above it the number of the need
  static constexpr uint32_t kPieceMask = (1U << kNeedShift) - 1;
  static constexpr size_t kPrefixBytes = 8;  // of a line, by which literals at its start are found

  // What words of a line are to the tables that are keyed by words, as bits. Most words of a text
  // are nothing to any.
  enum WordRole : uint8_t {
    kLeads = 1 << 0,         // stands first
    kLeadsSecond = 1 << 1,   // stands second, behind one that leads
    kTrails = 1 << 2,        // stands last
    kTrailsBefore = 1 << 3,  // stands before one that trails
    kAlone = 1 << 4,         // is looked for anywhere
    kPairsBefore = 1 << 5,   // is looked for anywhere with another behind it
    kPairsBehind = 1 << 6,   // ... and before it
    kLeadsLine = 1 << 7,     // is the first of a whole line
  };
  static constexpr unsigned kRoleBits = 16;  // of a word's hash, by which its roles are found

  class Search;

  RuleIndex() = default;
  void ReadLayout();
  template <typename Element>
  std::span<const Element> TakeSection(size_t* position) const;
  Table TakeTable(size_t* position) const;

  static uint64_t Mix(uint64_t value) {
    value ^= value >> 32U;
    value *= 0xD6E8FEB86659FD93ULL;
    return value ^ (value >> 32U);
  }
  static uint64_t KeyOfWord(uint32_t hash) { return uint64_t{hash} << 8U | 1U; }
  static uint64_t KeyOfWords(uint32_t first, uint32_t second) {
    return (first * 0x9E3779B97F4A7C15ULL + second) << 8U | 2U;
  }
  static uint64_t KeyOfWords(uint32_t first, uint32_t second, uint32_t third) {
    return ((first * 0x9E3779B97F4A7C15ULL + second) * 0x9FB21C651E98DF25ULL + third) << 8U | 3U;
  }
  static uint64_t KeyOfLine(uint64_t words_hash) { return Mix(words_hash) | 1U; }
  // Of the first `size` bytes of kPrefixBytes.
  static uint64_t KeyOfPrefix(const char* bytes, size_t size) {
    uint64_t packed = 0;
    std::memcpy(&packed, bytes, kPrefixBytes);
    const size_t rest = 8 * (kPrefixBytes - size);
    return std::endian::native == std::endian::little ? packed << rest >> rest
                                                      : packed >> rest << rest;
  }
  static uint32_t TagOf(uint64_t mixed_key) { return static_cast<uint32_t>(mixed_key >> 32U) | 1U; }
  static size_t RoleIndexOf(uint32_t word_hash) { return word_hash >> (32 - kRoleBits); }
  // An index below kStarts, for the first two bytes or the first three of four.
  static constexpr size_t kStarts = 1 << 12;
  static size_t StartOf(char first, char second) {
    return (static_cast<unsigned char>(first) * 16 + static_cast<unsigned char>(second)) % kStarts;
  }
  static size_t StartOf(const char* bytes) { return TrigramOf(bytes) % kStarts; }
  static constexpr size_t kTrigramBytes = 3;
  static constexpr unsigned kTrigramBits = 14;
  static constexpr unsigned kShortGramBits = 12;
  static constexpr size_t kGrams = (size_t{1} << kTrigramBits) + (size_t{1} << kShortGramBits);
  static_assert(kGrams - 1 <= UINT16_MAX);
  static bool IsShortGram(uint32_t gram) { return gram >> kTrigramBits != 0; }
  // A number below kGrams, that no trigram has, for a byte, or for two.
  static uint32_t ShortGramOf(char byte) {
    return (uint32_t{1} << kTrigramBits) + static_cast<unsigned char>(byte);
  }
  static uint32_t ShortGramOf(char first, char second) {
    const uint32_t packed =
        static_cast<unsigned char>(first) * 256U + static_cast<unsigned char>(second) + 1;
    return (uint32_t{1} << kTrigramBits) + (packed * 0x9E3779B1U >> (32 - kShortGramBits));
  }
  // A number below 1 << kTrigramBits for the first three of four bytes.
  static uint32_t TrigramOf(const char* bytes) {
    uint32_t packed = 0;
    std::memcpy(&packed, bytes, sizeof(packed));
    packed = std::endian::native == std::endian::little ? packed << 8U : packed & ~uint32_t{0xFF};
    return packed * 0x9E3779B1U >> (32 - kTrigramBits);
  }
  static void SetBit(uint64_t key, std::span<uint64_t> bits) {
    const uint64_t place = key * 0x9E3779B97F4A7C15ULL;
    bits[(place >> 38U) & (bits.size() - 1)] |= uint64_t{1} << (place >> 58U);
  }
  static bool HasBit(uint64_t key, Bitmap bits) {
    const uint64_t place = key * 0x9E3779B97F4A7C15ULL;
    return (bits[(place >> 38U) & (bits.size() - 1)] >> (place >> 58U) & 1U) != 0;
  }

  std::string_view Literal(const Phrase& phrase) const {
    return literals_.substr(phrase.literal_offset, phrase.literal_size);
  }
  // A bit for the kind of a byte of a folded line: most letters have one each, what is seldom at
  // the ends of lines, or seldom tells them apart, shares one.
  static uint32_t KindOf(char byte);

  std::vector<uint64_t> storage_;  // of an index that was built
  std::span<const uint64_t> words_;

  size_t rules_ = 0;
  std::span<const Piece> pieces_;
  std::span<const Phrase> phrases_;
  std::span<const Target> targets_;
  size_t longest_phrase_ = 0;                 // of a whole line, in code points
  std::span<const uint8_t> word_roles_;       // by a part of the hash, several words' roles
  Table whole_lines_;                         // by the hash of their words
  Table leading_words_;                       // by the first word, the first two or three
  Table trailing_words_;                      // by the last word or the last two
  Table words_anywhere_;                      // by one word or two side by side
  std::array<Table, kPrefixBytes> prefixes_;  // [i] by the first i + 1 bytes
  // Which of the prefixes_ have a key that begins so (StartOf()): those of one or two bytes by two,
  // the longer ones by three.
  std::span<const uint8_t> short_prefixes_;
  std::span<const uint8_t> longer_prefixes_;
  std::span<const uint64_t> mark_sets_;       // [0] has all bits
  std::span<const LiteralSet> literal_sets_;  // [0] asks for nothing
  std::span<const uint32_t> grams_;
  // Pieces without a telling word or literal: by the mark that a line must have, and those that
  // need none.
  std::array<std::span<const MarkedPiece>, 64> by_mark_;
  std::span<const uint32_t> always_;
  uint16_t always_min_bytes_ = 0;  // the least of what they need
  bool always_may_hold_space_ = false;
  uint64_t telling_marks_ = 0;  // those that by_mark_ has pieces for
  std::string_view literals_;
};

// The index over the rules compiled in. Valid for the life of the program.
const RuleIndex& BuiltinRuleIndex();

}  // namespace strigil

#endif  // STRIGIL_RULES_RULE_INDEX_H_
