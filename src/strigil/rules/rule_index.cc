#include "strigil/rules/rule_index.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>

#include "strigil/rules/pattern_literals.h"
#include "strigil/text/utf8.h"

namespace strigil {

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

RuleIndex::FilteredTable RuleIndex::TakeTable(size_t* position) const {
  FilteredTable table;
  table.table = TakeSection<Slot>(position);
  table.bits = TakeSection<uint64_t>(position);
  return table;
}

void RuleIndex::ReadLayout() {
  rules_ = static_cast<size_t>(words_[0]);
  size_t position = 1;
  pieces_ = TakeSection<Piece>(&position);
  phrases_ = TakeTable(&position);
  leading_words_ = TakeTable(&position);
  trailing_words_ = TakeTable(&position);
  words_anywhere_ = TakeTable(&position);
  for (FilteredTable& prefixes : prefixes_) prefixes = TakeTable(&position);
  for (GramTable* grams : {&all_grams_, &long_grams_}) {
    grams->literals = TakeTable(&position);
    grams->marks = words_[position++];
  }
  entries_ = TakeSection<Entry>(&position);
  targets_ = TakeSection<uint32_t>(&position);
  byte_sets_ = TakeSection<std::array<uint64_t, 4>>(&position);
  mark_sets_ = TakeSection<uint64_t>(&position);
  for (size_t mark = 0; mark < by_mark_.size(); ++mark) {
    by_mark_[mark] = TakeSection<uint32_t>(&position);
    if (!by_mark_[mark].empty()) telling_marks_ |= uint64_t{1} << mark;
  }
  always_ = TakeSection<uint32_t>(&position);
  const std::span<const char> literals = TakeSection<char>(&position);
  literals_ = {literals.data(), literals.size()};
}

const RuleIndex::Slot* RuleIndex::FindSlot(Table table, uint64_t key) {
  if (table.empty()) return nullptr;
  for (size_t slot = Mix(key) & (table.size() - 1);; slot = (slot + 1) & (table.size() - 1)) {
    if (table[slot].key == key) return &table[slot];
    if (table[slot].key == 0) return nullptr;
  }
}

const RuleIndex::Slot* RuleIndex::FindSlot(const FilteredTable& table, uint64_t key) {
  return HasBit(key, table.bits) ? FindSlot(table.table, key) : nullptr;
}

// What of the pieces' needs has been found in a line.
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
  bool Add(uint32_t piece, uint32_t need, uint8_t needed) {
    const uint8_t before = lines_[piece] == line_ ? needs_[piece] : uint8_t{0};
    const auto after = static_cast<uint8_t>(before | 1U << need);
    lines_[piece] = line_;
    needs_[piece] = after;
    return after == needed && before != needed;
  }

 private:
  std::vector<uint32_t> lines_;  // for which line needs_ holds
  std::vector<uint8_t> needs_;
  uint32_t line_ = 0;
};

// A line, and what is found of it. Most need not be folded, or no more of them than their ends.
class RuleIndex::LineView {
 public:
  LineView(const BareLine& bare, FoundNeeds* found_needs, std::vector<Candidate>* found)
      : line(bare), needs(found_needs), candidates(found) {}

  // The whole of it, folded.
  std::string_view Folded() {
    static thread_local std::string folded;
    if (!is_folded_) {
      FoldForLiterals(line.text, &folded);
      folded_ = folded;
      is_folded_ = true;
    }
    return folded_;
  }

  // A stretch of it from its beginning and from its end, folded; the whole of a
  // short line, both times.
  std::string_view FoldedStart() {
    FoldEnds();
    return start_;
  }
  std::string_view FoldedEnd() {
    FoldEnds();
    return end_;
  }

  // Code points of the folded line.
  size_t Characters() {
    const LineShape& shape = line.shape;
    if (!shape.has_space_runs && shape.code_points < UINT16_MAX) return shape.code_points;
    return CountCodePoints(Folded());
  }

  bool HasSpace() {
    if (!has_space_.has_value()) has_space_ = line.text.find(' ') != std::string_view::npos;
    return *has_space_;
  }

  const BareLine& line;
  FoundNeeds* const needs;
  std::vector<Candidate>* const candidates;

 private:
  static constexpr size_t kShortLine = 64;

  void FoldEnds() {
    static thread_local std::string start;
    static thread_local std::string end;
    if (has_ends_) return;
    has_ends_ = true;
    if (line.text.size() <= kShortLine || is_folded_) {
      start_ = end_ = Folded();
      return;
    }
    size_t begin = line.text.size() - kShortLine / 2;
    while (IsContinuation(line.text[begin])) --begin;
    size_t first = kShortLine / 2;
    while (IsContinuation(line.text[first])) ++first;
    FoldForLiterals(line.text.substr(0, first), &start);
    FoldForLiterals(line.text.substr(begin), &end);
    start_ = start;
    end_ = end;
    // Folding takes runs of white space together.
    if (start.size() < kPrefixBytes || end.size() < PatternEdges::kBytes) start_ = end_ = Folded();
  }

  std::string_view folded_;
  std::string_view start_;
  std::string_view end_;
  std::optional<bool> has_space_;
  bool is_folded_ = false;
  bool has_ends_ = false;
};

bool RuleIndex::Fits(const Piece& piece, LineView& line) const {
  if ((line.line.shape.marks & piece.marks) != piece.marks) return false;
  for (const uint8_t set : piece.any_of_marks) {
    if (set != 0 && (line.line.shape.marks & mark_sets_[set]) == 0) return false;
  }
  const size_t bytes = line.line.text.size();
  // Folding makes no text more than twice as long.
  if (bytes * 2 < piece.min_bytes ||
      (piece.max_characters != kNoLimit && line.Characters() > piece.max_characters)) {
    return false;
  }
  if (!piece.may_hold_space && line.HasSpace()) return false;
  const std::string_view start = line.FoldedStart();
  const std::string_view end = line.FoldedEnd();
  if (start.size() == end.size() && start.data() == end.data() && start.size() < piece.min_bytes)
    return false;
  const size_t edge = std::min(start.size(), PatternEdges::kBytes);
  for (size_t i = 0; i < edge; ++i) {
    if (!HasByte(piece.first[i], start[i]) || !HasByte(piece.last[i], end[end.size() - 1 - i]))
      return false;
  }
  return true;
}

void RuleIndex::OfferAll(const Entry& entry, LineView& line) const {
  for (const uint32_t target : targets_.subspan(entry.first_target, entry.target_count)) {
    if ((target & kRuleBit) != 0) {
      line.candidates->push_back({target & ~kRuleBit, true});
      continue;
    }
    const uint32_t index = target & ((1U << kNeedShift) - 1);
    const Piece& piece = pieces_[index];
    if (!Fits(piece, line)) continue;
    if (line.needs->Add(index, target >> kNeedShift, piece.needed))
      line.candidates->push_back({piece.rule, false});
  }
}

void RuleIndex::FindPhrase(LineView& line) const {
  const Slot* slot = FindSlot(phrases_, KeyOfLine(line.line.shape.folded_hash));
  if (slot == nullptr) return;
  for (const Entry& entry : EntriesOf(*slot)) {
    if (Literal(entry) == line.Folded()) OfferAll(entry, line);
  }
}

void RuleIndex::FindByWords(LineView& line) const {
  const std::span<const Word> words = line.line.words;
  if (words.empty()) return;
  const auto look_up = [&](const FilteredTable& table, uint64_t key) {
    const Slot* slot = FindSlot(table, key);
    if (slot == nullptr) return;
    for (const Entry& entry : EntriesOf(*slot)) {
      if (entry.literal_size == 0 || line.Folded().starts_with(Literal(entry)))
        OfferAll(entry, line);
    }
  };
  const size_t last = words.size() - 1;
  look_up(leading_words_, KeyOfWord(words[0].hash));
  look_up(trailing_words_, KeyOfWord(words[last].hash));
  if (last > 0) {
    look_up(leading_words_, KeyOfWords(words[0].hash, words[1].hash));
    look_up(trailing_words_, KeyOfWords(words[last - 1].hash, words[last].hash));
  }
  if (last > 1) {
    look_up(leading_words_, KeyOfWords(words[0].hash, words[1].hash, words[2].hash));
  }
  look_up(words_anywhere_, KeyOfWord(words[0].hash));
  for (size_t i = 1; i < words.size(); ++i) {
    look_up(words_anywhere_, KeyOfWord(words[i].hash));
    look_up(words_anywhere_, KeyOfWords(words[i - 1].hash, words[i].hash));
  }
}

void RuleIndex::FindByPrefix(LineView& line) const {
  const std::string_view folded = line.FoldedStart();
  const size_t most = std::min(folded.size(), kPrefixBytes);
  std::array<char, kPrefixBytes> start{};
  std::copy_n(folded.begin(), most, start.begin());
  for (size_t size = 1; size <= most; ++size) {
    const Slot* slot = FindSlot(prefixes_[size - 1], KeyOfPrefix(start.data(), size));
    if (slot == nullptr) continue;
    for (const Entry& entry : EntriesOf(*slot)) {
      if (entry.literal_size <= size || line.Folded().starts_with(Literal(entry)))
        OfferAll(entry, line);
    }
  }
}

void RuleIndex::FindByGrams(const GramTable& grams, LineView& line) const {
  if (grams.literals.table.empty()) return;
  if (grams.marks != mark_sets_[0] && (line.line.shape.marks & grams.marks) == 0) return;
  const std::string_view folded = line.Folded();
  const Bitmap bits = grams.literals.bits;
  for (size_t i = 0; i + kGramBytes <= folded.size(); ++i) {
    const uint64_t key = KeyOfGram(folded.data() + i);
    if (!HasBit(key, bits)) continue;
    const Slot* slot = FindSlot(grams.literals.table, key);
    if (slot == nullptr) continue;
    for (const Entry& entry : EntriesOf(*slot)) {
      if (i < entry.key_offset) continue;
      if (folded.substr(i - entry.key_offset).starts_with(Literal(entry))) OfferAll(entry, line);
    }
  }
}

void RuleIndex::Find(const BareLine& bare, std::vector<Candidate>* candidates) const {
  static thread_local FoundNeeds needs;
  needs.Begin(pieces_.size());
  LineView line(bare, &needs, candidates);
  FindPhrase(line);
  FindByWords(line);
  FindByPrefix(line);
  FindByGrams(line.Characters() <= kShortCharacters ? all_grams_ : long_grams_, line);
  for (uint64_t marks = bare.shape.marks & telling_marks_; marks != 0; marks &= marks - 1)
    OfferUnlessUnfit(by_mark_[static_cast<size_t>(std::countr_zero(marks))], line);
  OfferUnlessUnfit(always_, line);
}

void RuleIndex::OfferUnlessUnfit(std::span<const uint32_t> pieces, LineView& line) const {
  for (const uint32_t piece : pieces) {
    if (Fits(pieces_[piece], line)) line.candidates->push_back({pieces_[piece].rule, false});
  }
}

}  // namespace strigil
