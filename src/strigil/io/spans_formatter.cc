#include "strigil/io/spans_formatter.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "strigil/io/json_members.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kDroppedReason = "document/dropped";

// Appends the spans of one text, front to back, so that each byte is counted once.
class SpanList {
 public:
  SpanList(std::string_view text, bool with_text, std::string* out)
      : text_(text), with_text_(with_text), out_(out) {}

  void Add(uint32_t begin, uint32_t end, std::string_view reason, float score) {
    if (!first_) out_->push_back(',');
    first_ = false;
    const uint64_t begin_code_point = CodePointAt(begin);
    const uint64_t end_code_point = CodePointAt(end);
    out_->push_back('{');
    JsonMembers members(out_);
    members.Add("begin", uint64_t{begin});
    members.Add("end", uint64_t{end});
    members.Add("begin_code_point", begin_code_point);
    members.Add("end_code_point", end_code_point);
    members.Add("reason", reason);
    if (score >= 0) {
      members.Name("score");
      std::array<char, 32> digits{};
      const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), score);
      out_->append(digits.data(), result.ptr);
    }
    if (with_text_) {
      members.Name("text");
      AppendJsonString(text_.substr(begin, end - begin), out_);
    }
    out_->push_back('}');
  }

  // Returns the offset in code points of a byte that is not before those asked for earlier.
  uint64_t CodePointAt(size_t byte) {
    code_points_ += CountCodePoints(text_.substr(byte_, byte - byte_));
    byte_ = byte;
    return code_points_;
  }

 private:
  const std::string_view text_;
  const bool with_text_;
  std::string* const out_;
  bool first_ = true;
  size_t byte_ = 0;
  uint64_t code_points_ = 0;
};

}  // namespace

void SpansFormatter::Append(const Document& document, std::string* out) const {
  const std::string_view text = document.text();
  std::string list;
  SpanList spans(text, with_text_, &list);
  const auto add_kept = [&](uint32_t begin, uint32_t end) {
    if (document.dropped() && begin < end) spans.Add(begin, end, kDroppedReason, -1.0F);
  };
  uint32_t done = 0;
  for (const RemovedSpan& span : document.Removed()) {
    add_kept(done, span.begin);
    spans.Add(span.begin, span.end, span.reason->ToString(), span.score);
    done = span.end;
  }
  add_kept(done, static_cast<uint32_t>(text.size()));

  JsonMembers members(out);
  out->push_back('{');
  members.AddId(document.record());
  members.Add("source", document.record().source);
  members.Add("length", uint64_t{text.size()});
  members.Add("length_code_points", spans.CodePointAt(text.size()));
  if (document.dropped()) {
    members.Name("dropped");
    out->append("true");
  }
  members.Name("spans");
  out->append("[").append(list).append("]}\n");
}

}  // namespace strigil
