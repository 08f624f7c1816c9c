#include "app/run_stats.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "strigil/io/json.h"

namespace strigil {
namespace {

// An object that is written member by member.
class JsonObject {
 public:
  JsonObject(int depth, std::string* out) : indent_(2 * depth, ' '), out_(out) { *out_ += '{'; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;
  ~JsonObject() {
    if (!first_) *out_ += "\n" + indent_.substr(2);
    *out_ += '}';
  }

  // Begins a member, whose value is to be appended next.
  void Name(std::string_view name) {
    *out_ += first_ ? "\n" : ",\n";
    *out_ += indent_;
    AppendJsonString(name, out_);
    *out_ += ": ";
    first_ = false;
  }

  void Number(std::string_view name, uint64_t value) {
    Name(name);
    *out_ += std::to_string(value);
  }

  void Seconds(std::string_view name, double value) {
    Name(name);
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.6f", value);
    out_->append(text.data(), static_cast<size_t>(size));
  }

 private:
  const std::string indent_;
  std::string* const out_;
  bool first_ = true;
};

}  // namespace

void RunStats::Add(const Document& document, uint64_t record_bytes) {
  ++documents;
  if (document.dropped()) ++dropped;
  document_bytes += record_bytes;
  for (const auto& [group, count] : document.CountRemovals()) {
    RemovalCount& all = removed[std::string(group)];
    all.lines += count.lines;
    all.bytes += count.bytes;
  }
}

void RunStats::Add(const Problem& problem) {
  // See Problem::line.
  const bool whole_input = problem.line == 0 && !problem.error_offset;
  ++(whole_input ? input_errors : record_errors);
}

void RunStats::Add(const RunStats& part) {
  documents += part.documents;
  dropped += part.dropped;
  document_bytes += part.document_bytes;
  input_errors += part.input_errors;
  record_errors += part.record_errors;
  document_errors += part.document_errors;
  if (stage_times.size() < part.stage_times.size()) stage_times.resize(part.stage_times.size());
  for (size_t i = 0; i < part.stage_times.size(); ++i) stage_times[i] += part.stage_times[i];
  for (const auto& [group, count] : part.removed) {
    RemovalCount& all = removed[group];
    all.lines += count.lines;
    all.bytes += count.bytes;
  }
}

std::string ToJson(const RunStats& stats, const Chain& chain) {
  std::string json;
  {
    JsonObject all(1, &json);
    all.Name("profile");
    AppendJsonString(chain.profile_digest(), &json);
    all.Number("documents", stats.documents);
    all.Number("dropped", stats.dropped);
    all.Number("input_bytes", stats.input_bytes);
    all.Number("document_bytes", stats.document_bytes);
    all.Number("output_bytes", stats.output_bytes);
    all.Seconds("seconds", stats.seconds);
    all.Name("interrupted");
    json += stats.interrupted ? "true" : "false";
    all.Name("stages");
    {
      JsonObject stages(2, &json);
      for (size_t i = 0; i < stats.stage_times.size(); ++i) {
        stages.Seconds(chain.stages()[i]->name(),
                       std::chrono::duration<double>(stats.stage_times[i]).count());
      }
    }
    all.Name("removed");
    {
      JsonObject removed(2, &json);
      for (const auto& [group, count] : stats.removed) {
        removed.Name(group);
        json += "{\"lines\": " + std::to_string(count.lines) +
                ", \"bytes\": " + std::to_string(count.bytes) + "}";
      }
    }
    all.Name("errors");
    {
      JsonObject errors(2, &json);
      errors.Number("inputs", stats.input_errors);
      errors.Number("records", stats.record_errors);
      errors.Number("documents", stats.document_errors);
    }
    all.Name("skipped");
    {
      JsonObject skipped(2, &json);
      skipped.Number("html", stats.skipped.html);
      skipped.Number("other_types", stats.skipped.other_types);
      skipped.Number("housekeeping", stats.skipped.housekeeping);
    }
  }
  json += '\n';
  return json;
}

}  // namespace strigil
