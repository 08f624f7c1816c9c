#include "strigil/rules/rule_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "strigil/rules/pattern_literals.h"
#include "strigil/rules/pattern_split.h"

namespace strigil {
namespace {

// Lines that are no longer than most headings; prose is spared the grams of rules that match
// nothing longer.
constexpr uint32_t kShortBytes = 400;
// A piece with more phrases than this is better asked of RE2.
constexpr size_t kMostPhrases = 64;
// How many places a usual line has for a literal, and what shares of lines are reckoned rare or
// next to all.
constexpr double kPlaces = 60;
constexpr double kRarely = 0.05;
constexpr double kMostLines = 0.3;

uint64_t PackBytes(const char* bytes, size_t size) {
  uint64_t packed = 0;
  std::memcpy(&packed, bytes, size);
  return packed;
}

uint64_t Mix(uint64_t value) {
  value ^= value >> 32U;
  value *= 0xD6E8FEB86659FD93ULL;
  return value ^ (value >> 32U);
}

size_t RarestGram(std::string_view literal, size_t size) {
  size_t best = 0;
  double best_frequency = FrequencyOf(literal.substr(0, size));
  for (size_t offset = 1; offset + size <= literal.size(); ++offset) {
    const double frequency = FrequencyOf(literal.substr(offset, size));
    if (frequency >= best_frequency) continue;
    best = offset;
    best_frequency = frequency;
  }
  return best;
}

}  // namespace

uint64_t RuleIndex::HashOf(std::string_view text) {
  uint64_t hash = text.size() * 0x9E3779B97F4A7C15ULL;
  while (text.size() >= 8) {
    hash = Mix(hash ^ PackBytes(text.data(), 8));
    text.remove_prefix(8);
  }
  return Mix(hash ^ PackBytes(text.data(), text.size())) | 1U;
}

// Gathers what an index consists of and writes it down.
class RuleIndexBuilder {
 public:
  void Add(const RuleView& rule, uint32_t index) {
    const std::optional<PatternNode> pattern = ParsePattern(rule.pattern);
    if (!pattern.has_value()) {
      always_.push_back(AddPiece(rule.pattern, index, PatternLiterals(), false));
      SetEdges(RulePlace::kInside, PatternEdges(), &pieces_.back());
      return;
    }
    for (const PatternNode& piece : SplitPattern(*pattern)) AddPart(rule, index, piece);
  }

  std::vector<uint64_t> Finish(size_t rules) {
    words_.push_back(rules);
    AppendSection(std::span<const RuleIndex::Piece>(pieces_));
    std::vector<RuleIndex::Entry> entries;
    std::vector<std::vector<RuleIndex::Slot>> tables;
    tables.push_back(MakeTable(exact_, &entries));
    for (const auto& prefixes : prefixes_) tables.push_back(MakeTable(prefixes, &entries));
    for (const Grams& grams : {std::cref(all_grams_), std::cref(long_grams_)}) {
      tables.push_back(MakeTable(grams.singles, &entries));
      tables.push_back(MakeTable(grams.pairs, &entries));
      tables.push_back(MakeTable(grams.quads, &entries));
    }
    AppendSection(std::span<const RuleIndex::Entry>(entries));
    AppendSection(std::span<const uint32_t>(targets_));
    for (const auto& table : tables) AppendSection(std::span<const RuleIndex::Slot>(table));
    AppendSection(std::span<const uint64_t>(FilterBits(exact_)));
    for (const auto& prefixes : prefixes_)
      AppendSection(std::span<const uint64_t>(FilterBits(prefixes)));
    for (const Grams& grams : {std::cref(all_grams_), std::cref(long_grams_)}) {
      AppendSection(std::span<const uint64_t>(KeyBits(grams.singles)));
      AppendSection(std::span<const uint64_t>(KeyBits(grams.pairs)));
      AppendSection(std::span<const uint64_t>(QuadBits(grams.quads)));
    }
    AppendSection(std::span<const std::array<uint64_t, 4>>(byte_sets_));
    AppendSection(std::span<const uint32_t>(always_));
    AppendSection(std::span<const char>(literals_));
    AppendSection(std::span<const char>(patterns_));
    return std::move(words_);
  }

 private:
  struct PendingEntry {
    uint16_t literal_size = 0;
    uint16_t key_offset = 0;
    std::vector<uint32_t> targets;
  };
  // By key, then by the literal's offset.
  using Keyed = std::map<uint64_t, std::map<uint32_t, PendingEntry>>;
  struct Grams {
    Keyed singles;
    Keyed pairs;
    Keyed quads;
  };

  void AddPart(const RuleView& rule, uint32_t index, const PatternNode& part) {
    const PatternLiterals literals = ExtractLiterals(part);
    const bool is_line = rule.where == RulePlace::kLine;
    const bool is_anchored = is_line || rule.where == RulePlace::kStart;
    if (is_anchored && !literals.exact.empty() && literals.exact.size() <= kMostPhrases &&
        !HasEmpty(literals.exact)) {
      for (const std::string& phrase : literals.exact) {
        if (is_line) {
          AddEntry(phrase, 0, RuleIndex::kRuleBit | index, RuleIndex::HashOf(phrase), &exact_);
        } else {
          AddPrefix(phrase, RuleIndex::kRuleBit | index);
        }
      }
      return;
    }
    const uint32_t piece = AddPiece(ToPattern(part), index, literals, is_line);
    SetEdges(rule.where, FindEdges(part), &pieces_[piece]);
    std::vector<Need> needs;
    if (is_anchored && !literals.prefixes.empty()) {
      needs.push_back({RuleIndex::kPrefixNeed, FrequencyOf(literals.prefixes), &literals.prefixes});
    }
    // A prefix is looked for at one place of a line, a literal at every one.
    const auto add_required = [&needs](const std::vector<std::string>& required) {
      const double frequency = kPlaces * FrequencyOf(required);
      const auto number = static_cast<uint32_t>(RuleIndex::kPrefixNeed + 1 + needs.size());
      if (!required.empty() && frequency < kMostLines)
        needs.push_back({number, frequency, &required});
    };
    add_required(literals.required);
    for (const std::vector<std::string>& required : literals.also_required) add_required(required);
    std::sort(needs.begin(), needs.end(),
              [](const Need& a, const Need& b) { return a.frequency < b.frequency; });
    double frequency = 1;
    for (const Need& need : needs) {
      if (frequency < kRarely) break;
      frequency *= need.frequency;
      AddNeed(need, piece);
    }
    if (needs.empty()) always_.push_back(piece);
  }

  // Literals of which a line must have one.
  struct Need {
    uint32_t number;
    double frequency;  // of lines that have one, roughly
    const std::vector<std::string>* literals;
  };

  void AddNeed(const Need& need, uint32_t piece) {
    pieces_[piece].needed = static_cast<uint16_t>(pieces_[piece].needed | 1U << need.number);
    const uint32_t target = need.number << RuleIndex::kNeedShift | piece;
    if (need.number == RuleIndex::kPrefixNeed) {
      for (const std::string& prefix : Shortened(*need.literals)) AddPrefix(prefix, target);
    } else {
      for (const std::string& literal : Cores(*need.literals))
        AddGram(literal, target, pieces_[piece].max_bytes);
    }
  }

  static bool HasEmpty(const std::vector<std::string>& strings) {
    return std::any_of(strings.begin(), strings.end(),
                       [](const std::string& string) { return string.empty(); });
  }

  // The rarest part of each literal: many phrases have one word in common that tells as much as
  // they do.
  static std::vector<std::string> Cores(const std::vector<std::string>& literals) {
    constexpr size_t kTellingBytes = 7;
    std::vector<std::string> cores;
    for (const std::string& literal : literals) {
      const size_t size = std::min(literal.size(), kTellingBytes);
      cores.push_back(literal.substr(RarestGram(literal, size), size));
    }
    std::sort(cores.begin(), cores.end());
    cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
    return cores;
  }

  // Many prefixes, each no longer than it need be to tell.
  static std::vector<std::string> Shortened(const std::vector<std::string>& prefixes) {
    constexpr size_t kTellingBytes = 8;
    std::vector<std::string> shortened;
    shortened.reserve(prefixes.size());
    for (const std::string& prefix : prefixes) {
      shortened.push_back(prefixes.size() > 4 ? prefix.substr(0, kTellingBytes) : prefix);
    }
    std::sort(shortened.begin(), shortened.end());
    shortened.erase(std::unique(shortened.begin(), shortened.end()), shortened.end());
    return shortened;
  }

  uint32_t AddPiece(std::string_view pattern, uint32_t rule, const PatternLiterals& literals,
                    bool is_line) {
    RuleIndex::Piece& piece = pieces_.emplace_back();
    piece.pattern_offset = static_cast<uint32_t>(patterns_.size());
    piece.pattern_size = static_cast<uint32_t>(pattern.size());
    piece.rule = rule;
    piece.min_bytes = literals.min_bytes;
    piece.max_bytes = is_line ? literals.max_bytes : PatternLiterals::kUnbounded;
    piece.may_hold_space = !is_line || literals.may_hold_space ? 1 : 0;
    piece.needed = 0;
    patterns_ += pattern;
    return static_cast<uint32_t>(pieces_.size() - 1);
  }

  // Where a rule's place ties a match to an end of the line, the bytes there can tell; elsewhere
  // any may stand.
  void SetEdges(RulePlace where, const PatternEdges& edges, RuleIndex::Piece* piece) {
    const bool from_start = where == RulePlace::kLine || where == RulePlace::kStart;
    const bool to_end = where == RulePlace::kLine || where == RulePlace::kEnd;
    const ByteSet any = ByteSet().set();
    for (size_t i = 0; i < PatternEdges::kBytes; ++i) {
      // Behind a match that need not reach the line's other end, anything may stand.
      const bool is_in_match = where == RulePlace::kLine || i < edges.shortest;
      piece->first[i] = AddByteSet(from_start && is_in_match ? edges.first[i] : any);
      piece->last[i] = AddByteSet(to_end && is_in_match ? edges.last[i] : any);
    }
  }

  uint16_t AddByteSet(const ByteSet& set) {
    const auto [found, is_new] =
        byte_set_numbers_.try_emplace(set.to_string(), static_cast<uint16_t>(byte_sets_.size()));
    if (is_new) {
      std::array<uint64_t, 4>& words = byte_sets_.emplace_back();
      for (size_t byte = 0; byte < 256; ++byte) {
        if (set[byte]) words[byte / 64] |= uint64_t{1} << (byte % 64);
      }
    }
    return found->second;
  }

  void AddEntry(std::string_view literal, size_t key_offset, uint32_t target, uint64_t key,
                Keyed* keyed) {
    const auto [found, is_new] =
        literal_offsets_.try_emplace(std::string(literal), static_cast<uint32_t>(literals_.size()));
    if (is_new) literals_ += literal;
    PendingEntry& entry = (*keyed)[key][found->second];
    entry.literal_size = static_cast<uint16_t>(literal.size());
    entry.key_offset = static_cast<uint16_t>(key_offset);
    if (std::find(entry.targets.begin(), entry.targets.end(), target) == entry.targets.end()) {
      entry.targets.push_back(target);
    }
  }

  void AddPrefix(std::string_view prefix, uint32_t target) {
    size_t slot = RuleIndex::kPrefixBytes.size() - 1;
    while (RuleIndex::kPrefixBytes[slot] > prefix.size()) --slot;
    AddEntry(prefix, 0, target, PackBytes(prefix.data(), RuleIndex::kPrefixBytes[slot]),
             &prefixes_[slot]);
  }

  void AddGram(std::string_view literal, uint32_t target, uint32_t max_bytes) {
    const size_t size = literal.size() >= 4 ? 4 : literal.size() >= 2 ? 2 : 1;
    const size_t offset = RarestGram(literal, size);
    const uint64_t key = PackBytes(literal.data() + offset, size);
    for (Grams* grams : {&all_grams_, &long_grams_}) {
      if (grams == &long_grams_ && max_bytes <= kShortBytes) continue;
      AddEntry(literal, offset, target, key,
               size == 4   ? &grams->quads
               : size == 2 ? &grams->pairs
                           : &grams->singles);
    }
  }

  std::vector<RuleIndex::Slot> MakeTable(const Keyed& keyed,
                                         std::vector<RuleIndex::Entry>* entries) {
    std::vector<RuleIndex::Slot> slots(keyed.empty() ? 0 : std::bit_ceil(keyed.size() * 2));
    for (const auto& [key, pending] : keyed) {
      size_t slot = Mix(key) & (slots.size() - 1);
      while (slots[slot].key != 0) slot = (slot + 1) & (slots.size() - 1);
      slots[slot] = {key, static_cast<uint32_t>(entries->size()),
                     static_cast<uint32_t>(pending.size())};
      for (const auto& [offset, entry] : pending) {
        entries->push_back({offset, entry.literal_size, entry.key_offset,
                            static_cast<uint32_t>(targets_.size()),
                            static_cast<uint32_t>(entry.targets.size())});
        targets_.insert(targets_.end(), entry.targets.begin(), entry.targets.end());
      }
    }
    return slots;
  }

  static std::vector<uint64_t> KeyBits(const Keyed& keyed) {
    std::vector<uint64_t> bits(RuleIndex::kBitmapWords);
    for (const auto& [key, entries] : keyed) bits[key / 64] |= uint64_t{1} << (key % 64);
    return bits;
  }

  static std::vector<uint64_t> FilterBits(const Keyed& keyed) {
    std::vector<uint64_t> bits(RuleIndex::kBitmapWords);
    for (const auto& [key, entries] : keyed) {
      const uint32_t bit = RuleIndex::KeyBit(key);
      bits[bit / 64] |= uint64_t{1} << (bit % 64);
    }
    return bits;
  }

  static std::vector<uint64_t> QuadBits(const Keyed& quads) {
    std::vector<uint64_t> bits(RuleIndex::kBitmapWords);
    for (const auto& [quad, entries] : quads) {
      const uint32_t bit = RuleIndex::QuadBit(static_cast<uint32_t>(quad));
      bits[bit / 64] |= uint64_t{1} << (bit % 64);
    }
    return bits;
  }

  template <typename Element>
  void AppendSection(std::span<const Element> elements) {
    words_.push_back(elements.size());
    const size_t begin = words_.size();
    words_.resize(begin + (elements.size_bytes() + 7) / 8);
    if (!elements.empty())
      std::memcpy(words_.data() + begin, elements.data(), elements.size_bytes());
  }

  std::vector<RuleIndex::Piece> pieces_;
  Keyed exact_;
  std::array<Keyed, RuleIndex::kPrefixBytes.size()> prefixes_;
  Grams all_grams_;
  Grams long_grams_;
  std::vector<uint32_t> targets_;
  std::vector<uint32_t> always_;
  std::vector<std::array<uint64_t, 4>> byte_sets_;
  std::unordered_map<std::string, uint16_t> byte_set_numbers_;
  std::unordered_map<std::string, uint32_t> literal_offsets_;
  std::string literals_;
  std::string patterns_;
  std::vector<uint64_t> words_;
};

RuleIndex RuleIndex::Build(std::span<const RuleView> rules) {
  RuleIndexBuilder builder;
  for (size_t i = 0; i < rules.size(); ++i) builder.Add(rules[i], static_cast<uint32_t>(i));
  RuleIndex index;
  index.storage_ = builder.Finish(rules.size());
  index.words_ = index.storage_;
  index.ReadLayout();
  return index;
}

RuleIndex RuleIndex::FromBytes(std::span<const uint64_t> words) {
  RuleIndex index;
  index.words_ = words;
  index.ReadLayout();
  return index;
}

template <typename Element>
std::span<const Element> RuleIndex::TakeSection(size_t* position) const {
  const auto size = static_cast<size_t>(words_[*position]);
  const auto* begin = reinterpret_cast<const Element*>(words_.data() + *position + 1);
  *position += 1 + (size * sizeof(Element) + 7) / 8;
  return {begin, size};
}

void RuleIndex::ReadLayout() {
  rules_ = static_cast<size_t>(words_[0]);
  size_t position = 1;
  pieces_ = TakeSection<Piece>(&position);
  entries_ = TakeSection<Entry>(&position);
  targets_ = TakeSection<uint32_t>(&position);
  exact_.table = TakeSection<Slot>(&position);
  for (FilteredTable& prefixes : prefixes_) prefixes.table = TakeSection<Slot>(&position);
  for (GramTables* grams : {&all_grams_, &long_grams_}) {
    grams->singles = TakeSection<Slot>(&position);
    grams->pairs = TakeSection<Slot>(&position);
    grams->quads = TakeSection<Slot>(&position);
  }
  exact_.bits = TakeSection<uint64_t>(&position);
  for (FilteredTable& prefixes : prefixes_) prefixes.bits = TakeSection<uint64_t>(&position);
  for (GramTables* grams : {&all_grams_, &long_grams_}) {
    grams->single_bits = TakeSection<uint64_t>(&position);
    grams->pair_bits = TakeSection<uint64_t>(&position);
    grams->quad_bits = TakeSection<uint64_t>(&position);
  }
  byte_sets_ = TakeSection<std::array<uint64_t, 4>>(&position);
  always_ = TakeSection<uint32_t>(&position);
  const std::span<const char> literals = TakeSection<char>(&position);
  literals_ = {literals.data(), literals.size()};
  const std::span<const char> patterns = TakeSection<char>(&position);
  patterns_ = {patterns.data(), patterns.size()};
}

std::string_view RuleIndex::PiecePattern(uint32_t piece) const {
  return patterns_.substr(pieces_[piece].pattern_offset, pieces_[piece].pattern_size);
}

const RuleIndex::Slot* RuleIndex::FindSlot(Table table, uint64_t key) {
  if (table.empty()) return nullptr;
  for (size_t slot = Mix(key) & (table.size() - 1);; slot = (slot + 1) & (table.size() - 1)) {
    if (table[slot].key == key) return &table[slot];
    if (table[slot].key == 0) return nullptr;
  }
}

const RuleIndex::Slot* RuleIndex::FindSlot(const FilteredTable& table, uint64_t key) {
  const uint32_t bit = KeyBit(key);
  return ((table.bits[bit / 64] >> (bit % 64)) & 1U) != 0 ? FindSlot(table.table, key) : nullptr;
}

class RuleIndex::FoundNeeds {
 public:
  // Begins a line.
  void Begin(size_t pieces) {
    if (lines_.size() < pieces) {
      lines_.resize(pieces, 0);
      needs_.resize(pieces, 0);
    }
    if (++line_ == 0) {
      std::fill(lines_.begin(), lines_.end(), 0);
      line_ = 1;
    }
  }

  // Adds one of the needs of a piece. Returns whether it was the last that was wanting.
  bool Add(uint32_t piece, uint32_t need, uint16_t needed) {
    const uint16_t before = lines_[piece] == line_ ? needs_[piece] : uint16_t{0};
    const auto after = static_cast<uint16_t>(before | 1U << need);
    lines_[piece] = line_;
    needs_[piece] = after;
    return after == needed && before != needed;
  }

 private:
  std::vector<uint32_t> lines_;  // for which line needs_ holds
  std::vector<uint16_t> needs_;
  uint32_t line_ = 0;
};

bool RuleIndex::Fits(const Piece& piece, const LineView& line) const {
  const std::string_view folded = line.folded;
  if (line.bytes > piece.max_bytes || folded.size() < piece.min_bytes) return false;
  if (line.has_space && piece.may_hold_space == 0) return false;
  const size_t edge = std::min(folded.size(), PatternEdges::kBytes);
  for (size_t i = 0; i < edge; ++i) {
    if (!HasByte(piece.first[i], folded[i]) ||
        !HasByte(piece.last[i], folded[folded.size() - 1 - i]))
      return false;
  }
  return true;
}

void RuleIndex::Offer(uint32_t target, const LineView& line, FoundNeeds* found,
                      std::vector<Candidate>* candidates) const {
  if ((target & kRuleBit) != 0) {
    candidates->push_back({target & ~kRuleBit, Candidate::kNoPiece});
    return;
  }
  const uint32_t index = target & ((1U << kNeedShift) - 1);
  const Piece& piece = pieces_[index];
  if (!Fits(piece, line)) return;
  if (found->Add(index, target >> kNeedShift, piece.needed))
    candidates->push_back({piece.rule, index});
}

void RuleIndex::FindGrams(const GramTables& grams, const LineView& line, FoundNeeds* found,
                          std::vector<Candidate>* candidates) const {
  const std::string_view folded = line.folded;
  const auto offer = [&](Table table, uint64_t key, size_t position) {
    const Slot* slot = FindSlot(table, key);
    if (slot == nullptr) return;
    for (const Entry& entry : entries_.subspan(slot->first, slot->count)) {
      if (position < entry.key_offset) continue;
      const std::string_view literal = Literal(entry);
      if (folded.substr(position - entry.key_offset).starts_with(literal))
        OfferAll(entry, line, found, candidates);
    }
  };
  const uint64_t* const pair_bits = grams.pair_bits.data();
  const uint64_t* const quad_bits = grams.quad_bits.data();
  const auto has = [](const uint64_t* bits, uint32_t bit) {
    return ((bits[bit / 64] >> (bit % 64)) & 1U) != 0;
  };
  std::array<uint64_t, 4> seen{};  // bytes of the line
  size_t i = 0;
  for (; i + 4 <= folded.size(); ++i) {
    uint32_t quad = 0;
    std::memcpy(&quad, folded.data() + i, 4);
    seen[quad / 64 % 4] |= uint64_t{1} << (quad % 64);
    if (has(quad_bits, QuadBit(quad))) offer(grams.quads, quad, i);
    if (has(pair_bits, quad & 0xFFFFU)) offer(grams.pairs, quad & 0xFFFFU, i);
  }
  for (; i < folded.size(); ++i) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    seen[byte / 64] |= uint64_t{1} << (byte % 64);
    if (i + 1 == folded.size()) break;
    uint16_t pair = 0;
    std::memcpy(&pair, folded.data() + i, 2);
    if (has(pair_bits, pair)) offer(grams.pairs, pair, i);
  }
  for (size_t word = 0; word < seen.size(); ++word) {
    for (uint64_t bytes = seen[word] & grams.single_bits[word]; bytes != 0; bytes &= bytes - 1) {
      const size_t byte = word * 64 + static_cast<size_t>(std::countr_zero(bytes));
      const Slot* slot = FindSlot(grams.singles, byte);
      if (slot == nullptr) continue;
      for (const Entry& entry : entries_.subspan(slot->first, slot->count))
        OfferAll(entry, line, found, candidates);
    }
  }
}

void RuleIndex::Find(std::string_view folded, size_t line_bytes,
                     std::vector<Candidate>* candidates) const {
  static thread_local FoundNeeds found;
  found.Begin(pieces_.size());
  const LineView line{folded, line_bytes, folded.find(' ') != std::string_view::npos};
  if (const Slot* slot = FindSlot(exact_, HashOf(folded))) {
    for (const Entry& entry : entries_.subspan(slot->first, slot->count)) {
      if (Literal(entry) == folded) OfferAll(entry, line, &found, candidates);
    }
  }
  for (size_t i = 0; i < kPrefixBytes.size() && kPrefixBytes[i] <= folded.size(); ++i) {
    const Slot* slot = FindSlot(prefixes_[i], PackBytes(folded.data(), kPrefixBytes[i]));
    if (slot == nullptr) continue;
    for (const Entry& entry : entries_.subspan(slot->first, slot->count)) {
      if (folded.starts_with(Literal(entry))) OfferAll(entry, line, &found, candidates);
    }
  }
  FindGrams(line_bytes <= kShortBytes ? all_grams_ : long_grams_, line, &found, candidates);
  for (const uint32_t piece : always_) {
    if (Fits(pieces_[piece], line)) candidates->push_back({pieces_[piece].rule, piece});
  }
}

}  // namespace strigil
