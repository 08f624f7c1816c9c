#include "strigil/io/input_files.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

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
    if (entry.operand && entry.path == "-") return Give(std::move(entry));
    std::error_code ignored;
    if (entry.operand) {
      if (!fs::is_directory(entry.path, ignored)) return Give(std::move(entry));
    } else if (!fs::is_directory(fs::symlink_status(entry.path, ignored))) {
      const fs::file_status status = fs::status(entry.path, ignored);
      // What cannot be looked at is given out: opening it tells why.
      const bool no_file = fs::exists(status) && !fs::is_regular_file(status);
      if (no_file) continue;
      return Give(std::move(entry));
    }
    if (auto problem = Enter(entry.path, entry.operand ? std::string::npos : entry.below))
      return *std::move(problem);
  }
  return EndOfInput{};
}

std::string InputFiles::Give(Entry entry) {
  // npos + 1, where there is no slash, is the whole of it.
  below_ = entry.path.substr(entry.operand ? entry.path.rfind('/') + 1 : entry.below);
  return std::move(entry.path);
}

std::optional<Problem> InputFiles::Enter(const std::string& path, size_t below) {
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
  if (below == std::string::npos) below = folder.size();
  for (const std::string& name : names) pending_.push_back({folder + name, false, below});
  return std::nullopt;
}

std::unique_ptr<FileSource> OpenInputFile(const std::string& path) {
  return path == "-" ? FileSource::Borrow(STDIN_FILENO) : FileSource::Open(path);
}

InputReader::InputReader(std::vector<std::string> operands, ReaderOptions options, OpenInput open)
    : files_(std::move(operands)), options_(std::move(options)), open_(std::move(open)) {}

SkippedRecords InputReader::skipped() const {
  SkippedRecords all = skipped_;
  if (reader_ != nullptr) all += reader_->skipped();
  return all;
}

void InputReader::Leave() {
  skipped_ = skipped();
  reader_.reset();
}

ReadResult InputReader::Next() {
  for (;;) {
    InputStep step = NextStep();
    if (auto* record = std::get_if<Record>(&step)) return std::move(*record);
    if (auto* problem = std::get_if<Problem>(&step)) return std::move(*problem);
    if (std::holds_alternative<EndOfInput>(step)) return EndOfInput{};
  }
}

InputStep InputReader::NextStep() {
  try {
    if (reader_ == nullptr && std::exchange(pending_, false)) {
      name_ = path_ == "-" ? std::string(kStandardInputName) : path_;
      reader_ = NewRecordReader(open_(path_), name_, options_);
    }
    if (reader_ != nullptr) {
      ReadResult result = reader_->Next();
      if (auto* record = std::get_if<Record>(&result)) return std::move(*record);
      if (auto* problem = std::get_if<Problem>(&result)) return std::move(*problem);
      Leave();
      return InputEnd{};
    }
  } catch (const InputError& error) {
    Leave();
    failed_ = true;
    Problem problem;
    problem.source = name_;
    problem.message = error.what();
    return problem;
  }
  if (std::exchange(failed_, false)) return InputEnd{.whole = false};
  auto next = files_.Next();
  if (std::holds_alternative<EndOfInput>(next)) return EndOfInput{};
  if (auto* problem = std::get_if<Problem>(&next)) return std::move(*problem);
  path_ = std::get<std::string>(std::move(next));
  pending_ = true;
  return InputBegin{path_, std::string(files_.below())};
}

}  // namespace strigil
