#ifndef STRIGIL_IO_TEXT_READER_H_
#define STRIGIL_IO_TEXT_READER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_reader.h"
#include "strigil/io/text_split.h"

namespace strigil {

// Returns a reader of plain text. Without a split the input is one record with the input's name as
// its source; with one it is many, and the sources are "name#1", "name#2" and so on. Records that
// are white space alone are no records and are not counted, so an empty input has none. A record is
// the input's own bytes, separators left out. One of more than `max_document_bytes` is a Problem;
// it keeps its number, and the reader goes on behind the next separator.
//
// Takes `source` over, which must not be null. It is read from as the records are asked for.
std::unique_ptr<RecordReader> NewTextReader(std::unique_ptr<ByteSource> source, std::string name,
                                            const TextSplit& split, size_t max_document_bytes);

}  // namespace strigil

#endif  // STRIGIL_IO_TEXT_READER_H_
