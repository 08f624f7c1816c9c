#include <algorithm>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/cohesion.h"
#include "strigil/stages/stages.h"

namespace strigil {
namespace {

// A heading and the text up to the next one: a section of the article, or a story or teaser behind its end. Indices of
// lines.
struct Block {
  size_t begin = 0;
  size_t end = 0;
  int paragraphs = 0;  // lines of prose
  uint64_t words = 0;
};

bool CanHeadBlock(const Document& document, const Line& line) {
  const LineShape& shape = line.shape;
  const bool list = shape.wide_characters > 0 && shape.inner_punctuation > 1;
  return IsHeadlineLike(shape) && !shape.starts_with_bullet && !shape.starts_lower && !list &&
         !document.Text(line).ends_with(':');
}

class TrailingStage final : public Stage {
 public:
  explicit TrailingStage(SettingsReader* settings) {
    settings->Read("fewest-words", "an article with fewer words before its supposed end is left alone", &fewest_words_);
    settings->Read("certainty", "how sure it must be that what follows is other stories, as log-odds", &certainty_, 0, 100);
    settings->Read("fragments", "remove at least this many short lines behind the last paragraph; 0: none", &fragments_);
  }

  std::string_view name() const override { return "trailing"; }

  void Apply(Document& document) const override {
    RemoveStories(document);
    if (fragments_ > 0) RemoveFragments(document);
  }

 private:
  static constexpr size_t kMostBlocks = 24;
  static constexpr uint64_t kTeaserWords = 65;
  static constexpr uint16_t kFewestTeaserWords = 6;
  static constexpr double kCostOfBlock = 0.5;
  static constexpr uint16_t kMostInnerPunctuation = 2;

  // The blocks at the document's end, in order.
  static std::vector<Block> FindBlocks(const Document& document) {
    const std::vector<size_t> kept = document.KeptLines();
    std::vector<Block> blocks;
    Block block{document.lines().size(), document.lines().size(), 0, 0};
    for (size_t k = kept.size(); k-- > 0 && blocks.size() < kMostBlocks;) {
      const Line& line = document.line(kept[k]);
      block.begin = kept[k];
      block.words += line.shape.words;
      if (IsProse(line.shape)) ++block.paragraphs;
      if (!CanHeadBlock(document, line)) continue;
      // A teaser without a full stop looks like a headline; the one above it is its headline.
      if (block.paragraphs == 0 && line.shape.words >= kFewestTeaserWords && k > 0 &&
          CanHeadBlock(document, document.line(kept[k - 1]))) {
        ++block.paragraphs;
        continue;
      }
      blocks.push_back(block);
      block = {kept[k], kept[k], 0, 0};
    }
    std::reverse(blocks.begin(), blocks.end());
    return blocks;
  }

  // How likely the block is another story, as log-odds: by the words that it shares with what stands before it, and by its
  // build. Teasers have one paragraph, and not a long one.
  static double LogOdds(const Vocabulary& vocabulary, const Block& block) {
    const double by_words = LogOddsOfOtherStory(vocabulary.OverlapWithLinesBefore(block.begin, block.begin, block.end));
    if (block.paragraphs == 0) return std::min(0.0, by_words);
    if (block.paragraphs > 1) return by_words - 1.5 * (block.paragraphs - 1);
    return by_words + (block.words <= kTeaserWords ? 0.5 : block.words <= 2 * kTeaserWords ? -0.5 : -2.0);
  }

  void RemoveStories(Document& document) const {
    const std::vector<Block> blocks = FindBlocks(document);
    if (blocks.empty()) return;
    const Vocabulary vocabulary(document);
    std::vector<uint64_t> words_before(document.lines().size() + 1, 0);
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      words_before[i + 1] = words_before[i] + (line.kept() && IsProse(line.shape) ? line.shape.words : 0U);
    }
    size_t best = blocks.size();
    double best_odds = certainty_;
    for (size_t first = 0; first < blocks.size(); ++first) {
      const uint64_t before = words_before[blocks[first].begin];
      if (before < static_cast<uint64_t>(fewest_words_) || before * 2 < words_before.back()) continue;
      double odds = 0;
      for (size_t i = first; i < blocks.size(); ++i) odds += LogOdds(vocabulary, blocks[i]) - kCostOfBlock;
      if (odds > best_odds) {
        best_odds = odds;
        best = first;
      }
    }
    if (best == blocks.size()) return;
    for (size_t i = blocks[best].begin; i < document.lines().size(); ++i) document.RemoveLine(i, &story_);
  }

  void RemoveFragments(Document& document) const {
    std::vector<size_t> fragments;
    for (size_t i = document.lines().size(); i-- > 0;) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      const LineShape& shape = line.shape;
      if (shape.ends_sentence || shape.sentence_ends > 0 || IsProse(shape)) {
        // A list that the article introduces is its own.
        if (document.Text(line).ends_with(':')) return;
        break;
      }
      if (shape.starts_with_bullet || shape.inner_punctuation > kMostInnerPunctuation) return;
      fragments.push_back(i);
      if (document.Text(line).ends_with(':')) return;
    }
    if (fragments.size() < static_cast<size_t>(fragments_) || fragments.size() == document.kept_lines()) return;
    for (const size_t i : fragments) document.RemoveLine(i, &fragment_);
  }

  int64_t fewest_words_ = 60;
  double certainty_ = 2.0;
  int64_t fragments_ = 3;
  Reason story_{"trailing", "other-story", "trailing"};
  Reason fragment_{"trailing", "fragment", "trailing"};
};

}  // namespace

std::unique_ptr<Stage> MakeTrailingStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<TrailingStage>(settings);
}

}  // namespace strigil
