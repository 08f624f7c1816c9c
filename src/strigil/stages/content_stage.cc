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
#include "strigil/text/digest.h"

namespace strigil {
namespace {

class ContentStage final : public Stage {
 public:
  explicit ContentStage(SettingsReader* settings) {
    std::string file;
    settings->Read("model", "a file with another model; empty: the one compiled in", &file);
    settings->Read("threshold", "lines that are less likely main text than this go", &threshold_);
    settings->Read("least-share",
                   "where what would go has a smaller share of the words than this, only what is "
                   "plainly no main text goes",
                   &least_share_);
    if (file.empty()) {
      model_ = &ContentModel::Builtin();
      model_digest_ = Sha256(BuiltinContentModel());
    } else {
      const std::string bytes = ReadConfigFile(file);
      own_model_.emplace(ContentModel::Parse(bytes, file));
      model_ = &*own_model_;
      model_digest_ = Sha256(bytes);
    }
  }

  std::string_view name() const override { return "content"; }
  std::string data_digest() const override { return model_digest_; }

  // What is plain to the other stages they have removed, and the title is known, when this one is
  // asked to finish. Where lines went it is asked again, and judges what is left, unless that was
  // plain.
  void Apply(Document&) const override {}

  void Finish(Document& document) const override {
    if (document.NotesOf(this).has_value()) return;
    const std::vector<size_t> kept = document.KeptLines();
    if (kept.empty()) return;
    const std::vector<int32_t> log_odds = model_->Score(document, kept, !IsSettled(document));
    std::vector<uint32_t> scores(log_odds.size());
    std::transform(log_odds.begin(), log_odds.end(), scores.begin(), ProbabilityOf);
    uint32_t threshold = Threshold(threshold_, scores);
    if (IsLittle(document, kept, scores, threshold))
      threshold = Threshold(std::min(threshold_, kPlainly), scores);
    bool is_plain = true;
    for (size_t k = 0; k < kept.size(); ++k) {
      document.SetScore(kept[k], static_cast<float>(scores[k]) / 65536);
      if (scores[k] < threshold && !IsTitle(document, kept[k])) {
        document.RemoveLine(kept[k], &reason_);
      } else {
        is_plain = is_plain & (scores[k] >= std::max(threshold, kPlainlyMain));
      }
    }
    if (is_plain) document.NotesOf(this) = true;
  }

 private:
  static constexpr double kPlainly = 0.08;
  // In 65536ths. A document without a line above the first looks weak as a whole. Lines above the
  // second were main text on a second look, too, in all but one of four hundred documents.
  static constexpr uint32_t kStrong = 65536 / 4 * 3;
  static constexpr uint32_t kPlainlyMain = 65536 / 20 * 11;

  // Whether nothing was removed, or this stage has judged the document before: what is left must
  // then be judged as if it had come in as it is, or a second cleaning would find more.
  bool IsSettled(const Document& document) const {
    const std::span<const Line> lines = document.lines();
    return document.is_whole() || std::any_of(lines.begin(), lines.end(), [this](const Line& line) {
             return line.removed_by == &reason_;
           });
  }

  // The title that the headline stage left in the text.
  static bool IsTitle(const Document& document, size_t line) {
    const std::string& title = document.provenance().title;
    return !title.empty() && document.Bare(document.line(line)) == title;
  }

  // Whether the lines below `threshold` are hardly worth the risk: a text is clean then, or nearly.
  bool IsLittle(const Document& document, std::span<const size_t> kept,
                std::span<const uint32_t> scores, uint32_t threshold) const {
    uint64_t words = 0;
    uint64_t weak_words = 0;
    for (size_t k = 0; k < kept.size(); ++k) {
      const uint64_t count = document.line(kept[k]).shape.words;
      words += count;
      weak_words += scores[k] < threshold ? count : 0;
    }
    return static_cast<double>(weak_words) < least_share_ * static_cast<double>(words);
  }

  // What `wanted` comes to in a document: one whose lines all look weak still has a best part.
  static uint32_t Threshold(double wanted, std::span<const uint32_t> scores) {
    const uint32_t best = *std::max_element(scores.begin(), scores.end());
    return std::min(static_cast<uint32_t>(wanted * 65536), best < kStrong ? best / 2 : best);
  }

  std::optional<ContentModel> own_model_;
  const ContentModel* model_ = nullptr;
  std::string model_digest_;
  double threshold_ = 0.47;
  double least_share_ = 0.02;
  Reason reason_{"content", "not-main-text", "content"};
};

}  // namespace

std::unique_ptr<Stage> MakeContentStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<ContentStage>(settings);
}

}  // namespace strigil
