#ifndef STRIGIL_APP_MANIFEST_H_
#define STRIGIL_APP_MANIFEST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace strigil {

// An output that is whole, and what it was made of.
struct ManifestEntry {
  std::string output;     // its path in the folder
  std::string input;      // as it was named
  std::string settings;   // a digest of all that decides what is made of it
  uint64_t bytes = 0;     // the input's size
  int64_t modified = 0;   // when the input was changed last, in nanoseconds since 1970
  uint64_t problems = 0;  // the input's records that were bad

  bool operator==(const ManifestEntry&) const = default;
};

// The outputs of a folder that are whole, in a file of JSON lines that is only ever added to. An
// entry is written once its output stands under its name; a program that is killed in between does
// that output again. Not safe for use from two threads at once.
class Manifest {
 public:
  // Opens the manifest of `folder`, which must exist. With `resume` its entries are read, and a
  // line that was cut or is no entry is passed over; else it begins anew. Throws OutputError.
  Manifest(const std::string& folder, bool resume);
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;
  ~Manifest();

  // Returns the entry of `output` as it was read, or null. Add() changes nothing about it.
  const ManifestEntry* Find(std::string_view output) const;

  // Adds an entry. Throws OutputError.
  void Add(const ManifestEntry& entry);

 private:
  const std::string path_;
  std::map<std::string, ManifestEntry, std::less<>> entries_;
  int descriptor_ = -1;
};

// Returns the entry as a JSON object with a line end.
std::string ToJsonLine(const ManifestEntry& entry);

// Returns the entry that `line` holds, or nothing.
std::optional<ManifestEntry> ParseManifestLine(std::string_view line);

}  // namespace strigil

#endif  // STRIGIL_APP_MANIFEST_H_
