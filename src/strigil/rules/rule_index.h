#ifndef STRIGIL_RULES_RULE_INDEX_H_
#define STRIGIL_RULES_RULE_INDEX_H_

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "strigil/rules/pattern_edges.h"
#include "strigil/rules/rule_view.h"
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
// An index is one stretch of bytes without pointers, so that the one over the rules compiled in is
// made when the program is built, and costs nothing when it starts. Immutable; safe to use from any
// thread.
class RuleIndex {
 public:
  struct Candidate {
    uint32_t rule = 0;        // as the rules were given to Build()
    bool is_certain = false;  // it matches; else it may
  };

  // Returns the index over `rules`; they are not needed any more afterwards.
  static RuleIndex Build(std::span<const RuleView> rules);

  // Returns the index whose bytes() are `words`, which must outlive it. They must come from Build()
  // of the same program version on a machine of the same byte order; that is not checked.
  static RuleIndex FromBytes(std::span<const uint64_t> words);
  std::span<const uint64_t> bytes() const { return words_; }

  RuleIndex(RuleIndex&&) = default;
  RuleIndex& operator=(RuleIndex&&) = default;
  RuleIndex(const RuleIndex&) = delete;
  RuleIndex& operator=(const RuleIndex&) = delete;

  // Appends to `*candidates` what may match `line`. A rule may come more than once.
  void Find(const BareLine& line, std::vector<Candidate>* candidates) const;

  size_t rules() const { return rules_; }

 private:
  friend class RuleIndexBuilder;

  static constexpr size_t kMarkSets = 3;
  static constexpr uint16_t kNoLimit = UINT16_MAX;

  // What a line must be like for a piece to match. As small as may be: a line looks at many.
  struct Piece {
    uint64_t marks;  // bits of LineShape::marks that the line must have, all of them
    // Sets of such bits, of each of which it must have one: indices in mark_sets_.
    std::array<uint8_t, kMarkSets> any_of_marks;
    bool may_hold_space;
    uint8_t needed;  // a bit for each of the sets of words and literals that must all be found
    uint32_t rule;
    uint16_t min_bytes;                                // of the folded line
    uint16_t max_characters;                           // of the folded line; kNoLimit: any
    std::array<uint16_t, PatternEdges::kBytes> first;  // sets of bytes, see Fits()
    std::array<uint16_t, PatternEdges::kBytes> last;
  };
  // Pieces and rules that share a key, and the literal, if any, that must be there, too.
  struct Entry {
    uint32_t literal_offset;
    uint16_t literal_size;
    uint16_t key_offset;  // where in the literal the key begins
    uint32_t first_target;
    uint32_t target_count;
  };
  struct Slot {
    uint64_t key;  // 0: free
    uint32_t first;
    uint32_t count;
  };
  using Table = std::span<const Slot>;
  using Bitmap = std::span<const uint64_t>;
  // A table behind a bitmap, of a power of two words, that most keys which are not in the table
  // fail at: it stays in the cache, the table does not.
  struct FilteredTable {
    Table table;
    Bitmap bits;
  };
  // Literals found anywhere in a line, by their rarest kGramBytes.
  struct GramTable {
    FilteredTable literals;
    uint64_t marks = 0;  // lines without one of these match no piece that is found so
  };

  static constexpr uint32_t kRuleBit = 1U << 31;
  static constexpr uint32_t kNeedShift =
      24;  // of a target: below it the piece, above it the number of the need
  static constexpr size_t kGramBytes = 4;
  static constexpr size_t kPrefixBytes = 8;  // of a line, by which literals at its start are found
  // Of lines that are no longer than most headings; prose is spared the grams of rules that match
  // nothing longer.
  static constexpr uint32_t kShortCharacters = 200;

  class LineView;
  class FoundNeeds;

  RuleIndex() = default;
  void ReadLayout();
  template <typename Element>
  std::span<const Element> TakeSection(size_t* position) const;
  FilteredTable TakeTable(size_t* position) const;

  static uint64_t Mix(uint64_t value) {
    value ^= value >> 32U;
    value *= 0xD6E8FEB86659FD93ULL;
    return value ^ (value >> 32U);
  }
  // Keys, none of them 0.
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
  static uint64_t KeyOfGram(const char* bytes) {
    uint32_t packed = 0;
    std::memcpy(&packed, bytes, kGramBytes);
    return packed;
  }
  static void SetBit(uint64_t key, std::span<uint64_t> bits) {
    const uint64_t place = key * 0x9E3779B97F4A7C15ULL;
    bits[(place >> 38U) & (bits.size() - 1)] |= uint64_t{1} << (place >> 58U);
  }
  static bool HasBit(uint64_t key, Bitmap bits) {
    const uint64_t place = key * 0x9E3779B97F4A7C15ULL;
    return (bits[(place >> 38U) & (bits.size() - 1)] >> (place >> 58U) & 1U) != 0;
  }

  static const Slot* FindSlot(Table table, uint64_t key);
  static const Slot* FindSlot(const FilteredTable& table, uint64_t key);
  std::string_view Literal(const Entry& entry) const {
    return literals_.substr(entry.literal_offset, entry.literal_size);
  }
  std::span<const Entry> EntriesOf(const Slot& slot) const {
    return entries_.subspan(slot.first, slot.count);
  }
  // Whether the line's marks and length, and the bytes at its ends, allow the piece to match.
  bool Fits(const Piece& piece, LineView& line) const;
  bool HasByte(uint16_t set, char byte) const {
    const auto value = static_cast<unsigned char>(byte);
    return (byte_sets_[set][value / 64] >> (value % 64) & 1U) != 0;
  }
  void OfferAll(const Entry& entry, LineView& line) const;
  void OfferUnlessUnfit(std::span<const uint32_t> pieces, LineView& line) const;
  void FindPhrase(LineView& line) const;
  void FindByWords(LineView& line) const;
  void FindByPrefix(LineView& line) const;
  void FindByGrams(const GramTable& grams, LineView& line) const;

  std::vector<uint64_t> storage_;  // of an index that was built
  std::span<const uint64_t> words_;

  size_t rules_ = 0;
  std::span<const Piece> pieces_;
  std::span<const Entry> entries_;
  // Each a piece and, above it, what of its needs was found; or, with kRuleBit, a rule that matches
  // for sure.
  std::span<const uint32_t> targets_;
  FilteredTable phrases_;                             // whole lines, by the hash of their words
  FilteredTable leading_words_;                       // by the first word, the first two or three
  FilteredTable trailing_words_;                      // by the last word or the last two
  FilteredTable words_anywhere_;                      // by one word or two side by side
  std::array<FilteredTable, kPrefixBytes> prefixes_;  // [i] by the first i + 1 bytes
  GramTable all_grams_;
  GramTable long_grams_;  // without those of pieces that match only short lines
  std::span<const std::array<uint64_t, 4>> byte_sets_;
  std::span<const uint64_t> mark_sets_;  // [0] has all bits
  // Pieces without a telling word or literal: by the mark that a line must have, and those that
  // need none.
  std::array<std::span<const uint32_t>, 64> by_mark_;
  std::span<const uint32_t> always_;
  uint64_t telling_marks_ = 0;  // those that by_mark_ has pieces for
  std::string_view literals_;
};

// The index over the rules compiled in. Valid for the life of the program.
const RuleIndex& BuiltinRuleIndex();

}  // namespace strigil

#endif  // STRIGIL_RULES_RULE_INDEX_H_
