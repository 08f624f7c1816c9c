#ifndef STRIGIL_TEXT_ERROR_H_
#define STRIGIL_TEXT_ERROR_H_

#include <stdexcept>
#include <string>

namespace strigil {

// A profile, a pack or a setting is wrong. The message names the place ("news.toml:12:3: ...") and
// what was expected. Thrown while a chain is built, before any document is read; the program exits
// with status 2.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Output could not be written. The message names the output and the system's reason. The program
// exits with status 3.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace strigil

#endif  // STRIGIL_TEXT_ERROR_H_
