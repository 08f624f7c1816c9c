#ifndef STRIGIL_APP_PROGRESS_H_
#define STRIGIL_APP_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace strigil {

// How far a run is, in words, and when it is time to say so. Reads no clock and writes nothing
// itself. Not safe for use from two threads at once.
class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class Style {
    kTerminal,  // one line that is written over, five times a second from the second second on
    kLines,     // a line every ten seconds
  };

  // `total_bytes` is what there is to read, where that is known.
  Progress(Style style, std::optional<uint64_t> total_bytes, Time begin);

  // Returns what to write to standard error now that so many documents are done and so many bytes
  // read; empty where it is not time yet.
  std::string Update(uint64_t documents, uint64_t bytes, Time now);

  // Returns what to write before anything else is written there, and at the end: it takes the line
  // off a terminal. Empty where there is none.
  std::string Clear();

 private:
  std::string Words(uint64_t documents, uint64_t bytes, double seconds) const;

  const Style style_;
  const std::optional<uint64_t> total_bytes_;
  const Time begin_;
  Time next_;
  bool shown_ = false;
};

// Returns the sizes of all that the operands name (see InputFiles), or nothing where one of them is
// no regular file.
std::optional<uint64_t> TotalBytes(const std::vector<std::string>& operands);

}  // namespace strigil

#endif  // STRIGIL_APP_PROGRESS_H_
