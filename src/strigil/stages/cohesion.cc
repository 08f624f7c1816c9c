#include "strigil/stages/cohesion.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "strigil/document/prose.h"
#include "strigil/text/function_words.h"

namespace strigil {
namespace {

// Words of up to three letters tell nothing; above twelve, longer says no more.
double WeightOf(const Word& word) { return std::clamp<int>(word.letters, 3, 12) - 3; }

bool IsContent(const Word& word) {
  return word.letters > 3 && FunctionWords::Get().Languages(word.hash) == 0;
}

// Some twenty content words.
constexpr double kTellingWeight = 100;

// A normal distribution's logarithmic density, without the constant that a difference of two cancels.
double LogDensity(double x, double mean, double deviation) {
  const double z = (x - mean) / deviation;
  return -0.5 * z * z - std::log(deviation);
}

}  // namespace

Vocabulary::Vocabulary(const Document& document, Lines lines) : document_(document) {
  const auto slots = std::bit_ceil(static_cast<uint32_t>(document.words().size()) * 2 + 16);
  slots_.resize(slots);
  mask_ = slots - 1;
  stems_before_.reserve(document.lines().size() + 1);
  uint32_t stems = 0;
  for (uint32_t i = 0; i < document.lines().size(); ++i) {
    const Line& line = document.line(i);
    stems_before_.push_back(stems);
    if (!line.kept() || (lines == Lines::kProse && !IsProse(line.shape))) continue;
    for (const Word& word : document.Words(line)) {
      if (!IsContent(word)) continue;
      uint32_t slot = word.stem & mask_;
      while (slots_[slot].first_line != UINT32_MAX && slots_[slot].stem != word.stem) slot = (slot + 1) & mask_;
      if (slots_[slot].first_line != UINT32_MAX) continue;
      slots_[slot] = {word.stem, i};
      ++stems;
    }
  }
  stems_before_.push_back(stems);
}

uint32_t Vocabulary::FirstLine(uint32_t stem) const {
  for (uint32_t slot = stem & mask_; slots_[slot].first_line != UINT32_MAX; slot = (slot + 1) & mask_) {
    if (slots_[slot].stem == stem) return slots_[slot].first_line;
  }
  return UINT32_MAX;
}

Overlap Vocabulary::OverlapWithLinesBefore(size_t end, size_t first, size_t last) const {
  std::vector<std::pair<uint32_t, double>> stems;
  for (size_t i = first; i < last; ++i) {
    for (const Word& word : document_.Words(document_.line(i))) {
      if (IsContent(word)) stems.emplace_back(word.stem, WeightOf(word));
    }
  }
  std::sort(stems.begin(), stems.end());
  Overlap overlap;
  overlap.vocabulary = stems_before_[end];
  for (size_t i = 0; i < stems.size(); ++i) {
    // Of the forms of one stem the longest counts, which sorting has put last.
    if (i + 1 < stems.size() && stems[i + 1].first == stems[i].first) continue;
    overlap.total += stems[i].second;
    if (FirstLine(stems[i].first) < end) overlap.shared += stems[i].second;
  }
  return overlap;
}

double LogOddsOfOtherStory(const Overlap& overlap) {
  // Means and deviations as measured on paragraphs of news articles against what stands before them in their own article,
  // and on teasers against another article (docs/stages/trailing.md). Both grow with the article's vocabulary.
  const double size = std::log(std::max(overlap.vocabulary, 60U));
  const double other_mean = std::clamp(0.065 + 0.11 * (size - 5.0), 0.03, 0.35);
  const double other_deviation = std::clamp(0.06 + 0.045 * (size - 5.0), 0.05, 0.15);
  const double own_mean = std::clamp(0.295 + 0.1 * (size - 4.25), 0.28, 0.52);
  const double share = std::max(overlap.share(), other_mean);
  const double log_odds = LogDensity(share, other_mean, other_deviation) - LogDensity(share, own_mean, 0.16);
  return std::min(1.0, overlap.total / kTellingWeight) * log_odds;
}

}  // namespace strigil
