#ifndef STRIGIL_APP_CHECK_H_
#define STRIGIL_APP_CHECK_H_

#include "app/options.h"

namespace strigil {

// Runs `strigil check` and returns kAllGood or kConfigWrong. Throws OutputError.
int RunCheck(const CheckOptions& options);

}  // namespace strigil

#endif  // STRIGIL_APP_CHECK_H_
