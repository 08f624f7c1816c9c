#ifndef STRIGIL_IO_JSONL_READER_H_
#define STRIGIL_IO_JSONL_READER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_reader.h"

namespace strigil {

// The members of a JSON object that a record is made of.
struct JsonKeys {
  std::string text = "text";
  std::string id = "id";
  std::string url = "url";
};

// Returns a reader of JSON lines: one object a line, lines ended by '\n' alone, blank lines
// skipped. The sources are "name#1", "name#2" and so on, counted over all lines that are not blank,
// bad ones included.
//
// The text member becomes Record::bytes, in UTF-8; half a surrogate pair in it becomes U+FFFD. An
// id is a string or a number, which keeps its digits; a null counts as none. The URL is read where
// it is a string, else from a string member "url" of an object "metadata".
//
// What else the object holds is carried to JSON output, byte for byte and in order
// (Record::carried_members). The names "id", "text", "source" and "metadata" are taken there: a
// member of that name that is not read as id or text goes on as "original_source" and the like,
// "original_" put before it as often as it takes to make the name new. The members of an object
// "metadata" are carried inside the output's metadata (Record::carried_metadata), by the same rule
// where the name is one of JsonlMetadataNames().
//
// A Problem that costs its line alone is: more than `max_document_bytes` in the line, ill-formed
// JSON, invalid UTF-8, nesting deeper than kMaxJsonDepth, a text member that is missing, given
// twice or no string, an id that is given twice or neither string, number nor null.
//
// Takes `source` over, which must not be null.
std::unique_ptr<RecordReader> NewJsonlReader(std::unique_ptr<ByteSource> source, std::string name,
                                             const JsonKeys& keys, size_t max_document_bytes);

// Returns whether `start`, the first bytes of an input, looks like JSON lines: its first line that
// is not blank is a JSON object with a string member `text_key`. Where `start` ends before that
// line does, it is one as far as it goes. A byte order mark is read over. Safe to call from any
// thread.
bool LooksLikeJsonl(std::string_view start, std::string_view text_key);

}  // namespace strigil

#endif  // STRIGIL_IO_JSONL_READER_H_
