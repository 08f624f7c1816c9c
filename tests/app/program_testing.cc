#include "tests/app/program_testing.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/io/io_testing.h"

extern char** environ;

namespace strigil {
namespace {

std::vector<std::string> Environment(const std::vector<std::string>& given) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (text.starts_with("COLUMNS=") || text.starts_with("NO_COLOR=") || text.starts_with("TERM="))
      continue;
    variables.emplace_back(text);
  }
  variables.insert(variables.end(), given.begin(), given.end());
  return variables;
}

std::vector<char*> Pointers(std::vector<std::string>* strings) {
  std::vector<char*> pointers;
  for (std::string& string : *strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Reads a descriptor to its end; a terminal ends in an error.
std::string ReadDescriptor(int descriptor) {
  std::string bytes;
  char buffer[4096];
  for (ssize_t read = 0; (read = ::read(descriptor, buffer, sizeof buffer)) > 0;) {
    bytes.append(buffer, static_cast<size_t>(read));
  }
  return bytes;
}

}  // namespace

Outcome RunStrigil(std::vector<std::string> arguments, const RunOptions& options) {
  const TemporaryFolder folder;
  const std::string in = folder.Write("in", options.input);
  const std::string out = options.out_path.empty() ? folder / "out" : options.out_path;
  const std::string err = folder / "err";
  arguments.insert(arguments.begin(), STRIGIL_PROGRAM);
  std::vector<std::string> variables = Environment(options.environment);
  const std::vector<char*> argument_pointers = Pointers(&arguments);
  const std::vector<char*> variable_pointers = Pointers(&variables);

  int pipe_ends[2] = {-1, -1};
  if (options.reader_gone) {
    EXPECT_EQ(::pipe(pipe_ends), 0);
  }
  int terminal = -1;
  int terminal_end = -1;
  if (options.terminal_columns > 0) {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = static_cast<unsigned short>(options.terminal_columns);
    EXPECT_EQ(::openpty(&terminal, &terminal_end, nullptr, nullptr, &size), 0);
  }

  const pid_t child = ::fork();
  if (child == 0) {
    const auto open_as = [](const std::string& path, int flags, int descriptor) {
      const int opened = ::open(path.c_str(), flags, 0600);
      if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(126);
      if (opened != descriptor) ::close(opened);
    };
    open_as(in, O_RDONLY, STDIN_FILENO);
    open_as(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    if (options.reader_gone) {
      ::close(pipe_ends[0]);
      ::dup2(pipe_ends[1], STDOUT_FILENO);
      ::close(pipe_ends[1]);
      ::signal(SIGPIPE, SIG_DFL);
    } else if (options.terminal_columns > 0) {
      ::dup2(terminal_end, STDOUT_FILENO);
      ::close(terminal_end);
      ::close(terminal);
    } else {
      open_as(out, O_WRONLY | O_CREAT, STDOUT_FILENO);
    }
    if (options.close_out) ::close(STDOUT_FILENO);
    if (options.close_in) ::close(STDIN_FILENO);
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
    ::execve(STRIGIL_PROGRAM, argument_pointers.data(), variable_pointers.data());
    ::_exit(127);
  }
  EXPECT_GT(child, 0);
  if (options.reader_gone) {
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);
  }
  Outcome outcome;
  if (options.terminal_columns > 0) {
    ::close(terminal_end);
    outcome.out = ReadDescriptor(terminal);
    ::close(terminal);
  }
  int status = 0;
  rusage usage{};
  EXPECT_EQ(::wait4(child, &status, 0, &usage), child);
  outcome.peak_bytes = static_cast<uint64_t>(usage.ru_maxrss) * 1024;
  outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.err = ReadFile(err);
  if (options.out_path.empty() && options.terminal_columns == 0 && !options.reader_gone)
    outcome.out = ReadFile(out);
  return outcome;
}

}  // namespace strigil
