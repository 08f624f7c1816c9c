#include "app/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace strigil {
namespace {

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool OutputIsTerminal() { return ::isatty(STDOUT_FILENO) == 1; }

bool ErrorsAloneAreOnATerminal() { return ::isatty(STDERR_FILENO) == 1 && !OutputIsTerminal(); }

bool WantsColor(ColorMode mode) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  return OutputIsTerminal() && Environment("NO_COLOR").empty() && Environment("TERM") != "dumb";
}

size_t OutputColumns() {
  const std::string_view given = Environment("COLUMNS");
  uint16_t columns = 0;
  const auto [stop, error] = std::from_chars(given.data(), given.data() + given.size(), columns);
  if (error == std::errc() && stop == given.data() + given.size() && columns > 0) return columns;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

}  // namespace strigil
