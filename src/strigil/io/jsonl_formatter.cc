#include "strigil/io/jsonl_formatter.h"

#include <array>
#include <string>

#include "strigil/io/decode_counts.h"
#include "strigil/io/json_members.h"
#include "strigil/text/digest.h"

namespace strigil {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"id", "text", "source", "metadata"};
constexpr std::array<std::string_view, 17> kMetadataNames = {
    "record_date", "record_language", "record_digest", "url",     "title",
    "author",      "published",       "language",      "charset", "source_digest",
    "profile",     "lines_kept",      "lines_removed", "removed", "decoded",
    "marks",       "content_digest"};

void AppendMetadata(const Document& document, std::string_view body, std::string* out) {
  const Provenance& provenance = document.provenance();
  JsonMembers members(out);
  out->push_back('{');
  members.AddIfKnown("url", document.record().url);
  const Record& record = document.record();
  members.AddIfKnown("record_date", record.date);
  members.AddIfKnown("record_language", record.language);
  members.AddIfKnown("record_digest",
                     record.payload_digest.empty() ? record.block_digest : record.payload_digest);
  members.AddIfKnown("title", provenance.title);
  members.AddIfKnown("author", provenance.author);
  members.AddIfKnown("published", provenance.published);
  members.AddIfKnown("language", provenance.language);
  members.AddIfKnown("charset", provenance.charset);
  members.AddIfKnown("source_digest", provenance.source_digest);
  members.AddIfKnown("profile", provenance.profile);
  members.Add("lines_kept", uint64_t{document.kept_lines()});
  members.Add("lines_removed", uint64_t{document.removed_lines()});
  if (const auto removals = document.CountRemovals(); !removals.empty()) {
    members.Name("removed");
    out->push_back('{');
    JsonMembers groups(out);
    for (const auto& [group, count] : removals) groups.Add(group, count.lines);
    out->push_back('}');
  }
  if (const auto changes = NamedDecodeChanges(provenance.decode_changes); !changes.empty()) {
    members.Name("decoded");
    out->push_back('{');
    JsonMembers names(out);
    for (const auto& [name, count] : changes) names.Add(name, count);
    out->push_back('}');
  }
  if (!provenance.marks.empty()) {
    members.Name("marks");
    char before = '[';
    for (const std::string& mark : provenance.marks) {
      out->push_back(before);
      AppendJsonValue(mark, out);
      before = ',';
    }
    out->push_back(']');
  }
  members.Add("content_digest", Sha256(body));
  members.AddReady(document.record().carried_metadata);
  out->push_back('}');
}

}  // namespace

std::span<const std::string_view> JsonlNames() { return kNames; }
std::span<const std::string_view> JsonlMetadataNames() { return kMetadataNames; }

void JsonlFormatter::Append(const Document& document, std::string* out) const {
  if (document.dropped()) return;
  const std::string body = document.Body(unwrap_);
  const Record& record = document.record();
  JsonMembers members(out);
  out->push_back('{');
  members.AddId(record);
  members.Name("text");
  AppendJsonString(body, out);
  members.Add("source", record.source);
  members.Name("metadata");
  AppendMetadata(document, body, out);
  members.AddReady(record.carried_members);
  out->append("}\n");
}

}  // namespace strigil
