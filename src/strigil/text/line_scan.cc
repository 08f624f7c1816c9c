#include "strigil/text/line_scan.h"

#include <algorithm>
#include <array>
#include <bit>

#include "strigil/text/block_scan.h"
#include "strigil/text/char_class.h"
#include "strigil/text/function_words.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr size_t kChunkBytes = sizeof(uint64_t);

// Hashes a word: its case-folded letters as UTF-8, in chunks of eight bytes, the first byte lowest.
// The last chunk is filled up with zeros, which no word has.
class WordHasher {
 public:
  void Add(char32_t folded) {
    uint64_t bytes = folded;
    unsigned length = 1;
    if (folded >= 0x10000) {
      bytes = 0x808080F0 | folded >> 18 | (folded >> 12 & 0x3F) << 8 | (folded >> 6 & 0x3F) << 16 |
              (folded & 0x3F) << 24;
      length = 4;
    } else if (folded >= 0x800) {
      bytes = 0x8080E0 | folded >> 12 | (folded >> 6 & 0x3F) << 8 | (folded & 0x3F) << 16;
      length = 3;
    } else if (folded >= 0x80) {
      bytes = 0x80C0 | folded >> 6 | (folded & 0x3F) << 8;
      length = 2;
    }
    chunk_ |= bytes << (8 * filled_);
    filled_ += length;
    if (filled_ < kChunkBytes) return;
    state_ = Mix(state_, chunk_);
    filled_ -= kChunkBytes;
    chunk_ = bytes >> (8 * (length - filled_));
  }

  // Returns the hash of what was added so far.
  uint32_t Hash() const { return Finish(Mix(state_, chunk_)); }

  // Returns the hash of a word of fewer than eight bytes. The bytes of `chunk` behind them must be
  // zero.
  static uint32_t HashOf(uint64_t chunk) { return Finish(Mix(kSeed, chunk)); }

  // Returns the hash of a word of `length` bytes, fewer than sixteen. The bytes of the chunks
  // behind them must be zero.
  static uint32_t HashOf(uint64_t first, uint64_t second, size_t length) {
    const uint64_t short_state = Mix(kSeed, first);
    const uint64_t long_state = Mix(short_state, second);
    // Whether a word has a second chunk is hard to foresee: without a branch.
    const uint64_t is_long = 0 - static_cast<uint64_t>(length / kChunkBytes);
    return Finish(short_state ^ ((short_state ^ long_state) & is_long));
  }

  // The same of a word of sixteen to thirty-one bytes.
  static uint32_t HashOf(const std::array<uint64_t, 4>& chunks, size_t length) {
    const uint64_t three = Mix(Mix(Mix(kSeed, chunks[0]), chunks[1]), chunks[2]);
    return Finish(length < 3 * kChunkBytes ? three : Mix(three, chunks[3]));
  }

 private:
  static constexpr uint64_t kSeed = 0x243F6A8885A308D3U;

  static uint64_t Mix(uint64_t state, uint64_t chunk) {
    state = (state ^ chunk) * 0x9E3779B97F4A7C15U;
    return state ^ state >> 32;
  }
  static uint32_t Finish(uint64_t state) {
    return static_cast<uint32_t>(state * 0x9FB21C651E98DF25U >> 32);
  }

  uint64_t state_ = kSeed;
  uint64_t chunk_ = 0;
  size_t filled_ = 0;
};

constexpr size_t kBlockBytes = sizeof(ByteBlock);

// The first sixteen bytes are all ones, the others zeros.
alignas(2 * kBlockBytes) constexpr std::array<char, 2 * kBlockBytes> kOnesThenZeros = [] {
  std::array<char, 2 * kBlockBytes> bytes{};
  for (size_t i = 0; i < kBlockBytes; ++i) bytes[i] = -1;
  return bytes;
}();

// The first bytes of a block, in two chunks, the first byte lowest; zeros stand for the others.
struct BlockPrefix {
  BlockPrefix(const ByteBlock& block, size_t length) {
    using Halves = uint64_t __attribute__((vector_size(kBlockBytes)));
    const auto halves =
        reinterpret_cast<Halves>(block & BlockAt(kOnesThenZeros.data() + kBlockBytes - length));
    first = halves[0];
    second = halves[1];
    if constexpr (std::endian::native == std::endian::big) {
      first = __builtin_bswap64(first);
      second = __builtin_bswap64(second);
    }
  }

  uint64_t first;
  uint64_t second;
};

// Returns the number of bits of `mask`, which has no more than sixteen for each of `kBlocks`.
// std::popcount() is a call where the processor need not have an instruction for it.
template <size_t kBlocks = 1>
uint32_t CountBits(uint64_t mask) {
  if constexpr (kBlocks > 1) {
    return CountBits(mask & 0xFFFF) + CountBits<kBlocks - 1>(mask >> 16);
  } else {
    auto bits = static_cast<uint32_t>(mask);
    bits -= bits >> 1 & 0x5555;
    bits = (bits & 0x3333) + (bits >> 2 & 0x3333);
    bits = (bits + (bits >> 4)) & 0x0F0F;
    return (bits + (bits >> 8)) & 0x1F;
  }
}

constexpr uint64_t kStemMask = (uint64_t{1} << 8 * kStemLetters) - 1;
static_assert(kStemLetters < kChunkBytes);

uint16_t Clamp(uint32_t count) {
  return static_cast<uint16_t>(std::min<uint32_t>(count, UINT16_MAX));
}

// What many languages set before what is said, and others before the items of a list.
bool MayOpenSpeech(char32_t mark) {
  return mark == 0xAB || mark == 0xBB || mark == 0x2039 || mark == 0x203A || mark == 0x2013 ||
         mark == 0x2014 || mark == 0x2015;
}

// Whether the character at `bytes` may go on with a word of ASCII or Latin-1 that ends before it:
// one above ASCII, but for U+2000 to U+203F, quotes, dashes, spaces and their like.
bool MayGoOnWithWord(const char* bytes) {
  const bool is_typographic_mark = bytes[0] == '\xE2' && bytes[1] == '\x80';
  return static_cast<unsigned char>(bytes[0]) >= 0x80 && !is_typographic_mark;
}

// One pass over a line: word by word, with the white space and punctuation between.
class LineScanner {
 public:
  // Of the bytes from the line's first on, `readable` may be read. A line end or a zero must stand
  // behind the line where there is more to read.
  LineScanner(std::string_view line, size_t readable, std::vector<Word>* words)
      : line_(line),
        block_limit_(readable < kBlockBytes ? 0
                                            : std::min(line.size(), readable - (kBlockBytes - 1))),
        words_(words),
        words_before_(words->size()),
        table_(CharTable::Get()),
        function_words_(FunctionWords::Get()) {}

  ScannedLine Scan() {
    while (position_ < line_.size()) {
      ScanPlainWords();
      if (position_ < line_.size()) ScanAny();
    }
    return Finish();
  }

 private:
  static constexpr uint8_t kUsualWordLetters = 7;

  // Scans words from position_ on, as long as they are ASCII or Latin-1 of fewer than sixteen bytes
  // with one space between. Most words are.
  void ScanPlainWords() {
    const size_t begin = position_;
    const uint32_t continuations_before = continuations_;
    size_t position = begin;
    size_t word_end = begin;
    while (position < block_limit_) {
      const char* const bytes = line_.data() + position;
      const ByteBlock block = BlockAt(bytes);
      // The next word waits for the length of this one, so one comparison must do to find it: with
      // a sign, spaces, most marks and all bytes above ASCII are less than the digits.
      const unsigned ends = BitsOf(reinterpret_cast<ByteMask>(block) < '0') | 1U << kBlockBytes;
      const auto length = static_cast<size_t>(std::countr_zero(ends));
      if (length == kBlockBytes) break;
      if (MayGoOnWithWord(bytes + length)) {
        // A letter above ASCII, most of the time: the words behind it are plain again.
        position_ = position;
        if (!ScanLatinWord<1>()) break;
        position = position_;
        word_end = position;
        if (position == line_.size() || line_[position] != ' ') break;
        previous_ = kSpace;
        ++position;
        continue;
      }
      if (length == 0) break;
      const unsigned in_word = ~ends & (ends - 1);
      const ByteBlock lower_case = block | 0x20;
      const unsigned letters = BitsOf(InRange(lower_case, 'a', 'z')) & in_word;
      const unsigned capitals = letters & ~BitsOf(block == lower_case);
      if (letters != in_word) {
        const unsigned digits = BitsOf(InRange(block, '0', '9')) & in_word;
        if ((letters | digits) != in_word) break;  // one of the other marks
        digits_ += CountBits(digits);
      }
      if (!any_letter_) NoteFirstLetter(letters, capitals);
      if (capitals > 1) inner_capitals_ += CountBits(capitals & ~1U);
      letters_and_digits_ += static_cast<uint32_t>(length);
      const BlockPrefix folded(lower_case, length);  // digits have the bit of lower case, too
      EmitWord(WordHasher::HashOf(folded.first, folded.second, length),
               WordHasher::HashOf(folded.first & kStemMask), length, (capitals & 1) != 0);
      position += length;
      word_end = position;
      if (bytes[length] != ' ') {
        previous_ = (letters & (in_word + 1) >> 1) != 0 ? kLetter : kDigit;
        break;
      }
      previous_ = kSpace;
      ++position;
    }
    if (word_end == begin) return;
    position_ = word_end;
    PassedWord(begin, continuations_before);
    position_ = position;
  }

  // Scans a character that is no part of a word, or a word of any kind, and one space behind it.
  void ScanAny() {
    const size_t begin = position_;
    const auto byte = static_cast<unsigned char>(line_[begin]);
    char32_t c = byte;
    size_t end = begin + 1;
    if (byte >= 0x80) {
      end = begin;
      c = DecodeUtf8(line_, &end);
    }
    const uint32_t continuations_before = continuations_;
    const uint16_t char_class = table_.ClassOf(c);
    if ((char_class & (kLetter | kDigit)) == 0) {
      MoveTo(end);
      ScanMark(c, char_class);
      if ((char_class & (kSpace | kOrnament)) == 0) StretchBare(begin, continuations_before);
      previous_ = char_class;
      if ((char_class & kSpace) != 0 || position_ == line_.size() || line_[position_] != ' ')
        return;
      ++position_;
      PassSpace();
    } else {
      if ((char_class & kWide) != 0) {
        MoveTo(end);
        PassCharacter(char_class, false);
        ScanWideLetter(c);
      } else if (position_ >= block_limit_ ||
                 !(ScanLatinWord<1>() ||
                   (position_ + kBlockBytes < block_limit_ && ScanLatinWord<2>()))) {
        ScanAnyWord();
      }
      PassedWord(begin, continuations_before);
      // Behind a word, where nothing is pending, a space is a space.
      if (position_ == line_.size() || line_[position_] != ' ') return;
      ++position_;
    }
    previous_ = kSpace;
  }

  // Moves behind one character.
  void MoveTo(size_t end) {
    continuations_ += static_cast<uint32_t>(end - position_ - 1);
    position_ = end;
  }

  // Takes account of words that began at `begin`; position_ is behind them.
  void PassedWord(size_t begin, uint32_t continuations_before) {
    StretchBare(begin, continuations_before);
    any_word_ = true;
    pending_end_ = false;
    pending_separator_ = false;
  }

  // Bits for the bytes of blocks, the first byte's lowest.
  struct LatinBits {
    uint64_t ascii_letters = 0;
    uint64_t capitals = 0;  // of these
    uint64_t digits = 0;
    uint64_t firsts = 0;           // first bytes of U+00C0 to U+00FF
    uint64_t second_capitals = 0;  // second bytes of capitals among these
    uint64_t second_signs = 0;     // ... and of the signs of multiplication and division

    void Add(const ByteBlock& block, size_t place) {
      const ByteBlock lower_case = block | 0x20;
      const ByteMask is_letter = InRange(lower_case, 'a', 'z');
      ascii_letters |= uint64_t{BitsOf(is_letter)} << place;
      capitals |= uint64_t{BitsOf(is_letter & (block != lower_case))} << place;
      digits |= uint64_t{BitsOf(InRange(block, '0', '9'))} << place;
      firsts |= uint64_t{BitsOf(block == 0xC3)} << place;
      second_capitals |= uint64_t{BitsOf(InRange(block, 0x80, 0x9E))} << place;
      // The two differ in one bit.
      second_signs |= uint64_t{BitsOf(lower_case == 0xB7)} << place;
    }
  };

  // Scans the word at position_ and returns true where it fills all blocks but the last, that one
  // not, and is of ASCII or Latin-1; else returns false. The blocks must be readable.
  template <size_t kBlocks>
  bool ScanLatinWord() {
    const char* const bytes = line_.data() + position_;
    std::array<ByteBlock, kBlocks> blocks;
    LatinBits bits;
    for (size_t i = 0; i < kBlocks; ++i) {
      blocks[i] = BlockAt(bytes + i * kBlockBytes);
      bits.Add(blocks[i], i * kBlockBytes);
    }
    const uint64_t seconds = bits.firsts << 1 & ~bits.second_signs;
    const uint64_t run = bits.ascii_letters | bits.digits | seconds | seconds >> 1;
    const auto length = static_cast<size_t>(std::countr_zero(~run));
    constexpr size_t kBefore = (kBlocks - 1) * kBlockBytes;
    if (length < std::max<size_t>(kBefore, 1) || length >= kBlocks * kBlockBytes) return false;
    if (MayGoOnWithWord(bytes + length)) return false;
    const uint64_t end = uint64_t{1} << length;
    const uint64_t in_word = end - 1;
    const uint64_t inner = seconds & in_word;
    // A letter is where it begins.
    const uint64_t letters = (bits.ascii_letters & in_word) | inner >> 1;
    const uint64_t capitals = (bits.capitals & in_word) | (inner & bits.second_capitals) >> 1;
    const uint64_t characters = in_word & ~inner;
    const uint32_t count = CountBits<kBlocks>(characters);
    continuations_ += static_cast<uint32_t>(length) - count;
    if (!any_letter_) NoteFirstLetter(letters, capitals);
    if (capitals > 1) inner_capitals_ += CountBits<kBlocks>(capitals & ~uint64_t{1});
    letters_and_digits_ += count;
    digits_ += CountBits<kBlocks>(characters & ~letters);
    previous_ = ((letters | inner) & end >> 1) != 0 ? kLetter : kDigit;
    position_ += length;
    uint64_t behind_stem = characters | end;
    for (int i = 0; i < kStemLetters; ++i) behind_stem &= behind_stem - 1;
    const auto stem_length = static_cast<size_t>(std::countr_zero(behind_stem | end));
    const BlockPrefix stem(FoldLatin(blocks[0]), stem_length);
    uint32_t hash = 0;
    if constexpr (kBlocks == 1) {
      const BlockPrefix folded(FoldLatin(blocks[0]), length);
      hash = WordHasher::HashOf(folded.first, folded.second, length);
    } else {
      const BlockPrefix folded(FoldLatin(blocks[0]), kBlockBytes);
      const BlockPrefix rest(FoldLatin(blocks[1]), length - kBlockBytes);
      hash = WordHasher::HashOf({folded.first, folded.second, rest.first, rest.second}, length);
    }
    EmitWord(hash, WordHasher::HashOf(stem.first, stem.second, stem_length), count,
             (capitals & 1) != 0);
    return true;
  }

  // The same bit tells the cases apart in ASCII and Latin-1, but for the sharp s, which has but
  // one.
  static ByteBlock FoldLatin(const ByteBlock& block) {
    const ByteMask has_no_case = (block == 0xC3) | (block == 0x9F);
    return block | (reinterpret_cast<ByteBlock>(~has_no_case) & 0x20);
  }

  // Scans a word of any length and script, which has no wide letters, letter by letter. Few words
  // are left for it: inlined, it would take registers from what scans the others.
  [[gnu::noinline]] void ScanAnyWord() {
    WordHasher hasher;
    size_t length = 0;
    uint32_t stem = 0;
    bool capitalized = false;
    for (size_t end = position_; position_ < line_.size();) {
      const char32_t c = DecodeUtf8(line_, &end);
      const uint16_t char_class = table_.ClassOf(c);
      if ((char_class & (kLetter | kDigit)) == 0 || (char_class & kWide) != 0) break;
      MoveTo(end);
      PassCharacter(char_class, length == 0);
      hasher.Add(table_.Fold(c));
      if (length == 0) capitalized = (char_class & kUpper) != 0;
      if (++length == kStemLetters) stem = hasher.Hash();
    }
    const uint32_t hash = hasher.Hash();
    EmitWord(hash, length < kStemLetters ? hash : stem, length, capitalized);
  }

  // Counts a letter or digit; position_ is behind it.
  void PassCharacter(uint16_t char_class, bool begins_word) {
    previous_ = char_class;
    ++letters_and_digits_;
    if ((char_class & kDigit) != 0) {
      ++digits_;
      return;
    }
    if (!any_letter_) starts_lower_ = (char_class & kLower) != 0;
    any_letter_ = true;
    if ((char_class & kUpper) != 0 && !begins_word) ++inner_capitals_;
  }

  // Takes account of the first word's letters and capitals, a bit each.
  void NoteFirstLetter(uint64_t letters, uint64_t capitals) {
    any_letter_ = letters != 0;
    starts_lower_ = (letters & (0 - letters) & ~capitals) != 0;
  }

  void EmitWord(uint32_t hash, uint32_t stem, size_t length, bool capitalized) {
    const uint16_t function_word = function_words_.NumberOf(hash);
    Emit({hash, stem, function_word, static_cast<uint8_t>(std::min<size_t>(length, UINT8_MAX)),
          capitalized});
    previous_wide_ = 0;
    capitalized_words_ += capitalized ? 1 : 0;
    function_word_count_ += function_word != 0 ? 1 : 0;
  }

  [[gnu::noinline]] void ScanWideLetter(char32_t c) {
    WordHasher letter;
    letter.Add(c);
    WordHasher pair;
    pair.Add(previous_wide_);
    pair.Add(c);
    Emit({letter.Hash(), pair.Hash(), 0, kUsualWordLetters, false});
    previous_wide_ = c;
    ++wide_characters_;
  }

  void Emit(const Word& word) {
    words_->push_back(word);
    folded_hash_ = (folded_hash_ ^ word.hash) * 0x9E3779B97F4A7C15ULL + 1;
  }

  // Takes account of white space, punctuation or a symbol; position_ is behind it.
  void ScanMark(char32_t c, uint16_t char_class) {
    if ((char_class & kSpace) != 0) {
      has_space_runs_ = has_space_runs_ || (previous_ & kSpace) != 0;
      PassSpace();
      return;
    }
    marks_ |= MarkBit(c);
    if ((char_class & kTerminal) != 0) {
      if (c == '.') {
        if (any_word_ && IsNumber() && IsBeforeSpace()) starts_with_bullet_ = true;
        if (line_.substr(0, position_).ends_with("www.")) has_www_ = true;
      }
      counted_ = counted_ && pending_end_;
      pending_end_ = any_word_;
      // Of two full stops in a row, the second makes an ellipsis.
      open_ = (previous_ & kTerminal) != 0 ||
              (c != '.' && c != 0x3002 && c != 0xFF0E && c != 0x06D4 && c != 0x0964);
      after_digit_ = c == '.' && (previous_ & kDigit) != 0;
      // Scripts with full-width stops put no space behind them.
      if (c >= 0x3000 && any_word_ && !counted_) CountSentenceEnd();
    } else if ((char_class & kCloser) == 0) {
      pending_end_ = false;
    }
    if ((char_class & kInnerPunctuation) != 0) {
      ++inner_punctuation_;
      if (c == ':' && line_.substr(position_, 2) == "//") has_url_ = true;
    }
    pending_separator_ = (char_class & kSeparator) != 0 && (previous_ & kSpace) != 0;
    if (!any_word_) {
      if ((char_class & kOrnament) != 0) {
        const bool may_open_speech = MayOpenSpeech(c);
        may_open_speech_ = may_open_speech_ || may_open_speech;
        starts_with_bullet_ = starts_with_bullet_ || !may_open_speech;
      }
      return;
    }
    if (c == ')' && IsNumber() && IsBeforeSpace()) starts_with_bullet_ = true;
    any_mark_behind_word_ = true;
  }

  void PassSpace() {
    if (pending_end_ && !counted_ && !after_digit_) CountSentenceEnd();
    if (pending_separator_) ++separators_;
    pending_separator_ = false;
  }

  // Whether the line so far, ornaments aside, is a number: a list number when ". " or ") " follows.
  bool IsNumber() const { return !any_letter_ && !any_mark_behind_word_; }

  bool IsBeforeSpace() const {
    return position_ == line_.size() || line_[position_] == ' ' || line_[position_] == '\t';
  }

  void CountSentenceEnd() {
    ++sentence_ends_;
    counted_ = true;
  }

  // Makes the bare line reach from where it began, or from `begin`, to position_. Before `begin`,
  // `continuations_before` bytes continue a character.
  void StretchBare(size_t begin, uint32_t continuations_before) {
    // Once for each line, which is hard to foresee: without a branch. Both are 0 before.
    const uint32_t is_first = bare_end_ == 0 ? 1 : 0;
    bare_begin_ += is_first * begin;
    continuations_before_bare_ += is_first * continuations_before;
    bare_end_ = position_;
    continuations_to_bare_end_ = continuations_;
  }

  ScannedLine Finish() {
    ScannedLine result;
    LineShape& shape = result.shape;
    if (pending_end_) {
      shape.ends_sentence = true;
      if (!counted_) ++sentence_ends_;
    } else if (wide_characters_ > 0 && sentence_ends_ > 0) {
      shape.ends_sentence = (ClassOfLastVisible() & (kTerminal | kCloser)) != 0;
    }
    const size_t code_points =
        bare_end_ - bare_begin_ - (continuations_to_bare_end_ - continuations_before_bare_);
    result.bare_begin = static_cast<uint32_t>(bare_begin_);
    result.bare_end = static_cast<uint32_t>(bare_end_);
    shape.folded_hash = folded_hash_;
    shape.marks = marks_ | (digits_ > 0 ? kDigitMark : 0);
    shape.code_points = Clamp(static_cast<uint32_t>(code_points));
    shape.letters = Clamp(letters_and_digits_ - digits_);
    shape.capitals = Clamp(capitalized_words_ + inner_capitals_);
    shape.digits = Clamp(digits_);
    // Of wide letters two count as one word.
    shape.words =
        Clamp(static_cast<uint32_t>(words_->size() - words_before_) - wide_characters_ / 2);
    shape.capitalized_words = Clamp(capitalized_words_);
    shape.function_words = Clamp(function_word_count_);
    shape.inner_punctuation = Clamp(inner_punctuation_);
    shape.sentence_ends = Clamp(sentence_ends_);
    shape.separators = Clamp(separators_);
    shape.wide_characters = Clamp(wide_characters_);
    shape.ends_open = shape.ends_sentence && open_;
    shape.has_url = has_url_ || (has_www_ && code_points > 4);
    shape.has_space_runs = has_space_runs_;
    shape.starts_with_bullet = starts_with_bullet_ || (may_open_speech_ && sentence_ends_ == 0);
    shape.starts_lower = starts_lower_;
    return result;
  }

  // The class of the last character that is no white space; kSpace where there is none.
  [[gnu::noinline]] uint16_t ClassOfLastVisible() const {
    size_t end = line_.size();
    while (end > 0) {
      const char32_t c = DecodeUtf8Before(line_, end);
      const uint16_t char_class = table_.ClassOf(c);
      if ((char_class & kSpace) == 0) return char_class;
      do {
        --end;
      } while (IsContinuation(line_[end]));
    }
    return kSpace;
  }

  const std::string_view line_;
  const size_t block_limit_;  // from each position before it on, a block may be read
  std::vector<Word>* const words_;
  const size_t words_before_;
  const CharTable& table_;
  const FunctionWords& function_words_;

  size_t position_ = 0;
  size_t bare_begin_ = 0;
  size_t bare_end_ = 0;  // 0: not begun
  uint64_t folded_hash_ = 0;
  uint64_t marks_ = 0;
  uint32_t letters_and_digits_ = 0;
  uint32_t digits_ = 0;
  uint32_t capitalized_words_ = 0;
  uint32_t inner_capitals_ = 0;  // those that are not a word's first letter
  uint32_t inner_punctuation_ = 0;
  uint32_t sentence_ends_ = 0;
  uint32_t separators_ = 0;
  uint32_t wide_characters_ = 0;
  uint32_t continuations_ = 0;  // bytes so far that continue a character
  uint32_t continuations_before_bare_ = 0;
  uint32_t continuations_to_bare_end_ = 0;
  // Not beside capitalized_words_: GCC would add to both in one vector, and take longer.
  uint32_t function_word_count_ = 0;
  char32_t previous_wide_ = 0;
  uint16_t previous_ = kSpace;  // the class of the character before
  bool any_word_ = false;       // a letter or digit has been seen
  bool any_letter_ = false;
  bool any_mark_behind_word_ = false;
  bool pending_end_ = false;  // terminal punctuation stands before, closers and white space aside
  bool counted_ = false;      // ... and it is in sentence_ends_
  bool open_ = false;         // ... and it is no full stop
  bool after_digit_ = false;  // ... and a digit stands before that
  bool pending_separator_ = false;
  bool starts_with_bullet_ = false;
  bool may_open_speech_ = false;  // an ornament that does stands before the first word
  bool starts_lower_ = false;
  bool has_url_ = false;
  bool has_www_ = false;
  bool has_space_runs_ = false;
};

}  // namespace

ScannedLine ScanLine(std::string_view line, std::vector<Word>* words) {
  constexpr size_t kCopied = 240;
  if (line.size() > kCopied) return LineScanner(line, line.size(), words).Scan();
  std::array<char, kCopied + kBlockBytes> copy{};
  std::copy(line.begin(), line.end(), copy.begin());
  return LineScanner({copy.data(), line.size()}, copy.size(), words).Scan();
}

ScannedLine ScanLine(std::string_view text, size_t begin, size_t end, std::vector<Word>* words) {
  return LineScanner(text.substr(begin, end - begin), text.size() - begin, words).Scan();
}

uint32_t WordHash(std::string_view word) {
  const CharTable& table = CharTable::Get();
  WordHasher hasher;
  size_t position = 0;
  while (position < word.size()) hasher.Add(table.Fold(DecodeUtf8(word, &position)));
  return hasher.Hash();
}

}  // namespace strigil
