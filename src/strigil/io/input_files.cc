#include "strigil/io/input_files.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "strigil/io/byte_source.h"

namespace strigil {
namespace {

namespace fs = std::filesystem;

}  // namespace

InputFiles::InputFiles(std::vector<std::string> operands) {
  if (operands.empty()) operands.emplace_back("-");
  pending_.reserve(operands.size());
  for (std::string& operand : operands) pending_.push_back({std::move(operand), true});
  // The next one is taken from the back.
  std::reverse(pending_.begin(), pending_.end());
}

std::variant<EndOfInput, std::string, Problem> InputFiles::Next() {
  while (!pending_.empty()) {
    Entry entry = std::move(pending_.back());
    pending_.pop_back();
    if (entry.operand && entry.path == "-") return std::move(entry.path);
    std::error_code ignored;
    if (entry.operand) {
      if (!fs::is_directory(entry.path, ignored)) return std::move(entry.path);
    } else if (!fs::is_directory(fs::symlink_status(entry.path, ignored))) {
      const fs::file_status status = fs::status(entry.path, ignored);
      // What cannot be looked at is given out: opening it tells why.
      const bool no_file = fs::exists(status) && !fs::is_regular_file(status);
      if (no_file) continue;
      return std::move(entry.path);
    }
    if (auto problem = Enter(entry.path)) return *std::move(problem);
  }
  return EndOfInput{};
}

std::optional<Problem> InputFiles::Enter(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (!name.starts_with('.')) names.push_back(std::move(name));
  }
  if (error) {
    Problem problem;
    problem.source = path;
    problem.message = error.message();
    return problem;
  }
  std::sort(names.begin(), names.end(), std::greater<>());
  const std::string folder = path.ends_with('/') ? path : path + "/";
  for (const std::string& name : names) pending_.push_back({folder + name, false});
  return std::nullopt;
}

InputReader::InputReader(std::vector<std::string> operands, ReaderOptions options)
    : files_(std::move(operands)), options_(std::move(options)) {}

ReadResult InputReader::Next() {
  for (;;) {
    try {
      if (reader_ != nullptr) {
        ReadResult result = reader_->Next();
        if (!std::holds_alternative<EndOfInput>(result)) return result;
        reader_.reset();
      }
      auto next = files_.Next();
      if (std::holds_alternative<EndOfInput>(next)) return EndOfInput{};
      if (auto* problem = std::get_if<Problem>(&next)) return std::move(*problem);
      const std::string& path = std::get<std::string>(next);
      const bool standard_input = path == "-";
      name_ = standard_input ? std::string(kStandardInputName) : path;
      reader_ = NewRecordReader(
          standard_input ? FileSource::Borrow(STDIN_FILENO) : FileSource::Open(path), name_,
          options_);
    } catch (const InputError& error) {
      reader_.reset();
      Problem problem;
      problem.source = name_;
      problem.message = error.what();
      return problem;
    }
  }
}

}  // namespace strigil
