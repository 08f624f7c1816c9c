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
    : document_(document),
      lines_(lines),
      stems_(document.Stems()),
      distinct_before_(std::make_unique_for_overwrite<uint32_t[]>(stems_.all().size() + 1)),
      entries_(stems_.size()) {
  distinct_before_[0] = 0;
}

bool Vocabulary::Takes(size_t line) const {
  const Line& candidate = document_.line(line);
  return candidate.kept() & ((lines_ == Lines::kAll) | candidate.prose);
}

void Vocabulary::Grow(size_t end) const {
  const std::span<const Stem> all = stems_.all();
  uint32_t distinct = distinct_;
  while (lines_grown_ < end) {
    // A run of lines at a time: how many words each has is hard to foresee.
    const bool is_taken = Takes(lines_grown_);
    size_t run_end = lines_grown_ + 1;
    while (run_end < end && Takes(run_end) == is_taken) ++run_end;
    const uint32_t begin = stems_.BeginOf(lines_grown_);
    const uint32_t places_end = stems_.BeginOf(run_end);
    if (!is_taken) std::fill_n(&distinct_before_[begin], places_end - begin, distinct);
    for (uint32_t place = is_taken ? begin : places_end; place < places_end; ++place) {
      distinct_before_[place] = distinct;
      uint32_t& first_place = entries_[all[place].number].first_place;
      distinct += first_place >> 31U;  // 1 where it is kNowhere: no other place is so great
      first_place = std::min(first_place, place);
    }
    distinct_before_[places_end] = distinct;
    lines_grown_ = run_end;
  }
  distinct_ = distinct;
}

Overlap Vocabulary::OverlapWithLinesBefore(size_t end, size_t first, size_t last) const {
  Grow(end);
  const uint32_t end_place = stems_.BeginOf(end);
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
    shared += more * (entry.first_place < end_place ? 1U : 0U);
  }
  for (const Stem& stem : block) entries_[stem.number].heaviest = 0;
  return {static_cast<double>(shared), static_cast<double>(total), distinct_before_[end_place]};
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
