#include "strigil/report/terminal_text.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdio>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kEllipsis = "…";

bool IsHarmful(char32_t code_point) {
  if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) return true;
  const auto character = static_cast<UChar32>(code_point);
  return code_point == 0x2028 || code_point == 0x2029 ||
         u_hasBinaryProperty(character, UCHAR_BIDI_CONTROL);
}

}  // namespace

int ColumnsOf(char32_t code_point) {
  if (code_point < 0x300) return IsHarmful(code_point) || code_point == 0xAD ? 0 : 1;
  const auto character = static_cast<UChar32>(code_point);
  constexpr uint32_t kUnseen = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK;
  if ((U_GET_GC_MASK(character) & kUnseen) != 0) return 0;
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t ColumnsOf(std::string_view utf8) {
  size_t columns = 0;
  for (size_t position = 0; position < utf8.size();) {
    columns += static_cast<size_t>(ColumnsOf(DecodeUtf8(utf8, &position)));
  }
  return columns;
}

void AppendVisible(std::string_view utf8, std::string* out) {
  for (size_t position = 0; position < utf8.size();) {
    const size_t begin = position;
    const char32_t code_point = DecodeUtf8(utf8, &position);
    if (code_point == '\t') {
      *out += ' ';
    } else if (IsHarmful(code_point)) {
      char name[16];
      static_cast<void>(
          std::snprintf(name, sizeof name, "<U+%04X>", static_cast<unsigned>(code_point)));
      *out += name;
    } else {
      out->append(utf8, begin, position - begin);
    }
  }
}

std::string Elided(std::string_view utf8, size_t columns) {
  if (ColumnsOf(utf8) <= columns) return std::string(utf8);
  if (columns == 0) return "";
  size_t head_columns = (columns - 1) / 3;
  size_t tail_columns = columns - 1 - head_columns;
  size_t head = 0;
  for (size_t next = 0;; head = next) {
    const auto width = static_cast<size_t>(ColumnsOf(DecodeUtf8(utf8, &next)));
    if (width > head_columns) break;
    head_columns -= width;
  }
  size_t tail = utf8.size();
  for (size_t next = tail;; tail = next) {
    const auto width = static_cast<size_t>(ColumnsOf(DecodeUtf8Before(utf8, next)));
    if (width > tail_columns) break;
    tail_columns -= width;
    do {
      --next;
    } while (IsContinuation(utf8[next]));
  }
  return std::string(utf8.substr(0, head)).append(kEllipsis).append(utf8.substr(tail));
}

std::string Wrapped(std::string_view utf8, size_t columns, size_t indent) {
  std::string out;
  const auto begin_row = [&out, indent] { out.append(1, '\n').append(indent, ' '); };
  const size_t indented = std::max<size_t>(columns, indent + 2) - indent;
  size_t room = std::max<size_t>(columns, 2);  // of the row begun
  size_t used = 0;
  bool empty = true;
  for (size_t position = 0; position < utf8.size();) {
    if (utf8[position] == '\n') {
      begin_row();
      room = indented;
      used = 0;
      empty = true;
      ++position;
      continue;
    }
    size_t word = position;
    while (word < utf8.size() && utf8[word] == ' ') ++word;
    const size_t spaces = word - position;
    const size_t end = std::min(utf8.find_first_of(" \n", word), utf8.size());
    const size_t width = ColumnsOf(utf8.substr(word, end - word));
    if (word == end) {
      position = end;  // spaces at a row's end
      continue;
    }
    if (used + spaces + width <= room) {
      out.append(utf8, position, end - position);
      used += spaces + width;
      empty = false;
      position = end;
      continue;
    }
    if (!empty && width <= indented) {
      begin_row();
      room = indented;
      used = 0;
      empty = true;
      position = word;
      continue;
    }
    // A word longer than a row, or spaces that are.
    if (!empty && used + spaces < room) {
      out.append(spaces, ' ');
      used += spaces;
    }
    for (position = word; position < end;) {
      size_t next = position;
      const auto step = static_cast<size_t>(ColumnsOf(DecodeUtf8(utf8, &next)));
      if (used + step > room) {
        begin_row();
        room = indented;
        used = 0;
      }
      out.append(utf8, position, next - position);
      used += step;
      position = next;
    }
    empty = false;
  }
  return out;
}

}  // namespace strigil
