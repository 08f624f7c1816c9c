#ifndef STRIGIL_IO_WARC_READER_H_
#define STRIGIL_IO_WARC_READER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_reader.h"

namespace strigil {

// Returns a reader of WARC 1.0 and 1.1 (ISO 28500), decompressed. Its records are
//
// - conversion records of text/plain or of no type, as WET files have them;
// - resource records of text/plain;
// - response records with an HTTP response of text/plain, its head taken off and its encodings
//   undone.
//
// The sources are "name#1", "name#2" and so on, counted over all records of the file. What the
// record's header says becomes Record::id, url, date, language, block_digest, payload_digest and
// charset; the id keeps its angle brackets. All other records are passed over and counted
// (RecordReader::skipped()).
//
// A record whose header or length is wrong, one that is cut short, one with more than
// `max_document_bytes` of text, an HTTP body that cannot be decoded, and bytes that belong to no
// record are a Problem each. Where a length proves wrong, the next record is looked for from the
// damaged one's header on, so that a length too large swallows no other record.
//
// Takes `source` over, which must not be null. Holds the largest record up to `max_document_bytes`.
std::unique_ptr<RecordReader> NewWarcReader(std::unique_ptr<ByteSource> source, std::string name,
                                            size_t max_document_bytes);

// Returns whether `start`, the first bytes of an input, are those of a WARC file. Safe to call from
// any thread.
bool LooksLikeWarc(std::string_view start);

}  // namespace strigil

#endif  // STRIGIL_IO_WARC_READER_H_
