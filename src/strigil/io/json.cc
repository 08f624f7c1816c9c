#include "strigil/io/json.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// Sets the high bit of the lowest byte of `word` that is zero, and perhaps of bytes above that one.
constexpr uint64_t ZeroBytes(uint64_t word) { return (word - kOnes) & ~word & kHighBits; }

uint64_t LoadWord(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

bool IsPlain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Returns the first byte of [begin, end) that cannot stand for itself inside a JSON string, or
// `end`.
const char* SkipPlain(const char* begin, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (; end - begin >= 16; begin += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i escape =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const auto special = static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, escape)));
    if (special != 0) return begin + std::countr_zero(special);
  }
#endif
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - begin >= 8; begin += 8) {
      const uint64_t word = LoadWord(begin);
      const uint64_t control = (word - kOnes * 0x20) & ~word & kHighBits;
      const uint64_t special =
          control | ZeroBytes(word ^ (kOnes * '"')) | ZeroBytes(word ^ (kOnes * '\\'));
      if (special != 0) return begin + std::countr_zero(special) / 8;
    }
  }
  while (begin != end && IsPlain(*begin)) ++begin;
  return begin;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Returns the value of a hexadecimal digit, or -1.
int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

uint32_t HexValue4(const char* digits) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 4 | static_cast<uint32_t>(HexValue(digits[i]));
  return value;
}

class Scanner {
 public:
  explicit Scanner(std::string_view json)
      : begin_(json.data()), next_(begin_), end_(begin_ + json.size()) {}

  bool Object(std::vector<JsonMember>* members) {
    SkipSpace();
    if (!Expect('{', "expected an object")) return false;
    SkipSpace();
    if (!Take('}')) {
      do {
        JsonMember member;
        if (!Name(&member.name)) return false;
        members->push_back(member);
        if (!Value(&members->back())) return false;
        SkipSpace();
      } while (Take(','));
      if (!Expect('}', "expected ',' or '}'")) return false;
    }
    SkipSpace();
    return next_ == end_ || Fail("expected nothing behind the object");
  }

  JsonError error() const { return error_; }

 private:
  bool Fail(const char* message) {
    error_.offset = static_cast<size_t>(next_ - begin_);
    error_.message = next_ == end_ ? "the text ends inside the object" : message;
    return false;
  }

  void SkipSpace() {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\t' || *next_ == '\n' || *next_ == '\r')) {
      ++next_;
    }
  }

  bool Take(char c) {
    if (next_ == end_ || *next_ != c) return false;
    ++next_;
    return true;
  }

  bool Expect(char c, const char* message) { return Take(c) || Fail(message); }

  // A member's name and the colon behind it.
  bool Name(std::string_view* name) {
    SkipSpace();
    if (next_ == end_ || *next_ != '"') return Fail("expected a name in quotes");
    if (!String(name)) return false;
    SkipSpace();
    return Expect(':', "expected ':'");
  }

  // A string, from its opening quote; `*inside` gets what stands between the quotes.
  bool String(std::string_view* inside) {
    const char* start = ++next_;
    for (;;) {
      next_ = SkipPlain(next_, end_);
      if (next_ == end_) return Fail("");
      if (*next_ == '"') {
        *inside = std::string_view(start, static_cast<size_t>(next_ - start));
        ++next_;
        return true;
      }
      if (*next_ != '\\') return Fail("a control character in a string is not escaped");
      if (!Escape()) return false;
    }
  }

  bool Escape() {
    ++next_;
    if (next_ == end_) return Fail("");
    if (*next_ != 'u') {
      if (std::string_view("\"\\/bfnrt").find(*next_) == std::string_view::npos) {
        return Fail("no such escape");
      }
      ++next_;
      return true;
    }
    ++next_;
    for (int i = 0; i < 4; ++i, ++next_) {
      if (next_ == end_ || HexValue(*next_) < 0) return Fail("expected four hexadecimal digits");
    }
    return true;
  }

  bool Digits() {
    if (next_ == end_ || !IsDigit(*next_)) return Fail("expected a digit");
    while (next_ != end_ && IsDigit(*next_)) ++next_;
    return true;
  }

  bool Number() {
    Take('-');
    if (!Take('0') && !Digits()) return false;
    if (Take('.') && !Digits()) return false;
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (!Digits()) return false;
    }
    return true;
  }

  bool Word(std::string_view word) {
    for (const char c : word) {
      if (!Expect(c, "expected a value")) return false;
    }
    return true;
  }

  // What a value that begins with `first` can only be; a number where it can be nothing.
  static JsonType TypeOf(char first) {
    switch (first) {
      case '{':
        return JsonType::kObject;
      case '[':
        return JsonType::kArray;
      case '"':
        return JsonType::kString;
      case 't':
        return JsonType::kTrue;
      case 'f':
        return JsonType::kFalse;
      case 'n':
        return JsonType::kNull;
      default:
        return JsonType::kNumber;
    }
  }

  bool Scalar(JsonType type) {
    std::string_view inside;
    switch (type) {
      case JsonType::kString:
        return String(&inside);
      case JsonType::kTrue:
        return Word("true");
      case JsonType::kFalse:
        return Word("false");
      case JsonType::kNull:
        return Word("null");
      default:
        if (*next_ != '-' && !IsDigit(*next_)) return Fail("expected a value");
        return Number();
    }
  }

  bool NameIf(bool in_object) {
    std::string_view name;
    return !in_object || Name(&name);
  }

  // A member's value. Goes through what is nested without recursion: the depth is the input's to
  // choose.
  bool Value(JsonMember* member) {
    SkipSpace();
    if (next_ == end_) return Fail("");
    const char* start = next_;
    member->type = TypeOf(*start);
    size_t depth = 0;  // objects and arrays that are open
    do {
      SkipSpace();
      if (next_ == end_) return Fail("");
      const JsonType type = TypeOf(*next_);
      if (type == JsonType::kObject || type == JsonType::kArray) {
        if (depth + 1 == kMaxJsonDepth) return Fail("nested too deep");
        in_object_[depth++] = type == JsonType::kObject;
        ++next_;
        SkipSpace();
        if (next_ == end_) return Fail("");
        if (*next_ != (type == JsonType::kObject ? '}' : ']')) {
          if (!NameIf(type == JsonType::kObject)) return false;
          continue;
        }
      } else if (!Scalar(type)) {
        return false;
      }
      // A value has ended, and with it all that end here.
      while (depth > 0) {
        SkipSpace();
        const bool in_object = in_object_[depth - 1];
        if (Take(in_object ? '}' : ']')) {
          --depth;
          continue;
        }
        if (!Expect(',', in_object ? "expected ',' or '}'" : "expected ',' or ']'")) return false;
        if (!NameIf(in_object)) return false;
        break;
      }
    } while (depth > 0);
    member->value = std::string_view(start, static_cast<size_t>(next_ - start));
    return true;
  }

  const char* const begin_;
  const char* next_;
  const char* const end_;
  // Whether it is an object, of all that is open inside a member's value, outermost first.
  std::bitset<kMaxJsonDepth> in_object_;
  JsonError error_;
};

// Writes what the well-formed escape at `*from` stands for to `to`, moves `*from` behind it and
// returns where the writing ended.
char* Unescape(const char** from, const char* end, char* to) {
  const char kind = (*from)[1];
  *from += 2;
  switch (kind) {
    case 'b':
      *to = '\b';
      break;
    case 'f':
      *to = '\f';
      break;
    case 'n':
      *to = '\n';
      break;
    case 'r':
      *to = '\r';
      break;
    case 't':
      *to = '\t';
      break;
    case 'u': {
      char32_t code = HexValue4(*from);
      *from += 4;
      if (code >= 0xD800 && code < 0xDC00 && end - *from >= 6 && (*from)[0] == '\\' &&
          (*from)[1] == 'u') {
        const char32_t low = HexValue4(*from + 2);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          *from += 6;
        }
      }
      std::string utf8;
      AppendUtf8(code, &utf8);
      return std::copy(utf8.begin(), utf8.end(), to);
    }
    default:
      *to = kind;
  }
  return to + 1;
}

}  // namespace

std::optional<JsonError> ScanJsonObject(std::string_view json, std::vector<JsonMember>* members) {
  members->clear();
  Scanner scanner(json);
  if (scanner.Object(members)) return std::nullopt;
  return scanner.error();
}

void AppendUnescapedJson(std::string_view escaped, std::string* out) {
  // No escape stands for more bytes than it has, so what is written never overtakes what is read.
  const size_t before = out->size();
  out->resize(before + escaped.size());
  char* to = out->data() + before;
  const char* from = escaped.data();
  const char* const end = from + escaped.size();
  for (;;) {
    if constexpr (std::endian::native == std::endian::little) {
      while (end - from >= 8) {
        const uint64_t word = LoadWord(from);
        std::memcpy(to, &word, sizeof word);
        const uint64_t backslash = ZeroBytes(word ^ (kOnes * '\\'));
        const auto plain = backslash == 0 ? 8 : std::countr_zero(backslash) / 8;
        from += plain;
        to += plain;
        if (plain < 8) break;
      }
    }
    while (from != end && *from != '\\') *to++ = *from++;
    if (from == end) break;
    to = Unescape(&from, end, to);
  }
  out->resize(static_cast<size_t>(to - out->data()));
}

void AppendJsonString(std::string_view utf8, std::string* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out->reserve(out->size() + utf8.size() + 2);
  out->push_back('"');
  const char* next = utf8.data();
  const char* const end = next + utf8.size();
  for (;;) {
    const char* special = SkipPlain(next, end);
    out->append(next, static_cast<size_t>(special - next));
    if (special == end) break;
    next = special + 1;
    switch (*special) {
      case '"':
        out->append("\\\"");
        break;
      case '\\':
        out->append("\\\\");
        break;
      case '\n':
        out->append("\\n");
        break;
      case '\r':
        out->append("\\r");
        break;
      case '\t':
        out->append("\\t");
        break;
      default:
        out->append("\\u00");
        out->push_back(kHex[*special >> 4]);
        out->push_back(kHex[*special & 0xF]);
    }
  }
  out->push_back('"');
}

}  // namespace strigil
