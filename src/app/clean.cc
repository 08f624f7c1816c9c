#include "app/clean.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "app/chain_setup.h"
#include "app/document_loop.h"
#include "app/terminal.h"
#include "strigil/io/document_writer.h"
#include "strigil/io/jsonl_formatter.h"
#include "strigil/io/output_sink.h"
#include "strigil/io/spans_formatter.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

std::unique_ptr<DocumentFormatter> NewFormatter(const CleanOptions& options) {
  switch (options.format) {
    case OutputFormat::kJsonl:
      return std::make_unique<JsonlFormatter>(options.unwrap);
    case OutputFormat::kSpans:
      return std::make_unique<SpansFormatter>(/*with_text=*/false);
    case OutputFormat::kText:
      break;
  }
  return std::make_unique<TextFormatter>(options.header, options.unwrap);
}

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
  const auto setup = LoadSetup(options.profile);
  const Chain chain(setup->profile, setup->packs);

  const auto sink = OpenOutput(options.output);
  const auto formatter = NewFormatter(options);
  DocumentWriter writer(formatter.get(), sink.get());
  const SpansFormatter rejects_formatter(/*with_text=*/true);
  std::unique_ptr<OutputSink> rejects_sink;
  std::optional<DocumentWriter> rejects;
  if (!options.rejects.empty()) {
    rejects_sink = OpenOutput(options.rejects);
    rejects.emplace(&rejects_formatter, rejects_sink.get());
  }
  // Whoever looks on wants to see each document when it is done.
  const bool watched = options.output == "-" && OutputIsTerminal();

  const int status = ForEachDocument(options.input, chain, [&](const Document& document) {
    if (rejects) rejects->Write(document);
    writer.Write(document);
    if (watched) sink->Flush();
  });
  // Neither file is to change where the other one cannot be written.
  sink->Flush();
  if (rejects) {
    rejects_sink->Flush();
    rejects->Finish();
  }
  writer.Finish();
  return status;
}

}  // namespace strigil
