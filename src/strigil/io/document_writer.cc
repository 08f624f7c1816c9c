#include "strigil/io/document_writer.h"

namespace strigil {

DocumentWriter::DocumentWriter(const DocumentFormatter* formatter, OutputSink* sink)
    : formatter_(formatter), sink_(sink) {}

void DocumentWriter::Write(const Document& document) {
  buffer_.clear();
  formatter_->Append(document, &buffer_);
  WriteFormatted(buffer_, &document);
}

void DocumentWriter::WriteFormatted(std::string_view formatted, const Document* document) {
  if (formatted.empty()) return;
  if (!first_) {
    sink_->Write(formatter_->separator());
  } else {
    WritePrologue(document);
  }
  sink_->Write(formatted);
}

void DocumentWriter::Finish() {
  if (first_) WritePrologue(nullptr);
  sink_->Commit();
}

void DocumentWriter::WritePrologue(const Document* first) {
  std::string prologue;
  formatter_->AppendPrologue(first, &prologue);
  sink_->Write(prologue);
  first_ = false;
}

}  // namespace strigil
