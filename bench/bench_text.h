#ifndef STRIGIL_BENCH_BENCH_TEXT_H_
#define STRIGIL_BENCH_BENCH_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "strigil/document/record.h"
#include "strigil/io/compression.h"

namespace strigil {

// The documents that everything is measured on.
struct BenchText {
  std::vector<Record> records;
  size_t bytes = 0;  // of all records
};

// Returns the records of the inputs, files or folders in any format that the program reads. No
// input at all means the sample dumps of the repository. Throws InputError where something cannot
// be read or there is nothing in it.
BenchText LoadBenchText(const std::vector<std::string>& inputs);

// The same documents as they stand in a container, to be read again: in text with a form feed
// between two, as JSON lines, as WARC with conversion records. What is compressed is one member,
// frame or stream; in WARC one for each record, as crawls have it. The text must be valid UTF-8
// without form feeds for a reader to find so many documents in text and JSON lines.
std::string InText(const BenchText& text);
std::string InJsonl(const BenchText& text, Compression compression);
std::string InWarc(const BenchText& text, Compression compression);

}  // namespace strigil

#endif  // STRIGIL_BENCH_BENCH_TEXT_H_
