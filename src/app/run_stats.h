#ifndef STRIGIL_APP_RUN_STATS_H_
#define STRIGIL_APP_RUN_STATS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/io/record_reader.h"
#include "strigil/pipeline/chain.h"

namespace strigil {

// What happened in a run, or in a part of one. Not safe for use from two threads at once.
struct RunStats {
  uint64_t documents = 0;       // cleaned, dropped ones included
  uint64_t dropped = 0;         // of them
  uint64_t document_bytes = 0;  // of the records, decompressed and out of their containers
  uint64_t input_bytes = 0;     // of the inputs as they are stored
  uint64_t output_bytes = 0;    // as they are stored, without rejects
  double seconds = 0;           // from the beginning to the end
  StageTimes stage_times;       // of all threads together
  std::map<std::string, RemovalCount, std::less<>> removed;  // by Reason::group
  uint64_t input_errors = 0;     // inputs that could not be opened or read on
  uint64_t record_errors = 0;    // records and stretches of an input that were damaged or too large
  uint64_t document_errors = 0;  // documents that could not be cleaned
  SkippedRecords skipped;
  bool interrupted = false;

  // Counts a document. `record_bytes` is the size of the record that it was made of.
  void Add(const Document& document, uint64_t record_bytes);

  // Counts what could not be read.
  void Add(const Problem& problem);

  // Adds the counts of documents and errors of another part of the same run.
  void Add(const RunStats& part);
};

// Returns the stats as a JSON object with a line end; docs/usage.md describes it. `chain` is what
// the documents were cleaned with.
std::string ToJson(const RunStats& stats, const Chain& chain);

}  // namespace strigil

#endif  // STRIGIL_APP_RUN_STATS_H_
