#ifndef STRIGIL_IO_DOCUMENT_WRITER_H_
#define STRIGIL_IO_DOCUMENT_WRITER_H_

#include <memory>
#include <string>
#include <string_view>

#include "strigil/document/document.h"
#include "strigil/io/output_sink.h"

namespace strigil {

// How a document becomes bytes. Formatters are const after construction and so serve every thread:
// documents can be formatted where they were cleaned, and only their bytes have to be put in order.
class DocumentFormatter {
 public:
  DocumentFormatter() = default;
  DocumentFormatter(const DocumentFormatter&) = delete;
  DocumentFormatter& operator=(const DocumentFormatter&) = delete;
  virtual ~DocumentFormatter() = default;

  // Appends the document to `out`, or nothing where this format leaves it out. The document must
  // have a text, and its reasons must still live.
  virtual void Append(const Document& document, std::string* out) const = 0;

  // Appends what stands before the first document, or in place of it where there is none: `first`
  // is null then. It is not formatted yet, and not left out.
  virtual void AppendPrologue(const Document* first, std::string* out) const {
    (void)first;
    (void)out;
  }

  // What stands between two documents that were not left out. Valid as long as the formatter is.
  virtual std::string_view separator() const { return ""; }
};

// Writes documents in the order it is given them. Not safe for use from two threads at once.
class DocumentWriter {
 public:
  // `formatter` and `sink` must not be null and must outlive the writer.
  DocumentWriter(const DocumentFormatter* formatter, OutputSink* sink);

  // Throws OutputError.
  void Write(const Document& document);

  // Writes a document that the writer's formatter has formatted already; empty bytes are a document
  // left out. `document` is it, for a prologue that tells of the first one; it may be null. Throws
  // OutputError.
  void WriteFormatted(std::string_view formatted, const Document* document = nullptr);

  // Completes the output (OutputSink::Commit()); without a document the prologue is all. Throws
  // OutputError.
  void Finish();

 private:
  void WritePrologue(const Document* first);

  const DocumentFormatter* const formatter_;
  OutputSink* const sink_;
  std::string buffer_;
  bool first_ = true;
};

}  // namespace strigil

#endif  // STRIGIL_IO_DOCUMENT_WRITER_H_
