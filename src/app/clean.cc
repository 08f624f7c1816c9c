#include "app/clean.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#include "app/byte_counters.h"
#include "app/chain_setup.h"
#include "app/document_loop.h"
#include "app/document_output.h"
#include "app/exit_status.h"
#include "app/folder_output.h"
#include "app/interruption.h"
#include "app/progress.h"
#include "app/run_stats.h"
#include "app/terminal.h"
#include "strigil/io/output_sink.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

bool SamePlace(const std::string& a, const std::string& b) {
  if (a == "-" || b == "-") return a == b;
  std::error_code error;
  // Of a relative path that does not exist, weakly_canonical() alone would stay relative.
  const auto place = [&error](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  };
  const std::filesystem::path place_of_a = place(a);
  return !place_of_a.empty() && place_of_a == place(b);
}

}  // namespace

int RunClean(const CleanOptions& options) {
  if (!options.rejects.empty() && SamePlace(options.rejects, options.output)) {
    throw ConfigError("--rejects and --output both name '" + options.output + "'");
  }
  if (!options.stats.empty()) {
    for (const std::string& other : {options.output, options.rejects}) {
      if (!other.empty() && SamePlace(options.stats, other))
        throw ConfigError("--stats: '" + other + "' is an output already");
    }
    if (options.stats == "-") throw ConfigError("--stats: expected the name of a file");
  }
  const auto setup = LoadSetup(options.profile);
  const Chain chain(setup->profile, setup->packs);

  const auto begin = std::chrono::steady_clock::now();
  ByteCounters bytes;
  std::optional<DocumentOutput> output;
  std::optional<FolderOutput> folder;
  DocumentHandler* handler = nullptr;
  if (options.out_dir.empty()) {
    handler = &output.emplace(options, &bytes);
  } else {
    handler = &folder.emplace(options, chain.profile_digest(), &bytes);
  }
  // Whoever looks on wants to see each document when it is done.
  const bool watched = output && output->watched();
  const unsigned wanted = options.jobs > 0 ? options.jobs : std::thread::hardware_concurrency();
  const unsigned jobs = watched ? 1 : std::max(wanted, 1U);
  const Interruption interruption;
  RunOptions run{.jobs = jobs, .interruption = &interruption, .bytes = &bytes};
  RunStats stats;
  if (!options.stats.empty()) run.stats = &stats;
  std::optional<Progress> progress;
  if (const bool terminal = ErrorsAloneAreOnATerminal(); terminal || options.progress) {
    progress.emplace(terminal ? Progress::Style::kTerminal : Progress::Style::kLines,
                     TotalBytes(options.input.operands), begin);
    run.progress = &*progress;
  }
  const int status = ForEachDocument(options.input, chain, run, handler);
  if (output && IsInterrupted(status)) {
    output->Abandon();
  } else if (output) {
    output->Finish();
  }
  if (!options.stats.empty()) {
    stats.input_bytes = bytes.in;
    stats.output_bytes = bytes.out;
    stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const auto sink = OpenOutput(options.stats);
    sink->Write(ToJson(stats, chain));
    sink->Commit();
  }
  return status;
}

}  // namespace strigil
