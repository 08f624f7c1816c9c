#include "strigil/stages/retold_lines.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace strigil {
namespace {

constexpr uint16_t kFewestWords = 200;
constexpr size_t kShingle = 5;
// In quarters: how many of a line's shingles must be known.
constexpr size_t kMostOfFour = 3;
// So many shingles of a line, evenly spread, are looked for first.
constexpr size_t kProbes = 8;
constexpr size_t kFilterBits = size_t{1} << 13U;

// Returns a hash of kShingle words.
uint64_t HashOf(std::span<const Word> shingle) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const Word& word : shingle) hash = (hash ^ word.hash) * 0x100000001B3;
  return hash;
}

// Calls `take` with the hash of each run of kShingle words.
template <typename Take>
void ForEachShingle(std::span<const Word> words, Take take) {
  for (size_t i = 0; i + kShingle <= words.size(); ++i) take(HashOf(words.subspan(i, kShingle)));
}

// Returns the hash of one of a line's kProbes shingles.
uint64_t ProbeOf(std::span<const Word> words, size_t probe) {
  return HashOf(words.subspan(probe * (words.size() - kShingle) / kProbes, kShingle));
}

// Leaves of `*long_lines` those of which half of the probes stand somewhere above, in kept lines or
// not. Few lines are so, and only for these are all shingles worth their time.
void LeaveLikely(const Document& document, std::vector<size_t>* long_lines) {
  if (long_lines->empty()) return;
  std::unordered_map<uint64_t, size_t> first_places;  // of the probes, in words
  std::bitset<kFilterBits> filter;                    // by hash: whether any probe has it
  for (const size_t i : *long_lines) {
    for (size_t probe = 0; probe < kProbes; ++probe) {
      const uint64_t hash = ProbeOf(document.Words(document.line(i)), probe);
      first_places.emplace(hash, document.words().size());
      filter.set(hash % kFilterBits);
    }
  }
  size_t place = 0;
  const size_t above_last = document.line(long_lines->back()).words_begin;
  ForEachShingle(document.words().first(above_last), [&](uint64_t shingle) {
    if (filter[shingle % kFilterBits]) {
      const auto probe = first_places.find(shingle);
      if (probe != first_places.end()) probe->second = std::min(probe->second, place);
    }
    ++place;
  });
  std::erase_if(*long_lines, [&](size_t i) {
    const Line& line = document.line(i);
    size_t known = 0;
    for (size_t probe = 0; probe < kProbes; ++probe) {
      const size_t first = first_places[ProbeOf(document.Words(line), probe)];
      known += first + kShingle <= line.words_begin ? 1 : 0;
    }
    return known * 2 < kProbes;
  });
}

}  // namespace

std::vector<size_t> FindRetoldLines(const Document& document) {
  const std::span<const Line> lines = document.lines();
  std::vector<size_t> long_lines;
  for (size_t i = 0; i < lines.size(); ++i) {
    // In this order: few lines are so long.
    if (lines[i].shape.words >= kFewestWords && lines[i].kept()) long_lines.push_back(i);
  }
  LeaveLikely(document, &long_lines);
  std::vector<size_t> retold;
  std::unordered_set<uint64_t> told;
  size_t next = 0;
  for (const size_t i : long_lines) {
    for (; next < i; ++next) {
      const bool is_retold = !retold.empty() && retold.back() == next;
      if (!lines[next].kept() || is_retold) continue;
      ForEachShingle(document.Words(lines[next]), [&](uint64_t shingle) { told.insert(shingle); });
    }
    size_t all = 0;
    size_t known = 0;
    ForEachShingle(document.Words(lines[i]), [&](uint64_t shingle) {
      ++all;
      known += told.count(shingle);
    });
    if (known * 4 >= all * kMostOfFour) retold.push_back(i);
  }
  return retold;
}

}  // namespace strigil
