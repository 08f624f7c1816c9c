#include "app/folder_output.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <system_error>
#include <vector>

#include "strigil/text/digest.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

namespace fs = std::filesystem;

fs::path Place(const std::string& path) {
  std::error_code error;
  return fs::weakly_canonical(fs::absolute(path, error), error);
}

bool IsInside(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

// Outputs among the inputs would be read as they are written.
void RefuseOverlap(const std::vector<std::string>& operands, const std::string& folder) {
  if (operands.empty()) throw ConfigError("--out-dir: name the files and folders to read");
  for (const std::string& operand : operands) {
    if (operand == "-") throw ConfigError("--out-dir: standard input has no name for an output");
    std::error_code ignored;
    if (fs::is_directory(operand, ignored) && IsInside(Place(folder), Place(operand))) {
      throw ConfigError(std::string("--out-dir: '")
                            .append(folder)
                            .append("' lies in '")
                            .append(operand)
                            .append("', which is read"));
    }
  }
}

void MakeFolders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": " + error.message());
}

// Whether a file is called as OpenOutput() calls what is not whole yet.
bool IsTemporary(const std::string& name) {
  return name.starts_with('.') && name.ends_with(".tmp");
}

// Removes what a program that was killed has left.
void RemoveTemporaries(const std::string& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (IsTemporary(entry->path().filename().string()) && entry->is_regular_file(ignored))
      fs::remove(entry->path(), ignored);
  }
}

// Returns a digest of all that decides what becomes of an input.
std::string SettingsDigest(const CleanOptions& options, const std::string& profile_digest) {
  const ReaderOptions& reader = options.input.reader;
  std::string settings = "strigil " STRIGIL_VERSION;
  const auto add = [&settings](const std::string& value) {
    settings += '\0';
    settings += value;
  };
  add(profile_digest);
  add(std::to_string(static_cast<int>(options.format)));
  add(std::to_string(static_cast<int>(options.header)));
  add(std::to_string(static_cast<int>(options.unwrap)));
  add(std::to_string(static_cast<int>(options.compression.value_or(Compression::kNone))));
  add(options.rejects);
  add(std::to_string(static_cast<int>(reader.format)));
  add(options.input.split);
  add(reader.keys.text);
  add(reader.keys.id);
  add(reader.keys.url);
  add(std::to_string(reader.max_document_bytes));
  return Sha256(settings);
}

std::string Join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

Problem ProblemOf(const InputSource& input, std::string message) {
  Problem problem;
  problem.source = input.path;
  problem.message = std::move(message);
  return problem;
}

}  // namespace

std::string OutputName(std::string_view below, OutputFormat format, Compression compression) {
  for (const std::string_view suffix : {".gz", ".zst", ".bz2", ".xz"}) {
    if (!below.ends_with(suffix)) continue;
    below.remove_suffix(suffix.size());
    break;
  }
  const auto is_called = [below](std::initializer_list<std::string_view> suffixes) {
    return std::any_of(suffixes.begin(), suffixes.end(),
                       [below](std::string_view suffix) { return below.ends_with(suffix); });
  };
  std::string name(below);
  switch (format) {
    case OutputFormat::kText:
      if (!is_called({".txt", ".text"})) name += ".txt";
      break;
    case OutputFormat::kWarc:
      if (!is_called({".warc", ".wet"})) name += ".warc";
      break;
    case OutputFormat::kJsonl:
    case OutputFormat::kSpans:
      if (!is_called({".jsonl", ".ndjson", ".json"})) name += ".jsonl";
      break;
  }
  if (compression == Compression::kGzip) name += ".gz";
  if (compression == Compression::kZstd) name += ".zst";
  return name;
}

FolderOutput::FolderOutput(const CleanOptions& options, const std::string& profile_digest,
                           ByteCounters* bytes)
    : options_(options),
      compression_(options.compression.value_or(Compression::kNone)),
      formats_(options, compression_, !options.rejects.empty()),
      settings_(SettingsDigest(options, profile_digest)),
      bytes_(bytes) {
  RefuseOverlap(options_.input.operands, options_.out_dir);
  if (!options_.rejects.empty()) {
    RefuseOverlap(options_.input.operands, options_.rejects);
    if (IsInside(Place(options_.rejects), Place(options_.out_dir)) ||
        IsInside(Place(options_.out_dir), Place(options_.rejects))) {
      throw ConfigError("--rejects: with --out-dir, expected a folder apart from that one");
    }
    MakeFolders(options_.rejects);
  }
  MakeFolders(options_.out_dir);
  if (options_.resume) {
    RemoveTemporaries(options_.out_dir);
    if (!options_.rejects.empty()) RemoveTemporaries(options_.rejects);
  }
  manifest_.emplace(options_.out_dir, options_.resume);
}

Decision FolderOutput::Decide(InputSource* input) {
  const std::string name = OutputName(input->below, options_.format, compression_);
  const std::string output = Join(options_.out_dir, name);
  if (!decided_.insert(name).second) {
    return {.read = false,
            .problem = ProblemOf(*input, output + " is the output of another input already")};
  }
  if (Place(output) == Place(input->path)) {
    return {.read = false, .problem = ProblemOf(*input, "its output would take its place")};
  }
  struct stat status {};
  // That it is missing is told when it is opened.
  if (::stat(input->path.c_str(), &status) != 0) return {};
  input->bytes = static_cast<uint64_t>(status.st_size);
  constexpr int64_t kNanoseconds = 1'000'000'000;
  input->modified = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
  const ManifestEntry* entry = manifest_->Find(name);
  if (entry == nullptr || entry->input != input->path || entry->settings != settings_ ||
      entry->bytes != input->bytes || entry->modified != input->modified) {
    return {};
  }
  std::error_code ignored;
  if (!fs::is_regular_file(output, ignored)) return {};
  Decision decision{.read = false, .problem = {}};
  if (entry->problems > 0) {
    decision.problem = ProblemOf(*input, "when it was cleaned, " + std::to_string(entry->problems) +
                                             " of its records were bad");
  }
  return decision;
}

void FolderOutput::Begin(const InputSource& input) {
  const std::string name = OutputName(input.below, options_.format, compression_);
  const std::string output = Join(options_.out_dir, name);
  MakeFolders(fs::path(output).parent_path());
  std::string rejects;
  if (!options_.rejects.empty()) {
    rejects = Join(options_.rejects, OutputName(input.below, OutputFormat::kSpans, compression_));
    MakeFolders(fs::path(rejects).parent_path());
  }
  current_ = std::make_unique<OutputFile>(&formats_, output, rejects, bytes_);
}

void FolderOutput::Take(PreparedDocument prepared) { current_->Take(prepared); }

void FolderOutput::End(const InputSource& input, bool whole, uint64_t problems) {
  if (whole) {
    current_->Finish();
    ManifestEntry entry;
    entry.output = OutputName(input.below, options_.format, compression_);
    entry.input = input.path;
    entry.settings = settings_;
    entry.bytes = input.bytes;
    entry.modified = input.modified;
    entry.problems = problems;
    manifest_->Add(entry);
  }
  current_.reset();
}

}  // namespace strigil
