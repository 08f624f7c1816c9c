#include "strigil/pipeline/chain.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "strigil/stages/registry.h"
#include "strigil/text/digest.h"
#include "strigil/text/error.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// Documents settle after two or three rounds; the limit is for those that are made not to.
constexpr int kMostRounds = 12;

// Adds the time of its own life to `total`, unless that is null.
class Stopwatch {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Stopwatch(std::chrono::nanoseconds* total) : total_(total) {
    if (total_ != nullptr) begin_ = Clock::now();
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() {
    if (total_ != nullptr) *total_ += Clock::now() - begin_;
  }

 private:
  std::chrono::nanoseconds* const total_;
  Clock::time_point begin_;
};

// `times` is of these stages, or null.
void ApplyUntilStable(std::span<const std::unique_ptr<Stage>> stages,
                      std::chrono::nanoseconds* times, Document& document) {
  const auto time_of = [times](size_t stage) { return times == nullptr ? nullptr : times + stage; };
  // The revision that each stage last saw and had nothing to remove from: it would not now.
  std::vector<uint64_t> settled(stages.size(), 0);
  uint64_t finished = 0;  // the revision that all stages were last asked to finish
  for (int round = 0; round < kMostRounds && finished != document.revision(); ++round) {
    const uint64_t begin = document.revision();
    for (size_t i = 0; i < stages.size(); ++i) {
      const uint64_t before = document.revision();
      if (settled[i] == before) continue;
      {
        const Stopwatch stopwatch(time_of(i));
        stages[i]->Apply(document);
      }
      if (document.revision() == before) settled[i] = before;
    }
    // A second round seldom finds more before what finishing removes. It comes behind that: what is
    // left must be seen to be stable then in any case.
    if (round > 0 && begin != document.revision()) continue;
    finished = document.revision();
    for (size_t i = 0; i < stages.size(); ++i) {
      const Stopwatch stopwatch(time_of(i));
      stages[i]->Finish(document);
      if (finished != document.revision()) break;
    }
  }
}

}  // namespace

Chain::Chain(const Profile& profile, const PackLibrary& packs) {
  // The resolved profile as text, in one form whatever it was written like: what the digest is
  // taken of.
  std::string resolved = "strigil profile 1\n";
  const StageContext context{packs};
  const Settings none;
  for (const std::string& name : profile.stages) {
    const StageEntry* entry = FindStage(name);
    if (entry == nullptr) throw ConfigError(profile.name + ": no stage is named '" + name + "'");
    const auto given = profile.settings.find(name);
    SettingsReader settings(name, given == profile.settings.end() ? none : given->second);
    stages_.push_back(entry->make(&settings, context));
    settings.Finish();
    resolved += "[" + name + "]\n";
    for (const SettingDescription& setting : settings.descriptions()) {
      resolved += setting.key + " = " + ToToml(setting.value) + "\n";
    }
    const std::string data = stages_.back()->data_digest();
    if (!data.empty()) resolved += "data " + data + "\n";
  }
  for (const std::string& pack : packs.Names())
    resolved += "[pack " + pack + "]\n" + std::string(packs.Toml(pack));
  profile_digest_ = profile.name + " " + Sha256(resolved);
}

Document Chain::Clean(Record record, StageTimes* times) const {
  if (times != nullptr && times->size() < stages_.size()) times->resize(stages_.size());
  const auto time_of = [&](auto stage) {
    return times == nullptr ? nullptr : times->data() + (stage - stages_.begin());
  };
  Document document(std::move(record));
  document.provenance().source_digest = Sha256(document.record().bytes);
  document.provenance().profile = profile_digest_;
  for (auto stage = stages_.begin(); stage != stages_.end();) {
    if (!document.has_text() && (*stage)->name() != "decode")
      document.SetText(ToValidUtf8(document.record().bytes));
    if (!(*stage)->repeats()) {
      const Stopwatch stopwatch(time_of(stage));
      (*stage)->Apply(document);
      ++stage;
      continue;
    }
    const auto end =
        std::find_if(stage, stages_.end(), [](const auto& other) { return !other->repeats(); });
    ApplyUntilStable(std::span(stage, end), time_of(stage), document);
    stage = end;
  }
  if (!document.has_text()) document.SetText(ToValidUtf8(document.record().bytes));
  return document;
}

}  // namespace strigil
