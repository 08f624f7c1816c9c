#ifndef STRIGIL_APP_FOLDER_OUTPUT_H_
#define STRIGIL_APP_FOLDER_OUTPUT_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "app/byte_counters.h"
#include "app/document_loop.h"
#include "app/document_output.h"
#include "app/manifest.h"
#include "app/options.h"
#include "strigil/io/compression.h"

namespace strigil {

// Writes an output for each input into a folder, in the same tree, and notes which are whole. An
// output stands under its name when it is whole, and not before.
class FolderOutput final : public DocumentHandler {
 public:
  // Makes the folder where it is missing. `profile_digest` is Chain::profile_digest() of what
  // cleans; `bytes` must not be null and must outlive the output. With options.resume, what earlier
  // runs left half done is removed. Throws ConfigError where an input cannot have an output in the
  // folder, and OutputError.
  FolderOutput(const CleanOptions& options, const std::string& profile_digest, ByteCounters* bytes);

  PreparedDocument Prepare(Document document) const override {
    return formats_.Prepare(std::move(document));
  }
  Decision Decide(InputSource* input) override;
  void Begin(const InputSource& input) override;
  void Take(PreparedDocument prepared) override;
  void End(const InputSource& input, bool whole, uint64_t problems) override;

 private:
  const CleanOptions options_;
  const Compression compression_;
  const OutputFormats formats_;
  const std::string settings_;  // see ManifestEntry
  ByteCounters* const bytes_;
  std::optional<Manifest> manifest_;
  std::set<std::string, std::less<>> decided_;  // the outputs of all inputs so far
  std::unique_ptr<OutputFile> current_;         // null between inputs
};

// Returns the path in the folder of --out-dir for the output of an input, which is at `below` in
// its tree: the same, without the suffix of a compression that it had, with that of the one it
// gets, and with the suffix of its format where it has another.
std::string OutputName(std::string_view below, OutputFormat format, Compression compression);

}  // namespace strigil

#endif  // STRIGIL_APP_FOLDER_OUTPUT_H_
