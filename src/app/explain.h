#ifndef STRIGIL_APP_EXPLAIN_H_
#define STRIGIL_APP_EXPLAIN_H_

#include "app/options.h"

namespace strigil {

// Runs `strigil explain` and returns the exit status. Throws ConfigError, before anything is read,
// and OutputError.
int RunExplain(const ExplainOptions& options);

}  // namespace strigil

#endif  // STRIGIL_APP_EXPLAIN_H_
