#ifndef STRIGIL_IO_JSON_H_
#define STRIGIL_IO_JSON_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {

// Objects and arrays nested deeper than this are refused, the outermost object counted.
inline constexpr size_t kMaxJsonDepth = 1024;

enum class JsonType { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull };

// A member of an object, as it stands there.
struct JsonMember {
  std::string_view name;   // between the quotes, escapes unresolved
  std::string_view value;  // quotes, brackets and braces included; no white space around it
  JsonType type = JsonType::kNull;
};

struct JsonError {
  size_t offset = 0;  // in bytes; the size of the text where the text ended too early
  const char* message = "";
};

// Cuts `json`, which must be one JSON object (RFC 8259) with nothing but white space around it,
// into its members in order, the same name twice included, and checks every byte of them. Returns
// nothing where all is well, else the first error; `members` then holds those before it, with the
// one whose value is wrong as the last, that value empty. The members are views of `json`. Two
// things are left to the caller: `json` is expected to be valid UTF-8, and an escape may name half
// a surrogate pair.
//
// This is not a job for simdjson: strigil carries members through byte for byte, numbers of any
// size included, tells where the error is, and keeps documents with lone surrogates.
std::optional<JsonError> ScanJsonObject(std::string_view json, std::vector<JsonMember>* members);

// Appends the string that `escaped` stands for, the inside of a string that ScanJsonObject() found
// well-formed, to `out`. Half a surrogate pair becomes U+FFFD.
void AppendUnescapedJson(std::string_view escaped, std::string* out);

// Appends `utf8` as a JSON string with its quotes. Only what JSON asks for is escaped: quotes,
// backslashes and the characters below U+0020. `utf8` must be valid UTF-8.
void AppendJsonString(std::string_view utf8, std::string* out);

}  // namespace strigil

#endif  // STRIGIL_IO_JSON_H_
