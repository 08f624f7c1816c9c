#ifndef STRIGIL_TESTS_APP_RUNNING_PROGRAM_H_
#define STRIGIL_TESTS_APP_RUNNING_PROGRAM_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {

// The program while it runs, for tests that send it signals. Its standard input is a pipe.
class RunningStrigil {
 public:
  // Begins to run it. With `ignored`, a signal, it begins with that one ignored.
  explicit RunningStrigil(std::vector<std::string> arguments, int ignored = 0);
  RunningStrigil(const RunningStrigil&) = delete;
  RunningStrigil& operator=(const RunningStrigil&) = delete;

  // Ends it, if it still runs.
  ~RunningStrigil();

  // Writes all of `bytes` to its standard input; waits where it does not read.
  void Send(std::string_view bytes);

  // Waits until it has read all that was sent and waits for more.
  void WaitUntilItWaits() const;

  // Waits until it has begun to handle `signal`.
  void WaitUntilItHandles(int signal) const;

  // Waits until its main thread sleeps, for longer than it takes to start or to read a file.
  void WaitUntilItSleeps() const;

  void CloseInput();
  void Signal(int signal) const;

  // Waits for its end.
  Outcome Wait();

 private:
  // What the system says of the process.
  std::string ReadStatus() const;

  const TemporaryFolder folder_;
  pid_t child_ = -1;
  int input_ = -1;
};

}  // namespace strigil

#endif  // STRIGIL_TESTS_APP_RUNNING_PROGRAM_H_
