#include "strigil/io/text_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "strigil/io/ascii_space.h"
#include "strigil/io/delimited_reader.h"

namespace strigil {
namespace {

Problem TooLarge(std::string source, uint64_t line, uint64_t offset, size_t max_bytes) {
  Problem problem;
  problem.source = std::move(source);
  problem.line = line;
  problem.offset = offset;
  problem.message =
      "the document has more than " + std::to_string(max_bytes) + " bytes, the most that is read";
  return problem;
}

// The whole input is one record.
class WholeReader final : public RecordReader {
 public:
  WholeReader(std::unique_ptr<ByteSource> source, std::string name, size_t max_bytes)
      : source_(std::move(source)), name_(std::move(name)), max_bytes_(max_bytes) {}

  ReadResult Next() override {
    if (source_ == nullptr) return EndOfInput{};
    const std::unique_ptr<ByteSource> source = std::move(source_);
    constexpr size_t kFirstBytes = size_t{64} << 10;
    std::string bytes;
    size_t size = 0;
    for (;;) {
      if (size == bytes.size()) bytes.resize(std::max(kFirstBytes, size * 2));
      const size_t got = source->Read(std::span(bytes).subspan(size));
      if (got == 0) break;
      size += got;
      if (size > max_bytes_) return TooLarge(name_, 1, 0, max_bytes_);
    }
    bytes.resize(size);
    if (size < bytes.capacity() / 2) bytes.shrink_to_fit();
    if (IsAsciiSpace(bytes)) return EndOfInput{};
    Record record;
    record.bytes = std::move(bytes);
    record.source = name_;
    return record;
  }

 private:
  std::unique_ptr<ByteSource> source_;
  const std::string name_;
  const size_t max_bytes_;
};

class FormFeedReader final : public RecordReader {
 public:
  FormFeedReader(std::unique_ptr<ByteSource> source, std::string name, size_t max_bytes)
      : source_(std::move(source)),
        pages_(source_.get(), '\f', max_bytes),
        name_(std::move(name)),
        max_bytes_(max_bytes) {}

  ReadResult Next() override {
    while (const auto page = pages_.Next()) {
      if (!page->too_large && IsAsciiSpace(page->bytes)) continue;
      std::string source = name_ + "#" + std::to_string(++count_);
      if (page->too_large) return TooLarge(std::move(source), page->line, page->offset, max_bytes_);
      Record record;
      record.bytes = page->bytes;
      record.source = std::move(source);
      record.offset = page->offset;
      record.line = page->line;
      return record;
    }
    return EndOfInput{};
  }

 private:
  const std::unique_ptr<ByteSource> source_;
  DelimitedReader pages_;
  const std::string name_;
  const size_t max_bytes_;
  uint64_t count_ = 0;
};

// Records are runs of lines, separated by lines of a pattern or by runs of blank lines.
class LineSplitReader final : public RecordReader {
 public:
  LineSplitReader(std::unique_ptr<ByteSource> source, std::string name, TextSplit split,
                  size_t max_bytes)
      : source_(std::move(source)),
        lines_(source_.get(), '\n', max_bytes),
        name_(std::move(name)),
        split_(std::move(split)),
        max_bytes_(max_bytes) {}

  ReadResult Next() override {
    Draft draft;
    uint32_t blank_lines = 0;
    while (const auto line = lines_.Next()) {
      if (IsSeparator(*line)) {
        if (draft.has_content) return Finish(std::move(draft));
        draft = Draft();
        continue;
      }
      if (!line->too_large && IsAsciiSpace(line->bytes)) {
        ++blank_lines;
        if (split_.kind == TextSplit::Kind::kBlankLines && blank_lines >= split_.blank_lines) {
          if (draft.has_content) {
            if (!draft.too_large) draft.bytes.resize(draft.content_end);
            return Finish(std::move(draft));
          }
          draft = Draft();
          continue;
        }
        Add(*line, &draft);
      } else {
        blank_lines = 0;
        Add(*line, &draft);
        draft.has_content = true;
        draft.content_end = draft.bytes.size();
      }
    }
    if (draft.has_content) return Finish(std::move(draft));
    return EndOfInput{};
  }

 private:
  struct Draft {
    std::string bytes;
    uint64_t offset = 0;
    uint64_t line = 0;       // 0: not begun
    size_t content_end = 0;  // behind the last line that is not blank
    bool has_content = false;
    bool too_large = false;  // `bytes` stays empty then
  };

  bool IsSeparator(const DelimitedReader::Piece& line) const {
    if (split_.kind != TextSplit::Kind::kPattern || line.too_large) return false;
    std::string_view bytes = line.bytes;
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
    return re2::RE2::FullMatch(bytes, *split_.pattern);
  }

  void Add(const DelimitedReader::Piece& line, Draft* draft) const {
    if (draft->line == 0) {
      draft->line = line.line;
      draft->offset = line.offset;
    }
    if (line.too_large ||
        draft->bytes.size() + line.bytes.size() + (line.delimited ? 1 : 0) > max_bytes_) {
      draft->too_large = true;
      std::string().swap(draft->bytes);
    }
    if (draft->too_large) return;
    draft->bytes += line.bytes;
    if (line.delimited) draft->bytes += '\n';
  }

  ReadResult Finish(Draft draft) {
    std::string source = name_ + "#" + std::to_string(++count_);
    if (draft.too_large) return TooLarge(std::move(source), draft.line, draft.offset, max_bytes_);
    Record record;
    record.bytes = std::move(draft.bytes);
    record.source = std::move(source);
    record.offset = draft.offset;
    record.line = draft.line;
    return record;
  }

  const std::unique_ptr<ByteSource> source_;
  DelimitedReader lines_;
  const std::string name_;
  const TextSplit split_;
  const size_t max_bytes_;
  uint64_t count_ = 0;
};

}  // namespace

std::unique_ptr<RecordReader> NewTextReader(std::unique_ptr<ByteSource> source, std::string name,
                                            const TextSplit& split, size_t max_document_bytes) {
  switch (split.kind) {
    case TextSplit::Kind::kNone:
      break;
    case TextSplit::Kind::kFormFeed:
      return std::make_unique<FormFeedReader>(std::move(source), std::move(name),
                                              max_document_bytes);
    case TextSplit::Kind::kBlankLines:
    case TextSplit::Kind::kPattern:
      return std::make_unique<LineSplitReader>(std::move(source), std::move(name), split,
                                               max_document_bytes);
  }
  return std::make_unique<WholeReader>(std::move(source), std::move(name), max_document_bytes);
}

}  // namespace strigil
