#ifndef STRIGIL_APP_DOCUMENT_OUTPUT_H_
#define STRIGIL_APP_DOCUMENT_OUTPUT_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/byte_counters.h"
#include "app/document_loop.h"
#include "app/options.h"
#include "strigil/io/compression.h"
#include "strigil/io/document_writer.h"
#include "strigil/io/output_sink.h"

namespace strigil {

// How documents, and what was removed from them, become bytes. Const after construction; safe to
// use from any thread.
class OutputFormats {
 public:
  // `compression` is that of the output, `rejects` whether any are written. Throws ConfigError.
  OutputFormats(const CleanOptions& options, Compression compression, bool rejects);

  PreparedDocument Prepare(Document document) const;

  const DocumentFormatter* documents() const { return documents_.get(); }
  const DocumentFormatter* rejects() const { return rejects_.get(); }  // null where there are none

  // How the output as a whole is compressed: not where each document is by itself.
  Compression compression() const { return compression_; }

 private:
  const bool keeps_documents_;  // their prologue tells of the first
  Compression compression_;
  std::unique_ptr<DocumentFormatter> documents_;
  std::unique_ptr<DocumentFormatter> rejects_;
};

// An output, and the rejects beside it. Not safe for use from two threads at once.
class OutputFile {
 public:
  // Opens `path` and, where `formats` has rejects, `rejects_path`, which is compressed as its name
  // says. `bytes` counts what is written, rejects left out. Neither may be null; both must outlive
  // the file. Throws OutputError.
  OutputFile(const OutputFormats* formats, const std::string& path, const std::string& rejects_path,
             ByteCounters* bytes);

  // Throws OutputError.
  void Take(const PreparedDocument& prepared);

  // Hands on what was held back. Throws OutputError.
  void Flush();

  // Completes both. Neither of them changes where the other one cannot be written. To be called
  // once, as the last thing. Throws OutputError.
  void Finish();

  // The same where they are not whole: files stay as they were, streams end behind the last
  // document taken. Throws OutputError.
  void Abandon();

 private:
  const bool standard_output_;
  std::unique_ptr<OutputSink> sink_;
  std::unique_ptr<OutputSink> rejects_sink_;
  std::optional<DocumentWriter> writer_;
  std::optional<DocumentWriter> rejects_;
};

// Writes all documents to one output.
class DocumentOutput final : public DocumentHandler {
 public:
  // Opens it. `bytes`, which must not be null and must outlive it, counts what is written, rejects
  // left out. Throws ConfigError, and OutputError where it cannot be written.
  DocumentOutput(const CleanOptions& options, ByteCounters* bytes);

  // Whether somebody looks on at a terminal: each document shows as soon as it is taken.
  bool watched() const { return watched_; }

  PreparedDocument Prepare(Document document) const override {
    return formats_.Prepare(std::move(document));
  }

  // Throws OutputError.
  void Take(PreparedDocument prepared) override;

  // See OutputFile.
  void Finish() { file_.Finish(); }
  void Abandon() { file_.Abandon(); }

 private:
  const bool watched_;
  const OutputFormats formats_;
  OutputFile file_;
};

}  // namespace strigil

#endif  // STRIGIL_APP_DOCUMENT_OUTPUT_H_
