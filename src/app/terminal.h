#ifndef STRIGIL_APP_TERMINAL_H_
#define STRIGIL_APP_TERMINAL_H_

#include <cstddef>

#include "app/options.h"

namespace strigil {

// Returns whether standard output is a terminal.
bool OutputIsTerminal();

// Returns whether progress can be shown there: standard error is a terminal, standard output is
// none that it would be mixed up with.
bool ErrorsAloneAreOnATerminal();

// Returns whether to write colours: for ColorMode::kAuto where standard output is a terminal that
// is not called "dumb", and NO_COLOR is unset or empty (no-color.org).
bool WantsColor(ColorMode mode);

// Returns the columns to lay text out for: what COLUMNS says, else the terminal that standard
// output is; 0 where it is none.
size_t OutputColumns();

}  // namespace strigil

#endif  // STRIGIL_APP_TERMINAL_H_
