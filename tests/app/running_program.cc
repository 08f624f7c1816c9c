#include "tests/app/running_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

namespace strigil {

RunningStrigil::RunningStrigil(std::vector<std::string> arguments, int ignored) {
  arguments.insert(arguments.begin(), STRIGIL_PROGRAM);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const std::string out = folder_ / "out";
  const std::string err = folder_ / "err";
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  child_ = ::fork();
  if (child_ == 0) {
    ::dup2(ends[0], STDIN_FILENO);
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (ignored != 0) ::signal(ignored, SIG_IGN);
    ::execv(STRIGIL_PROGRAM, pointers.data());
    ::_exit(127);
  }
  EXPECT_GT(child_, 0);
  ::close(ends[0]);
  input_ = ends[1];
  ::signal(SIGPIPE, SIG_IGN);
}

RunningStrigil::~RunningStrigil() {
  CloseInput();
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

void RunningStrigil::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(input_, bytes.data(), bytes.size());
    if (written <= 0) return;  // it has gone
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void RunningStrigil::WaitUntilItWaits() const {
  int waiting = 1;
  for (int i = 0; i < 2000 && waiting > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_EQ(::ioctl(input_, FIONREAD, &waiting), 0);
  }
  EXPECT_EQ(waiting, 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

std::string RunningStrigil::ReadStatus() const {
  return ReadFile("/proc/" + std::to_string(child_) + "/status");
}

void RunningStrigil::WaitUntilItHandles(int signal) const {
  for (int i = 0; i < 2000; ++i) {
    const std::string text = ReadStatus();
    const size_t caught = text.find("SigCgt:\t");
    if (caught != std::string::npos &&
        (std::stoull(text.substr(caught + 8), nullptr, 16) >> (signal - 1) & 1) != 0) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ADD_FAILURE() << "it does not handle signal " << signal;
}

void RunningStrigil::WaitUntilItSleeps() const {
  std::string last;
  for (int i = 0; i < 400; ++i) {
    const std::string text = ReadStatus();
    // How often it went to sleep of its own accord: in a sleep that lasts no more than before.
    const size_t sleeps = text.find("voluntary_ctxt_switches:");
    if (text.find("State:\tS") != std::string::npos && sleeps != std::string::npos) {
      const std::string now = text.substr(sleeps, text.find('\n', sleeps) - sleeps);
      if (now == last) return;
      last = now;
    } else {
      last.clear();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "it does not go to sleep";
}

void RunningStrigil::CloseInput() {
  if (const int input = std::exchange(input_, -1); input >= 0) ::close(input);
}

void RunningStrigil::Signal(int signal) const { ::kill(child_, signal); }

Outcome RunningStrigil::Wait() {
  Outcome outcome;
  int status = 0;
  EXPECT_EQ(::waitpid(std::exchange(child_, -1), &status, 0) > 0, true);
  outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.out = ReadFile(folder_ / "out");
  outcome.err = ReadFile(folder_ / "err");
  return outcome;
}

}  // namespace strigil
