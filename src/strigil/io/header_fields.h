#ifndef STRIGIL_IO_HEADER_FIELDS_H_
#define STRIGIL_IO_HEADER_FIELDS_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strigil {

// Returns `text` with the letters of ASCII in lower case.
inline std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Returns `text` without spaces and tabs at its ends.
inline std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes the first line off `*rest` and returns it without its line end, LF or CR LF. A last line
// needs none.
inline std::string_view CutLine(std::string_view* rest) {
  const size_t end = rest->find('\n');
  std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == std::string_view::npos ? rest->size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Returns the length of the block of lines that `bytes` begin with, the empty line behind it
// included, or nothing where there is no empty line.
inline std::optional<size_t> HeaderBlockSize(std::string_view bytes) {
  for (size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    const std::string_view next = bytes.substr(at + 1, 2);
    if (next.starts_with('\n')) return at + 2;
    if (next == "\r\n") return at + 3;
  }
  return std::nullopt;
}

// The fields of a header as HTTP and WARC have them (RFC 5322).
class HeaderFields {
 public:
  // Reads the lines of `block` up to an empty one or its end; lines that begin with a blank go on
  // with the one before. A line that is no field is passed over where `lenient`, as browsers do;
  // else the result is nothing.
  static std::optional<HeaderFields> Parse(std::string_view block, bool lenient) {
    HeaderFields fields;
    while (!block.empty()) {
      const std::string_view line = CutLine(&block);
      if (line.empty()) break;
      if (line.front() == ' ' || line.front() == '\t') {
        if (fields.fields_.empty()) {
          if (lenient) continue;
          return std::nullopt;
        }
        fields.fields_.back().second.append(" ").append(TrimBlanks(line));
        continue;
      }
      const size_t colon = line.find(':');
      if (colon == std::string_view::npos || colon == 0 ||
          line.substr(0, colon).find_first_of(" \t") != std::string_view::npos) {
        if (lenient) continue;
        return std::nullopt;
      }
      fields.fields_.emplace_back(AsciiLower(TrimBlanks(line.substr(0, colon))),
                                  TrimBlanks(line.substr(colon + 1)));
    }
    return fields;
  }

  // Returns the value of the first field called `name`, which must be in lower case; "" where there
  // is none. Valid as long as this is.
  std::string_view Find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [name](const auto& field) { return field.first == name; });
    return found == fields_.end() ? std::string_view() : found->second;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace strigil

#endif  // STRIGIL_IO_HEADER_FIELDS_H_
