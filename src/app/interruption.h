#ifndef STRIGIL_APP_INTERRUPTION_H_
#define STRIGIL_APP_INTERRUPTION_H_

#include <csignal>
#include <cstddef>
#include <exception>
#include <memory>
#include <span>
#include <utility>

#include "strigil/io/byte_source.h"

namespace strigil {

// The wish of whoever runs the program that it stops: SIGINT or SIGTERM. The first one is noted
// here, so that what was begun can be finished; a second one ends the program at once. A signal
// that was ignored when the program began, as in the background of a script, stays ignored.
class Interruption {
 public:
  // Takes the signals over. There can be one such object at a time. Without file descriptors to be
  // had the signals stay as they are.
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // Gives the signals back.
  ~Interruption();

  // Returns the signal that came first, or 0. Safe to call from any thread.
  int signal() const;

  // Waits until `descriptor` can be read without waiting, or a signal comes, or one has come.
  // Returns whether it can be read. Safe to call from any thread.
  bool WaitToRead(int descriptor) const;

 private:
  struct sigaction before_interrupt_ {};
  struct sigaction before_terminate_ {};
  bool installed_ = false;
};

// Thrown by sources where reading was interrupted.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

// A file that is read until the program is interrupted; then Read() throws Interrupted, so that
// what was read of a record is not taken for the whole of it.
class InterruptibleSource final : public ByteSource {
 public:
  // `file` must not be null; `interruption` must outlive the source.
  InterruptibleSource(std::unique_ptr<FileSource> file, const Interruption& interruption)
      : file_(std::move(file)), interruption_(interruption) {}

  size_t Read(std::span<char> buffer) override;

 private:
  const std::unique_ptr<FileSource> file_;
  const Interruption& interruption_;
};

}  // namespace strigil

#endif  // STRIGIL_APP_INTERRUPTION_H_
