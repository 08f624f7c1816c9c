#include "strigil/io/warc_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "strigil/io/header_fields.h"
#include "strigil/io/http_message.h"

namespace strigil {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;
constexpr size_t kMaxHeaderBytes = size_t{1} << 20;
constexpr std::string_view kVersion = "WARC/1.";
// As much as it takes to know the beginning of a record: the version and the first field's name.
constexpr size_t kBeginningBytes = 64;

// Returns whether `bytes` begin as a record does: a version line and a field. Of a field that is
// cut off by the end of `bytes` its beginning is enough.
bool BeginsRecord(std::string_view bytes) {
  if (!bytes.starts_with(kVersion)) return false;
  bytes.remove_prefix(kVersion.size());
  if (bytes.empty() || bytes.front() < '0' || bytes.front() > '9') return false;
  bytes.remove_prefix(1);
  if (bytes.starts_with('\r')) bytes.remove_prefix(1);
  if (!bytes.starts_with('\n')) return false;
  bytes.remove_prefix(1);
  const auto end = std::find_if_not(bytes.begin(), bytes.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  return end == bytes.end() || (*end == ':' && end != bytes.begin());
}

// Returns where in `bytes` a record begins, from `from` on.
size_t FindRecord(std::string_view bytes, size_t from) {
  for (;; ++from) {
    from = bytes.find(kVersion, from);
    if (from == std::string_view::npos || BeginsRecord(bytes.substr(from))) return from;
  }
}

// What is to be done with a record.
enum class Kind { kText, kHttp, kHtml, kOtherType, kHousekeeping };

bool IsHtml(std::string_view media_type) {
  return media_type == "text/html" || media_type == "application/xhtml+xml";
}

Kind KindOfType(const ContentType& type) {
  if (type.media_type == "text/plain") return Kind::kText;
  return IsHtml(type.media_type) ? Kind::kHtml : Kind::kOtherType;
}

Kind KindOf(const HeaderFields& fields, const ContentType& type) {
  const std::string record_type = AsciiLower(fields.Find("warc-type"));
  if (record_type == "conversion" && type.media_type.empty()) return Kind::kText;
  if (record_type == "conversion" || record_type == "resource") return KindOfType(type);
  if (record_type != "response") return Kind::kHousekeeping;
  return type.media_type == "application/http" ? Kind::kHttp : Kind::kOtherType;
}

class WarcReader final : public RecordReader {
 public:
  WarcReader(std::unique_ptr<ByteSource> source, std::string name, size_t max_bytes)
      : source_(std::move(source)), name_(std::move(name)), max_bytes_(max_bytes) {}

  ReadResult Next() override {
    for (;;) {
      if (pending_) return *std::exchange(pending_, std::nullopt);
      SkipLineEnds();
      if (begin_ == end_) return EndOfInput{};
      Require(kBeginningBytes);
      if (!BeginsRecord(Rest())) return PassGarbage();
      ++count_;
      if (auto result = ReadRecord()) return *std::move(result);
    }
  }

  SkippedRecords skipped() const override { return skipped_; }

 private:
  std::string_view Rest() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Reads on until `size` bytes are at hand. Returns whether they are: else the input has ended.
  bool Require(size_t size) {
    while (end_ - begin_ < size) {
      if (at_end_) return false;
      if (begin_ > 0 && (begin_ == end_ || buffer_.size() - end_ < kReadBytes)) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
      }
      const size_t wanted = std::max(begin_ + size, end_ + kReadBytes);
      // A length that is a lie must not cost the memory that it asks for.
      if (buffer_.size() < wanted) {
        buffer_.resize(std::min(wanted, std::max(end_ + kReadBytes, 2 * buffer_.size())));
      }
      const size_t got = source_->Read(std::span(buffer_).subspan(end_));
      end_ += got;
      at_end_ = got == 0;
    }
    return true;
  }

  void Advance(size_t size) {
    begin_ += size;
    offset_ += size;
  }

  void SkipLineEnds() {
    do {
      const size_t count = std::min(Rest().find_first_not_of("\r\n"), Rest().size());
      Advance(count);
    } while (begin_ == end_ && Require(1));
  }

  // Goes to the next record that begins at least `from` bytes from here, or to the end.
  void Resynchronise(size_t from) {
    for (;;) {
      const size_t found = FindRecord(Rest(), from);
      if (found != std::string_view::npos) {
        // The field behind it may not be at hand yet.
        if (Rest().size() - found >= kBeginningBytes || at_end_) return Advance(found);
        Advance(found);
        from = 0;
        if (!Require(kBeginningBytes) || BeginsRecord(Rest())) return;
        continue;
      }
      // What may be the beginning of a version line stays.
      const size_t keep = std::min(Rest().size(), kBeginningBytes);
      const size_t passed = Rest().size() - keep;
      Advance(passed);
      from = from > passed ? from - passed : 0;
      if (!Require(keep + 1)) return Advance(Rest().size());
    }
  }

  Problem MakeProblem(uint64_t offset, std::string message) const {
    Problem problem;
    problem.source = name_ + "#" + std::to_string(count_);
    problem.offset = offset;
    problem.error_offset = offset;
    problem.message = std::move(message);
    return problem;
  }

  Problem PassGarbage() {
    const uint64_t offset = offset_;
    Resynchronise(1);
    Problem problem = MakeProblem(
        offset, std::to_string(offset_ - offset) + " bytes that belong to no WARC record");
    problem.source = name_;
    return problem;
  }

  // Refuses the record that begins here, and goes to the next one, which may begin anywhere behind
  // its first `size` bytes.
  Problem Refuse(std::string message, size_t size) {
    Problem problem = MakeProblem(offset_, std::move(message));
    Resynchronise(size);
    return problem;
  }

  // Reads the record that begins here. Returns nothing where it is passed over.
  std::optional<ReadResult> ReadRecord() {
    std::optional<size_t> header_size;
    while (!(header_size = HeaderBlockSize(Rest()))) {
      if (Rest().size() > kMaxHeaderBytes) {
        return Refuse("the WARC header has no end", kVersion.size());
      }
      if (!Require(Rest().size() + 1))
        return Refuse("the WARC header is cut short", kVersion.size());
    }
    std::string_view block = Rest().substr(0, *header_size);
    (void)CutLine(&block);
    // A header that ran into the next record lost its own end.
    if (FindRecord(Rest().substr(0, *header_size), kVersion.size()) != std::string_view::npos) {
      return Refuse("the WARC header is cut short", kVersion.size());
    }
    const auto fields = HeaderFields::Parse(block, /*lenient=*/false);
    if (!fields) return Refuse("a line of the WARC header is no field", *header_size);
    const std::string_view digits = fields->Find("content-length");
    uint64_t length = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size()) {
      return Refuse("the WARC header has no valid Content-Length", *header_size);
    }
    const ContentType type = ParseContentType(fields->Find("content-type"));
    const Kind kind = KindOf(*fields, type);
    if (length > max_bytes_) return PassLarge(*header_size, length, kind);

    const size_t size = *header_size + static_cast<size_t>(length);
    if (!Require(size)) {
      const bool another = FindRecord(Rest(), *header_size) != std::string_view::npos;
      return Refuse(another ? "the Content-Length is wrong: another record begins before its end"
                            : "the record is cut short",
                    *header_size);
    }
    const bool bare = Rest()[*header_size - 2] == '\n';
    const std::string_view line_ends = bare ? "\n\n" : "\r\n\r\n";
    switch (LookBehind(size, line_ends)) {
      case Behind::kLineEnds:
        if (SwallowsRecord(*header_size, size, line_ends.size())) {
          return Refuse("the Content-Length is wrong: another record begins before its end",
                        *header_size);
        }
        break;
      case Behind::kEnd:
        pending_ = MakeProblem(offset_, "the input is cut short behind this record's content");
        break;
      case Behind::kOther:
        return Refuse("the Content-Length is wrong: the record does not end there", *header_size);
    }
    const std::string_view content = Rest().substr(*header_size, static_cast<size_t>(length));
    const uint64_t offset = offset_;
    auto result = MakeResult(*fields, type, kind, content, offset);
    Advance(size);
    return result;
  }

  enum class Behind { kLineEnds, kEnd, kOther };

  // Tells what stands behind the record of `size` bytes: the two line ends that belong there, the
  // input's end in the midst of them, or something else. What comes behind them is not looked at:
  // this record is whole even where that is garbage.
  Behind LookBehind(size_t size, std::string_view line_ends) {
    (void)Require(size + line_ends.size());
    const std::string_view behind = Rest().substr(size, line_ends.size());
    if (behind == line_ends) return Behind::kLineEnds;
    return line_ends.starts_with(behind) ? Behind::kEnd : Behind::kOther;
  }

  // Returns whether the record of `size` bytes, its header included, holds another one's beginning
  // without being followed by one itself: by chance it ends where that one's header does. A record
  // may well hold a WARC file, but then its own file goes on behind it.
  bool SwallowsRecord(size_t header_size, size_t size, size_t line_ends) {
    if (FindRecord(Rest().substr(0, size), header_size) == std::string_view::npos) return false;
    (void)Require(size + line_ends + kBeginningBytes);
    std::string_view behind = Rest().substr(size);
    behind.remove_prefix(std::min(behind.find_first_not_of("\r\n"), behind.size()));
    return !behind.empty() && !BeginsRecord(behind);
  }

  // Passes a record with more content than may be held. Another record's beginning inside ends it:
  // its length is then likely a lie.
  std::optional<ReadResult> PassLarge(size_t header_size, uint64_t length, Kind kind) {
    const uint64_t offset = offset_;
    const uint64_t end = offset_ + header_size + length;
    Advance(header_size);
    while (offset_ < end) {
      (void)Require(kBeginningBytes + 1);
      const std::string_view rest = Rest();
      if (rest.empty()) return MakeProblem(offset, "the record is cut short");
      const size_t found = FindRecord(rest, 0);
      if (found != std::string_view::npos && offset_ + found < end) {
        Advance(found);
        return MakeProblem(offset,
                           "the Content-Length is wrong: another record begins before its end");
      }
      const size_t keep = at_end_ ? 0 : std::min(rest.size() - 1, kBeginningBytes);
      Advance(static_cast<size_t>(std::min<uint64_t>(rest.size() - keep, end - offset_)));
    }
    if (kind == Kind::kText || kind == Kind::kHttp) {
      return MakeProblem(offset, "the record has more than " + std::to_string(max_bytes_) +
                                     " bytes, the most that is read");
    }
    Count(kind);
    return std::nullopt;
  }

  void Count(Kind kind) {
    if (kind == Kind::kHtml) {
      ++skipped_.html;
    } else if (kind == Kind::kOtherType) {
      ++skipped_.other_types;
    } else {
      ++skipped_.housekeeping;
    }
  }

  std::optional<ReadResult> MakeResult(const HeaderFields& fields, const ContentType& type,
                                       Kind kind, std::string_view content, uint64_t offset) {
    Record record;
    record.charset = type.charset;
    if (kind == Kind::kHttp) {
      const auto head = ParseHttpHead(content);
      if (!head) return MakeProblem(offset, "the response record holds no HTTP response");
      kind = KindOfType(head->type);
      if (kind == Kind::kText) {
        std::string error;
        auto body = DecodeHttpBody(*head, content.substr(head->size), max_bytes_, &error);
        if (!body) return MakeProblem(offset, std::move(error));
        record.bytes = *std::move(body);
        record.charset = head->type.charset;
      }
    } else if (kind == Kind::kText) {
      record.bytes = content;
    }
    if (kind != Kind::kText) {
      Count(kind);
      return std::nullopt;
    }
    record.source = name_ + "#" + std::to_string(count_);
    record.offset = offset;
    record.line = 0;
    record.id = fields.Find("warc-record-id");
    record.url = fields.Find("warc-target-uri");
    // WARC 1.0 as wget writes it: the URI in angle brackets.
    if (record.url.size() >= 2 && record.url.front() == '<' && record.url.back() == '>') {
      record.url = record.url.substr(1, record.url.size() - 2);
    }
    record.date = fields.Find("warc-date");
    record.language = fields.Find("warc-identified-content-language");
    record.block_digest = fields.Find("warc-block-digest");
    record.payload_digest = fields.Find("warc-payload-digest");
    return record;
  }

  const std::unique_ptr<ByteSource> source_;
  const std::string name_;
  const size_t max_bytes_;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // buffer_[begin_, end_) is read from the source and not yet passed
  size_t end_ = 0;
  uint64_t offset_ = 0;  // of buffer_[begin_]
  bool at_end_ = false;
  uint64_t count_ = 0;
  std::optional<Problem> pending_;  // to be told behind the record that was given last
  SkippedRecords skipped_;
};

}  // namespace

std::unique_ptr<RecordReader> NewWarcReader(std::unique_ptr<ByteSource> source, std::string name,
                                            size_t max_document_bytes) {
  return std::make_unique<WarcReader>(std::move(source), std::move(name), max_document_bytes);
}

bool LooksLikeWarc(std::string_view start) {
  start.remove_prefix(std::min(start.find_first_not_of("\r\n"), start.size()));
  return BeginsRecord(start);
}

}  // namespace strigil
