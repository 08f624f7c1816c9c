// Measures the readers, the stages of the default chain and the formatters, each by itself, on the
// documents of the inputs (bench/README.md):
//
//   strigil_bench [--benchmark_filter=REGEX and the like] [INPUT...]

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bench/bench_text.h"
#include "strigil/document/document.h"
#include "strigil/io/byte_source.h"
#include "strigil/io/compressor.h"
#include "strigil/io/jsonl_formatter.h"
#include "strigil/io/record_format.h"
#include "strigil/io/spans_formatter.h"
#include "strigil/io/text_formatter.h"
#include "strigil/io/text_split.h"
#include "strigil/io/warc_formatter.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack_library.h"

namespace strigil {
namespace {

using benchmark::State;

// So that a small text is measured often enough, and a large one need not be.
constexpr size_t kBytesAtLeast = size_t{20} << 20;

// Bytes a second are those of the documents' text, whatever they are wrapped in, so that all
// figures can be compared.
benchmark::internal::Benchmark* Register(const std::string& name, const BenchText& text,
                                         const std::function<void(State&)>& run) {
  return benchmark::RegisterBenchmark(
             name.c_str(),
             [run, &text](State& state) {
               run(state);
               state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.bytes));
             })
      ->Unit(benchmark::kMillisecond)
      ->Iterations(static_cast<int64_t>(kBytesAtLeast / text.bytes + 1));
}

// `container` makes what is read, once, when the benchmark runs.
void RegisterReader(const std::string& name, const BenchText& text, const ReaderOptions& options,
                    const std::function<std::string()>& container) {
  Register("reader/" + name, text, [options, container](State& state) {
    const std::string bytes = container();
    for (auto _ : state) {
      const auto reader = NewRecordReader(std::make_unique<MemorySource>(bytes), "in", options);
      for (;;) {
        ReadResult result = reader->Next();
        if (std::holds_alternative<EndOfInput>(result)) break;
        benchmark::DoNotOptimize(result);
      }
    }
  });
}

void RegisterReaders(const BenchText& text) {
  ReaderOptions split;
  split.split = ParseTextSplit("form-feed");
  RegisterReader("text", text, split, [&text] { return InText(text); });
  for (const auto& [suffix, compression] :
       {std::pair("", Compression::kNone), std::pair(".gz", Compression::kGzip),
        std::pair(".zst", Compression::kZstd), std::pair(".bz2", Compression::kBzip2),
        std::pair(".xz", Compression::kXz)}) {
    const Compression how = compression;
    RegisterReader("jsonl" + std::string(suffix), text, {},
                   [&text, how] { return InJsonl(text, how); });
    RegisterReader("warc" + std::string(suffix), text, {},
                   [&text, how] { return InWarc(text, how); });
  }
}

// A stage is measured inside the chain, with all that it is called upon for a document: what it
// meets depends on those before it, and it may run many times.
void RegisterStages(const BenchText& text, const Chain& chain) {
  Register("chain", text, [&](State& state) {
    for (auto _ : state) {
      for (const Record& record : text.records) benchmark::DoNotOptimize(chain.Clean(record));
    }
  });
  for (size_t stage = 0; stage < chain.stages().size(); ++stage) {
    Register("stage/" + std::string(chain.stages()[stage]->name()), text, [&, stage](State& state) {
      for (auto _ : state) {
        StageTimes times;
        for (const Record& record : text.records) {
          benchmark::DoNotOptimize(chain.Clean(record, &times));
        }
        state.SetIterationTime(std::chrono::duration<double>(times[stage]).count());
      }
    })->UseManualTime();
  }
}

void RegisterFormatter(const std::string& name, const BenchText& text, const Chain& chain,
                       const std::shared_ptr<const DocumentFormatter>& formatter) {
  Register("formatter/" + name, text, [&, formatter](State& state) {
    std::vector<Document> documents;
    for (const Record& record : text.records) documents.push_back(chain.Clean(record));
    std::string out;
    for (auto _ : state) {
      for (const Document& document : documents) {
        out.clear();
        formatter->Append(document, &out);
        benchmark::DoNotOptimize(out.data());
      }
    }
  });
}

void RegisterFormatters(const BenchText& text, const Chain& chain) {
  WarcFormatter::Options warc;
  warc.date = "2024-12-03T09:30:00Z";
  RegisterFormatter("text", text, chain, std::make_shared<TextFormatter>(HeaderStyle::kFull));
  RegisterFormatter("jsonl", text, chain, std::make_shared<JsonlFormatter>());
  RegisterFormatter("warc", text, chain, std::make_shared<WarcFormatter>(warc));
  RegisterFormatter(
      "warc.gz", text, chain,
      std::make_shared<MemberFormatter>(std::make_unique<WarcFormatter>(warc), Compression::kGzip));
  RegisterFormatter("spans", text, chain, std::make_shared<SpansFormatter>(/*with_text=*/false));
}

void Run(const std::vector<std::string>& inputs) {
  const BenchText text = LoadBenchText(inputs);
  const PackLibrary packs;
  const Chain chain(LoadProfile("news"), packs);
  benchmark::AddCustomContext("documents", std::to_string(text.records.size()));
  benchmark::AddCustomContext("bytes", std::to_string(text.bytes));
  RegisterReaders(text);
  RegisterStages(text, chain);
  RegisterFormatters(text, chain);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  try {
    strigil::Run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "strigil_bench: " << error.what() << "\n";
    return 2;
  }
  return 0;
}
