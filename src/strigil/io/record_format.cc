#include "strigil/io/record_format.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "strigil/io/compression.h"
#include "strigil/io/decompressor.h"
#include "strigil/io/text_reader.h"
#include "strigil/io/warc_reader.h"
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
      constexpr size_t kWarcBytes = 10;
      if (start[first] == 'W' && start.size() < first + kWarcBytes) {
        start = source->Peek(first + kWarcBytes);
      }
      if (LooksLikeWarc(start)) return RecordFormat::kWarc;
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

// Reads ahead as far as it takes to tell the compression. Pipes are not waited for where the first
// bytes cannot be a magic.
Compression CompressionOf(PeekSource* source) {
  std::string_view start = source->Peek(1);
  constexpr std::string_view kFirstBytes = "\x1F\x28PQRSTUVWXYZ[\\]^_B\xFD";
  if (start.empty() || kFirstBytes.find(start.front()) == std::string_view::npos) {
    return Compression::kNone;
  }
  return DetectCompression(source->Peek(kCompressionMagicBytes));
}

// Lends a source to a reader, which may let go of it before its last record.
class LentSource final : public ByteSource {
 public:
  explicit LentSource(ByteSource* source) : source_(source) {}
  size_t Read(std::span<char> buffer) override { return source_->Read(buffer); }

 private:
  ByteSource* const source_;
};

// The records of an input that is compressed, and behind them what was damaged.
class DecompressedReader final : public RecordReader {
 public:
  // `reader` reads `source`.
  DecompressedReader(std::unique_ptr<Decompressor> source, std::unique_ptr<RecordReader> reader,
                     std::string name)
      : source_(std::move(source)), reader_(std::move(reader)), name_(std::move(name)) {}

  ReadResult Next() override {
    if (!ended_) {
      ReadResult result = reader_->Next();
      if (!std::holds_alternative<EndOfInput>(result)) return result;
      ended_ = true;
    }
    const std::vector<Damage>& damages = source_->damages();
    Problem problem;
    problem.source = name_;
    if (told_ < damages.size()) {
      problem.error_offset = damages[told_].offset;
      problem.message = damages[told_].message;
    } else if (told_ == damages.size() && source_->damage_count() > damages.size()) {
      const uint64_t more = source_->damage_count() - damages.size();
      problem.message =
          "and damaged in " + std::to_string(more) + (more == 1 ? " more place" : " more places");
    } else {
      return EndOfInput{};
    }
    ++told_;
    return problem;
  }

  SkippedRecords skipped() const override { return reader_->skipped(); }

 private:
  const std::unique_ptr<Decompressor> source_;
  const std::unique_ptr<RecordReader> reader_;
  const std::string name_;
  bool ended_ = false;  // reader_
  size_t told_ = 0;     // how many of the Problems of damage
};

std::unique_ptr<RecordReader> NewPlainReader(std::unique_ptr<ByteSource> source, std::string name,
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
  switch (format) {
    case RecordFormat::kJsonl:
      return NewJsonlReader(std::move(source), std::move(name), options.keys,
                            options.max_document_bytes);
    case RecordFormat::kWarc:
      return NewWarcReader(std::move(source), std::move(name), options.max_document_bytes);
    case RecordFormat::kAuto:
    case RecordFormat::kText:
      break;
  }
  return NewTextReader(std::move(source), std::move(name), options.split,
                       options.max_document_bytes);
}

}  // namespace

RecordFormat ParseRecordFormat(std::string_view name) {
  if (name == "auto") return RecordFormat::kAuto;
  if (name == "text") return RecordFormat::kText;
  if (name == "jsonl") return RecordFormat::kJsonl;
  if (name == "warc") return RecordFormat::kWarc;
  throw ConfigError("input format '" + std::string(name) + "': expected auto, text, jsonl or warc");
}

std::unique_ptr<RecordReader> NewRecordReader(std::unique_ptr<ByteSource> source, std::string name,
                                              const ReaderOptions& options) {
  auto peek = std::make_unique<PeekSource>(std::move(source));
  const Compression compression = CompressionOf(peek.get());
  if (compression == Compression::kNone) {
    return NewPlainReader(std::move(peek), std::move(name), options);
  }
  auto decompressor = NewDecompressor(std::move(peek), compression);
  auto reader = NewPlainReader(std::make_unique<LentSource>(decompressor.get()), name, options);
  return std::make_unique<DecompressedReader>(std::move(decompressor), std::move(reader),
                                              std::move(name));
}

}  // namespace strigil
