#ifndef STRIGIL_APP_EXIT_STATUS_H_
#define STRIGIL_APP_EXIT_STATUS_H_

namespace strigil {

// What the program tells scripts. docs/usage.md promises these numbers.
enum ExitStatus : int {
  kAllGood = 0,
  kSomeBad = 1,      // some documents were bad or refused; the rest is written
  kConfigWrong = 2,  // the command line, a profile or a pack; nothing was read
  kOutputFailed = 3,
};

// What shells call a program that a signal has ended: SIGINT is 130, SIGTERM 143.
constexpr int StatusOfSignal(int signal) { return 128 + signal; }
constexpr bool IsInterrupted(int status) { return status > 128; }

}  // namespace strigil

#endif  // STRIGIL_APP_EXIT_STATUS_H_
