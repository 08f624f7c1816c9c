#ifndef STRIGIL_APP_BYTE_COUNTERS_H_
#define STRIGIL_APP_BYTE_COUNTERS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "strigil/io/byte_source.h"
#include "strigil/io/output_sink.h"

namespace strigil {

// Bytes as they pass, in both directions. Safe to read from any thread.
struct ByteCounters {
  std::atomic<uint64_t> in = 0;
  std::atomic<uint64_t> out = 0;
};

// Another source, with what is read of it added to a counter.
class CountingSource final : public ByteSource {
 public:
  // `source` and `counter` must not be null; `counter` must outlive the source.
  CountingSource(std::unique_ptr<ByteSource> source, std::atomic<uint64_t>* counter)
      : source_(std::move(source)), counter_(counter) {}

  size_t Read(std::span<char> buffer) override {
    const size_t size = source_->Read(buffer);
    *counter_ += size;
    return size;
  }

 private:
  const std::unique_ptr<ByteSource> source_;
  std::atomic<uint64_t>* const counter_;
};

// Another sink, with what is written to it added to a counter.
class CountingSink final : public OutputSink {
 public:
  // `sink` and `counter` must not be null; `counter` must outlive the sink.
  CountingSink(std::unique_ptr<OutputSink> sink, std::atomic<uint64_t>* counter)
      : sink_(std::move(sink)), counter_(counter) {}

  void Write(std::string_view bytes) override {
    sink_->Write(bytes);
    *counter_ += bytes.size();
  }
  void Flush() override { sink_->Flush(); }
  void Commit() override { sink_->Commit(); }

 private:
  const std::unique_ptr<OutputSink> sink_;
  std::atomic<uint64_t>* const counter_;
};

}  // namespace strigil

#endif  // STRIGIL_APP_BYTE_COUNTERS_H_
