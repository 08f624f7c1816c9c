#include "strigil/io/record_format.h"

#include <utility>

#include "strigil/io/ascii_space.h"
#include "strigil/io/text_reader.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr size_t kMaxLookAhead = size_t{1} << 20;

// Reads ahead as far as it takes to tell the format, and no further: the writer of a pipe may be
// waiting for what we make of its first line.
RecordFormat DetectFormat(PeekSource* source, const JsonKeys& keys) {
  std::string_view start = source->Peek(1);
  for (;;) {
    const size_t first = start.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    if (first != std::string_view::npos) {
      if (start[first] != '{') return RecordFormat::kText;
      if (start.find('\n', first) != std::string_view::npos) break;
    }
    if (start.size() >= kMaxLookAhead) break;
    const size_t before = start.size();
    start = source->PeekMore();
    if (start.size() == before) break;
  }
  return LooksLikeJsonl(start, keys.text) ? RecordFormat::kJsonl : RecordFormat::kText;
}

}  // namespace

RecordFormat ParseRecordFormat(std::string_view name) {
  if (name == "auto") return RecordFormat::kAuto;
  if (name == "text") return RecordFormat::kText;
  if (name == "jsonl") return RecordFormat::kJsonl;
  throw ConfigError("input format '" + std::string(name) + "': expected auto, text or jsonl");
}

std::unique_ptr<RecordReader> NewRecordReader(std::unique_ptr<ByteSource> source, std::string name,
                                              const ReaderOptions& options) {
  RecordFormat format = options.format;
  if (format == RecordFormat::kAuto) {
    if (options.split.kind != TextSplit::Kind::kNone) {
      format = RecordFormat::kText;
    } else {
      auto peek = std::make_unique<PeekSource>(std::move(source));
      format = DetectFormat(peek.get(), options.keys);
      source = std::move(peek);
    }
  }
  if (format == RecordFormat::kJsonl) {
    return NewJsonlReader(std::move(source), std::move(name), options.keys,
                          options.max_document_bytes);
  }
  return NewTextReader(std::move(source), std::move(name), options.split,
                       options.max_document_bytes);
}

}  // namespace strigil
