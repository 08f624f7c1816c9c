#include "bench/bench_text.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <variant>

#include "strigil/io/byte_source.h"
#include "strigil/io/input_files.h"
#include "strigil/io/json.h"
#include "strigil/io/record_reader.h"
#include "strigil/text/utf8.h"
#include "tests/io/compression_testing.h"
#include "tests/io/warc_testing.h"

namespace strigil {
namespace {

namespace fs = std::filesystem;

// Returns the paths of the dumps in testdata; what should come out of each lies beside it.
std::vector<std::string> SampleDumps() {
  std::vector<std::string> paths;
  for (const fs::path& path : fs::recursive_directory_iterator(STRIGIL_SOURCE_DIR "/testdata")) {
    if (path.extension() == ".txt" && path.stem().extension() != ".body") paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

BenchText LoadBenchText(const std::vector<std::string>& inputs) {
  InputReader reader(inputs.empty() ? SampleDumps() : inputs, ReaderOptions());
  BenchText text;
  for (;;) {
    ReadResult result = reader.Next();
    if (std::holds_alternative<EndOfInput>(result)) break;
    if (const auto* problem = std::get_if<Problem>(&result)) throw InputError(problem->ToString());
    auto& record = std::get<Record>(result);
    text.bytes += record.bytes.size();
    text.records.push_back(std::move(record));
  }
  if (text.bytes == 0) throw InputError("there is no text in the inputs");
  return text;
}

std::string InText(const BenchText& text) {
  std::string all;
  for (const Record& record : text.records) (all += record.bytes) += "\n\f\n";
  return all;
}

std::string InJsonl(const BenchText& text, Compression compression) {
  std::string all;
  for (const Record& record : text.records) {
    all += R"({"id":"a","text":)";
    AppendJsonString(ToValidUtf8(record.bytes), &all);
    all += "}\n";
  }
  return Compressed(all, compression);
}

std::string InWarc(const BenchText& text, Compression compression) {
  std::string all;
  for (const Record& record : text.records) all += Compressed(WetRecord(record.bytes), compression);
  return all;
}

}  // namespace strigil
