#include "strigil/text/line_scan.h"

#include <algorithm>
#include <bit>
#include <cstring>

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

  // Adds `length` bytes, up to eight, of a word that has had whole chunks so far. The bytes of
  // `chunk` behind them must be zero.
  void AddChunk(uint64_t chunk, size_t length) {
    if (length == kChunkBytes) {
      state_ = Mix(state_, chunk);
      return;
    }
    chunk_ = chunk;
    filled_ = length;
  }

  // Returns the hash of what was added so far.
  uint32_t Hash() const { return Finish(Mix(state_, chunk_)); }

  // Returns the hash of a word of fewer than eight bytes. The bytes of `chunk` behind them must be
  // zero.
  static uint32_t HashOf(uint64_t chunk) { return Finish(Mix(kSeed, chunk)); }

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

constexpr uint64_t EachByte(uint64_t byte) { return byte * 0x0101010101010101U; }
constexpr uint64_t kHighBits = EachByte(0x80);

// The run of ASCII letters and digits that eight bytes begin with. In the masks the high bit of a
// byte stands for it.
struct AsciiRun {
  // Bytes are told apart by carries into their high bits, which no sum of two values below 0x80
  // leaves.
  explicit AsciiRun(uint64_t bytes) {
    const uint64_t low = bytes & ~kHighBits;
    const uint64_t lower_case = low | EachByte(0x20);
    const uint64_t alphabetic =
        (lower_case + EachByte(0x80 - 'a')) & ~(lower_case + EachByte(0x7F - 'z'));
    const uint64_t numeric = (low + EachByte(0x80 - '0')) & ~(low + EachByte(0x7F - '9'));
    const uint64_t rest = ~((alphabetic | numeric) & ~bytes) & kHighBits;
    const uint64_t end = rest & (~rest + 1);
    const uint64_t in_run = end / 0x80 - 1;  // all bytes where the run has no end here
    length = rest == 0 ? kChunkBytes : static_cast<size_t>(std::countr_zero(rest)) / 8;
    ends_in_ascii = rest != 0 && (bytes & end) == 0;
    letters = alphabetic & kHighBits & in_run;
    capitals = letters & ~(bytes << 2);
    folded = (bytes | letters >> 2) & in_run;
  }

  // Whether the first letter, where there is one, is a lower-case one.
  bool StartsLower() const { return (letters & (~letters + 1) & ~capitals) != 0; }
  bool StartsUpper() const { return (capitals & 0x80) != 0; }

  size_t length;
  bool ends_in_ascii;  // what follows the run is among the bytes, and ASCII
  uint64_t letters;
  uint64_t capitals;
  uint64_t folded;  // the run's bytes, in lower case, and zeros behind them
};

uint32_t CountMarked(uint64_t mask) {
  return static_cast<uint32_t>((mask >> 7) * EachByte(1) >> 56);
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

// One pass over a line: word by word, with the white space and punctuation between.
class LineScanner {
 public:
  LineScanner(std::string_view line, std::vector<Word>* words)
      : line_(line),
        words_(words),
        table_(CharTable::Get()),
        function_words_(FunctionWords::Get()) {}

  ScannedLine Scan() {
    while (position_ < line_.size()) {
      const size_t begin = position_;
      const auto byte = static_cast<unsigned char>(line_[begin]);
      char32_t c = byte;
      size_t end = begin + 1;
      if (byte >= 0x80) {
        all_ascii_ = false;
        end = begin;
        c = DecodeUtf8(line_, &end);
      }
      const uint16_t char_class = table_.ClassOf(c);
      if ((char_class & (kLetter | kDigit)) == 0) {
        position_ = end;
        ScanMark(c, char_class);
        if ((char_class & (kSpace | kOrnament)) == 0) StretchBare(begin);
        previous_ = char_class;
        continue;
      }
      if ((char_class & kWide) != 0) {
        position_ = end;
        PassCharacter(char_class);
        ScanWideLetter(c);
      } else {
        ScanWord();
      }
      StretchBare(begin);
      any_word_ = true;
      pending_end_ = false;
      pending_separator_ = false;
      // Behind a word, where nothing is pending, a space is a space.
      if (position_ < line_.size() && line_[position_] == ' ') {
        ++position_;
        previous_ = kSpace;
      }
    }
    return Finish();
  }

 private:
  static constexpr uint8_t kUsualWordLetters = 7;

  // Eight bytes from `position`, which is before the line's end; zeros stand for what is behind it.
  uint64_t ChunkAt(size_t position) const {
    uint64_t chunk = 0;
    if (position + kChunkBytes <= line_.size()) {
      std::memcpy(&chunk, line_.data() + position, kChunkBytes);
      if constexpr (std::endian::native == std::endian::big) chunk = __builtin_bswap64(chunk);
      return chunk;
    }
    if (line_.size() >= kChunkBytes) {
      return ChunkAt(line_.size() - kChunkBytes) >> (8 * (position + kChunkBytes - line_.size()));
    }
    for (size_t i = line_.size(); i-- > position;) {
      chunk = chunk << 8 | static_cast<unsigned char>(line_[i]);
    }
    return chunk;
  }

  // Scans the run of letters and digits at position_, which has at least one.
  void ScanWord() {
    const AsciiRun run(ChunkAt(position_));
    if (run.length == kChunkBytes || !run.ends_in_ascii) {
      ScanLongWord();
      return;
    }
    // Most words are short.
    PassRun(run);
    const uint32_t hash = WordHasher::HashOf(run.folded);
    const uint32_t stem =
        run.length > kStemLetters ? WordHasher::HashOf(run.folded & kStemMask) : hash;
    EmitWord(hash, stem, run.length, run.StartsUpper());
  }

  // The same for words of any length and script.
  void ScanLongWord() {
    WordHasher hasher;
    size_t length = 0;
    uint32_t stem = 0;
    bool capitalized = false;
    while (position_ < line_.size()) {
      const AsciiRun run(ChunkAt(position_));
      if (run.length == 0) break;
      if (length == 0) {
        capitalized = run.StartsUpper();
        if (run.length >= kStemLetters) stem = WordHasher::HashOf(run.folded & kStemMask);
      }
      PassRun(run);
      hasher.AddChunk(run.folded, run.length);
      length += run.length;
      if (run.length < kChunkBytes) break;
    }
    if (position_ < line_.size() && static_cast<unsigned char>(line_[position_]) >= 0x80) {
      // From the first character above ASCII on, the word is taken letter by letter.
      all_ascii_ = false;
      size_t end = position_;
      while (position_ < line_.size()) {
        const char32_t c = DecodeUtf8(line_, &end);
        const uint16_t char_class = table_.ClassOf(c);
        if ((char_class & (kLetter | kDigit)) == 0 || (char_class & kWide) != 0) break;
        position_ = end;
        PassCharacter(char_class);
        hasher.Add(table_.Fold(c));
        if (length == 0) capitalized = (char_class & kUpper) != 0;
        if (++length == kStemLetters) stem = hasher.Hash();
      }
    }
    const uint32_t hash = hasher.Hash();
    EmitWord(hash, length < kStemLetters ? hash : stem, length, capitalized);
  }

  // Counts a run at position_, and moves behind it.
  void PassRun(const AsciiRun& run) {
    position_ += run.length;
    previous_ = table_.ClassOf(static_cast<unsigned char>(line_[position_ - 1]));
    if (letters_ == 0) starts_lower_ = run.StartsLower();
    const uint32_t letters = CountMarked(run.letters);
    letters_ += letters;
    digits_ += static_cast<uint32_t>(run.length) - letters;
    capitals_ += CountMarked(run.capitals);
    only_digits_ = only_digits_ && letters == 0;
  }

  // Counts a letter or digit; position_ is behind it.
  void PassCharacter(uint16_t char_class) {
    previous_ = char_class;
    if ((char_class & kDigit) != 0) {
      ++digits_;
      return;
    }
    if (letters_ == 0) starts_lower_ = (char_class & kLower) != 0;
    ++letters_;
    if ((char_class & kUpper) != 0) ++capitals_;
    only_digits_ = false;
  }

  void EmitWord(uint32_t hash, uint32_t stem, size_t length, bool capitalized) {
    const uint16_t function_word = function_words_.NumberOf(hash);
    Emit({hash, stem, function_word, static_cast<uint8_t>(std::min<size_t>(length, UINT8_MAX)),
          capitalized});
    previous_wide_ = 0;
    ++word_count_;
    capitalized_words_ += capitalized ? 1 : 0;
    function_word_count_ += function_word != 0 ? 1 : 0;
  }

  void ScanWideLetter(char32_t c) {
    WordHasher letter;
    letter.Add(c);
    WordHasher pair;
    pair.Add(previous_wide_);
    pair.Add(c);
    Emit({letter.Hash(), pair.Hash(), 0, kUsualWordLetters, false});
    previous_wide_ = c;
    ++wide_characters_;
    if (wide_characters_ % 2 == 1) ++word_count_;
  }

  void Emit(const Word& word) {
    words_->push_back(word);
    folded_hash_ = (folded_hash_ ^ word.hash) * 0x9E3779B97F4A7C15ULL + 1;
  }

  // Takes account of white space, punctuation or a symbol; position_ is behind it.
  void ScanMark(char32_t c, uint16_t char_class) {
    if ((char_class & kSpace) != 0) {
      has_space_runs_ = has_space_runs_ || (previous_ & kSpace) != 0;
      if (pending_end_ && !counted_ && !after_digit_) CountSentenceEnd();
      if (pending_separator_) ++separators_;
      pending_separator_ = false;
      return;
    }
    marks_ |= MarkBit(c);
    if ((char_class & kTerminal) != 0) {
      if (c == '.') {
        if (any_word_ && only_digits_ && IsBeforeSpace()) starts_with_bullet_ = true;
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
    if (c == ')' && only_digits_ && IsBeforeSpace()) starts_with_bullet_ = true;
    only_digits_ = false;
  }

  bool IsBeforeSpace() const {
    return position_ == line_.size() || line_[position_] == ' ' || line_[position_] == '\t';
  }

  void CountSentenceEnd() {
    ++sentence_ends_;
    counted_ = true;
  }

  // Makes the bare line reach from where it began, or from `begin`, to position_.
  void StretchBare(size_t begin) {
    if (bare_end_ == 0) bare_begin_ = begin;
    bare_end_ = position_;
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
    const std::string_view bare = line_.substr(bare_begin_, bare_end_ - bare_begin_);
    const size_t code_points = all_ascii_ ? bare.size() : CountCodePoints(bare);
    result.bare_begin = static_cast<uint32_t>(bare_begin_);
    result.bare_end = static_cast<uint32_t>(bare_end_);
    shape.folded_hash = folded_hash_;
    shape.marks = marks_ | (digits_ > 0 ? kDigitMark : 0);
    shape.code_points = Clamp(static_cast<uint32_t>(code_points));
    shape.letters = Clamp(letters_);
    shape.capitals = Clamp(capitals_);
    shape.digits = Clamp(digits_);
    shape.words = Clamp(word_count_);
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
  uint16_t ClassOfLastVisible() const {
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
  std::vector<Word>* const words_;
  const CharTable& table_;
  const FunctionWords& function_words_;

  size_t position_ = 0;
  size_t bare_begin_ = 0;
  size_t bare_end_ = 0;  // 0: not begun
  uint64_t folded_hash_ = 0;
  uint64_t marks_ = 0;
  uint32_t letters_ = 0;
  uint32_t capitals_ = 0;
  uint32_t digits_ = 0;
  uint32_t word_count_ = 0;
  uint32_t capitalized_words_ = 0;
  uint32_t function_word_count_ = 0;
  uint32_t inner_punctuation_ = 0;
  uint32_t sentence_ends_ = 0;
  uint32_t separators_ = 0;
  uint32_t wide_characters_ = 0;
  char32_t previous_wide_ = 0;
  uint16_t previous_ = kSpace;  // the class of the character before
  bool all_ascii_ = true;       // so far
  bool any_word_ = false;       // a letter or digit has been seen
  bool only_digits_ = true;     // the line so far, ornaments aside, is a number: a list number when
                                // ". " or ") " follows
  bool pending_end_ = false;    // terminal punctuation stands before, closers and white space aside
  bool counted_ = false;        // ... and it is in sentence_ends_
  bool open_ = false;           // ... and it is no full stop
  bool after_digit_ = false;    // ... and a digit stands before that
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
  return LineScanner(line, words).Scan();
}

uint32_t WordHash(std::string_view word) {
  const CharTable& table = CharTable::Get();
  WordHasher hasher;
  size_t position = 0;
  while (position < word.size()) hasher.Add(table.Fold(DecodeUtf8(word, &position)));
  return hasher.Hash();
}

}  // namespace strigil
