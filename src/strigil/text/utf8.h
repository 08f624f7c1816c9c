#ifndef STRIGIL_TEXT_UTF8_H_
#define STRIGIL_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace strigil {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// Returns whether `bytes` are well-formed UTF-8 (no surrogates, no overlong forms, nothing above
// U+10FFFF). Every function of this file is safe to call from any thread.
bool IsValidUtf8(std::string_view bytes);

// Returns whether `byte` continues a UTF-8 sequence.
inline bool IsContinuation(char byte) { return static_cast<signed char>(byte) < -0x40; }

// What the next step of a scan over bytes of any kind meets.
struct Utf8Part {
  uint8_t length;  // in bytes, 1 to 4
  bool valid;      // a well-formed sequence; else a maximal part of an ill-formed one
};

// Returns what `bytes` begin with. Needs bytes that are not empty; this is not checked.
Utf8Part NextUtf8Part(std::string_view bytes);

// Returns whether all of `bytes` are below 0x80.
bool IsAllAscii(std::string_view bytes);

// Returns the number of code points in `utf8`. Of bytes that are not valid UTF-8 it counts those
// that do not continue a sequence.
size_t CountCodePoints(std::string_view utf8);

// Appends `code_point` to `out` as UTF-8; a surrogate or a value above U+10FFFF is appended as
// U+FFFD.
void AppendUtf8(char32_t code_point, std::string* out);

// Returns the code point that starts at `*position` and moves `*position` behind it. Needs valid
// UTF-8 and
// `*position < utf8.size()`; this is not checked, it is the inner loop of every scan.
inline char32_t DecodeUtf8(std::string_view utf8, size_t* position) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(utf8.data()) + *position;
  if (bytes[0] < 0x80) {
    *position += 1;
    return bytes[0];
  }
  if (bytes[0] < 0xE0) {
    *position += 2;
    return static_cast<char32_t>((bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F));
  }
  if (bytes[0] < 0xF0) {
    *position += 3;
    return static_cast<char32_t>((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 |
                                 (bytes[2] & 0x3F));
  }
  *position += 4;
  return static_cast<char32_t>((bytes[0] & 0x07) << 18 | (bytes[1] & 0x3F) << 12 |
                               (bytes[2] & 0x3F) << 6 | (bytes[3] & 0x3F));
}

// Returns the code point that ends right before `position`. Needs valid UTF-8 and `position > 0` at
// the border of a sequence; this is not checked.
inline char32_t DecodeUtf8Before(std::string_view utf8, size_t position) {
  do {
    --position;
  } while (IsContinuation(utf8[position]));
  return DecodeUtf8(utf8, &position);
}

// Returns `bytes` as valid UTF-8: each maximal part of an ill-formed sequence becomes one U+FFFD,
// as the Unicode Standard (chapter 3, "U+FFFD Substitution of Maximal Subparts") and browsers do.
// `replaced`, where not null, gets the number of U+FFFD put in.
std::string ToValidUtf8(std::string_view bytes, size_t* replaced = nullptr);

}  // namespace strigil

#endif  // STRIGIL_TEXT_UTF8_H_
