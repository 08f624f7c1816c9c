#ifndef STRIGIL_IO_DELIMITED_READER_H_
#define STRIGIL_IO_DELIMITED_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "strigil/io/byte_source.h"

namespace strigil {

// Cuts a stream at every occurrence of one byte, holding no more of it than one piece. Not safe for
// use from two threads at once.
class DelimitedReader {
 public:
  struct Piece {
    std::string_view bytes;  // the delimiter not included; empty where `too_large`
    uint64_t offset = 0;     // of the first byte in the stream
    uint64_t line = 1;       // of the first byte, counted by '\n', from 1
    bool delimited = false;  // the delimiter stands behind it; else the stream ended
    bool too_large = false;  // it had more than `max_bytes` bytes, which were read past
  };

  // `source` must not be null and must outlive the reader. The reader holds up to `max_bytes` and a
  // read buffer.
  DelimitedReader(ByteSource* source, char delimiter, size_t max_bytes);

  // Returns the next piece, or nothing at the end; a stream that ends in the delimiter has no empty
  // piece behind it. The bytes are valid until the next call. Throws InputError; the piece begun is
  // lost then.
  std::optional<Piece> Next();

 private:
  // Makes room and reads on. Returns false at the end of the stream.
  bool Fill();

  ByteSource* const source_;
  const char delimiter_;
  const size_t max_bytes_;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // buffer_[begin_, end_) is read from the source and not yet given out
  size_t end_ = 0;
  uint64_t offset_ = 0;  // of buffer_[begin_]
  uint64_t line_ = 1;
};

}  // namespace strigil

#endif  // STRIGIL_IO_DELIMITED_READER_H_
