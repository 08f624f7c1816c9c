#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/stages/content_model.h"
#include "strigil/stages/stages.h"

namespace strigil {
namespace {

class ContentStage final : public Stage {
 public:
  explicit ContentStage(SettingsReader* settings) {
    std::string file;
    settings->Read("model", "a file with another model; empty: the one compiled in", &file);
    settings->Read("threshold", "a line less likely main text than this goes", &threshold_);
    settings->Read("settled-threshold", "the same in a text that is nearly clean",
                   &settled_threshold_);
    settings->Read("settled-share",
                   "a text is nearly clean when at most this share of its lines went before",
                   &settled_share_);
    if (!file.empty()) own_model_.emplace(ContentModel::Parse(ReadConfigFile(file), file));
    model_ = own_model_.has_value() ? &*own_model_ : &ContentModel::Builtin();
  }

  std::string_view name() const override { return "content"; }

  // Other stages need not see what is plain to them, and the title is known, before this one looks.
  void Apply(Document&) const override {}

  void Finish(Document& document) const override {
    for (int round = 0; round < kMostRounds && RemoveWeakLines(document); ++round) {
    }
  }

 private:
  // A document settles after two or three.
  static constexpr int kMostRounds = 6;

  // Judges the lines that are kept, as if the others had never been there. Returns whether any
  // went.
  bool RemoveWeakLines(Document& document) const {
    const std::vector<size_t> kept = document.KeptLines();
    if (kept.empty()) return false;
    const bool settled = IsSettled(document, kept);
    const std::vector<int32_t> log_odds = model_->Score(document, kept, !settled);
    std::vector<uint32_t> scores(log_odds.size());
    std::transform(log_odds.begin(), log_odds.end(), scores.begin(), ProbabilityOf);
    const uint32_t threshold = Threshold(settled, scores);
    bool removed = false;
    for (size_t k = 0; k < kept.size(); ++k) {
      document.SetScore(kept[k], static_cast<float>(scores[k]) / 65536);
      if (scores[k] >= threshold || IsTitle(document, kept[k])) continue;
      document.RemoveLine(kept[k], &reason_);
      removed = true;
    }
    return removed;
  }

  // The title that the headline stage left in the text.
  static bool IsTitle(const Document& document, size_t line) {
    return document.Bare(document.line(line)) == document.provenance().title;
  }

  // Whether nothing was removed, or all that this stage would remove at once: what is left then
  // must be judged as if it had come in as it is.
  bool IsSettled(const Document& document, std::span<const size_t> kept) const {
    const std::span<const Line> lines = document.lines();
    const auto removed = static_cast<double>(lines.size() - kept.size());
    return removed <= settled_share_ * static_cast<double>(lines.size()) ||
           std::any_of(lines.begin(), lines.end(),
                       [this](const Line& line) { return line.removed_by == &reason_; });
  }

  uint32_t Threshold(bool settled, std::span<const uint32_t> scores) const {
    const double wanted = settled ? settled_threshold_ : threshold_;
    const uint32_t best = *std::max_element(scores.begin(), scores.end());
    return std::min(static_cast<uint32_t>(wanted * 65536), best / 2);
  }

  std::optional<ContentModel> own_model_;
  const ContentModel* model_ = nullptr;
  double threshold_ = 0.5;
  double settled_threshold_ = 0.3;
  double settled_share_ = 0.15;
  Reason reason_{"content", "not-main-text", "content"};
};

}  // namespace

std::unique_ptr<Stage> MakeContentStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<ContentStage>(settings);
}

}  // namespace strigil
