#include "strigil/stages/settings.h"

#include <algorithm>
#include <cstdio>

#include "strigil/text/error.h"

namespace strigil {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

struct TomlWriter {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    char buffer[32];
    static_cast<void>(std::snprintf(buffer, sizeof buffer, "%.6g", value));
    const std::string text = buffer;
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
  }
  std::string operator()(const std::string& value) const { return Quoted(value); }
  std::string operator()(const std::vector<std::string>& values) const {
    std::string text = "[";
    for (const std::string& value : values) text += (text.size() > 1 ? ", " : "") + Quoted(value);
    return text + "]";
  }
};

}  // namespace

std::string ToToml(const SettingValue& value) { return std::visit(TomlWriter(), value); }

template <typename Value>
const Setting* SettingsReader::Describe(std::string_view key, std::string_view about,
                                        const Value& value) {
  descriptions_.push_back({std::string(key), SettingValue(value), std::string(about)});
  const auto found = settings_.find(key);
  return found == settings_.end() ? nullptr : &found->second;
}

void SettingsReader::Fail(const Setting& setting, std::string_view key,
                          const std::string& expected) const {
  throw ConfigError(setting.position.ToString() + ": expected " + std::string(stage_) + "." +
                    std::string(key) + " to be " + expected + ", not " + ToToml(setting.value));
}

void SettingsReader::Read(std::string_view key, std::string_view about, bool* value) {
  const Setting* setting = Describe(key, about, *value);
  if (setting == nullptr) return;
  const bool* given = std::get_if<bool>(&setting->value);
  if (given == nullptr) Fail(*setting, key, "true or false");
  *value = *given;
  descriptions_.back().value = *value;
}

void SettingsReader::Read(std::string_view key, std::string_view about, int64_t* value,
                          int64_t least, int64_t most) {
  const Setting* setting = Describe(key, about, *value);
  if (setting == nullptr) return;
  const int64_t* given = std::get_if<int64_t>(&setting->value);
  if (given == nullptr || *given < least || *given > most) {
    Fail(*setting, key,
         "a whole number from " + std::to_string(least) +
             (most == INT64_MAX ? " up" : " to " + std::to_string(most)));
  }
  *value = *given;
  descriptions_.back().value = *value;
}

void SettingsReader::Read(std::string_view key, std::string_view about, double* value, double least,
                          double most) {
  const Setting* setting = Describe(key, about, *value);
  if (setting == nullptr) return;
  double given = 0;
  if (const double* number = std::get_if<double>(&setting->value)) {
    given = *number;
  } else if (const int64_t* whole = std::get_if<int64_t>(&setting->value)) {
    given = static_cast<double>(*whole);
  } else {
    Fail(*setting, key, "a number");
  }
  if (!(given >= least && given <= most)) {
    Fail(*setting, key, "a number from " + ToToml(least) + " to " + ToToml(most));
  }
  *value = given;
  descriptions_.back().value = *value;
}

void SettingsReader::Read(std::string_view key, std::string_view about, std::string* value) {
  const Setting* setting = Describe(key, about, *value);
  if (setting == nullptr) return;
  const std::string* given = std::get_if<std::string>(&setting->value);
  if (given == nullptr) Fail(*setting, key, "a string");
  *value = *given;
  descriptions_.back().value = *value;
}

void SettingsReader::Read(std::string_view key, std::string_view about,
                          std::vector<std::string>* value) {
  const Setting* setting = Describe(key, about, *value);
  if (setting == nullptr) return;
  const auto* given = std::get_if<std::vector<std::string>>(&setting->value);
  if (given == nullptr) Fail(*setting, key, "a list of strings");
  *value = *given;
  descriptions_.back().value = *value;
}

void SettingsReader::ReadName(std::string_view key, std::string_view about,
                              const std::vector<std::string>& names, size_t* value) {
  std::string name = names[*value];
  Read(key, about, &name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    std::string expected;
    for (const std::string& known : names)
      expected += (expected.empty() ? "" : " or ") + Quoted(known);
    Fail(settings_.find(key)->second, key, expected);
  }
  *value = static_cast<size_t>(found - names.begin());
}

void SettingsReader::Finish() const {
  for (const auto& [key, setting] : settings_) {
    std::string known;
    bool found = false;
    for (const SettingDescription& description : descriptions_) {
      found = found || description.key == key;
      known += (known.empty() ? "" : ", ") + description.key;
    }
    if (found) continue;
    throw ConfigError(setting.position.ToString() + ": unknown setting '" + key +
                      "' of the stage '" + std::string(stage_) + "'" +
                      (known.empty() ? "; it has none" : "; it has: " + known));
  }
}

}  // namespace strigil
