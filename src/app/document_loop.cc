#include "app/document_loop.h"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/exit_status.h"
#include "app/messages.h"
#include "strigil/io/input_files.h"

namespace strigil {
namespace {

// Small documents go through the threads together, so that handing them on costs next to nothing.
constexpr size_t kChunkBytes = size_t{128} << 10;
constexpr size_t kChunkDocuments = 64;
// Enough that no thread waits for another that has a slow chunk in hand.
constexpr size_t kChunksPerJob = 4;
constexpr size_t kMostBytesInHand = size_t{32} << 20;

// Whoever gave us pages wonders where they are; of images and records about the crawl nobody does.
void TellSkipped(const SkippedRecords& skipped) {
  if (skipped.html == 0) return;
  TellError(std::to_string(skipped.html) +
            (skipped.html == 1 ? " HTML page was passed over: it needs an extractor first"
                               : " HTML pages were passed over: they need an extractor first"));
}

// What goes through the steps: the beginnings and ends of inputs, and between them records, which
// are read, then either cleaned and prepared or a problem.
using Item = std::variant<Record, Problem, PreparedDocument, InputSource, InputEnd>;

// What one thread hands to the next. TBB orders the steps already, but where ThreadSanitizer does
// not see it.
class Baton {
 public:
  // Makes what the last holder did visible to this one.
  class Hold {
   public:
    explicit Hold(Baton* baton) : baton_(baton) {
      (void)baton_->passed_.load(std::memory_order_acquire);
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() { baton_->passed_.fetch_add(1, std::memory_order_release); }

   private:
    Baton* const baton_;
  };

 private:
  std::atomic<unsigned> passed_ = 0;
};

// Records that go through the steps together.
struct Chunk {
  std::vector<Item> items;
  size_t bytes = 0;  // of the records, as they were read
  RunStats stats;    // of the documents
  Baton baton;
};

// The three steps of a run.
class Run {
 public:
  Run(const InputOptions& input, const Chain& chain, const RunOptions& options,
      DocumentHandler* handler)
      : options_(options),
        reader_(input.operands, input.reader, Opener(options)),
        chain_(chain),
        handler_(handler) {}

  // Fills `chunk` anew, with at most `documents` records. Not to be called twice at once.
  void Read(size_t documents, Chunk* chunk) {
    const Baton::Hold hold(&chunk->baton);
    chunk->items.clear();
    chunk->bytes = 0;
    while (chunk->items.size() < documents && chunk->bytes < kChunkBytes) {
      InputStep step = Next();
      if (std::holds_alternative<EndOfInput>(step)) {
        at_end_ = true;
        return;
      }
      if (auto* record = std::get_if<Record>(&step)) {
        chunk->bytes += record->bytes.size();
        chunk->items.emplace_back(std::move(*record));
      } else if (auto* problem = std::get_if<Problem>(&step)) {
        if (options_.stats != nullptr) chunk->stats.Add(*problem);
        chunk->items.emplace_back(std::move(*problem));
      } else if (auto* begin = std::get_if<InputBegin>(&step)) {
        InputSource input{.path = std::move(begin->path), .below = std::move(begin->below)};
        Decision decision = handler_->Decide(&input);
        if (decision.problem) chunk->items.emplace_back(*std::move(decision.problem));
        if (decision.read) {
          chunk->items.emplace_back(std::move(input));
        } else {
          reader_.Skip();
        }
      } else {
        chunk->items.emplace_back(std::get<InputEnd>(step));
      }
    }
  }

  // Whether Read() has come to the end.
  bool at_end() const { return at_end_; }

  // Cleans the records of `chunk` and prepares the documents. Safe to call from several threads for
  // different chunks.
  void Work(Chunk* chunk) const {
    const Baton::Hold hold(&chunk->baton);
    for (Item& item : chunk->items) {
      if (auto* record = std::get_if<Record>(&item)) {
        item = Process(std::move(*record), options_.stats == nullptr ? nullptr : &chunk->stats);
      }
    }
  }

  // Hands on what Work() has made. To be called in the order of Read(), not twice at once.
  void Take(Chunk* chunk) {
    const Baton::Hold hold(&chunk->baton);
    for (Item& item : chunk->items) {
      if (auto* prepared = std::get_if<PreparedDocument>(&item)) {
        handler_->Take(std::move(*prepared));
        ++taken_;
      } else if (auto* input = std::get_if<InputSource>(&item)) {
        input_ = std::move(*input);
        problems_ = 0;
        handler_->Begin(input_);
      } else if (const auto* end = std::get_if<InputEnd>(&item)) {
        handler_->End(input_, end->whole, problems_);
      } else {
        ClearProgress();
        TellError(std::get<Problem>(item).ToString());
        status_ = kSomeBad;
        ++problems_;
      }
    }
    chunk->items.clear();
    if (options_.stats != nullptr) {
      options_.stats->Add(chunk->stats);
      chunk->stats = RunStats();
    }
    if (options_.progress != nullptr) {
      const auto now = std::chrono::steady_clock::now();
      WriteRaw(options_.progress->Update(taken_, options_.bytes->in, now));
    }
  }

  int Finish() {
    ClearProgress();
    TellSkipped(reader_.skipped());
    const int signal = options_.interruption == nullptr ? 0 : options_.interruption->signal();
    if (options_.stats != nullptr) {
      options_.stats->skipped += reader_.skipped();
      options_.stats->interrupted = signal != 0;
    }
    return signal == 0 ? status_ : StatusOfSignal(signal);
  }

 private:
  static OpenInput Opener(const RunOptions& options) {
    return [interruption = options.interruption,
            bytes = options.bytes](const std::string& path) -> std::unique_ptr<ByteSource> {
      auto file = OpenInputFile(path);
      std::unique_ptr<ByteSource> source;
      if (interruption == nullptr) {
        source = std::move(file);
      } else {
        source = std::make_unique<InterruptibleSource>(std::move(file), *interruption);
      }
      if (bytes == nullptr) return source;
      return std::make_unique<CountingSource>(std::move(source), &bytes->in);
    };
  }

  void ClearProgress() {
    if (options_.progress != nullptr) WriteRaw(options_.progress->Clear());
  }

  // Reads on, unless the run is interrupted: that is its end.
  InputStep Next() {
    if (options_.interruption != nullptr && options_.interruption->signal() != 0)
      return EndOfInput{};
    try {
      return reader_.NextStep();
    } catch (const Interrupted&) {
      return EndOfInput{};
    }
  }

  // `stats` may be null.
  Item Process(Record record, RunStats* stats) const {
    const size_t bytes = record.bytes.size();
    Problem problem;
    problem.source = record.source;
    problem.line = record.line;
    problem.offset = record.offset;
    try {
      Document document =
          chain_.Clean(std::move(record), stats == nullptr ? nullptr : &stats->stage_times);
      if (stats != nullptr) stats->Add(document, bytes);
      return handler_->Prepare(std::move(document));
    } catch (const std::length_error& error) {
      problem.message = error.what();
    } catch (const std::bad_alloc&) {
      problem.message = "there is not enough memory for this document";
    }
    if (stats != nullptr) ++stats->document_errors;
    return problem;
  }

  const RunOptions options_;
  InputReader reader_;
  const Chain& chain_;
  DocumentHandler* const handler_;
  bool at_end_ = false;
  int status_ = kAllGood;
  uint64_t taken_ = 0;
  InputSource input_;      // whose documents are being taken
  uint64_t problems_ = 0;  // of it
};

void RunInTurn(size_t documents, Run* run) {
  Chunk chunk;
  while (!run->at_end()) {
    run->Read(documents, &chunk);
    run->Work(&chunk);
    run->Take(&chunk);
  }
}

void RunInParallel(unsigned jobs, Run* run) {
  // Chunks are written in the order that they were read in, and no more of them are under way than
  // there are: the next one in the ring is always free.
  std::vector<Chunk> ring(kChunksPerJob * jobs);
  size_t next = 0;
  run->Read(kChunkDocuments, &ring[next]);
  if (run->at_end()) {
    // Threads would take longer to start than this takes.
    run->Work(&ring[next]);
    run->Take(&ring[next]);
    return;
  }
  bool read_ahead = true;
  std::atomic<size_t> bytes_in_hand = 0;
  Baton reading;
  Baton taking;
  const auto read = [&](tbb::flow_control& control) -> Chunk* {
    const Baton::Hold hold(&reading);
    Chunk* const chunk = &ring[next % ring.size()];
    if (!std::exchange(read_ahead, false)) {
      if (run->at_end() || bytes_in_hand >= kMostBytesInHand) {
        control.stop();
        return nullptr;
      }
      run->Read(kChunkDocuments, chunk);
    }
    ++next;
    bytes_in_hand += chunk->bytes;
    return chunk;
  };
  const auto work = [&](Chunk* chunk) {
    run->Work(chunk);
    return chunk;
  };
  const auto take = [&](Chunk* chunk) {
    const Baton::Hold hold(&taking);
    run->Take(chunk);
    bytes_in_hand -= chunk->bytes;
  };
  const auto steps = tbb::make_filter<void, Chunk*>(tbb::filter_mode::serial_in_order, read) &
                     tbb::make_filter<Chunk*, Chunk*>(tbb::filter_mode::parallel, work) &
                     tbb::make_filter<Chunk*, void>(tbb::filter_mode::serial_in_order, take);
  // More than the machine has, where that is asked for.
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, jobs);
  tbb::task_arena arena(static_cast<int>(jobs));
  const auto take_all_back = [&] {
    const Baton::Hold hold_reading(&reading);
    const Baton::Hold hold_taking(&taking);
    for (Chunk& chunk : ring) const Baton::Hold hold(&chunk.baton);
  };
  // Where too many bytes are in hand the pipeline runs empty, and is filled again: waiting inside
  // it could keep the very thread that would write them.
  while (read_ahead || !run->at_end()) {
    try {
      arena.execute([&] { tbb::parallel_pipeline(ring.size(), steps); });
    } catch (...) {
      take_all_back();
      throw;
    }
    take_all_back();
  }
}

}  // namespace

int ForEachDocument(const InputOptions& input, const Chain& chain, const RunOptions& options,
                    DocumentHandler* handler) {
  Run run(input, chain, options, handler);
  if (options.jobs > 1) {
    RunInParallel(options.jobs, &run);
  } else {
    RunInTurn(1, &run);
  }
  return run.Finish();
}

}  // namespace strigil
