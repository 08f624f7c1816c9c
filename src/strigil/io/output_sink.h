#ifndef STRIGIL_IO_OUTPUT_SINK_H_
#define STRIGIL_IO_OUTPUT_SINK_H_

#include <memory>
#include <string>
#include <string_view>

#include "strigil/text/error.h"

namespace strigil {

// Whoever read the output has gone (EPIPE). The program ends quietly. SIGPIPE must be ignored for
// this to be thrown; else the signal ends the program first.
class BrokenPipe : public OutputError {
 public:
  using OutputError::OutputError;
};

// Where output goes. Nothing is complete, and in a file nothing is visible, before Commit(): a sink
// that is destroyed without it drops what it still holds. Not safe for use from two threads at
// once.
class OutputSink {
 public:
  OutputSink() = default;
  OutputSink(const OutputSink&) = delete;
  OutputSink& operator=(const OutputSink&) = delete;
  virtual ~OutputSink() = default;

  // Appends `bytes`. They may be held back. Throws OutputError; after that the sink can only be
  // destroyed.
  virtual void Write(std::string_view bytes) = 0;

  // Hands on what was held back. Throws OutputError.
  virtual void Flush() = 0;

  // Completes the output: all of it is written, and a file stands under its name. Nothing may be
  // written after it. Throws OutputError.
  virtual void Commit() = 0;
};

// Returns a sink for the file at `path`. A regular file is written under a hidden temporary name
// beside it and takes the place of an older one at Commit(), with that one's permissions; a
// symbolic link stays and its target is replaced. Without Commit() the temporary file is removed
// and the older one stays as it was. "-" is standard output; devices, FIFOs and the names under
// /dev/fd, /dev/stdout and /dev/stderr are written straight. Throws OutputError where `path` cannot
// be written.
std::unique_ptr<OutputSink> OpenOutput(const std::string& path);

// Returns a sink for an open file descriptor, which stays open when the sink goes; `name` is what
// messages call it.
std::unique_ptr<OutputSink> NewDescriptorSink(int descriptor, std::string name);

// A sink that appends to a string at once. `out` must not be null and must outlive it.
class StringSink final : public OutputSink {
 public:
  explicit StringSink(std::string* out) : out_(out) {}
  void Write(std::string_view bytes) override { out_->append(bytes); }
  void Flush() override {}
  void Commit() override {}

 private:
  std::string* const out_;
};

}  // namespace strigil

#endif  // STRIGIL_IO_OUTPUT_SINK_H_
