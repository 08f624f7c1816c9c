#ifndef STRIGIL_IO_COMPRESSOR_H_
#define STRIGIL_IO_COMPRESSOR_H_

#include <memory>
#include <string>
#include <string_view>

#include "strigil/document/document.h"
#include "strigil/io/compression.h"
#include "strigil/io/document_writer.h"
#include "strigil/io/output_sink.h"

namespace strigil {

// Appends `bytes`, compressed as a member (gzip) or frame (zstd) of its own, to `out`. The same
// bytes give the same result: no time and no name is in it. `compression` must be kGzip or kZstd.
// Safe to call from any thread.
void AppendCompressed(std::string_view bytes, Compression compression, std::string* out);

// Returns a sink that compresses what is written, as one member or frame, and writes it to `sink`,
// which it takes over. Flush() makes all that was written readable downstream. `compression` must
// be kGzip or kZstd, `sink` not null.
std::unique_ptr<OutputSink> NewCompressingSink(std::unique_ptr<OutputSink> sink,
                                               Compression compression);

// Another formatter's documents, each compressed by itself, so that a reader can begin at any of
// them and many threads can compress. This is how WARC files are compressed.
class MemberFormatter final : public DocumentFormatter {
 public:
  // `formatter` must not be null and must have no separator; `compression` as above.
  MemberFormatter(std::unique_ptr<DocumentFormatter> formatter, Compression compression)
      : formatter_(std::move(formatter)), compression_(compression) {}

  void Append(const Document& document, std::string* out) const override;
  void AppendPrologue(const Document* first, std::string* out) const override;

 private:
  const std::unique_ptr<DocumentFormatter> formatter_;
  const Compression compression_;
};

}  // namespace strigil

#endif  // STRIGIL_IO_COMPRESSOR_H_
