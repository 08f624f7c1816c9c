#ifndef STRIGIL_IO_SPANS_FORMATTER_H_
#define STRIGIL_IO_SPANS_FORMATTER_H_

#include <string>

#include "strigil/io/document_writer.h"

namespace strigil {

// What was removed, as JSON lines: one object a document with the members
//
//   id, source           as in JSON lines (jsonl_formatter.h)
//   length               of the decoded text, in bytes
//   length_code_points   the same in code points
//   dropped              true for a dropped document; else left out
//   spans                a list of {begin, end, begin_code_point, end_code_point, reason}, in order
//   and disjoint, offsets
//                        in the decoded text; score where a stage judged the line; text, the span's
//                        own, if asked for
//
// The body and the spans' texts together are the decoded text: go through it by the offsets, the
// bytes between the spans are the body's, in order. (Of a body written with `unwrap`, some spaces
// stand for line ends.) A dropped document has no body, so what was kept of it is in spans here as
// well, with the reason "document/dropped".
class SpansFormatter final : public DocumentFormatter {
 public:
  explicit SpansFormatter(bool with_text) : with_text_(with_text) {}

  void Append(const Document& document, std::string* out) const override;

 private:
  const bool with_text_;
};

}  // namespace strigil

#endif  // STRIGIL_IO_SPANS_FORMATTER_H_
