#ifndef STRIGIL_TESTS_IO_DAMAGED_INPUTS_H_
#define STRIGIL_TESTS_IO_DAMAGED_INPUTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "strigil/io/compression.h"
#include "strigil/io/record_format.h"

namespace strigil {

// What an input is: a format, in a compression. Text is many documents with form feeds between.
struct InputKind {
  RecordFormat format = RecordFormat::kText;
  Compression compression = Compression::kNone;

  // Returns "text", "jsonl.zstd", "warc.gzip" and so on.
  std::string ToString() const;
};

// Returns every format, not compressed and in every compression.
std::vector<InputKind> AllInputKinds();

struct DamagedInput {
  std::string bytes;
  ReaderOptions options;            // to read it with
  std::vector<std::string> intact;  // the texts that must come out, whatever else does
};

// Damaged inputs of one kind: bits flipped, bytes lost, records cut, spliced with others, the whole
// cut. The same seed gives the same input. Safe to call from any thread.
class DamagedInputs {
 public:
  explicit DamagedInputs(InputKind kind);

  // Returns an input that is damaged in one record; the others, each in a member, frame or stream
  // of its own where it is compressed, are intact.
  DamagedInput WithOneBadRecord(uint64_t seed) const;

  // Returns an input that is damaged in some places anywhere. Every second one is compressed as a
  // whole. Nothing is promised of it.
  DamagedInput DamagedAnywhere(uint64_t seed) const;

 private:
  bool EndsRecord(const std::string& bytes) const;

  const InputKind kind_;
  std::vector<std::string> texts_;
  std::vector<std::string> records_;  // as they stand in the input
  std::string whole_;                 // all of them, compressed as one
  std::string other_;                 // a record to splice with
};

struct ReadInput {
  uint64_t records = 0;
  uint64_t problems = 0;
  std::vector<std::string> missing;  // of DamagedInput::intact
};

// Reads `input` to its end.
ReadInput Read(const DamagedInput& input);

}  // namespace strigil

#endif  // STRIGIL_TESTS_IO_DAMAGED_INPUTS_H_
