#include "strigil/text/utf8.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace strigil {
namespace {

// Returns the length of the ASCII stretch that `bytes` begin with.
size_t AsciiPrefix(std::string_view bytes) {
  size_t position = 0;
  uint64_t word = 0;
  for (; position + sizeof(word) <= bytes.size(); position += sizeof(word)) {
    std::memcpy(&word, bytes.data() + position, sizeof(word));
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (position < bytes.size() && static_cast<signed char>(bytes[position]) >= 0) ++position;
  return position;
}

}  // namespace

bool IsValidUtf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

bool IsAllAscii(std::string_view bytes) { return AsciiPrefix(bytes) == bytes.size(); }

size_t CountCodePoints(std::string_view utf8) {
  // Blocks whose count fits into a byte are counted in bytes: that is many at once.
  constexpr size_t kBlock = 255;
  size_t count = 0;
  for (size_t begin = 0; begin < utf8.size(); begin += kBlock) {
    uint8_t in_block = 0;
    for (const char byte : utf8.substr(begin, kBlock)) {
      in_block = static_cast<uint8_t>(in_block + (IsContinuation(byte) ? 0 : 1));
    }
    count += in_block;
  }
  return count;
}

void AppendUtf8(char32_t code_point, std::string* out) {
  if (code_point < 0x80) {
    out->push_back(static_cast<char>(code_point));
    return;
  }
  if ((code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF) {
    code_point = kReplacementCharacter;
  }
  char bytes[4];
  size_t length = 0;
  if (code_point < 0x800) {
    bytes[length++] = static_cast<char>(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      bytes[length++] = static_cast<char>(0xE0 | code_point >> 12);
    } else {
      bytes[length++] = static_cast<char>(0xF0 | code_point >> 18);
      bytes[length++] = static_cast<char>(0x80 | (code_point >> 12 & 0x3F));
    }
    bytes[length++] = static_cast<char>(0x80 | (code_point >> 6 & 0x3F));
  }
  bytes[length++] = static_cast<char>(0x80 | (code_point & 0x3F));
  out->append(bytes, length);
}

Utf8Part NextUtf8Part(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) return {1, true};
  // The second byte alone has bounds of its own: they shut out overlong forms, surrogates and what
  // is above U+10FFFF.
  unsigned char lowest = 0x80;
  unsigned char highest = 0xBF;
  uint8_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) lowest = 0xA0;
    if (lead == 0xED) highest = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) lowest = 0x90;
    if (lead == 0xF4) highest = 0x8F;
  } else {
    return {1, false};
  }
  for (uint8_t index = 1; index < length; ++index) {
    if (index == bytes.size()) return {index, false};
    const auto byte = static_cast<unsigned char>(bytes[index]);
    if (byte < lowest || byte > highest) return {index, false};
    lowest = 0x80;
    highest = 0xBF;
  }
  return {length, true};
}

std::string ToValidUtf8(std::string_view bytes, size_t* replaced) {
  size_t count = 0;
  std::string out;
  if (IsValidUtf8(bytes)) {
    out = bytes;
  } else {
    out.reserve(bytes.size() + bytes.size() / 16 + 16);
    size_t copied = 0;
    size_t position = 0;
    while (position < bytes.size()) {
      position += AsciiPrefix(bytes.substr(position));
      if (position == bytes.size()) break;
      const Utf8Part part = NextUtf8Part(bytes.substr(position));
      if (!part.valid) {
        out.append(bytes, copied, position - copied);
        AppendUtf8(kReplacementCharacter, &out);
        copied = position + part.length;
        ++count;
      }
      position += part.length;
    }
    out.append(bytes, copied);
  }
  if (replaced != nullptr) *replaced = count;
  return out;
}

}  // namespace strigil
