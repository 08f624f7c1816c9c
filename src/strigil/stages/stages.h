#ifndef STRIGIL_STAGES_STAGES_H_
#define STRIGIL_STAGES_STAGES_H_

#include <memory>

#include "strigil/stages/registry.h"

namespace strigil {

// What the registry makes the stages with, each in the file of its name. All throw ConfigError
// where a setting is wrong. What a stage does, and its settings, stands in docs/stages/.
std::unique_ptr<Stage> MakeDecodeStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeRulesStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeHeadlineStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeLanguageStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeRepetitionStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeContentStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeTrailingStage(SettingsReader* settings, const StageContext& context);
std::unique_ptr<Stage> MakeQualityStage(SettingsReader* settings, const StageContext& context);

}  // namespace strigil

#endif  // STRIGIL_STAGES_STAGES_H_
