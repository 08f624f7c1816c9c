#ifndef STRIGIL_APP_CLEAN_H_
#define STRIGIL_APP_CLEAN_H_

#include "app/options.h"

namespace strigil {

// Runs `strigil clean` and returns the exit status. Throws ConfigError, before anything is read or
// written, and OutputError; then no file named by -o or --rejects has changed.
int RunClean(const CleanOptions& options);

}  // namespace strigil

#endif  // STRIGIL_APP_CLEAN_H_
