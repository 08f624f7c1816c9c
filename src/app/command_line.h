#ifndef STRIGIL_APP_COMMAND_LINE_H_
#define STRIGIL_APP_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "app/options.h"

namespace strigil {

// Returns what the arguments, without the program's name, ask for. The first one may be a command;
// without one they are those of `clean`. Throws ConfigError, with the option and what was expected.
Command ParseCommandLine(std::vector<std::string> arguments);

}  // namespace strigil

#endif  // STRIGIL_APP_COMMAND_LINE_H_
