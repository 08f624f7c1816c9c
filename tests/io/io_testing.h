#ifndef STRIGIL_TESTS_IO_IO_TESTING_H_
#define STRIGIL_TESTS_IO_IO_TESTING_H_

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_reader.h"

namespace strigil {

// Gives its bytes a few at a time, so that every boundary falls inside something, and then ends or
// fails.
class ChoppySource final : public ByteSource {
 public:
  explicit ChoppySource(std::string bytes, size_t at_once = 1, std::string failure = "")
      : bytes_(std::move(bytes)), at_once_(at_once), failure_(std::move(failure)) {}

  size_t Read(std::span<char> buffer) override {
    const size_t size = std::min({buffer.size(), at_once_, bytes_.size() - next_});
    if (size == 0 && !failure_.empty()) throw InputError(failure_);
    std::copy_n(bytes_.data() + next_, size, buffer.data());
    next_ += size;
    return size;
  }

 private:
  const std::string bytes_;
  const size_t at_once_;
  const std::string failure_;
  size_t next_ = 0;
};

// Gives the same bytes `repeats` times over without ever holding them all.
class RepeatingSource final : public ByteSource {
 public:
  RepeatingSource(std::string bytes, size_t repeats)
      : bytes_(std::move(bytes)), left_(bytes_.size() * repeats) {}

  size_t Read(std::span<char> buffer) override {
    const size_t size = std::min({buffer.size(), bytes_.size() - next_, left_});
    std::copy_n(bytes_.data() + next_, size, buffer.data());
    next_ = (next_ + size) % bytes_.size();
    left_ -= size;
    return size;
  }

 private:
  const std::string bytes_;
  size_t left_;
  size_t next_ = 0;
};

struct ReadOut {
  std::vector<Record> records;
  std::vector<Problem> problems;
};

// Everything that `reader` gives, to its end.
inline ReadOut ReadAll(RecordReader* reader) {
  ReadOut out;
  for (;;) {
    ReadResult result = reader->Next();
    if (auto* record = std::get_if<Record>(&result)) {
      out.records.push_back(std::move(*record));
    } else if (auto* problem = std::get_if<Problem>(&result)) {
      out.problems.push_back(std::move(*problem));
    } else {
      return out;
    }
  }
}

// A folder of its own for one test, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "strigil-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  const std::string& path() const { return path_; }

  // Writes a file, with the folders it needs, and returns its path.
  std::string Write(std::string_view name, std::string_view content) const {
    std::string path = *this / name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::string path_;
};

inline std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(content).str();
}

}  // namespace strigil

#endif  // STRIGIL_TESTS_IO_IO_TESTING_H_
