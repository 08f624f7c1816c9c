#include "app/interruption.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace strigil {
namespace {

// All that a signal handler may touch.
std::atomic<int> first_signal = 0;
std::atomic<int> wake_end = -1;
static_assert(std::atomic<int>::is_always_lock_free);

// The pipe that a signal makes readable: a flag alone could be missed between a look at it and the
// wait for input.
std::array<int, 2> wake_pipe = {-1, -1};

extern "C" void NoteSignal(int signal) {
  const int error = errno;
  int none = 0;
  if (first_signal.compare_exchange_strong(none, signal)) {
    (void)::write(wake_end, "", 1);
  } else {
    static_cast<void>(std::signal(signal, SIG_DFL));
    static_cast<void>(std::raise(signal));
  }
  errno = error;
}

// Takes `signal` over, unless it is ignored. `before` is what was in force.
void Install(int signal, struct sigaction* before) {
  ::sigaction(signal, nullptr, before);
  if (before->sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = NoteSignal;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  if (::pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  first_signal = 0;
  wake_end = wake_pipe[1];
  installed_ = true;
  Install(SIGINT, &before_interrupt_);
  Install(SIGTERM, &before_terminate_);
}

Interruption::~Interruption() {
  if (!installed_) return;
  ::sigaction(SIGINT, &before_interrupt_, nullptr);
  ::sigaction(SIGTERM, &before_terminate_, nullptr);
  wake_end = -1;
  for (const int end : wake_pipe) ::close(end);
}

int Interruption::signal() const { return first_signal; }

bool Interruption::WaitToRead(int descriptor) const {
  while (signal() == 0) {
    std::array<pollfd, 2> waiting = {pollfd{descriptor, POLLIN, 0},
                                     pollfd{installed_ ? wake_pipe[0] : -1, POLLIN, 0}};
    const int ready = ::poll(waiting.data(), waiting.size(), -1);
    // What poll() cannot wait for is read all the same: read() knows why.
    if (ready < 0 && errno != EINTR) return true;
    if (ready > 0 && waiting[0].revents != 0 && signal() == 0) return true;
  }
  return false;
}

size_t InterruptibleSource::Read(std::span<char> buffer) {
  if (!interruption_.WaitToRead(file_->descriptor())) throw Interrupted();
  return file_->Read(buffer);
}

}  // namespace strigil
