#ifndef STRIGIL_RULES_RULE_INDEX_H_
#define STRIGIL_RULES_RULE_INDEX_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "strigil/rules/pattern_edges.h"
#include "strigil/rules/rule_view.h"

namespace strigil {

// Finds the few of many rules that may match a line. Each rule's pattern is split into pieces
// (pattern_split.h); those that are phrases are looked up whole, those that begin with a literal by
// that, the rest by a literal somewhere in the line. What is left to RE2 is to ask the pieces whose
// literals are there.
//
// An index is one stretch of bytes without pointers, so that the one over the rules compiled in is
// made when the program is built, and costs nothing when it starts. Immutable; safe to use from any
// thread.
class RuleIndex {
 public:
  // A rule that matches, or may match if RE2 says so.
  struct Candidate {
    static constexpr uint32_t kNoPiece = UINT32_MAX;

    uint32_t rule = 0;  // as the rules were given to Build()
    uint32_t piece =
        0;  // the piece that RE2 is to be asked about; kNoPiece: the rule matches for sure
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

  // Appends to `*candidates` what may match the bare line of `line_bytes` bytes that
  // FoldForLiterals() has made `folded`. A rule may come more than once.
  void Find(std::string_view folded, size_t line_bytes, std::vector<Candidate>* candidates) const;

  size_t rules() const { return rules_; }
  size_t pieces() const { return pieces_.size(); }

  // Returns the pattern of a piece, in a pack's syntax.
  std::string_view PiecePattern(uint32_t piece) const;

 private:
  friend class RuleIndexBuilder;

  struct Piece {
    uint32_t pattern_offset;
    uint32_t pattern_size;
    uint32_t rule;
    uint32_t min_bytes;                                // of the folded line
    uint32_t max_bytes;                                // of the line
    std::array<uint16_t, PatternEdges::kBytes> first;  // sets of bytes, see Fits()
    std::array<uint16_t, PatternEdges::kBytes> last;
    uint16_t may_hold_space;
    uint16_t
        needed;  // a bit for each of the prefix and the sets of literals that must all be found
  };
  // A literal, and the rules and pieces that it is one of. Several may share a key.
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
  // A table behind a bitmap that most keys which are not in the table fail at: it stays in the
  // cache, the table does not.
  struct FilteredTable {
    Table table;
    Bitmap bits;
  };

  static constexpr uint32_t kRuleBit = 1U << 31;
  static constexpr uint32_t kNeedShift =
      24;  // of a target: below it the piece, above it the number of the need
  static constexpr uint32_t kPrefixNeed = 0;
  static constexpr std::array<uint32_t, 8> kPrefixBytes = {1, 2, 3, 4, 5, 6, 7, 8};
  static constexpr size_t kBitmapWords = 1024;

  // Literals found anywhere in a line, by their rarest four or, where they are shorter, two bytes
  // or one.
  struct GramTables {
    Table singles;
    Table pairs;
    Table quads;
    Bitmap single_bits;
    Bitmap pair_bits;
    Bitmap quad_bits;
  };

  // A line as it is looked at.
  struct LineView {
    std::string_view folded;
    size_t bytes;
    bool has_space;
  };

  // What of the pieces' needs has been found in a line.
  class FoundNeeds;

  RuleIndex() = default;
  void ReadLayout();
  template <typename Element>
  std::span<const Element> TakeSection(size_t* position) const;

  static uint32_t QuadBit(uint32_t quad) { return (quad * 0x9E3779B1U) >> 16U; }
  static uint64_t HashOf(std::string_view text);
  static uint32_t KeyBit(uint64_t key) {
    return static_cast<uint32_t>((key * 0x9E3779B97F4A7C15ULL) >> 48U);
  }
  static const Slot* FindSlot(Table table, uint64_t key);
  static const Slot* FindSlot(const FilteredTable& table, uint64_t key);
  std::string_view Literal(const Entry& entry) const {
    return literals_.substr(entry.literal_offset, entry.literal_size);
  }
  // Whether the line's length, and the bytes at its ends, allow the piece to match.
  bool Fits(const Piece& piece, const LineView& line) const;
  bool HasByte(uint16_t set, char byte) const {
    const auto value = static_cast<unsigned char>(byte);
    return (byte_sets_[set][value / 64] >> (value % 64) & 1U) != 0;
  }
  void Offer(uint32_t target, const LineView& line, FoundNeeds* found,
             std::vector<Candidate>* candidates) const;
  void OfferAll(const Entry& entry, const LineView& line, FoundNeeds* found,
                std::vector<Candidate>* candidates) const {
    for (const uint32_t target : targets_.subspan(entry.first_target, entry.target_count)) {
      Offer(target, line, found, candidates);
    }
  }
  void FindGrams(const GramTables& grams, const LineView& line, FoundNeeds* found,
                 std::vector<Candidate>* candidates) const;

  std::vector<uint64_t> storage_;  // of an index that was built
  std::span<const uint64_t> words_;

  size_t rules_ = 0;
  std::span<const Piece> pieces_;
  std::span<const Entry> entries_;
  // Each a piece and, above it, what of its needs the literal is; or, with kRuleBit, a rule that
  // matches for sure.
  std::span<const uint32_t> targets_;
  FilteredTable exact_;
  std::array<FilteredTable, kPrefixBytes.size()> prefixes_;
  GramTables all_grams_;
  GramTables long_grams_;  // without those of pieces that match only short lines
  std::span<const std::array<uint64_t, 4>> byte_sets_;
  std::span<const uint32_t> always_;  // pieces without a telling literal
  std::string_view literals_;
  std::string_view patterns_;
};

// The index over the rules compiled in. Valid for the life of the program.
const RuleIndex& BuiltinRuleIndex();

}  // namespace strigil

#endif  // STRIGIL_RULES_RULE_INDEX_H_
