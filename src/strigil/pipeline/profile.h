#ifndef STRIGIL_PIPELINE_PROFILE_H_
#define STRIGIL_PIPELINE_PROFILE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/stages/settings.h"

namespace strigil {

// The stages of a chain in order, with the settings given for each. docs/profiles.md is the manual
// page.
struct Profile {
  std::string name;
  std::string about;
  std::vector<std::string> stages;
  std::map<std::string, Settings, std::less<>> settings;  // by stage; only what was given
};

// Returns the profile that the TOML text describes; `file` is the name for messages. Throws
// ConfigError, with the place and what was expected, where the text is no TOML, a stage is unknown
// or named twice, or a key is unknown. The settings themselves are read by the stages, when a chain
// is made.
Profile ParseProfile(std::string_view toml, std::string_view file);

// Returns the profile of this name that is compiled in or, where `name_or_path` has a '/' or ends
// in ".toml", the profile of that file. Throws ConfigError where there is none.
Profile LoadProfile(const std::string& name_or_path);

// What a TOML file of strigil is.
enum class ConfigKind { kPack, kProfile };

// Returns what the TOML text is by its tables: one with [pack] a rule pack, one with [profile] a
// profile. `file` is the name for messages. Throws ConfigError where the text is no TOML or neither
// of the two.
ConfigKind KindOfConfig(std::string_view toml, std::string_view file);

// Takes a stage out. Throws ConfigError where no stage has that name; nothing happens where the
// profile has no such stage.
void DisableStage(std::string_view stage, Profile* profile);

// Sets one setting as "STAGE.KEY=VALUE" says, VALUE as TOML writes it; what TOML has no meaning for
// (a bare word, a date) is taken as a string. `origin` is the name for later messages about the
// setting, such as the option that gave it. Throws ConfigError where the text is not of that form
// or no stage has that name. Whether the stage has such a setting shows when a chain is made.
void OverrideSetting(std::string_view assignment, std::string_view origin, Profile* profile);

// Sets one setting; `origin` as above. Throws ConfigError where no stage has that name.
void SetSetting(std::string_view stage, std::string_view key, SettingValue value,
                std::string_view origin, Profile* profile);

}  // namespace strigil

#endif  // STRIGIL_PIPELINE_PROFILE_H_
