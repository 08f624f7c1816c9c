#ifndef STRIGIL_IO_RECORD_FORMAT_H_
#define STRIGIL_IO_RECORD_FORMAT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "strigil/io/byte_source.h"
#include "strigil/io/jsonl_reader.h"
#include "strigil/io/record_reader.h"
#include "strigil/io/text_split.h"

namespace strigil {

enum class RecordFormat {
  kAuto,  // by the input's first bytes; text where they tell nothing
  kText,
  kJsonl,
  kWarc,
};

// Returns the format called `name`: "auto", "text", "jsonl" or "warc". Any other name is a
// ConfigError that lists them.
RecordFormat ParseRecordFormat(std::string_view name);

struct ReaderOptions {
  RecordFormat format = RecordFormat::kAuto;
  TextSplit split;  // of text; a split of some kind makes kAuto kText
  JsonKeys keys;    // of JSON lines
  size_t max_document_bytes = kDefaultMaxDocumentBytes;
};

// Returns a reader of one input called `name`. Takes `source` over, which must not be null. An
// input that is compressed (compression.h) is decompressed, whatever its format; where its data is
// damaged, all that can be read is (decompressor.h), and behind it comes a Problem for each of the
// first places, with its offset in the compressed input, and one that counts the others. With kAuto
// it reads ahead to the end of the first line that is not blank, at most 1 MiB. Throws InputError
// where that fails.
std::unique_ptr<RecordReader> NewRecordReader(std::unique_ptr<ByteSource> source, std::string name,
                                              const ReaderOptions& options);

}  // namespace strigil

#endif  // STRIGIL_IO_RECORD_FORMAT_H_
