#include "strigil/io/jsonl_reader.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "strigil/io/ascii_space.h"
#include "strigil/io/delimited_reader.h"
#include "strigil/io/json.h"
#include "strigil/io/jsonl_formatter.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Why a line is no record, and where in the line, if known.
struct LineError {
  std::string message;
  std::optional<size_t> offset;
};

std::string Unescaped(std::string_view escaped) {
  std::string text;
  AppendUnescapedJson(escaped, &text);
  return text;
}

bool NameIs(const JsonMember& member, std::string_view name) {
  if (member.name.find('\\') == std::string_view::npos) return member.name == name;
  return Unescaped(member.name) == name;
}

// Returns what stands between the quotes of a string's value.
std::string_view Inside(const JsonMember& member) {
  return member.value.substr(1, member.value.size() - 2);
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Appends those of `members` that `carry` tells true for to `out`, each preceded by a comma,
// renamed where their name is one of `taken`.
template <typename Carry>
void CarryMembers(const std::vector<JsonMember>& members, std::span<const std::string_view> taken,
                  const Carry& carry, std::string* out) {
  for (const JsonMember& member : members) {
    if (!carry(member)) continue;
    *out += ",\"";
    // Escapes hide a name from no reader of JSON, so it is the name itself that counts.
    const bool escaped = member.name.find('\\') != std::string_view::npos;
    const std::string unescaped = escaped ? Unescaped(member.name) : std::string();
    if (Contains(taken, escaped ? std::string_view(unescaped) : member.name)) {
      std::string renamed(escaped ? std::string_view(unescaped) : member.name);
      do {
        renamed.insert(0, "original_");
      } while (std::any_of(members.begin(), members.end(),
                           [&renamed](const JsonMember& other) { return NameIs(other, renamed); }));
      *out += renamed;  // of a name of ours, which needs no escapes
    } else {
      *out += member.name;
    }
    *out += "\":";
    *out += member.value;
  }
}

// Returns where the first ill-formed sequence of `bytes`, which are not valid UTF-8, begins.
size_t FirstInvalid(std::string_view bytes) {
  const std::string valid = ToValidUtf8(bytes);
  const auto differ = std::mismatch(bytes.begin(), bytes.end(), valid.begin(), valid.end());
  auto offset = static_cast<size_t>(differ.second - valid.begin());
  // The bytes may agree with the beginning of the U+FFFD that was put in their place.
  while (offset > 0 && offset < valid.size() && (valid[offset] & 0xC0) == 0x80) --offset;
  return offset;
}

class JsonlReader final : public RecordReader {
 public:
  JsonlReader(std::unique_ptr<ByteSource> source, std::string name, JsonKeys keys, size_t max_bytes)
      : source_(std::move(source)),
        lines_(source_.get(), '\n', max_bytes),
        name_(std::move(name)),
        keys_(std::move(keys)),
        max_bytes_(max_bytes) {}

  ReadResult Next() override {
    while (const auto line = lines_.Next()) {
      uint64_t offset = line->offset;
      std::string_view json = line->bytes;
      if (offset == 0 && json.starts_with(kByteOrderMark)) {
        json.remove_prefix(kByteOrderMark.size());
        offset += kByteOrderMark.size();
      }
      if (!line->too_large && IsAsciiSpace(json)) continue;

      Record record;
      record.source = name_ + "#" + std::to_string(++count_);
      record.offset = offset;
      record.line = line->line;
      std::optional<LineError> error;
      if (line->too_large) {
        error = LineError{"the line has more than " + std::to_string(max_bytes_) +
                              " bytes, the most that is read",
                          {}};
      } else {
        error = Parse(json, &record);
      }
      if (!error) return record;

      Problem problem;
      problem.source = std::move(record.source);
      problem.line = record.line;
      problem.offset = offset;
      if (error->offset) problem.error_offset = offset + *error->offset;
      problem.message = std::move(error->message);
      return problem;
    }
    return EndOfInput{};
  }

 private:
  std::optional<LineError> Parse(std::string_view json, Record* record) {
    if (!IsValidUtf8(json)) return LineError{"not valid UTF-8", FirstInvalid(json)};
    if (const auto error = ScanJsonObject(json, &members_)) {
      return LineError{std::string("broken JSON: ") + error->message, error->offset};
    }
    const auto error_at = [json](std::string message, const JsonMember& member) {
      return LineError{std::move(message), static_cast<size_t>(member.value.data() - json.data())};
    };

    const JsonMember* text = nullptr;
    const JsonMember* id = nullptr;
    const JsonMember* url = nullptr;
    const JsonMember* metadata = nullptr;  // the first that is an object
    for (const JsonMember& member : members_) {
      if (NameIs(member, keys_.text)) {
        if (text != nullptr) {
          return error_at("the member '" + keys_.text + "' is given twice", member);
        }
        text = &member;
      }
      if (NameIs(member, keys_.id)) {
        if (id != nullptr) return error_at("the member '" + keys_.id + "' is given twice", member);
        id = &member;
      }
      if (NameIs(member, keys_.url) && member.type == JsonType::kString) url = &member;
      if (metadata == nullptr && NameIs(member, "metadata") && member.type == JsonType::kObject) {
        metadata = &member;
      }
    }
    if (text == nullptr) return LineError{"the object has no member '" + keys_.text + "'", {}};
    if (text->type != JsonType::kString) {
      return error_at("the member '" + keys_.text + "' is no string", *text);
    }
    if (id != nullptr && id->type != JsonType::kNull) {
      if (id->type == JsonType::kString) {
        AppendUnescapedJson(Inside(*id), &record->id);
      } else if (id->type == JsonType::kNumber) {
        record->id = id->value;
        record->id_is_number = true;
      } else {
        return error_at("the member '" + keys_.id + "' is neither a string nor a number", *id);
      }
    }

    if (metadata != nullptr) {
      // Cannot fail: it is part of what was checked already.
      (void)ScanJsonObject(metadata->value, &metadata_members_);
      const auto own_url = [](const JsonMember& member) {
        return member.type == JsonType::kString && NameIs(member, "url");
      };
      const auto found = std::find_if(metadata_members_.begin(), metadata_members_.end(), own_url);
      const JsonMember* read =
          url == nullptr && found != metadata_members_.end() ? &*found : nullptr;
      if (read != nullptr) url = read;
      CarryMembers(
          metadata_members_, JsonlMetadataNames(),
          [read](const JsonMember& member) { return &member != read; }, &record->carried_metadata);
    }
    if (url != nullptr) AppendUnescapedJson(Inside(*url), &record->url);
    CarryMembers(
        members_, JsonlNames(),
        [&](const JsonMember& member) {
          // An id that goes by another name than ours is carried under that name as well.
          return &member != text && &member != metadata && (&member != id || !NameIs(member, "id"));
        },
        &record->carried_members);
    AppendUnescapedJson(Inside(*text), &record->bytes);
    record->charset = "utf-8";
    return std::nullopt;
  }

  const std::unique_ptr<ByteSource> source_;
  DelimitedReader lines_;
  const std::string name_;
  const JsonKeys keys_;
  const size_t max_bytes_;
  uint64_t count_ = 0;
  std::vector<JsonMember> members_;  // of one line; kept for their memory alone
  std::vector<JsonMember> metadata_members_;
};

}  // namespace

std::unique_ptr<RecordReader> NewJsonlReader(std::unique_ptr<ByteSource> source, std::string name,
                                             const JsonKeys& keys, size_t max_document_bytes) {
  return std::make_unique<JsonlReader>(std::move(source), std::move(name), keys,
                                       max_document_bytes);
}

bool LooksLikeJsonl(std::string_view start, std::string_view text_key) {
  if (start.starts_with(kByteOrderMark)) start.remove_prefix(kByteOrderMark.size());
  for (;;) {
    const size_t end = start.find('\n');
    const std::string_view line = start.substr(0, end);
    if (!IsAsciiSpace(line)) {
      std::vector<JsonMember> members;
      const auto error = ScanJsonObject(line, &members);
      if (error) {
        return end == std::string_view::npos && error->offset == line.size() && !members.empty();
      }
      return std::any_of(members.begin(), members.end(), [text_key](const JsonMember& member) {
        return member.type == JsonType::kString && NameIs(member, text_key);
      });
    }
    if (end == std::string_view::npos) return false;
    start.remove_prefix(end + 1);
  }
}

}  // namespace strigil
