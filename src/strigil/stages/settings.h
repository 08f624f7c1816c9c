#ifndef STRIGIL_STAGES_SETTINGS_H_
#define STRIGIL_STAGES_SETTINGS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "strigil/rules/pack.h"

namespace strigil {

using SettingValue = std::variant<bool, int64_t, double, std::string, std::vector<std::string>>;

// Returns the value as TOML writes it.
std::string ToToml(const SettingValue& value);

// The settings of one stage as a profile or the command line gives them, each with its place for
// messages.
struct Setting {
  SettingValue value;
  ConfigPosition position;
};
using Settings = std::map<std::string, Setting, std::less<>>;

// One setting as a stage declares it.
struct SettingDescription {
  std::string key;
  SettingValue value;  // in force: the default where nothing was given
  std::string about;
};

// Reads the settings of a stage and refuses what the stage does not know. A stage's constructor
// names each setting once, and so documents it:
//
//   SettingsReader reader("quality", settings);
//   reader.Read("min-words", "documents with fewer words are marked 'short'", &min_words_);
//   reader.Finish();
class SettingsReader {
 public:
  // `stage` and `settings` must outlive the reader.
  SettingsReader(std::string_view stage, const Settings& settings)
      : stage_(stage), settings_(settings) {}

  // Sets `*value`, which holds the default, where the setting is given. Throws ConfigError where it
  // is of another type or, for numbers, outside [least, most].
  void Read(std::string_view key, std::string_view about, bool* value);
  void Read(std::string_view key, std::string_view about, int64_t* value, int64_t least = 0,
            int64_t most = INT64_MAX);
  void Read(std::string_view key, std::string_view about, double* value, double least = 0,
            double most = 1);
  void Read(std::string_view key, std::string_view about, std::string* value);
  void Read(std::string_view key, std::string_view about, std::vector<std::string>* value);

  // The same for a setting that is one of a few names; sets `*value` to the index of the name
  // given.
  void ReadName(std::string_view key, std::string_view about, const std::vector<std::string>& names,
                size_t* value);

  // Throws ConfigError where a setting was given that no Read() asked for: its name and place, and
  // the names known.
  void Finish() const;

  // What was asked for so far, in order, with the values in force.
  const std::vector<SettingDescription>& descriptions() const { return descriptions_; }

 private:
  template <typename Value>
  const Setting* Describe(std::string_view key, std::string_view about, const Value& value);
  [[noreturn]] void Fail(const Setting& setting, std::string_view key,
                         const std::string& expected) const;

  std::string_view stage_;
  const Settings& settings_;
  std::vector<SettingDescription> descriptions_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_SETTINGS_H_
