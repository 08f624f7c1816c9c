#ifndef STRIGIL_TEXT_WINDOWS_1252_H_
#define STRIGIL_TEXT_WINDOWS_1252_H_

namespace strigil {

// What Windows-1252 has in the places 0x80 to 0x9F; the five bytes that it does not define are the
// C1 controls, as browsers have it.
inline constexpr char16_t kWindows1252Upper[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// Returns the character that `byte` is in Windows-1252. Every byte is one.
constexpr char32_t Windows1252ToCodePoint(unsigned char byte) {
  return byte >= 0x80 && byte <= 0x9F ? kWindows1252Upper[byte - 0x80] : byte;
}

// Returns the byte that `code_point` is in Windows-1252 or, a C1 control, in Latin-1; -1 where it
// is none.
constexpr int CodePointToWindows1252(char32_t code_point) {
  if (code_point <= 0xFF) return static_cast<int>(code_point);
  for (int index = 0; index < 32; ++index) {
    if (kWindows1252Upper[index] == code_point) return 0x80 + index;
  }
  return -1;
}

}  // namespace strigil

#endif  // STRIGIL_TEXT_WINDOWS_1252_H_
