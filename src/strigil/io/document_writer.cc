#include "strigil/io/document_writer.h"

namespace strigil {

DocumentWriter::DocumentWriter(const DocumentFormatter* formatter, OutputSink* sink)
    : formatter_(formatter), sink_(sink) {}

void DocumentWriter::Write(const Document& document) {
  buffer_.clear();
  formatter_->Append(document, &buffer_);
  WriteFormatted(buffer_);
}

void DocumentWriter::WriteFormatted(std::string_view formatted) {
  if (formatted.empty()) return;
  if (!first_) sink_->Write(formatter_->separator());
  first_ = false;
  sink_->Write(formatted);
}

void DocumentWriter::Finish() { sink_->Commit(); }

}  // namespace strigil
