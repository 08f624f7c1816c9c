#include "strigil/stages/cohesion.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "strigil/document/prose.h"

namespace strigil {
namespace {

// Words of up to three letters tell nothing; above twelve, longer says no more.
uint32_t WeightOf(const Stem& stem) { return std::min(stem.letters, 12U) - 3; }

// Some twenty content words.
constexpr double kTellingWeight = 100;

// A normal distribution's logarithmic density, without the constant that a difference of two
// cancels.
double LogDensity(double x, double mean, double deviation) {
  const double z = (x - mean) / deviation;
  return -0.5 * z * z - std::log(deviation);
}

}  // namespace

Vocabulary::Vocabulary(const Document& document, Lines lines)
    : document_(document), lines_(lines), stems_(document.Stems()), entries_(stems_.size()) {
  stems_before_.reserve(document.lines().size() + 1);
  stems_before_.push_back(0);
}

void Vocabulary::Grow(size_t end) const {
  uint32_t stems = stems_before_.back();
  for (auto i = static_cast<uint32_t>(stems_before_.size() - 1); i < end; ++i) {
    const Line& line = document_.line(i);
    const size_t takes = (line.kept() & ((lines_ == Lines::kAll) | line.prose)) ? 1 : 0;
    for (const Stem& stem : stems_.InLines(i, i + takes)) {
      uint32_t& first_line = entries_[stem.number].first_line;
      stems += first_line == UINT32_MAX ? 1 : 0;
      first_line = std::min(first_line, i);
    }
    stems_before_.push_back(stems);
  }
}

Overlap Vocabulary::OverlapWithLinesBefore(size_t end, size_t first, size_t last) const {
  Grow(end);
  uint32_t shared = 0;
  uint32_t total = 0;
  const std::span<const Stem> block = stems_.InLines(first, last);
  for (const Stem& stem : block) {
    // Of the forms of one stem the longest counts.
    Entry& entry = entries_[stem.number];
    const uint32_t heaviest = std::max(entry.heaviest, WeightOf(stem));
    const uint32_t more = heaviest - entry.heaviest;
    entry.heaviest = heaviest;
    total += more;
    if (entry.first_line < end) shared += more;
  }
  for (const Stem& stem : block) entries_[stem.number].heaviest = 0;
  return {static_cast<double>(shared), static_cast<double>(total), stems_before_[end]};
}

double LogOddsOfOtherStory(const Overlap& overlap) {
  // Means and deviations as measured on paragraphs of news articles against what stands before them
  // in their own article, and on teasers against another article (docs/stages/trailing.md). Both
  // grow with the article's vocabulary.
  const double size = std::log(std::max(overlap.vocabulary, 60U));
  const double other_mean = std::clamp(0.065 + 0.11 * (size - 5.0), 0.03, 0.35);
  const double other_deviation = std::clamp(0.06 + 0.045 * (size - 5.0), 0.05, 0.15);
  const double own_mean = std::clamp(0.295 + 0.1 * (size - 4.25), 0.28, 0.52);
  const double share = std::max(overlap.share(), other_mean);
  const double log_odds =
      LogDensity(share, other_mean, other_deviation) - LogDensity(share, own_mean, 0.16);
  return std::min(1.0, overlap.total / kTellingWeight) * log_odds;
}

}  // namespace strigil
