#ifndef STRIGIL_APP_LIST_H_
#define STRIGIL_APP_LIST_H_

#include "app/options.h"

namespace strigil {

// Runs --list and returns the exit status. Throws ConfigError and OutputError.
int RunList(const ListOptions& options);

}  // namespace strigil

#endif  // STRIGIL_APP_LIST_H_
