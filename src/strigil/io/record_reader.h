#ifndef STRIGIL_IO_RECORD_READER_H_
#define STRIGIL_IO_RECORD_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "strigil/document/record.h"

namespace strigil {

// The largest record that is read, in bytes, where nothing else is said.
inline constexpr size_t kDefaultMaxDocumentBytes = size_t{64} << 20;

// One record, or a whole input, that could not be read. It costs that record alone; the reader goes
// on behind it.
struct Problem {
  // As Record::source; the input's name where the input as a whole is meant.
  std::string source;
  // Where the record begins in its input: the line, from 1, and the byte. Line 0 says that the
  // input as a whole is meant, or that it is not made of lines; then only `error_offset` is told.
  uint64_t line = 0;
  uint64_t offset = 0;
  // The byte of the input where the error was seen, where that is known.
  std::optional<uint64_t> error_offset;
  std::string message;

  // Returns the problem in one line without a line end: "crawl.jsonl: Permission denied", or
  // "crawl.jsonl#17: line 18, byte 40961: broken JSON: expected ',' or '}'".
  std::string ToString() const;
};

// Records that a reader passed over because they hold no text: no errors.
struct SkippedRecords {
  uint64_t html = 0;          // pages that an extractor has to make text of first
  uint64_t other_types = 0;   // images, feeds and whatever else is no text
  uint64_t housekeeping = 0;  // what a container says of itself and of its crawl

  SkippedRecords& operator+=(const SkippedRecords& other) {
    html += other.html;
    other_types += other.other_types;
    housekeeping += other.housekeeping;
    return *this;
  }
};

struct EndOfInput {};

using ReadResult = std::variant<EndOfInput, Record, Problem>;

// A sequence of records. Not safe for use from two threads at once; the records are independent of
// the reader and of each other.
class RecordReader {
 public:
  RecordReader() = default;
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;
  virtual ~RecordReader() = default;

  // Returns the next record, or what was wrong with it, or the end; behind the end there is only
  // the end. Readers of one input throw InputError where it cannot be read on, and must not be
  // asked again then.
  virtual ReadResult Next() = 0;

  // Returns what was passed over so far.
  virtual SkippedRecords skipped() const { return {}; }
};

}  // namespace strigil

#endif  // STRIGIL_IO_RECORD_READER_H_
