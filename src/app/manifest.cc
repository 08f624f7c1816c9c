#include "app/manifest.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <fstream>
#include <system_error>
#include <vector>

#include "strigil/io/json.h"
#include "strigil/text/error.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr std::string_view kName = ".strigil-manifest.jsonl";

// File names are bytes, JSON is UTF-8: what is none is written in hexadecimal.
constexpr std::string_view kHexadecimal = "bytes:";

[[noreturn]] void Throw(const std::string& path, int error) {
  throw OutputError(path + ": " + std::generic_category().message(error));
}

std::string Encoded(const std::string& name) {
  if (ToValidUtf8(name) == name && !name.starts_with(kHexadecimal)) return name;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string encoded(kHexadecimal);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += kDigits[byte >> 4];
    encoded += kDigits[byte & 15];
  }
  return encoded;
}

std::string Decoded(std::string name) {
  if (!name.starts_with(kHexadecimal)) return name;
  std::string decoded;
  for (size_t i = kHexadecimal.size(); i + 1 < name.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(&name[i], &name[i] + 2, byte, 16);
    decoded += static_cast<char>(byte);
  }
  return decoded;
}

template <typename Number>
bool ParseNumber(const JsonMember& member, Number* number) {
  const char* const end = member.value.data() + member.value.size();
  const auto [stop, error] = std::from_chars(member.value.data(), end, *number);
  return member.type == JsonType::kNumber && error == std::errc() && stop == end;
}

}  // namespace

std::string ToJsonLine(const ManifestEntry& entry) {
  std::string line = "{\"output\":";
  AppendJsonString(Encoded(entry.output), &line);
  line += ",\"input\":";
  AppendJsonString(Encoded(entry.input), &line);
  line += ",\"settings\":";
  AppendJsonString(entry.settings, &line);
  line += ",\"bytes\":" + std::to_string(entry.bytes);
  line += ",\"modified\":" + std::to_string(entry.modified);
  line += ",\"problems\":" + std::to_string(entry.problems) + "}\n";
  return line;
}

std::optional<ManifestEntry> ParseManifestLine(std::string_view line) {
  if (ToValidUtf8(line) != line) return std::nullopt;
  std::vector<JsonMember> members;
  if (ScanJsonObject(line, &members)) return std::nullopt;
  ManifestEntry entry;
  size_t found = 0;
  for (const JsonMember& member : members) {
    bool good = false;
    if (member.type == JsonType::kString) {
      std::string value;
      AppendUnescapedJson(member.value.substr(1, member.value.size() - 2), &value);
      std::string* const place = member.name == "output"     ? &entry.output
                                 : member.name == "input"    ? &entry.input
                                 : member.name == "settings" ? &entry.settings
                                                             : nullptr;
      good = place != nullptr;
      if (good) *place = place == &entry.settings ? value : Decoded(std::move(value));
    } else if (member.name == "bytes") {
      good = ParseNumber(member, &entry.bytes);
    } else if (member.name == "modified") {
      good = ParseNumber(member, &entry.modified);
    } else if (member.name == "problems") {
      good = ParseNumber(member, &entry.problems);
    }
    if (!good) return std::nullopt;
    ++found;
  }
  constexpr size_t kMembers = 6;
  if (found != kMembers) return std::nullopt;
  return entry;
}

Manifest::Manifest(const std::string& folder, bool resume)
    : path_(folder + "/" + std::string(kName)) {
  std::string begin;
  if (resume) {
    std::ifstream file(path_, std::ios::binary);
    for (std::string line; std::getline(file, line);) {
      // A line that was cut off is not to be the beginning of the next one.
      if (file.eof()) {
        begin = "\n";
        break;
      }
      if (auto entry = ParseManifestLine(line)) entries_[entry->output] = *entry;
    }
  }
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (resume ? 0 : O_TRUNC);
  do {
    descriptor_ = ::open(path_.c_str(), flags, 0666);
  } while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) Throw(path_, errno);
  if (!begin.empty() && ::write(descriptor_, begin.data(), begin.size()) < 0) {
    const int error = errno;
    ::close(descriptor_);
    Throw(path_, error);
  }
}

Manifest::~Manifest() { ::close(descriptor_); }

const ManifestEntry* Manifest::Find(std::string_view output) const {
  const auto found = entries_.find(output);
  return found == entries_.end() ? nullptr : &found->second;
}

void Manifest::Add(const ManifestEntry& entry) {
  const std::string line = ToJsonLine(entry);
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      Throw(path_, errno);
    }
  }
}

}  // namespace strigil
