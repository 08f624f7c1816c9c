#include "app/document_output.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/terminal.h"
#include "strigil/io/compression.h"
#include "strigil/io/compressor.h"
#include "strigil/io/jsonl_formatter.h"
#include "strigil/io/spans_formatter.h"
#include "strigil/io/warc_formatter.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

// Returns the date for what has none: SOURCE_DATE_EPOCH, as reproducible builds have it, else now.
std::string FallbackDate() {
  std::time_t seconds = std::time(nullptr);
  if (const char* given = std::getenv("SOURCE_DATE_EPOCH"); given != nullptr) {
    const std::string_view digits = given;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (error != std::errc() || stop != digits.data() + digits.size() || seconds < 0) {
      throw ConfigError("SOURCE_DATE_EPOCH: expected seconds since 1970, not '" +
                        std::string(digits) + "'");
    }
  }
  std::tm parts{};
  std::array<char, 64> text{};
  if (::gmtime_r(&seconds, &parts) == nullptr || parts.tm_year > 8099) {
    throw ConfigError("SOURCE_DATE_EPOCH: the year has more than four digits");
  }
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::unique_ptr<DocumentFormatter> NewFormatter(const CleanOptions& options) {
  switch (options.format) {
    case OutputFormat::kWarc: {
      WarcFormatter::Options warc;
      warc.software = "strigil/" STRIGIL_VERSION;
      warc.date = FallbackDate();
      warc.unwrap = options.unwrap;
      return std::make_unique<WarcFormatter>(std::move(warc));
    }
    case OutputFormat::kJsonl:
      return std::make_unique<JsonlFormatter>(options.unwrap);
    case OutputFormat::kSpans:
      return std::make_unique<SpansFormatter>(/*with_text=*/false);
    case OutputFormat::kText:
      break;
  }
  return std::make_unique<TextFormatter>(options.header, options.unwrap);
}

}  // namespace

OutputFormats::OutputFormats(const CleanOptions& options, Compression compression, bool rejects)
    : keeps_documents_(options.format == OutputFormat::kWarc),
      compression_(compression),
      documents_(NewFormatter(options)) {
  // A reader of WARC begins at any record: each is a member of its own.
  if (compression != Compression::kNone && options.format == OutputFormat::kWarc) {
    documents_ = std::make_unique<MemberFormatter>(std::move(documents_), compression);
    compression_ = Compression::kNone;
  }
  if (rejects) rejects_ = std::make_unique<SpansFormatter>(/*with_text=*/true);
}

PreparedDocument OutputFormats::Prepare(Document document) const {
  PreparedDocument prepared;
  documents_->Append(document, &prepared.output);
  if (rejects_) rejects_->Append(document, &prepared.rejects);
  if (keeps_documents_) prepared.document = std::move(document);
  return prepared;
}

OutputFile::OutputFile(const OutputFormats* formats, const std::string& path,
                       const std::string& rejects_path, ByteCounters* bytes)
    : standard_output_(path == "-"),
      sink_(std::make_unique<CountingSink>(OpenOutput(path), &bytes->out)) {
  if (formats->compression() != Compression::kNone) {
    sink_ = NewCompressingSink(std::move(sink_), formats->compression());
  }
  writer_.emplace(formats->documents(), sink_.get());
  if (formats->rejects() == nullptr) return;
  rejects_sink_ = OpenOutput(rejects_path);
  if (const auto how = CompressionOfOutput(rejects_path); how != Compression::kNone) {
    rejects_sink_ = NewCompressingSink(std::move(rejects_sink_), how);
  }
  rejects_.emplace(formats->rejects(), rejects_sink_.get());
}

void OutputFile::Take(const PreparedDocument& prepared) {
  const Document* document = prepared.document ? &*prepared.document : nullptr;
  if (rejects_) rejects_->WriteFormatted(prepared.rejects, document);
  writer_->WriteFormatted(prepared.output, document);
}

void OutputFile::Flush() { sink_->Flush(); }

void OutputFile::Finish() {
  sink_->Flush();
  if (rejects_) {
    rejects_sink_->Flush();
    rejects_->Finish();
  }
  writer_->Finish();
}

void OutputFile::Abandon() {
  // What a device or a FIFO was given is not to lack what is still held back.
  if (rejects_) rejects_sink_->Flush();
  if (standard_output_) {
    writer_->Finish();
  } else {
    sink_->Flush();
  }
}

DocumentOutput::DocumentOutput(const CleanOptions& options, ByteCounters* bytes)
    : watched_(options.output == "-" && OutputIsTerminal()),
      formats_(options, options.compression.value_or(CompressionOfOutput(options.output)),
               !options.rejects.empty()),
      file_(&formats_, options.output, options.rejects, bytes) {}

void DocumentOutput::Take(PreparedDocument prepared) {
  file_.Take(prepared);
  if (watched_) file_.Flush();
}

}  // namespace strigil
