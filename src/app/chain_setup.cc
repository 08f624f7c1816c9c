#include "app/chain_setup.h"

#include <string>
#include <vector>

#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr std::string_view kRulesStage = "rules";
constexpr std::string_view kExtraPacks = "extra-packs";

// The packs that the profile itself adds to the rules stage stay.
void AddExtraPacks(std::vector<std::string> names, Profile* profile) {
  const Settings& settings = profile->settings[std::string(kRulesStage)];
  if (const auto given = settings.find(kExtraPacks); given != settings.end()) {
    const auto* before = std::get_if<std::vector<std::string>>(&given->second.value);
    if (before == nullptr) return;  // the stage will refuse it, and name its place
    names.insert(names.begin(), before->begin(), before->end());
  }
  SetSetting(kRulesStage, kExtraPacks, std::move(names), "--pack", profile);
}

}  // namespace

std::unique_ptr<ChainSetup> LoadSetup(const ProfileOptions& options) {
  auto setup = std::make_unique<ChainSetup>();
  setup->profile = LoadProfile(options.profile);
  std::vector<std::string> extra;
  for (const std::string& path : options.packs) extra.push_back(setup->packs.AddFile(path));
  if (!options.title.empty())
    SetSetting("headline", "title", options.title, "--title", &setup->profile);
  for (const std::string& assignment : options.settings) {
    try {
      OverrideSetting(assignment, "--set " + assignment.substr(0, assignment.find('=')),
                      &setup->profile);
    } catch (const ConfigError& error) {
      throw ConfigError(std::string("--set: ") + error.what());
    }
  }
  for (const std::string& stage : options.disabled) {
    try {
      DisableStage(stage, &setup->profile);
    } catch (const ConfigError& error) {
      throw ConfigError(std::string("--disable: ") + error.what());
    }
  }
  if (!extra.empty()) AddExtraPacks(std::move(extra), &setup->profile);
  return setup;
}

}  // namespace strigil
