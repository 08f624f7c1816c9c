#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/cohesion.h"
#include "strigil/stages/comment_threads.h"
#include "strigil/stages/language_detector.h"
#include "strigil/stages/stages.h"

namespace strigil {
namespace {

// A heading and the text up to the next one: a section of the article, or a story or teaser behind
// its end. Indices of lines.
struct Block {
  size_t begin = 0;
  size_t end = 0;
  int paragraphs = 0;  // lines of prose
  bool has_list = false;
  uint64_t words = 0;
  uint64_t prose_from = 0;  // words of prose from its beginning to the document's end
};

// Names of places, of people: in scripts without spaces such a line is as long as a paragraph.
bool IsWideList(const LineShape& shape) {
  return shape.wide_characters > 0 && shape.inner_punctuation > 1;
}

bool CanHeadBlock(const Document& document, const Line& line) {
  const LineShape& shape = line.shape;
  return IsHeadlineLike(shape) && !shape.starts_with_bullet && !shape.starts_lower &&
         !IsWideList(shape) && !document.Text(line).ends_with(':');
}

class TrailingStage final : public Stage {
 public:
  explicit TrailingStage(SettingsReader* settings) {
    settings->Read("fewest-words",
                   "an article with fewer words before its supposed end is left alone",
                   &fewest_words_);
    settings->Read("certainty",
                   "how sure it must be that what follows is other stories, as log-odds",
                   &certainty_, 0, 100);
    settings->Read("fragments",
                   "remove at least this many short lines behind the last paragraph; 0: none",
                   &fragments_);
    settings->Read("threads", "remove comment threads behind the article", &threads_);
  }

  std::string_view name() const override { return "trailing"; }

  void Apply(Document& document) const override {
    if (threads_) RemoveThreads(document);
    RemoveStories(document);
    if (fragments_ > 0) RemoveFragments(document);
    RemoveLooseOrnaments(document);
  }

 private:
  static constexpr size_t kMostBlocks = 24;
  static constexpr uint64_t kTeaserWords = 65;
  static constexpr uint16_t kFewestTeaserWords = 6;
  static constexpr double kCostOfBlock = 0.5;
  static constexpr uint16_t kMostInnerPunctuation = 2;

  // The blocks at the document's end, in order.
  static std::vector<Block> FindBlocks(const Document& document) {
    std::vector<Block> blocks;
    blocks.reserve(kMostBlocks);
    Block block{document.lines().size(), document.lines().size()};
    for (size_t i = document.lines().size(); i-- > 0 && blocks.size() < kMostBlocks;) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      block.begin = i;
      block.words += line.shape.words;
      block.has_list |= IsWideList(line.shape) && line.shape.sentence_ends == 0;
      if (line.prose) {
        ++block.paragraphs;
        block.prose_from += line.shape.words;
      }
      if (!CanHeadBlock(document, line)) continue;
      // A teaser without a full stop looks like a headline; the one above it is its headline.
      if (block.paragraphs == 0 && line.shape.words >= kFewestTeaserWords &&
          CanHeadBlockAbove(document, i)) {
        ++block.paragraphs;
        continue;
      }
      blocks.push_back(block);
      block = {i, i, 0, false, 0, block.prose_from};
    }
    std::reverse(blocks.begin(), blocks.end());
    return blocks;
  }

  // Whether the last line kept before line `i` can head a block.
  static bool CanHeadBlockAbove(const Document& document, size_t i) {
    while (i > 0) {
      if (document.line(--i).kept()) return CanHeadBlock(document, document.line(i));
    }
    return false;
  }

  // How likely the block is another story, as log-odds: by the words that it shares with what
  // stands before it, and by its build. Teasers have one paragraph, and not a long one, and no
  // lists.
  static double LogOdds(double by_words, const Block& block) {
    if (block.paragraphs == 0 || block.has_list) return std::min(0.0, by_words);
    if (block.paragraphs > 1) return by_words - 1.5 * (block.paragraphs - 1);
    return by_words + (block.words <= kTeaserWords       ? 0.5
                       : block.words <= 2 * kTeaserWords ? -0.5
                                                         : -2.0);
  }

  // In a language that nobody knows, words may be built in another way than in those that the
  // overlaps were measured in: with prefixes that differ from one sentence to the next.
  static bool IsLanguageKnown(const Document& document) {
    return !document.provenance().language.empty() || !DetectDocumentLanguage(document).empty();
  }

  // Returns the first of the blocks that make the surest end of all, or their number where none is
  // sure enough.
  size_t FindEnd(std::span<const double> block_odds) const {
    size_t best = block_odds.size();
    double best_odds = certainty_;
    for (size_t first = 0; first < block_odds.size(); ++first) {
      double odds = 0;
      for (const double block : block_odds.subspan(first)) odds += block - kCostOfBlock;
      if (odds > best_odds) {
        best_odds = odds;
        best = first;
      }
    }
    return best;
  }

  void RemoveThreads(Document& document) const {
    for (const CommentThread& thread :
         FindCommentThreads(document, static_cast<uint64_t>(fewest_words_))) {
      for (size_t i = thread.begin; i < thread.end; ++i) document.RemoveLine(i, &thread_);
    }
  }

  void RemoveStories(Document& document) const {
    std::vector<Block> blocks = FindBlocks(document);
    // What stands before the supposed end must be enough of an article, and its greater part.
    const uint64_t prose = FindProse(document).words;
    const auto too_early = [&](const Block& block) {
      const uint64_t before = prose - block.prose_from;
      return before < static_cast<uint64_t>(fewest_words_) || before * 2 < prose;
    };
    blocks.erase(blocks.begin(), std::find_if_not(blocks.begin(), blocks.end(), too_early));
    if (blocks.empty()) return;
    // Most ends are settled by their build: no words could make stories of them.
    std::vector<double> block_odds;
    block_odds.reserve(blocks.size());
    for (const Block& block : blocks) block_odds.push_back(LogOdds(kHighestLogOdds, block));
    if (FindEnd(block_odds) == blocks.size()) return;
    const Vocabulary vocabulary(document);
    std::transform(blocks.begin(), blocks.end(), block_odds.begin(), [&](const Block& block) {
      const Overlap overlap =
          vocabulary.OverlapWithLinesBefore(block.begin, block.begin, block.end);
      return LogOdds(LogOddsOfOtherStory(overlap), block);
    });
    const size_t best = FindEnd(block_odds);
    if (best == blocks.size() || !IsLanguageKnown(document)) return;
    for (size_t i = blocks[best].begin; i < document.lines().size(); ++i)
      document.RemoveLine(i, &story_);
  }

  void RemoveFragments(Document& document) const {
    std::vector<size_t> fragments;
    for (size_t i = document.lines().size(); i-- > 0;) {
      const Line& line = document.line(i);
      if (!line.kept()) continue;
      const LineShape& shape = line.shape;
      if (shape.ends_sentence || shape.sentence_ends > 0 || line.prose) {
        // A list that the article introduces is its own.
        if (document.Text(line).ends_with(':')) return;
        break;
      }
      if (shape.starts_with_bullet || shape.inner_punctuation > kMostInnerPunctuation) return;
      fragments.push_back(i);
      if (document.Text(line).ends_with(':')) return;
    }
    if (fragments.size() < static_cast<size_t>(fragments_) ||
        fragments.size() == document.kept_lines())
      return;
    for (const size_t i : fragments) document.RemoveLine(i, &fragment_);
  }

  // A dash or a rule at either end of what is kept sets it off from what is gone.
  void RemoveLooseOrnaments(Document& document) const {
    const size_t lines = document.lines().size();
    const auto remove_while_loose = [&](size_t i, size_t edge) {
      const Line& line = document.line(i);
      if (!line.kept()) return true;
      if (line.bare_begin != line.bare_end || i == edge) return false;
      document.RemoveLine(i, &ornament_);
      return true;
    };
    for (size_t i = 0; i < lines && remove_while_loose(i, 0); ++i) {
    }
    for (size_t i = lines; i-- > 0 && remove_while_loose(i, lines - 1);) {
    }
  }

  int64_t fewest_words_ = 60;
  double certainty_ = 2.0;
  int64_t fragments_ = 3;
  bool threads_ = true;
  // Counted with what the rules take of threads.
  Reason thread_{"trailing", "comment-thread", "comment-thread"};
  Reason story_{"trailing", "other-story", "trailing"};
  Reason fragment_{"trailing", "fragment", "trailing"};
  Reason ornament_{"trailing", "loose-ornament", "trailing"};
};

}  // namespace

std::unique_ptr<Stage> MakeTrailingStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<TrailingStage>(settings);
}

}  // namespace strigil
