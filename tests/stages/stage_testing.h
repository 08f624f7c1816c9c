#ifndef STRIGIL_TESTS_STAGES_STAGE_TESTING_H_
#define STRIGIL_TESTS_STAGES_STAGE_TESTING_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack_library.h"
#include "strigil/stages/registry.h"
#include "strigil/stages/settings.h"
#include "strigil/stages/stage.h"
#include "strigil/text/error.h"

namespace strigil {

inline Settings Given(std::initializer_list<std::pair<std::string, SettingValue>> values) {
  Settings settings;
  for (const auto& [key, value] : values) settings[key] = {value, {"test.toml", 1, 1}};
  return settings;
}

inline std::unique_ptr<Stage> MakeStage(std::string_view name, const Settings& settings = {},
                                        const PackLibrary& packs = {}) {
  SettingsReader reader(name, settings);
  std::unique_ptr<Stage> stage = FindStage(name)->make(&reader, {packs});
  reader.Finish();
  return stage;
}

// What ConfigError says of the settings, "" where nothing is thrown.
inline std::string SettingsError(std::string_view stage, const Settings& settings) {
  try {
    MakeStage(stage, settings);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

// Each string a line, with `separator` between.
inline std::string Lines(const std::vector<std::string>& lines, std::string_view separator = "\n") {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += separator;
    text += line;
  }
  return text;
}

// Paragraphs with a blank line between.
inline std::string Paragraphs(const std::vector<std::string>& lines) {
  return Lines(lines, "\n\n");
}

// A document and what cleaned it, which owns its reasons.
class Staged {
 public:
  // The text by one stage alone, applied until it is done.
  Staged(std::unique_ptr<Stage> stage, std::string text)
      : stage_(std::move(stage)), document_(Record{}) {
    document_.SetText(std::move(text));
    uint64_t revision = 0;
    while (stage_->repeats() && revision != document_.revision()) {
      revision = document_.revision();
      stage_->Apply(document_);
      if (revision == document_.revision()) stage_->Finish(document_);
    }
    if (!stage_->repeats()) stage_->Apply(document_);
  }

  Staged(std::string_view stage, std::string text, const Settings& settings = {})
      : Staged(MakeStage(stage, settings), std::move(text)) {}

  std::string Body() const { return document_.Body(); }
  const Provenance& provenance() const { return document_.provenance(); }
  const Document& document() const { return document_; }

  // Why the first line with this bare text was removed; "" where it is kept, "no such line" where
  // there is none.
  std::string ReasonOf(std::string_view bare) const {
    for (const Line& line : document_.lines()) {
      if (document_.Bare(line) != bare) continue;
      return line.kept() ? "" : line.removed_by->ToString();
    }
    return "no such line";
  }

 private:
  std::unique_ptr<Stage> stage_;
  Document document_;
};

// The chain of the profile "news" as it comes.
inline const Chain& NewsChain() {
  static const PackLibrary packs;
  static const Chain chain(LoadProfile("news"), packs);
  return chain;
}

inline Document CleanNews(std::string text) {
  Record record;
  record.bytes = std::move(text);
  return NewsChain().Clean(std::move(record));
}

// Paragraphs of one article, to put things between.
inline const std::vector<std::string>& OrchardArticle() {
  static const std::vector<std::string> paragraphs = {
      "The orchard behind the old monastery at Lindwell has been planted with two hundred young "
      "pear trees, most of them of kinds that no nursery in the county has sold for fifty years.",
      "The trees were grafted last winter by the pupils of the village school, who had collected "
      "the cuttings from hedges and gardens all over the valley. Of the first three hundred grafts "
      "about two thirds took.",
      "“People brought us branches in their bicycle baskets,” said Agnes Tollard, the teacher who "
      "began the project. “Some of them remembered the taste of a pear, but not its name.”",
      "Naming the pears will be the work of the next ten years. A tree has to bear fruit at least "
      "three times before the pomologists of the county museum will say what it is.",
      "Until then the monastery keeps the orchard open to anybody who wants to walk there. The "
      "grass is cut by a flock of sheep, and the pupils come on Thursdays to water the young "
      "trees.",
  };
  return paragraphs;
}

}  // namespace strigil

#endif  // STRIGIL_TESTS_STAGES_STAGE_TESTING_H_
