#ifndef STRIGIL_APP_DOCUMENT_LOOP_H_
#define STRIGIL_APP_DOCUMENT_LOOP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "app/byte_counters.h"
#include "app/interruption.h"
#include "app/options.h"
#include "app/progress.h"
#include "app/run_stats.h"
#include "strigil/document/document.h"
#include "strigil/io/record_reader.h"
#include "strigil/pipeline/chain.h"

namespace strigil {

// What a document has become by the time that its turn to be written comes.
struct PreparedDocument {
  std::string output;                // formatted; empty where it is left out
  std::string rejects;               // the same, of what was removed
  std::optional<Document> document;  // where it is still needed
};

// One of the inputs of a run.
struct InputSource {
  std::string path;      // "-" for standard input
  std::string below;     // see InputFiles::below()
  uint64_t bytes = 0;    // for the handler: the size, and when it was changed last, in nanoseconds
  int64_t modified = 0;  // since 1970
};

// What is to be done with an input.
struct Decision {
  bool read = true;
  std::optional<Problem> problem;  // to be told in its place
};

// What is done with cleaned documents: in two steps, so that many can be in hand at once.
class DocumentHandler {
 public:
  DocumentHandler() = default;
  DocumentHandler(const DocumentHandler&) = delete;
  DocumentHandler& operator=(const DocumentHandler&) = delete;
  virtual ~DocumentHandler() = default;

  // Does what needs no order. Called from any thread, and from several at once. What it throws ends
  // the loop.
  virtual PreparedDocument Prepare(Document document) const = 0;

  // Says whether an input is to be read at all, before it is opened. Inputs are decided about in
  // order, one call at a time, but while earlier ones are still being taken. What it throws ends
  // the loop.
  virtual Decision Decide(InputSource* input) {
    (void)input;
    return {};
  }

  // Called before the documents of an input that is read are taken, and behind them. `whole` says
  // that it was read to its end, `problems` how much of it was bad. Not called where the run is
  // interrupted before. The same holds as for Take().
  virtual void Begin(const InputSource& input) { (void)input; }
  virtual void End(const InputSource& input, bool whole, uint64_t problems) {
    (void)input;
    (void)whole;
    (void)problems;
  }

  // Takes the documents in the order of the input, one call at a time, not always from the same
  // thread. What it throws ends the loop.
  virtual void Take(PreparedDocument prepared) = 0;
};

struct RunOptions {
  unsigned jobs = 1;
  const Interruption* interruption = nullptr;  // null: signals do what they always do
  ByteCounters* bytes = nullptr;               // what is read is added to
  RunStats* stats = nullptr;     // what happens is added to, all but bytes and seconds
  Progress* progress = nullptr;  // is told on standard error; needs `bytes`
};

// Reads the records of the inputs one after the other, cleans each and hands the document to
// `handler`, which must not be null. Tells what was bad on standard error, in order, and goes on
// behind it. What `handler` throws ends the loop and is thrown, once no thread works any more.
// Returns kAllGood or kSomeBad.
//
// `run.jobs`, at least 1, is how many threads clean and prepare; with 1 the caller's does all, one
// document after the other. What is taken, told and returned is the same for every number. Besides
// the documents that threads are cleaning, at most 256 a thread and 32 MiB are in hand, and the one
// that went over it.
//
// Once `run.interruption` has a signal nothing more is read; what is in hand is finished. 128 and
// the signal are returned then.
int ForEachDocument(const InputOptions& input, const Chain& chain, const RunOptions& run,
                    DocumentHandler* handler);

}  // namespace strigil

#endif  // STRIGIL_APP_DOCUMENT_LOOP_H_
