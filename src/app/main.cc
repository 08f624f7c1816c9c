#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include "app/check.h"
#include "app/clean.h"
#include "app/command_line.h"
#include "app/exit_status.h"
#include "app/explain.h"
#include "app/list.h"
#include "app/messages.h"
#include "strigil/io/output_sink.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

// A file opened later would take the number of a standard stream that the caller has closed, and be
// written over. What is put in its place fails as a closed one does.
void OccupyStandardDescriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) == -1) {
      (void)::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

struct Runner {
  int operator()(const CleanOptions& options) const { return RunClean(options); }
  int operator()(const ExplainOptions& options) const { return RunExplain(options); }
  int operator()(const CheckOptions& options) const { return RunCheck(options); }
  int operator()(const ListOptions& options) const { return RunList(options); }
  int operator()(const PrintText& print) const {
    const auto sink = OpenOutput("-");
    sink->Write(print.text);
    sink->Commit();
    return kAllGood;
  }
};

int Main(std::vector<std::string> arguments) {
  try {
    return std::visit(Runner(), ParseCommandLine(std::move(arguments)));
  } catch (const ConfigError& error) {
    TellError(error.what());
    return kConfigWrong;
  } catch (const BrokenPipe&) {
    // Whoever reads the output has had enough of it, as head does: that is no error of anybody's.
    return kAllGood;
  } catch (const OutputError& error) {
    TellError(error.what());
    return kOutputFailed;
  } catch (const std::exception& error) {
    TellError(error.what());
    return kOutputFailed;
  }
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  strigil::OccupyStandardDescriptors();
  // A closed pipe shows in write() then, with the clean-up that every other error gets.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  return strigil::Main({argv + (argc > 0 ? 1 : 0), argv + argc});
}
