#include "strigil/rules/rule_index.h"

#include <algorithm>
#include <bit>
#include <string>

#include "strigil/rules/pattern_literals.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// Lines are looked up together up to so many, or so many bytes.
constexpr size_t kBatchLines = 128;
constexpr size_t kBatchBytes = size_t{1} << 17U;

void Prefetch(const void* address) { __builtin_prefetch(address); }

}  // namespace

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

RuleIndex::Table RuleIndex::TakeTable(size_t* position) const {
  Table table;
  table.slots = TakeSection<Slot>(position);
  table.bits = TakeSection<uint64_t>(position);
  return table;
}

void RuleIndex::ReadLayout() {
  rules_ = static_cast<size_t>(words_[0]);
  size_t position = 1;
  pieces_ = TakeSection<Piece>(&position);
  phrases_ = TakeSection<Phrase>(&position);
  longest_phrase_ = static_cast<size_t>(words_[position++]);
  word_roles_ = TakeSection<uint8_t>(&position);
  for (Table* table : {&whole_lines_, &leading_words_, &trailing_words_, &words_anywhere_})
    *table = TakeTable(&position);
  for (Table& prefixes : prefixes_) prefixes = TakeTable(&position);
  short_prefixes_ = TakeSection<uint8_t>(&position);
  longer_prefixes_ = TakeSection<uint8_t>(&position);
  targets_ = TakeSection<Target>(&position);
  mark_sets_ = TakeSection<uint64_t>(&position);
  literal_sets_ = TakeSection<LiteralSet>(&position);
  grams_ = TakeSection<uint32_t>(&position);
  for (size_t mark = 0; mark < by_mark_.size(); ++mark) {
    by_mark_[mark] = TakeSection<MarkedPiece>(&position);
    if (!by_mark_[mark].empty()) telling_marks_ |= uint64_t{1} << mark;
  }
  always_ = TakeSection<uint32_t>(&position);
  always_min_bytes_ = kNoLimit;
  for (const uint32_t piece : always_) {
    always_min_bytes_ = std::min<uint16_t>(always_min_bytes_, pieces_[piece].min_bytes);
    always_may_hold_space_ = always_may_hold_space_ || pieces_[piece].may_hold_space != 0;
  }
  const std::span<const char> literals = TakeSection<char>(&position);
  literals_ = {literals.data(), literals.size()};
}

uint32_t RuleIndex::KindOf(char byte) {
  static constexpr std::array<uint8_t, 256> kKinds = [] {
    // Each of these is a kind; then come the digits, what is not ASCII by its last bit, and the
    // rest.
    constexpr std::array<std::string_view, 28> kGroups = {
        "a", "b", "c", "d", "e", "f", "g",   "h",  "i", "k", "l", "m",    "n",    "o",
        "p", "r", "s", "t", "u", "v", "jqx", "wy", "z", " ", ".", ",:;-", "()[]", "\"'/|"};
    constexpr size_t kDigits = kGroups.size();
    constexpr size_t kNotAscii = kDigits + 1;
    constexpr size_t kRest = kNotAscii + 2;
    static_assert(kRest < 32);
    std::array<uint8_t, 256> kinds{};
    for (size_t c = 0; c < kinds.size(); ++c) {
      size_t kind = c >= 0x80 ? kNotAscii + c % 2 : c >= '0' && c <= '9' ? kDigits : kRest;
      for (size_t group = 0; group < kGroups.size(); ++group) {
        if (kGroups[group].find(static_cast<char>(c)) != std::string_view::npos) kind = group;
      }
      kinds[c] = static_cast<uint8_t>(kind);
    }
    return kinds;
  }();
  return uint32_t{1} << kKinds[static_cast<unsigned char>(byte)];
}

// The look-ups of a batch of lines, step by step. Its memory is used again for the next batch. Its
// steps are not to be inlined into one another: together they want more registers than there are.
class RuleIndex::Search {
 public:
  static Search& OfThisThread() {
    static thread_local Search search;
    return search;
  }

  // Appends what may match each of `lines`; the first of them is number `first_line` of the caller.
  void Run(const RuleIndex& index, std::span<const BareLine> lines, uint32_t first_line,
           std::vector<Candidate>* candidates) {
    index_ = &index;
    lines_ = lines;
    probe_count_ = 0;
    found_.clear();
    MeasureLines();
    for (uint32_t line = 0; line < lines.size(); ++line) AddProbes(line);
    for (const Probe& probe : Probes()) Prefetch(&HomeOf(*probe.table, Mix(probe.key)));
    FindTargets();
    TakeTargets();
    CheckTargets();
    CheckLiterals();
    Report(first_line, candidates);
    if (folded_.capacity() > kMostKeptBytes) std::vector<char>().swap(folded_);
  }

 private:
  static constexpr uint32_t kNoLine = UINT32_MAX;
  // A thread keeps no more memory than this for folded lines.
  static constexpr size_t kMostKeptBytes = size_t{1} << 20U;
  static constexpr size_t kLongLine = MostFoldedBytes(kEndWindow);
  // Targets are fetched so many before they are looked at.
  static constexpr size_t kAhead = 24;

  // What the conditions of targets and pieces are compared with.
  struct LineFacts {
    std::string_view folded;  // kPrefixBytes from its beginning can be read, however short it is
    uint64_t marks = 0;
    EdgeKinds kinds{};        // any kind where the folded line has no more bytes
    uint16_t bytes = 0;       // of the folded line; kNoLimit also where it has more
    uint16_t characters = 0;  // the same
    bool has_space = false;
  };
  // A key that a table is to be asked for.
  struct Probe {
    uint64_t key;
    const Table* table;
    uint32_t line;
  };
  struct TargetRange {
    uint32_t line;
    uint32_t first;
    uint32_t count;
  };
  struct OpenTarget {
    uint32_t line;
    uint32_t target;
  };

  [[gnu::noinline]] void MeasureLines() {
    size_t most_bytes = kPrefixBytes;
    for (const BareLine& line : lines_) most_bytes += MostFoldedBytes(line.text.size());
    if (folded_.size() < most_bytes) folded_.resize(most_bytes);
    facts_.clear();
    char* out = folded_.data();
    for (const BareLine& line : lines_) {
      char* const begin = out;
      out = FoldForLiterals(line.text, begin);
      facts_.push_back(Measure(line.shape, {begin, static_cast<size_t>(out - begin)}));
    }
  }

  static LineFacts Measure(const LineShape& shape, std::string_view folded) {
    LineFacts facts;
    facts.folded = folded;
    facts.marks = shape.marks;
    facts.kinds.first.fill(UINT32_MAX);
    facts.kinds.last.fill(UINT32_MAX);
    for (size_t i = 0; i < std::min(kEdgeBytes, folded.size()); ++i) {
      facts.kinds.first[i] = KindOf(folded[i]);
      facts.kinds.last[i] = KindOf(folded[folded.size() - 1 - i]);
    }
    facts.bytes = static_cast<uint16_t>(std::min<size_t>(folded.size(), kNoLimit));
    const bool has_as_many = !shape.has_space_runs && shape.code_points < UINT16_MAX;
    const size_t characters = has_as_many ? shape.code_points : CountCodePoints(folded);
    facts.characters = static_cast<uint16_t>(std::min<size_t>(characters, kNoLimit));
    facts.has_space = folded.find(' ') != std::string_view::npos;
    return facts;
  }

  std::span<const Probe> Probes() const { return std::span(probes_).first(probe_count_); }

  void AddProbes(uint32_t line) {
    AddWords(line);
    AddPrefixes(line);
  }

  void AddWholeLine(uint32_t line) {
    if (facts_[line].characters <= index_->longest_phrase_)
      Ask(index_->whole_lines_, KeyOfLine(lines_[line].shape.folded_hash), line);
  }

  // Asks a table for a key, unless its bitmap says that it has it not. That is hard to foresee:
  // without a branch.
  void Ask(const Table& table, uint64_t key, uint32_t line) {
    if (probe_count_ == probes_.size()) probes_.resize(2 * probe_count_ + kBatchLines);
    probes_[probe_count_] = {key, &table, line};
    probe_count_ += HasBit(key, table.bits) ? 1 : 0;
  }

  [[gnu::noinline]] void AddWords(uint32_t line) {
    const std::span<const Word> words = lines_[line].words;
    if (words.empty()) {
      AddWholeLine(line);
      return;
    }
    const RuleIndex& index = *index_;
    const auto roles_of = [&](size_t i) -> unsigned {
      return index.word_roles_[RoleIndexOf(words[i].hash)];
    };
    const size_t last = words.size() - 1;
    unsigned roles = roles_of(0);
    if ((roles & kLeadsLine) != 0) AddWholeLine(line);
    if ((roles & kLeads) != 0) {
      Ask(index.leading_words_, KeyOfWord(words[0].hash), line);
      if (last > 0 && (roles_of(1) & kLeadsSecond) != 0) {
        Ask(index.leading_words_, KeyOfWords(words[0].hash, words[1].hash), line);
        if (last > 1) {
          Ask(index.leading_words_, KeyOfWords(words[0].hash, words[1].hash, words[2].hash), line);
        }
      }
    }
    if ((roles & kAlone) != 0) Ask(index.words_anywhere_, KeyOfWord(words[0].hash), line);
    constexpr size_t kWordsAtOnce = 64;
    for (size_t first = 1; first < words.size(); first += kWordsAtOnce) {
      // Which words are looked for is hard to foresee: without a branch for each.
      const size_t count = std::min(kWordsAtOnce, words.size() - first);
      uint64_t alone = 0;
      uint64_t pairs = 0;
      for (size_t i = 0; i < count; ++i) {
        const unsigned before = roles;
        roles = roles_of(first + i);
        alone |= uint64_t{(roles & kAlone) != 0 ? 1U : 0U} << i;
        const bool is_pair = ((before & kPairsBefore) != 0) & ((roles & kPairsBehind) != 0);
        pairs |= uint64_t{is_pair ? 1U : 0U} << i;
      }
      for (; alone != 0; alone &= alone - 1) {
        const size_t i = first + static_cast<size_t>(std::countr_zero(alone));
        Ask(index.words_anywhere_, KeyOfWord(words[i].hash), line);
      }
      for (; pairs != 0; pairs &= pairs - 1) {
        const size_t i = first + static_cast<size_t>(std::countr_zero(pairs));
        Ask(index.words_anywhere_, KeyOfWords(words[i - 1].hash, words[i].hash), line);
      }
    }
    if ((roles & kTrails) != 0) {
      Ask(index.trailing_words_, KeyOfWord(words[last].hash), line);
      if (last > 0 && (roles_of(last - 1) & kTrailsBefore) != 0)
        Ask(index.trailing_words_, KeyOfWords(words[last - 1].hash, words[last].hash), line);
    }
  }

  [[gnu::noinline]] void AddPrefixes(uint32_t line) {
    const std::string_view folded = facts_[line].folded;
    const char* const start = folded.data();
    unsigned sizes =
        index_->short_prefixes_[StartOf(start[0], folded.size() > 1 ? start[1] : '\0')];
    sizes |= index_->longer_prefixes_[StartOf(start)];
    for (; sizes != 0; sizes &= sizes - 1) {
      const size_t size = static_cast<size_t>(std::countr_zero(sizes)) + 1;
      if (size > folded.size()) break;
      Ask(index_->prefixes_[size - 1], KeyOfPrefix(start, size), line);
    }
  }

  static const Slot& HomeOf(const Table& table, uint64_t mixed_key) {
    return table.slots[mixed_key & (table.slots.size() - 1)];
  }

  static const Slot* FindSlot(const Table& table, uint64_t key) {
    const uint64_t mixed = Mix(key);
    const uint32_t tag = TagOf(mixed);
    for (size_t i = mixed & (table.slots.size() - 1);; i = (i + 1) & (table.slots.size() - 1)) {
      if (table.slots[i].tag == tag) return &table.slots[i];
      if (table.slots[i].tag == 0) return nullptr;
    }
  }

  // Looks the probes up; what they lead to is fetched meanwhile.
  [[gnu::noinline]] void FindTargets() {
    ranges_.clear();
    for (const Probe& probe : Probes()) {
      const Slot* slot = FindSlot(*probe.table, probe.key);
      if (slot == nullptr) continue;
      const LineFacts& facts = facts_[probe.line];
      const uint32_t characters = std::min<uint32_t>(facts.characters, Slot::kMostCharacters);
      if (characters > slot->max_characters || (facts.kinds.last[0] & slot->last_kinds) == 0)
        continue;
      ranges_.push_back({probe.line, slot->first_target, slot->target_count});
      Prefetch(&index_->targets_[slot->first_target]);
    }
  }

  // Gathers the targets line by line.
  void TakeTargets() {
    target_count_ = 0;
    auto range = ranges_.begin();
    for (uint32_t line = 0; line < lines_.size(); ++line) {
      const LineFacts& facts = facts_[line];
      for (; range != ranges_.end() && range->line == line; ++range)
        TakeFitting(index_->targets_.subspan(range->first, range->count), line);
      uint64_t marks = facts.marks & index_->telling_marks_;
      for (; marks != 0; marks &= marks - 1)
        TakeFitting(index_->by_mark_[static_cast<size_t>(std::countr_zero(marks))], line);
      if (facts.bytes >= index_->always_min_bytes_ &&
          (!facts.has_space || index_->always_may_hold_space_)) {
        TakeFitting(index_->always_, line);
      }
    }
    for (const OpenTarget& open : std::span(targets_).first(std::min(target_count_, kAhead)))
      PrefetchTarget(open.target);
  }

  // Many do not fit, and which do is hard to foresee: without a branch.
  template <typename Offered>
  void TakeFitting(std::span<const Offered> all, uint32_t line) {
    const LineFacts& facts = facts_[line];
    size_t count = target_count_;
    if (targets_.size() < count + all.size()) targets_.resize(2 * (count + all.size()));
    for (const Offered& offered : all) {
      targets_[count] = {line, NumberOf(offered)};
      count += MayFit(offered, facts);
    }
    target_count_ = count;
  }

  static uint32_t NumberOf(const Target& target) { return target.target; }
  static uint32_t NumberOf(const MarkedPiece& marked) { return marked.piece; }
  static uint32_t NumberOf(uint32_t piece) { return piece; }

  static unsigned MayFit(const Target& target, const LineFacts& facts) {
    return Meet(target.second_kinds, facts.kinds.first[1]) &
           Meet(target.third_kinds, facts.kinds.first[2]) &
           Meet(target.last_kinds, facts.kinds.last[0]);
  }
  static unsigned MayFit(const MarkedPiece& marked, const LineFacts& facts) {
    unsigned fits = static_cast<unsigned>((marked.marks & ~facts.marks) == 0) &
                    static_cast<unsigned>(facts.characters <= marked.max_characters);
    for (size_t i = 0; i < marked.first_kinds.size(); ++i) {
      fits &= Meet(marked.first_kinds[i], facts.kinds.first[i]);
      fits &= Meet(marked.last_kinds[i], facts.kinds.last[i]);
    }
    return fits;
  }
  static unsigned MayFit(uint32_t, const LineFacts&) { return 1; }
  static unsigned Meet(uint32_t kinds, uint32_t others) { return (kinds & others) != 0 ? 1 : 0; }

  void PrefetchTarget(uint32_t target) const {
    if ((target & kPhraseBit) != 0) {
      Prefetch(&index_->phrases_[target & ~kPhraseBit]);
    } else {
      Prefetch(&index_->pieces_[target & kPieceMask]);
    }
  }

  // Asks what the targets are for all but literals. What is known of those further on, and the
  // literals that they are asked for next, are fetched meanwhile.
  void CheckTargets() {
    size_t fitting = 0;  // so many pieces are left of the targets so far
    for (size_t i = 0; i < target_count_; ++i) {
      const auto [line, target] = targets_[i];
      if (i + kAhead < target_count_) PrefetchTarget(targets_[i + kAhead].target);
      if ((target & kPhraseBit) != 0) {
        const Phrase& phrase = index_->phrases_[target & ~kPhraseBit];
        const std::string_view literal = index_->Literal(phrase);
        const std::string_view folded = facts_[line].folded;
        if (phrase.is_whole_line ? folded == literal : folded.starts_with(literal))
          AddFound(line, phrase.rule, true);
        continue;
      }
      // Without a branch: half of them fit, and which do is hard to foresee.
      targets_[fitting] = {line, target};
      fitting += Fits(index_->pieces_[target & kPieceMask], line) ? 1 : 0;
    }
    needs_line_ = kNoLine;
    open_.clear();
    for (const auto& [line, target] : std::span(targets_).first(fitting)) {
      const uint32_t number = target & kPieceMask;
      const Piece& piece = index_->pieces_[number];
      const bool needs_one = (piece.needed & (piece.needed - 1)) == 0;
      if (!needs_one && !AddNeed(line, number, target >> kNeedShift, piece.needed)) continue;
      open_.push_back({line, number});
      Prefetch(&index_->literal_sets_[piece.literals[0]]);
    }
  }

  void CheckLiterals() {
    noted_ = {};
    for (const OpenTarget& open : open_) {
      const LiteralSet& first = index_->literal_sets_[index_->pieces_[open.target].literals[0]];
      Prefetch(index_->grams_.data() + first.first);
    }
    for (const OpenTarget& open : open_) {
      const Piece& piece = index_->pieces_[open.target];
      if (MayHaveLiterals(piece, open.line)) AddFound(open.line, piece.rule, false);
    }
  }

  void AddFound(uint32_t line, uint32_t rule, bool is_certain) {
    found_.push_back(uint64_t{line} << 32U | uint64_t{rule} << 1U | (is_certain ? 0U : 1U));
  }

  // Whether the line's marks and length, and the bytes at its ends, allow the piece to match.
  bool Fits(const Piece& piece, uint32_t line) const {
    const LineFacts& facts = facts_[line];
    bool fits = piece.kinds.Meet(facts.kinds);
    fits &= (piece.marks & ~facts.marks) == 0;
    fits &= piece.min_bytes <= facts.bytes;
    fits &= facts.characters <= piece.max_characters;
    fits &= piece.may_hold_space != 0 || !facts.has_space;
    // Without a branch for each set: most pieces have none.
    for (const uint8_t set : piece.any_of_marks)
      fits &= (set == 0) | ((facts.marks & index_->mark_sets_[set]) != 0);
    return fits;
  }

  // Whether the line has both grams of a literal of each of the piece's sets, where a match sees
  // it. In the whole of a long line that is not worth finding out.
  bool MayHaveLiterals(const Piece& piece, uint32_t line) {
    if (piece.is_at_end == 0 && facts_[line].folded.size() > kLongLine) return true;
    return std::all_of(piece.literals.begin(), piece.literals.end(), [&](uint16_t set) {
      const LiteralSet& literals = index_->literal_sets_[set];
      if (literals.count == 0) return true;
      NoteGrams(line, literals.has_short_grams != 0);
      const uint32_t* const grams = &index_->grams_[literals.first];
      for (uint32_t first = 0; first < literals.count; first += kLiteralsAtOnce) {
        // Which literal is there is hard to foresee: without a branch for each.
        unsigned any = 0;
        for (uint32_t i = first; i < first + kLiteralsAtOnce; ++i) any |= HasGrams(grams[i]);
        if (any != 0) return true;
      }
      return false;
    });
  }

  unsigned HasGrams(uint32_t both) const {
    const bool has_first = grams_[both >> 16U] == gram_stamp_;
    const bool has_second = grams_[both & UINT16_MAX] == gram_stamp_;
    return static_cast<unsigned>(has_first) & static_cast<unsigned>(has_second);
  }

  // Stamps the grams of a line, of a long one those of its end, and of no other line.
  [[gnu::noinline]] void NoteGrams(uint32_t line, bool with_short) {
    std::string_view folded = facts_[line].folded;
    if (folded.size() > kLongLine) folded.remove_prefix(folded.size() - kLongLine);
    if (noted_.line != line) {
      if (++gram_stamp_ == 0) {
        grams_.fill(0);
        gram_stamp_ = 1;
      }
      noted_ = {line, false};
      NoteTrigrams(folded);
    }
    if (!with_short || noted_.has_short) return;
    noted_.has_short = true;
    NoteShortGrams(folded);
  }

  void NoteTrigrams(std::string_view folded) {
    constexpr size_t kStep = 4;
    const uint8_t stamp = gram_stamp_;
    const char* trigram = folded.data();
    size_t rest = folded.size() < kTrigramBytes ? 0 : folded.size() - kTrigramBytes + 1;
    for (; rest >= kStep; rest -= kStep, trigram += kStep) {
      for (size_t i = 0; i < kStep; ++i) grams_[TrigramOf(trigram + i)] = stamp;
    }
    for (; rest > 0; --rest, ++trigram) grams_[TrigramOf(trigram)] = stamp;
  }

  void NoteShortGrams(std::string_view folded) {
    for (size_t i = 0; i + 1 < folded.size(); ++i) {
      grams_[ShortGramOf(folded[i])] = gram_stamp_;
      grams_[ShortGramOf(folded[i], folded[i + 1])] = gram_stamp_;
    }
    if (!folded.empty()) grams_[ShortGramOf(folded.back())] = gram_stamp_;
  }

  // Notes that one of the needs of a piece is met by the line; lines come one after the other.
  // Returns whether it was the last that was wanting.
  bool AddNeed(uint32_t line, uint32_t piece, uint32_t need, uint32_t needed) {
    if (needs_line_ != line) needs_.clear();
    needs_line_ = line;
    for (auto& [known, met] : needs_) {
      if (known != piece) continue;
      const bool was_wanting = met != needed;
      met = static_cast<uint8_t>(met | 1U << need);
      return was_wanting && met == needed;
    }
    needs_.emplace_back(piece, static_cast<uint8_t>(1U << need));
    return false;
  }

  // Hands on what was found, each rule once for a line; what is certain sorts before what is not.
  void Report(uint32_t first_line, std::vector<Candidate>* candidates) {
    // Nearly in order already: a handful of each line, and lines in order.
    for (size_t i = 1; i < found_.size(); ++i) {
      const uint64_t moved = found_[i];
      size_t place = i;
      for (; place > 0 && found_[place - 1] > moved; --place) found_[place] = found_[place - 1];
      found_[place] = moved;
    }
    uint64_t last = UINT64_MAX;
    for (const uint64_t found : found_) {
      if (found >> 1U == last) continue;
      last = found >> 1U;
      candidates->push_back({first_line + static_cast<uint32_t>(found >> 32U),
                             static_cast<uint32_t>(found) >> 1U, (found & 1U) == 0});
    }
  }

  const RuleIndex* index_ = nullptr;
  std::span<const BareLine> lines_;
  std::vector<LineFacts> facts_;
  std::vector<Probe> probes_;  // the first probe_count_ of them
  size_t probe_count_ = 0;
  std::vector<TargetRange> ranges_;
  std::vector<OpenTarget> targets_;  // the first target_count_ of them
  size_t target_count_ = 0;
  std::vector<OpenTarget> open_;  // pieces for which literals decide
  std::vector<uint64_t> found_;   // line, rule, and whether that is open: in this order when sorted
  std::vector<std::pair<uint32_t, uint8_t>>
      needs_;  // of line needs_line_: pieces, and which are met
  uint32_t needs_line_ = kNoLine;
  std::vector<char> folded_;             // the lines, one behind the other
  std::array<uint8_t, kGrams> grams_{};  // gram_stamp_ for each of a line's
  uint8_t gram_stamp_ = 0;
  // Of what line the grams are stamped, and whether the short ones are, too.
  struct Noted {
    uint32_t line = kNoLine;
    bool has_short = false;
  };
  Noted noted_;
};

void RuleIndex::Find(std::span<const BareLine> lines, std::vector<Candidate>* candidates) const {
  Search& search = Search::OfThisThread();
  for (size_t first = 0; first < lines.size();) {
    size_t last = first;
    size_t bytes = 0;
    while (last < lines.size() && last - first < kBatchLines &&
           (last == first || bytes + lines[last].text.size() <= kBatchBytes)) {
      bytes += lines[last++].text.size();
    }
    search.Run(*this, lines.subspan(first, last - first), static_cast<uint32_t>(first), candidates);
    first = last;
  }
}

}  // namespace strigil
