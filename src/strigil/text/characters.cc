#include "strigil/text/characters.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <new>
#include <string_view>
#include <utility>

#include "strigil/text/block_scan.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <size_t kSize>
constexpr bool Contains(const Range (&ranges)[kSize], char32_t code_point) {
  // The ranges are sorted: the first that ends behind the character decides.
  const Range* const range =
      std::find_if(std::begin(ranges), std::end(ranges),
                   [&](const Range& each) { return each.last >= code_point; });
  return range != std::end(ranges) && range->first <= code_point;
}

enum class Kind : uint8_t { kPlain, kControl, kInvisible, kJoiner, kSpace, kWideSpace, kLineEnd };

Kind KindOf(char32_t c) {
  if (c < 0xA0) {
    if (c == '\t' || c == '\n') return Kind::kPlain;
    if ((c >= 0x0B && c <= 0x0D) || c == 0x85) return Kind::kLineEnd;
    return c < 0x20 || c >= 0x7F ? Kind::kControl : Kind::kPlain;
  }
  if (c == 0xA0) return Kind::kSpace;
  if (c < 0x2000) return c == 0xAD || c == 0x061C ? Kind::kInvisible : Kind::kPlain;
  if (c < 0x2070) {
    if (c <= 0x200A || c == 0x202F || c == 0x205F) return Kind::kSpace;
    if (c == 0x200C || c == 0x200D) return Kind::kJoiner;
    if (c <= 0x200F) return Kind::kInvisible;
    if (c == 0x2028 || c == 0x2029) return Kind::kLineEnd;
    return (c >= 0x202A && c <= 0x202E) || c >= 0x2060 ? Kind::kInvisible : Kind::kPlain;
  }
  if (c == 0x3000) return Kind::kWideSpace;
  return c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ? Kind::kInvisible : Kind::kPlain;
}

ByteMask MayBeControl(const ByteBlock& b0) {
  return ((b0 < 0x20) & (b0 != '\t') & (b0 != '\n')) | (b0 == 0x7F);
}

// The next character that KindOf() calls other than plain, or npos.
size_t FindUnclean(std::string_view text, size_t from) {
  return FindPlace(
      text, from,
      // Not near are letters of Latin, Greek, Cyrillic and Hebrew. Controls come behind all others
      // when the space is taken for the first character.
      [](const ByteBlock& b0, const ByteBlock& /*b1*/, const ByteBlock& /*b2*/) -> ByteMask {
        const ByteBlock since_space = b0 - ' ';
        const ByteMask far_behind = since_space >= static_cast<unsigned char>(0xD8 - ' ');
        return (far_behind & ~(b0 == '\n')) | (b0 == 0x7F) | (b0 == 0xC2);
      },
      [](const ByteBlock& b0, const ByteBlock& b1, const ByteBlock& b2) -> ByteMask {
        const ByteMask latin = (b0 == 0xC2) & ((b1 <= 0xA0) | (b1 == 0xAD));
        const ByteMask general =
            (b0 == 0xE2) & (((b1 == 0x80) & ((b2 <= 0x8F) | (b2 >= 0xA8))) | (b1 == 0x81));
        const ByteMask other =
            ((b0 == 0xE3) & (b1 == 0x80) & (b2 == 0x80)) | ((b0 == 0xD8) & (b1 == 0x9C)) |
            ((b0 == 0xEF) & (((b1 == 0xBB) & (b2 == 0xBF)) | ((b1 == 0xBF) & (b2 >= 0xB9))));
        return MayBeControl(b0) | latin | general | other;
      },
      [](const unsigned char* bytes) {
        if (bytes[0] < 0x80) {
          return bytes[0] < 0x20 ? bytes[0] != '\t' && bytes[0] != '\n' : bytes[0] == 0x7F;
        }
        switch (bytes[0]) {
          case 0xC2:
            return bytes[1] <= 0xA0 || bytes[1] == 0xAD;
          case 0xD8:
            return bytes[1] == 0x9C;
          case 0xE2:
            if (bytes[1] == 0x80) return bytes[2] <= 0x8F || (bytes[2] >= 0xA8 && bytes[2] <= 0xAF);
            return bytes[1] == 0x81 && bytes[2] >= 0x9F && bytes[2] <= 0xAF;
          case 0xE3:
            return bytes[1] == 0x80 && bytes[2] == 0x80;
          case 0xEF:
            return (bytes[1] == 0xBB && bytes[2] == 0xBF) ||
                   (bytes[1] == 0xBF && bytes[2] >= 0xB9 && bytes[2] <= 0xBB);
          default:
            return false;
        }
      });
}

// Scripts in which a joiner or non-joiner changes how the characters beside it are shaped.
constexpr Range kJoiningScripts[] = {
    {0x0600, 0x0DFF},    // Arabic to Sinhala
    {0x1000, 0x109F},    // Myanmar
    {0x1780, 0x18AF},    // Khmer, Mongolian
    {0x1900, 0x1CFF},    // Limbu to Vedic extensions
    {0xA800, 0xABFF},    // Syloti Nagri to Meetei Mayek
    {0xFB50, 0xFDFF},    // Arabic presentation forms
    {0xFE70, 0xFEFC},    //
    {0x10A00, 0x10FFF},  // Kharoshthi to Elymaic
    {0x11000, 0x11FFF},  // Brahmi and its descendants
    {0x1E900, 0x1E95F},  // Adlam
};

// Emoji, and what may stand at the end of one before a joiner: variation selector, keycap, skin
// tone, tag.
constexpr Range kEmoji[] = {
    {0x00A9, 0x00A9}, {0x00AE, 0x00AE}, {0x203C, 0x203C},   {0x2049, 0x2049},   {0x20E3, 0x20E3},
    {0x2122, 0x2122}, {0x2139, 0x2139}, {0x2190, 0x2BFF},   {0x3030, 0x3030},   {0x303D, 0x303D},
    {0x3297, 0x3299}, {0xFE0F, 0xFE0F}, {0x1F000, 0x1FAFF}, {0xE0020, 0xE007F},
};

// East Asian scripts and their punctuation.
constexpr Range kEastAsian[] = {
    {0x1100, 0x11FF}, {0x2E80, 0x2FDF}, {0x2FF0, 0x2FFB},   {0x3001, 0xA4CF},
    {0xA960, 0xA97F}, {0xAC00, 0xD7FF}, {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},
    {0xFF01, 0xFFDC}, {0xFFE0, 0xFFE6}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFD},
};

class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : text_(text) {}

  CharacterChanges Run(size_t first) {
    out_.reserve(text_.size());
    size_t place = first;
    while (place != std::string_view::npos) {
      out_.append(text_, position_, place - position_);
      position_ = place;
      Clean();
      place = FindUnclean(text_, position_);
    }
    out_.append(text_, position_);
    return changes_;
  }

  std::string TakeText() { return std::move(out_); }

 private:
  // Cleans the character at position_, and those behind it that are decided with it.
  void Clean() {
    size_t next = position_;
    const char32_t c = DecodeUtf8(text_, &next);
    switch (KindOf(c)) {
      case Kind::kPlain:
        out_.append(text_, position_, next - position_);
        break;
      case Kind::kControl:
        ++changes_.controls;
        break;
      case Kind::kInvisible:
        ++changes_.invisible;
        break;
      case Kind::kJoiner:
        if (JoinerShapes(c, next)) {
          out_.append(text_, position_, next - position_);
        } else {
          ++changes_.invisible;
        }
        break;
      case Kind::kLineEnd:
        if (c == '\r' && next < text_.size() && text_[next] == '\n') ++next;
        out_.push_back('\n');
        ++changes_.line_ends;
        break;
      case Kind::kSpace:
      case Kind::kWideSpace:
        CleanSpaces();
        return;
    }
    position_ = next;
  }

  // Cleans the rest of a run of white space; an odd space stands at position_. What is taken out
  // anyway does not end the run.
  void CleanSpaces() {
    size_t position = position_;
    size_t wide_spaces = 0;
    size_t odd_spaces = 0;
    std::string plain;
    bool line_ends = true;
    bool east_asian_behind = false;
    while (position < text_.size()) {
      size_t next = position;
      const char32_t c = DecodeUtf8(text_, &next);
      const Kind kind = KindOf(c);
      if (kind == Kind::kWideSpace || kind == Kind::kSpace) {
        ++odd_spaces;
        if (kind == Kind::kWideSpace) ++wide_spaces;
        plain.push_back(' ');
      } else if (kind == Kind::kControl) {
        ++changes_.controls;
      } else if (kind == Kind::kInvisible || kind == Kind::kJoiner) {
        ++changes_.invisible;
      } else if (c == ' ' || c == '\t') {
        plain.push_back(static_cast<char>(c));
      } else {
        line_ends = c == '\n' || kind == Kind::kLineEnd;
        east_asian_behind = Contains(kEastAsian, c);
        break;
      }
      position = next;
    }
    position_ = position;
    if (wide_spaces == plain.size() && east_asian_behind && !out_.empty() &&
        Contains(kEastAsian, DecodeUtf8Before(out_, out_.size()))) {
      for (; wide_spaces > 0; --wide_spaces) AppendUtf8(0x3000, &out_);
      return;
    }
    changes_.spaces += odd_spaces;
    if (!line_ends) {
      out_.append(plain);
      return;
    }
    while (!out_.empty() && (out_.back() == ' ' || out_.back() == '\t')) out_.pop_back();
  }

  // Whether the joiner `c` before `behind` has a part in what is read.
  bool JoinerShapes(char32_t c, size_t behind) const {
    if (out_.empty()) return false;
    const char32_t before = DecodeUtf8Before(out_, out_.size());
    while (behind < text_.size()) {
      const char32_t after = DecodeUtf8(text_, &behind);
      const Kind kind = KindOf(after);
      if (kind == Kind::kControl || kind == Kind::kInvisible) continue;
      if (kind != Kind::kPlain) return false;
      if (Contains(kJoiningScripts, before) && Contains(kJoiningScripts, after)) return true;
      return c == 0x200D && Contains(kEmoji, before) && Contains(kEmoji, after);
    }
    return false;
  }

  std::string_view text_;
  size_t position_ = 0;  // what stands before it is in out_
  std::string out_;
  CharacterChanges changes_;
};

// Characters by their first byte: whether NFC may change one, or move it, or join it to what stands
// before it.
enum class ComposeClass : uint8_t { kNever, kAlways, kBySecond };

constexpr std::array<ComposeClass, 256> kComposeClasses = [] {
  std::array<ComposeClass, 256> classes{};
  for (const int lead : {0xCC, 0xDC, 0xDD, 0xDF, 0xE0}) classes[lead] = ComposeClass::kAlways;
  for (const int lead : {0xCD, 0xCE, 0xD2, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xDB, 0xDE, 0xE1, 0xE2,
                         0xE3, 0xEA, 0xEF, 0xF0}) {
    classes[lead] = ComposeClass::kBySecond;
  }
  return classes;
}();

bool MayCompose(const unsigned char* bytes) {
  const ComposeClass compose_class = kComposeClasses[bytes[0]];
  if (compose_class != ComposeClass::kBySecond) return compose_class == ComposeClass::kAlways;
  const unsigned char second = bytes[1];
  switch (bytes[0]) {
    case 0xCD:
      return second <= 0xB4 || second == 0xBE;
    case 0xCE:  // U+0387
      return second == 0x87;
    case 0xD2:
      return second >= 0x83 && second <= 0x87;
    case 0xD6:
      return second >= 0x91;
    case 0xD7:
      return second <= 0x87;
    case 0xD8:
      return second >= 0x90 && second <= 0x9A;
    case 0xD9:
      return (second >= 0x8B && second <= 0x9F) || second == 0xB0;
    case 0xDB:
      return second >= 0x96 && second <= 0xAD;
    case 0xDE:
    case 0xDA:
      return false;
    case 0xE1:  // all but the Latin of Vietnamese and others
      return second < 0xB8 || second > 0xBB;
    case 0xE2:  // of General Punctuation only U+2000 and U+2001
      if (second == 0x80) return bytes[2] <= 0x81;
      return second >= 0x83;
    case 0xE3:
      if (second == 0x80) return bytes[2] >= 0xAA && bytes[2] <= 0xAF;
      return second == 0x82 && (bytes[2] == 0x99 || bytes[2] == 0x9A);
    case 0xEA:  // up to Hangul syllables
      return second < 0xB0;
    case 0xEF:
      return second >= 0xA4 && second <= 0xB8;
    case 0xF0:  // all but emoji and most of the later Han
      return second < 0x9F || second >= 0xAF;
    default:
      return false;
  }
}

size_t FindComposable(std::string_view text, size_t from) {
  return FindPlace(
      text, from,
      [](const ByteBlock& b0, const ByteBlock& /*b1*/, const ByteBlock& /*b2*/) -> ByteMask {
        return b0 >= 0xCC;
      },
      [](const ByteBlock& b0, const ByteBlock& b1, const ByteBlock& b2) -> ByteMask {
        const ByteMask marks =
            InRange(b0, 0xCC, 0xCD) | InRange(b0, 0xD2, 0xE1) | ((b0 == 0xCE) & (b1 == 0x87));
        const ByteMask punctuation = (b0 == 0xE2) & (((b1 == 0x80) & (b2 <= 0x81)) | (b1 >= 0x83));
        const ByteMask kana =
            (b0 == 0xE3) & (((b1 == 0x80) & (b2 >= 0xAA)) | ((b1 == 0x82) & (b2 <= 0x9A)));
        const ByteMask other = (b0 == 0xEA) | ((b0 == 0xEF) & (b1 <= 0xB8)) | (b0 >= 0xF0);
        return marks | punctuation | kana | other;
      },
      MayCompose);
}

bool IsAscii(char c) { return static_cast<signed char>(c) >= 0; }

icu::StringPiece ToPiece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

// ICU counts in 32 bits; a stretch is cut there, between two sequences.
constexpr size_t kMaxStretch = size_t{1} << 30;

}  // namespace

CharacterChanges CleanCharacters(std::string* text) {
  const size_t first = FindUnclean(*text, 0);
  if (first == std::string_view::npos) return {};
  Cleaner cleaner(*text);
  const CharacterChanges changes = cleaner.Run(first);
  if (changes.total() > 0) *text = cleaner.TakeText();
  return changes;
}

size_t ComposeCharacters(std::string* text) {
  size_t place = FindComposable(*text, 0);
  if (place == std::string_view::npos) return 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  // Its data are compiled into ICU: it can only fail for want of memory.
  if (U_FAILURE(status)) throw std::bad_alloc();

  const std::string_view all = *text;
  size_t changed = 0;
  size_t copied = 0;
  size_t done = 0;
  std::string out;
  icu::Edits edits;
  while (place != std::string_view::npos) {
    // Nothing composes across the left side of an ASCII character, so a stretch from one to the
    // next stands alone.
    size_t begin = place;
    while (begin > done && !IsAscii(all[begin])) --begin;
    size_t end = place;
    while (end < all.size() && (!IsAscii(all[end]) || end == begin) &&
           (end - begin < kMaxStretch || IsContinuation(all[end]))) {
      ++end;
    }
    const std::string_view stretch = all.substr(begin, end - begin);
    if (!nfc->isNormalizedUTF8(ToPiece(stretch), status)) {
      if (out.empty()) out.reserve(all.size() + all.size() / 16);
      out.append(all, copied, begin - copied);
      copied = end;
      edits.reset();
      icu::StringByteSink<std::string> sink(&out);
      nfc->normalizeUTF8(0, ToPiece(stretch), sink, &edits, status);
      if (U_FAILURE(status)) throw std::bad_alloc();
      changed += static_cast<size_t>(edits.numberOfChanges());
    }
    done = end;
    place = FindComposable(all, end);
  }
  if (changed == 0) return 0;
  out.append(all, copied);
  *text = std::move(out);
  return changed;
}

}  // namespace strigil
