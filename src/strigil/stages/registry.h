#ifndef STRIGIL_STAGES_REGISTRY_H_
#define STRIGIL_STAGES_REGISTRY_H_

#include <memory>
#include <string_view>
#include <vector>

#include "strigil/rules/pack_library.h"
#include "strigil/stages/settings.h"
#include "strigil/stages/stage.h"

namespace strigil {

// What a stage may be made from besides its settings.
struct StageContext {
  const PackLibrary& packs;
};

// A stage that a profile can name.
struct StageEntry {
  std::string_view name;
  std::string_view about;
  // Throws ConfigError where a setting is unknown or wrong.
  std::unique_ptr<Stage> (*make)(SettingsReader* settings, const StageContext& context);
};

// All stages, in the order in which the default profile runs them. Valid for the life of the
// program; safe to call from any thread.
const std::vector<StageEntry>& AllStages();

// Returns the entry of this name, null where there is none.
const StageEntry* FindStage(std::string_view name);

}  // namespace strigil

#endif  // STRIGIL_STAGES_REGISTRY_H_
