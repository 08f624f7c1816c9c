#ifndef STRIGIL_IO_JSON_MEMBERS_H_
#define STRIGIL_IO_JSON_MEMBERS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "strigil/document/record.h"
#include "strigil/io/json.h"
#include "strigil/text/utf8.h"

namespace strigil {

// Appends the string as a JSON string, invalid bytes as U+FFFD: what a container said may be
// anything.
inline void AppendJsonValue(std::string_view bytes, std::string* out) {
  if (IsValidUtf8(bytes)) {
    AppendJsonString(bytes, out);
  } else {
    AppendJsonString(ToValidUtf8(bytes), out);
  }
}

// Appends the members of one JSON object, comma by comma. The object's braces are the caller's.
class JsonMembers {
 public:
  // `out` must not be null and must outlive this.
  explicit JsonMembers(std::string* out) : out_(out) {}

  void Name(std::string_view name) {
    if (!first_) out_->push_back(',');
    first_ = false;
    AppendJsonValue(name, out_);
    out_->push_back(':');
  }

  void Add(std::string_view name, std::string_view value) {
    Name(name);
    AppendJsonValue(value, out_);
  }

  void AddIfKnown(std::string_view name, std::string_view value) {
    if (!value.empty()) Add(name, value);
  }

  void Add(std::string_view name, uint64_t value) {
    Name(name);
    out_->append(std::to_string(value));
  }

  // The record's id, its source where it has none.
  void AddId(const Record& record) {
    if (!record.id_is_number) return Add("id", record.id.empty() ? record.source : record.id);
    Name("id");
    out_->append(record.id);
  }

  // Members that stand ready, each with a comma before it, as in Record::carried_members.
  void AddReady(std::string_view members) {
    if (members.empty()) return;
    if (first_) members.remove_prefix(1);
    first_ = false;
    out_->append(members);
  }

 private:
  std::string* const out_;
  bool first_ = true;
};

}  // namespace strigil

#endif  // STRIGIL_IO_JSON_MEMBERS_H_
