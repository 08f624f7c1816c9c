#include "strigil/pipeline/profile.h"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "strigil/pipeline/builtin_profiles.h"
#include "strigil/stages/registry.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";

std::string Joined(const std::vector<std::string_view>& names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

std::string StageNames() {
  std::vector<std::string_view> names;
  for (const StageEntry& entry : AllStages()) names.push_back(entry.name);
  return Joined(names);
}

std::string UnknownStage(std::string_view name) {
  return "no stage is named '" + std::string(name) + "'; there are: " + StageNames();
}

void RequireStage(std::string_view name) {
  if (FindStage(name) == nullptr) throw ConfigError(UnknownStage(name));
}

// Returns the value that a setting can have, nothing for what no setting is: tables, dates, lists
// of anything but strings.
std::optional<SettingValue> ToSettingValue(const toml::node& node) {
  if (const auto value = node.value_exact<bool>()) return SettingValue(*value);
  if (const auto value = node.value_exact<int64_t>()) return SettingValue(*value);
  if (const auto value = node.value_exact<double>()) return SettingValue(*value);
  if (const auto value = node.value_exact<std::string>()) return SettingValue(*value);
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> strings;
  for (const toml::node& element : *array) {
    const auto value = element.value_exact<std::string>();
    if (!value.has_value()) return std::nullopt;
    strings.push_back(*value);
  }
  return SettingValue(std::move(strings));
}

// Reads one TOML file and keeps its name for messages.
class ProfileReader {
 public:
  explicit ProfileReader(std::string_view file) : file_(file) {}

  toml::table Parse(std::string_view text) const {
    try {
      return toml::parse(text, file_);
    } catch (const toml::parse_error& error) {
      Fail(error.source(), std::string(error.description()));
    }
  }

  Profile Read(std::string_view text) const {
    const toml::table root = Parse(text);
    RefuseUnknown(
        root, [](std::string_view key) { return key == "profile" || FindStage(key) != nullptr; },
        "expected [profile] or the name of a stage: " + StageNames());
    const toml::table* head = root["profile"].as_table();
    if (head == nullptr) FailAtStart("expected a table [profile]");
    RefuseUnknown(
        *head,
        [](std::string_view key) { return key == "name" || key == "about" || key == "stages"; },
        "[profile] has: name, about, stages");

    Profile profile;
    profile.name = RequiredString(*head, "name");
    if (profile.name.empty() ||
        profile.name.find_first_not_of(kNameCharacters) != std::string::npos) {
      Fail(head->get("name")->source(),
           "expected 'name' to be of lower-case letters, digits and hyphens");
    }
    profile.about = RequiredString(*head, "about");
    profile.stages = ReadStages(*head);
    for (const auto& [stage, node] : root) {
      if (stage.str() == "profile") continue;
      const toml::table* table = node.as_table();
      if (table == nullptr) {
        Fail(stage.source(), "expected '" + std::string(stage.str()) + "' to be a table: [" +
                                 std::string(stage.str()) + "]");
      }
      profile.settings[std::string(stage.str())] = ReadSettings(*table);
    }
    return profile;
  }

  [[noreturn]] void FailAtStart(const std::string& message) const {
    Fail({{1, 1}, {1, 1}, {}}, message);
  }

 private:
  [[noreturn]] void Fail(const toml::source_region& region, const std::string& message) const {
    throw ConfigError(PositionOf(region).ToString() + ": " + message);
  }

  ConfigPosition PositionOf(const toml::source_region& region) const {
    return {file_, region.begin.line, region.begin.column};
  }

  // Fails at the first key, in the order of the file, that `is_known` does not know.
  template <typename Predicate>
  void RefuseUnknown(const toml::table& table, Predicate is_known,
                     const std::string& expected) const {
    const toml::key* first = nullptr;
    for (const auto& [key, node] : table) {
      if (is_known(key.str())) continue;
      const auto place = [](const toml::key& k) {
        return std::tuple(k.source().begin.line, k.source().begin.column);
      };
      if (first == nullptr || place(key) < place(*first)) first = &key;
    }
    if (first != nullptr)
      Fail(first->source(), "unknown '" + std::string(first->str()) + "'; " + expected);
  }

  std::string RequiredString(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr)
      Fail(table.source(), "expected a key '" + std::string(key) + "' in [profile]");
    const auto value = node->value_exact<std::string>();
    if (!value.has_value())
      Fail(node->source(), "expected '" + std::string(key) + "' to be a string");
    return *value;
  }

  std::vector<std::string> ReadStages(const toml::table& head) const {
    const toml::node* node = head.get("stages");
    if (node == nullptr) Fail(head.source(), "expected a key 'stages' in [profile]");
    const toml::array* array = node->as_array();
    if (array == nullptr) Fail(node->source(), "expected 'stages' to be a list of stages");
    std::vector<std::string> stages;
    for (const toml::node& element : *array) {
      const auto name = element.value_exact<std::string>();
      if (!name.has_value()) Fail(element.source(), "expected the name of a stage in 'stages'");
      if (FindStage(*name) == nullptr) Fail(element.source(), UnknownStage(*name));
      if (std::find(stages.begin(), stages.end(), *name) != stages.end()) {
        Fail(element.source(), "the stage '" + *name + "' comes twice");
      }
      // It makes the text anew, and what earlier stages had decided would be lost.
      if (*name == "decode" && !stages.empty())
        Fail(element.source(), "expected 'decode' to be the first stage");
      stages.push_back(*name);
    }
    return stages;
  }

  Settings ReadSettings(const toml::table& table) const {
    Settings settings;
    for (const auto& [key, node] : table) {
      std::optional<SettingValue> value = ToSettingValue(node);
      if (!value.has_value()) {
        Fail(node.source(), "expected '" + std::string(key.str()) +
                                "' to be a string, a number, true or false, or a list of strings");
      }
      settings[std::string(key.str())] = {*std::move(value), PositionOf(key.source())};
    }
    return settings;
  }

  const std::string file_;
};

// Returns the value that VALUE of STAGE.KEY=VALUE stands for.
SettingValue ParseValue(std::string_view assignment, std::string_view text) {
  std::optional<SettingValue> value;
  try {
    const toml::table parsed = toml::parse("value = " + std::string(text));
    // More than the one key is a line end with something behind it.
    if (parsed.size() == 1) value = ToSettingValue(*parsed.get("value"));
  } catch (const toml::parse_error&) {
    value.reset();
  }
  if (value.has_value()) return *std::move(value);
  // What begins like TOML's strings, lists and tables was meant as such.
  if (std::string_view("\"'[{").find(text.front()) != std::string_view::npos) {
    throw ConfigError("'" + std::string(assignment) +
                      R"(': expected a value as TOML writes it: 40, true, "text", ["a", "b"])");
  }
  return std::string(text);
}

}  // namespace

Profile ParseProfile(std::string_view toml, std::string_view file) {
  return ProfileReader(file).Read(toml);
}

Profile LoadProfile(const std::string& name_or_path) {
  if (name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".toml")) {
    return ParseProfile(ReadConfigFile(name_or_path), name_or_path);
  }
  std::vector<std::string_view> known;
  for (const BuiltinProfile& profile : BuiltinProfiles()) {
    if (profile.name == name_or_path) return ParseProfile(profile.toml, profile.file);
    known.push_back(profile.name);
  }
  throw ConfigError("no profile is named '" + name_or_path + "'; there are: " + Joined(known) +
                    " (a file's name has a '/' in it or ends in .toml)");
}

ConfigKind KindOfConfig(std::string_view toml, std::string_view file) {
  const ProfileReader reader(file);
  const toml::table root = reader.Parse(toml);
  if (root.contains("pack")) return ConfigKind::kPack;
  if (root.contains("profile")) return ConfigKind::kProfile;
  reader.FailAtStart("expected a table [pack] or a table [profile]");
}

void DisableStage(std::string_view stage, Profile* profile) {
  RequireStage(stage);
  std::erase(profile->stages, stage);
}

void OverrideSetting(std::string_view assignment, std::string_view origin, Profile* profile) {
  const size_t equals = assignment.find('=');
  const size_t dot = assignment.substr(0, equals).find('.');
  if (equals == std::string_view::npos || dot == std::string_view::npos || dot == 0 ||
      dot + 1 == equals || equals + 1 == assignment.size()) {
    throw ConfigError("expected STAGE.KEY=VALUE, not '" + std::string(assignment) + "'");
  }
  const std::string_view stage = assignment.substr(0, dot);
  RequireStage(stage);
  SetSetting(stage, assignment.substr(dot + 1, equals - dot - 1),
             ParseValue(assignment, assignment.substr(equals + 1)), origin, profile);
}

void SetSetting(std::string_view stage, std::string_view key, SettingValue value,
                std::string_view origin, Profile* profile) {
  RequireStage(stage);
  profile->settings[std::string(stage)].insert_or_assign(
      std::string(key), Setting{std::move(value), ConfigPosition{std::string(origin), 0, 0}});
}

}  // namespace strigil
