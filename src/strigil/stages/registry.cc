#include "strigil/stages/registry.h"

#include "strigil/stages/stages.h"

namespace strigil {

const std::vector<StageEntry>& AllStages() {
  static const std::vector<StageEntry> stages = {
      {"decode", "bytes to clean UTF-8: charset, NFC, controls, odd spaces, entities, mojibake",
       MakeDecodeStage},
      {"language", "removes lines in another language than the document's", MakeLanguageStage},
      {"rules",
       "the rule packs: navigation, share bars, reply forms, bylines, captions, footers and more",
       MakeRulesStage},
      {"headline", "finds the title; removes what is glued before it, and its repeats",
       MakeHeadlineStage},
      {"repetition", "removes lines that repeat inside the document, and lists of headlines",
       MakeRepetitionStage},
      {"content", "removes lines that a learned model takes for anything but main text",
       MakeContentStage},
      {"trailing", "finds where the article ends; removes unrelated stories behind it",
       MakeTrailingStage},
      {"quality", "looks at what is left: empty, short, much removed", MakeQualityStage},
  };
  return stages;
}

const StageEntry* FindStage(std::string_view name) {
  for (const StageEntry& entry : AllStages()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace strigil
