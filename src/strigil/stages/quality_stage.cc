#include "strigil/stages/stages.h"

namespace strigil {
namespace {

class QualityStage final : public Stage {
 public:
  explicit QualityStage(SettingsReader* settings) {
    settings->Read("min-words", "a document with fewer words left is marked 'short'", &min_words_);
    settings->Read("max-removed",
                   "a document that lost a larger share of its words is marked 'much-removed'",
                   &max_removed_);
    settings->ReadName("action",
                       "what happens to a marked document: it is only marked, gets all of its text "
                       "back, or is not written",
                       {"mark", "keep-original", "drop"}, &action_);
  }

  std::string_view name() const override { return "quality"; }
  bool repeats() const override { return false; }

  void Apply(Document& document) const override {
    uint64_t words = 0;
    uint64_t kept_words = 0;
    for (const Line& line : document.lines()) {
      words += line.shape.words;
      if (line.kept()) kept_words += line.shape.words;
    }
    if (words == 0) return;
    std::vector<std::string>& marks = document.provenance().marks;
    if (kept_words == 0) {
      marks.emplace_back("empty");
    } else if (kept_words < static_cast<uint64_t>(min_words_)) {
      marks.emplace_back("short");
    }
    if (static_cast<double>(words - kept_words) > max_removed_ * static_cast<double>(words)) {
      marks.emplace_back("much-removed");
    }
    if (marks.empty()) return;
    if (action_ == kKeepOriginal) document.RestoreAll();
    if (action_ == kDrop) document.Drop();
  }

 private:
  enum Action : size_t { kMark, kKeepOriginal, kDrop };

  int64_t min_words_ = 25;
  double max_removed_ = 0.95;
  size_t action_ = kMark;
};

}  // namespace

std::unique_ptr<Stage> MakeQualityStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<QualityStage>(settings);
}

}  // namespace strigil
