#include "app/list.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "app/chain_setup.h"
#include "app/exit_status.h"
#include "app/terminal.h"
#include "strigil/io/output_sink.h"
#include "strigil/pipeline/builtin_profiles.h"
#include "strigil/report/terminal_text.h"
#include "strigil/rules/pack.h"
#include "strigil/stages/registry.h"
#include "strigil/stages/settings.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr size_t kColumns = 80;  // of prose, where no terminal says otherwise

void AppendParagraph(std::string_view text, size_t indent, std::string* out) {
  // A setting can hold whatever the command line did.
  std::string visible(indent, ' ');
  AppendVisible(ToValidUtf8(text), &visible);
  const size_t columns = OutputColumns();
  *out += Wrapped(visible, columns == 0 ? kColumns : columns, indent) + "\n";
}

std::string ListStages(const ChainSetup& setup) {
  std::string out;
  const Settings none;
  for (const StageEntry& stage : AllStages()) {
    const auto given = setup.profile.settings.find(stage.name);
    SettingsReader reader(stage.name, given == setup.profile.settings.end() ? none : given->second);
    stage.make(&reader, StageContext{setup.packs});
    reader.Finish();
    const auto& in_use = setup.profile.stages;
    const bool used = std::find(in_use.begin(), in_use.end(), stage.name) != in_use.end();
    if (!out.empty()) out += '\n';
    AppendParagraph(std::string(stage.name) + (used ? "" : " (not in the profile)") + ": " +
                        std::string(stage.about),
                    0, &out);
    for (const SettingDescription& setting : reader.descriptions()) {
      AppendParagraph(std::string(stage.name) + "." + setting.key + " = " + ToToml(setting.value),
                      2, &out);
      AppendParagraph(setting.about, 6, &out);
    }
  }
  return out;
}

// Lines "NAME  ABOUT", the second column aligned.
class Table {
 public:
  void Add(std::string name, std::string about) {
    rows_.emplace_back(std::move(name), std::move(about));
  }

  std::string ToString() const {
    size_t width = 0;
    for (const auto& [name, about] : rows_) width = std::max(width, name.size());
    std::string out;
    for (const auto& [name, about] : rows_) {
      out += name;
      out.append(width - name.size() + 2, ' ');
      out += about;
      out += '\n';
    }
    return out;
  }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

std::string ListProfiles() {
  Table table;
  for (const BuiltinProfile& builtin : BuiltinProfiles()) {
    const Profile profile = ParseProfile(builtin.toml, builtin.file);
    table.Add(profile.name, profile.about);
  }
  return table.ToString();
}

std::string ListPacks(const PackLibrary& packs) {
  Table table;
  for (const std::string& name : packs.Names()) {
    const Pack pack = ParsePack(packs.Toml(name), name);
    table.Add(name, pack.about + " (" + std::to_string(pack.rules.size()) + ")");
  }
  return table.ToString();
}

std::string ListRules(const PackLibrary& packs) {
  std::string out;
  for (const std::string& name : packs.Names()) {
    for (const RuleView& rule : packs.Rules(name)) {
      out.append(rule.pack).append(".").append(rule.id).append("  ");
      out.append(ToString(rule.where)).append(" ").append(ToString(rule.zone)).append(" ");
      out.append(ToString(rule.action)).append("  ");
      AppendVisible(rule.pattern, &out);
      out += '\n';
    }
  }
  return out;
}

std::string List(const ListOptions& options) {
  if (options.subject == ListSubject::kProfiles) return ListProfiles();
  const auto setup = LoadSetup(options.profile);
  switch (options.subject) {
    case ListSubject::kPacks:
      return ListPacks(setup->packs);
    case ListSubject::kRules:
      return ListRules(setup->packs);
    default:
      return ListStages(*setup);
  }
}

}  // namespace

int RunList(const ListOptions& options) {
  const std::string text = List(options);
  const auto sink = OpenOutput("-");
  sink->Write(text);
  sink->Commit();
  return kAllGood;
}

}  // namespace strigil
