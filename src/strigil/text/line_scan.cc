#include "strigil/text/line_scan.h"

#include <algorithm>

#include "strigil/text/char_class.h"
#include "strigil/text/function_words.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint32_t kHashSeed = 0x811C9DC5U;

uint32_t HashStep(uint32_t hash, char32_t folded) { return (hash ^ static_cast<uint32_t>(folded)) * 0x01000193U; }

uint32_t HashEnd(uint32_t hash) {
  hash ^= hash >> 15;
  hash *= 0x2C1B3C6DU;
  hash ^= hash >> 13;
  return hash;
}

void Count(uint16_t* counter) {
  if (*counter != UINT16_MAX) ++*counter;
}

// Gathers words while a scan runs over characters.
class WordCollector {
 public:
  WordCollector(LineShape* shape, std::vector<Word>* words)
      : shape_(shape), words_(words), function_words_(FunctionWords::Get()) {}

  void Add(char32_t folded, uint16_t char_class) {
    if (!in_word_) {
      in_word_ = true;
      capitalized_ = (char_class & kUpper) != 0;
      hash_ = kHashSeed;
      letters_ = 0;
    }
    hash_ = HashStep(hash_, folded);
    if (++letters_ == kStemLetters) stem_ = hash_;
  }

  void End() {
    if (!in_word_) return;
    in_word_ = false;
    const uint32_t word = HashEnd(hash_);
    Emit({word, letters_ < kStemLetters ? word : HashEnd(stem_), static_cast<uint8_t>(std::min(letters_, 255)), capitalized_});
    previous_wide_ = 0;
    Count(&shape_->words);
    if (capitalized_) Count(&shape_->capitalized_words);
    if (function_words_.Languages(word) != 0) Count(&shape_->function_words);
  }

  void AddWide(char32_t code_point) {
    End();
    const uint32_t word = HashEnd(HashStep(kHashSeed, code_point));
    const uint32_t pair = HashEnd(HashStep(HashStep(kHashSeed, previous_wide_), code_point));
    Emit({word, pair, kUsualWordLetters, false});
    previous_wide_ = code_point;
    Count(&shape_->wide_characters);
    if (shape_->wide_characters % 2 == 1) Count(&shape_->words);
  }

 private:
  static constexpr uint8_t kUsualWordLetters = 7;

  void Emit(const Word& word) {
    words_->push_back(word);
    shape_->folded_hash = (shape_->folded_hash ^ word.hash) * 0x9E3779B97F4A7C15ULL + 1;
  }

  LineShape* shape_;
  std::vector<Word>* words_;
  const FunctionWords& function_words_;
  uint32_t hash_ = kHashSeed;
  uint32_t stem_ = kHashSeed;
  int letters_ = 0;
  char32_t previous_wide_ = 0;
  bool in_word_ = false;
  bool capitalized_ = false;
};

}  // namespace

ScannedLine ScanLine(std::string_view line, std::vector<Word>* words) {
  const CharTable& table = CharTable::Get();
  ScannedLine result;
  LineShape& shape = result.shape;
  WordCollector collector(&shape, words);

  uint16_t previous = kSpace;
  uint16_t last_visible = kSpace;  // the class of the last character that is no white space
  bool any_word = false;       // a letter or digit has been seen
  bool only_digits = true;     // the line so far, ornaments aside, is a number: a list number when ". " or ") " follows
  bool pending_end = false;    // terminal punctuation stands before, closers and white space aside
  bool counted = false;        // ... and it is in sentence_ends
  bool open = false;           // ... and it is no full stop
  bool after_digit = false;    // ... and a digit stands before that
  bool pending_separator = false;
  bool bare_started = false;
  uint32_t code_points_at_end = 0;
  uint32_t code_points = 0;

  size_t position = 0;
  while (position < line.size()) {
    const size_t begin = position;
    const char32_t c = DecodeUtf8(line, &position);
    const uint16_t char_class = table.ClassOf(c);

    if ((char_class & (kLetter | kDigit)) != 0) {
      if ((char_class & kWide) != 0) {
        collector.AddWide(c);
      } else {
        collector.Add(table.Fold(c), char_class);
      }
      if ((char_class & kDigit) != 0) {
        Count(&shape.digits);
      } else {
        Count(&shape.letters);
        only_digits = false;
        if ((char_class & kUpper) != 0) Count(&shape.capitals);
        if (!any_word || shape.letters == 1) shape.starts_lower = (char_class & kLower) != 0;
      }
      any_word = true;
      pending_end = false;
      pending_separator = false;
    } else {
      collector.End();
      const bool before_space = position == line.size() || line[position] == ' ' || line[position] == '\t';
      if ((char_class & kSpace) != 0) {
        if (pending_end && !counted && !after_digit) {
          Count(&shape.sentence_ends);
          counted = true;
        }
        if (pending_separator) Count(&shape.separators);
        pending_separator = false;
      } else {
        if ((char_class & kTerminal) != 0) {
          if (any_word && only_digits && c == '.' && before_space) shape.starts_with_bullet = true;
          counted = counted && pending_end;
          pending_end = any_word;
          // Of two full stops in a row, the second makes an ellipsis.
          open = (previous & kTerminal) != 0 || (c != '.' && c != 0x3002 && c != 0xFF0E && c != 0x06D4 && c != 0x0964);
          after_digit = c == '.' && (previous & kDigit) != 0;
          // Scripts with full-width stops put no space behind them.
          if (c >= 0x3000 && any_word && !counted) {
            Count(&shape.sentence_ends);
            counted = true;
          }
        } else if ((char_class & kCloser) == 0) {
          pending_end = false;
        }
        if ((char_class & kInnerPunctuation) != 0) {
          Count(&shape.inner_punctuation);
          if (c == ':' && line.substr(position, 2) == "//") shape.has_url = true;
        }
        if (!any_word) shape.starts_with_bullet = shape.starts_with_bullet || (char_class & kOrnament) != 0;
        if (c == ')' && any_word && only_digits && before_space) shape.starts_with_bullet = true;
        pending_separator = (char_class & kSeparator) != 0 && (previous & kSpace) != 0;
        if (any_word) only_digits = false;
      }
    }
    if (bare_started) ++code_points;
    if ((char_class & (kSpace | kOrnament)) == 0) {
      if (!bare_started) {
        bare_started = true;
        code_points = 1;
        result.bare_begin = static_cast<uint32_t>(begin);
      }
      result.bare_end = static_cast<uint32_t>(position);
      code_points_at_end = code_points;
    }
    previous = char_class;
    if ((char_class & kSpace) == 0) last_visible = char_class;
  }
  collector.End();
  if (pending_end) {
    shape.ends_sentence = true;
    if (!counted) Count(&shape.sentence_ends);
  } else if (shape.wide_characters > 0 && shape.sentence_ends > 0) {
    shape.ends_sentence = (last_visible & (kTerminal | kCloser)) != 0;
  }
  shape.ends_open = shape.ends_sentence && open;
  if (!bare_started) result.bare_begin = result.bare_end = 0;
  if (!shape.has_url && code_points_at_end > 4) {
    shape.has_url = line.find("www.") != std::string_view::npos;
  }
  shape.code_points = static_cast<uint16_t>(code_points_at_end < UINT16_MAX ? code_points_at_end : UINT16_MAX);
  return result;
}

uint32_t WordHash(std::string_view word) {
  const CharTable& table = CharTable::Get();
  uint32_t hash = kHashSeed;
  size_t position = 0;
  while (position < word.size()) hash = HashStep(hash, table.Fold(DecodeUtf8(word, &position)));
  return HashEnd(hash);
}

}  // namespace strigil
