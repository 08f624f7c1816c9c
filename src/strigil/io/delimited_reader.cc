#include "strigil/io/delimited_reader.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace strigil {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;

uint64_t CountLineEnds(std::string_view bytes) {
  // So many that their number fits into a byte, which makes many be compared at once.
  constexpr size_t kTogether = 128;
  uint64_t count = 0;
  for (; bytes.size() >= kTogether; bytes.remove_prefix(kTogether)) {
    uint8_t line_ends = 0;
    for (const char c : bytes.substr(0, kTogether))
      line_ends = static_cast<uint8_t>(line_ends + (c == '\n' ? 1 : 0));
    count += line_ends;
  }
  return count + static_cast<uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace

DelimitedReader::DelimitedReader(ByteSource* source, char delimiter, size_t max_bytes)
    : source_(source), delimiter_(delimiter), max_bytes_(max_bytes), buffer_(kReadBytes) {}

bool DelimitedReader::Fill() {
  if (end_ == buffer_.size()) {
    // Moving pays only where it frees half of the buffer; a piece that fills more asks for a larger
    // one.
    if (begin_ >= buffer_.size() / 2) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    } else {
      std::vector<char> larger(buffer_.size() * 2);
      std::memcpy(larger.data(), buffer_.data() + begin_, end_ - begin_);
      buffer_.swap(larger);
    }
    end_ -= begin_;
    begin_ = 0;
  }
  const size_t got = source_->Read(std::span(buffer_).subspan(end_));
  end_ += got;
  return got > 0;
}

std::optional<DelimitedReader::Piece> DelimitedReader::Next() {
  Piece piece;
  piece.offset = offset_;
  piece.line = line_;

  const auto take = [&](size_t size) {
    const char* start = buffer_.data() + begin_;
    if (delimiter_ != '\n') {
      line_ += CountLineEnds({start, size});
    }
    offset_ += size;
    begin_ += size;
    return std::string_view(start, size);
  };

  size_t searched = 0;  // bytes behind begin_ that hold no delimiter
  for (;;) {
    const char* start = buffer_.data() + begin_;
    const size_t size = end_ - begin_;
    const void* hit =
        size > searched ? std::memchr(start + searched, delimiter_, size - searched) : nullptr;
    if (hit != nullptr) {
      const auto length = static_cast<size_t>(static_cast<const char*>(hit) - start);
      if (length > max_bytes_) piece.too_large = true;
      const std::string_view bytes = take(length);
      if (!piece.too_large) piece.bytes = bytes;
      ++begin_;
      ++offset_;
      if (delimiter_ == '\n') ++line_;
      piece.delimited = true;
      return piece;
    }
    if (size > max_bytes_) piece.too_large = true;
    if (piece.too_large) {
      take(size);
      begin_ = end_ = 0;
    }
    searched = end_ - begin_;
    if (!Fill()) {
      if (offset_ == piece.offset && searched == 0) return std::nullopt;
      const std::string_view bytes = take(searched);
      if (!piece.too_large) piece.bytes = bytes;
      return piece;
    }
  }
}

}  // namespace strigil
