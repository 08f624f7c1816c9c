#ifndef STRIGIL_APP_CHAIN_SETUP_H_
#define STRIGIL_APP_CHAIN_SETUP_H_

#include <memory>

#include "app/options.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack_library.h"

namespace strigil {

// A profile as the command line changes it, and the packs that it can name.
struct ChainSetup {
  PackLibrary packs;
  Profile profile;
};

// Loads what the options name. Nothing is made of it yet, so settings that no stage has go
// unnoticed. Throws ConfigError.
std::unique_ptr<ChainSetup> LoadSetup(const ProfileOptions& options);

}  // namespace strigil

#endif  // STRIGIL_APP_CHAIN_SETUP_H_
