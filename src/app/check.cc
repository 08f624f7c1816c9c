#include "app/check.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/exit_status.h"
#include "strigil/io/input_files.h"
#include "strigil/io/output_sink.h"
#include "strigil/pipeline/builtin_profiles.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack.h"
#include "strigil/rules/pack_library.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

std::string Noun(size_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

// Counts what was checked, and writes what failed as it is found.
class Checker {
 public:
  explicit Checker(OutputSink* sink) : sink_(sink) {}

  void CheckBuiltin() {
    for (const BuiltinPack& pack : BuiltinPacks()) {
      Guard(pack.file, [&] { CheckRules(ParsePack(pack.toml, pack.file)); });
    }
    for (const BuiltinProfile& profile : BuiltinProfiles()) {
      Guard(profile.file, [&] { CheckProfile(ParseProfile(profile.toml, profile.file)); });
    }
  }

  void CheckFiles(const std::vector<std::string>& operands) {
    // Profiles may name packs that stand behind them on the command line.
    std::vector<std::string> profiles;
    InputFiles files(operands);
    for (;;) {
      const auto next = files.Next();
      if (std::holds_alternative<EndOfInput>(next)) break;
      if (const auto* problem = std::get_if<Problem>(&next)) {
        Fail(problem->ToString());
        continue;
      }
      const auto& path = std::get<std::string>(next);
      const bool named = std::find(operands.begin(), operands.end(), path) != operands.end();
      if (!named && !path.ends_with(".toml")) continue;
      Guard(path, [&] {
        if (KindOfConfig(ReadConfigFile(path), path) == ConfigKind::kProfile) {
          profiles.push_back(path);
        } else {
          CheckRules(LoadPack(path));
          library_.AddFile(path);
        }
      });
    }
    for (const std::string& path : profiles) {
      Guard(path, [&] { CheckProfile(ParseProfile(ReadConfigFile(path), path)); });
    }
  }

  int Finish() {
    std::string line = Noun(rules_, "rule") + " in " + Noun(packs_, "pack") + ", " +
                       Noun(profiles_, "profile") + ": ";
    line += failures_ == 0 ? "all good" : Noun(failures_, "failure");
    sink_->Write(line + "\n");
    sink_->Commit();
    return failures_ == 0 ? kAllGood : kConfigWrong;
  }

 private:
  // Calls `function`; what it throws is a failure of `file`, which its message names if it does not
  // already.
  template <typename Function>
  void Guard(std::string_view file, Function function) {
    try {
      function();
    } catch (const ConfigError& error) {
      const std::string_view message = error.what();
      Fail(message.starts_with(file) ? std::string(message)
                                     : std::string(file).append(": ").append(message));
    }
  }

  void Fail(const std::string& message) {
    ++failures_;
    sink_->Write(message + "\n");
  }

  void CheckRules(const Pack& pack) {
    ++packs_;
    rules_ += pack.rules.size();
    for (const CheckFailure& failure : CheckPack(pack))
      Fail(failure.position.ToString() + ": " + failure.message);
  }

  void CheckProfile(Profile profile) {
    ++profiles_;
    // Settings of stages that the profile does not run are to be right as well: --set and a copy
    // may bring them in.
    for (const auto& [stage, settings] : profile.settings) {
      if (std::find(profile.stages.begin(), profile.stages.end(), stage) == profile.stages.end()) {
        profile.stages.push_back(stage);
      }
    }
    const Chain chain(profile, library_);
  }

  OutputSink* const sink_;
  PackLibrary library_;
  size_t rules_ = 0;
  size_t packs_ = 0;
  size_t profiles_ = 0;
  size_t failures_ = 0;
};

}  // namespace

int RunCheck(const CheckOptions& options) {
  const auto sink = OpenOutput("-");
  Checker checker(sink.get());
  if (options.operands.empty()) {
    checker.CheckBuiltin();
  } else {
    checker.CheckFiles(options.operands);
  }
  return checker.Finish();
}

}  // namespace strigil
