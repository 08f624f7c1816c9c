#include "strigil/stages/language_detector.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/text/function_words.h"

namespace strigil {
namespace {

// As much as settles the question: more words would only say the same again.
constexpr size_t kSampledWords = 600;
constexpr size_t kSampledBytes = 640;
constexpr size_t kFewestWords = 20;

// CLD2 names some languages by codes that ISO 639 has given up.
std::string ModernCode(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "in") return "id";
  if (code == "jw") return "jv";
  return std::string(code);
}

bool IsSampled(const Line& line, bool prose_only) {
  return line.kept() && (!prose_only || line.prose);
}

// What the function words of a sample say for each language. A word of many languages is weak
// evidence for each.
class Votes {
 public:
  void Add(std::span<const Word> words) {
    words_ += words.size();
    while (!words.empty()) {
      // Without a branch: which word is a function word is hard to foresee.
      std::array<uint16_t, 64> found;
      size_t count = 0;
      const std::span<const Word> some = words.first(std::min(words.size(), found.size()));
      for (const Word& word : some) {
        found[count] = word.function_word;
        count += word.function_word != 0 ? 1 : 0;
      }
      for (size_t i = 0; i < count; ++i) {
        const double vote = function_words_.ShareOf(found[i]);
        for (uint64_t rest = function_words_.LanguagesOf(found[i]); rest != 0; rest &= rest - 1)
          votes_[static_cast<size_t>(std::countr_zero(rest))] += vote;
      }
      words = words.subspan(some.size());
    }
  }

  size_t words() const { return words_; }

  // The language with most votes, where it has so large a share of the words, and so many times
  // what the next one has; else nothing.
  std::optional<size_t> Winner(double share, double lead) const {
    const auto best =
        static_cast<size_t>(std::max_element(votes_.begin(), votes_.end()) - votes_.begin());
    double second = 0;
    for (size_t i = 0; i < votes_.size(); ++i) {
      if (i != best) second = std::max(second, votes_[i]);
    }
    const bool wins =
        votes_[best] >= share * static_cast<double>(words_) && votes_[best] >= lead * second;
    return wins ? std::optional(best) : std::nullopt;
  }

 private:
  const FunctionWords& function_words_ = FunctionWords::Get();
  std::array<double, 64> votes_{};
  size_t words_ = 0;
};

std::string LanguageByFunctionWords(const Document& document, bool prose_only) {
  // What is plain early is not asked of the whole sample.
  constexpr double kPlainShare = 0.25;
  constexpr double kPlainLead = 4;
  constexpr double kShare = 0.125;
  constexpr double kLead = 1.8;
  // In a longer text less of them is no chance, and near languages share many.
  constexpr size_t kManyWords = 300;
  constexpr double kShareOfMany = 0.085;
  constexpr double kLeadOfMany = 1.25;
  Votes votes;
  size_t asked_at = kSampledWords / 4;
  for (const Line& line : document.lines()) {
    if (!IsSampled(line, prose_only)) continue;
    votes.Add(document.Words(line));
    if (votes.words() >= kSampledWords) break;
    if (votes.words() < asked_at) continue;
    asked_at *= 2;
    if (const auto winner = votes.Winner(kPlainShare, kPlainLead))
      return std::string(FunctionWords::LanguageCode(*winner));
  }
  if (votes.words() < kFewestWords) return "";
  auto winner = votes.Winner(kShare, kLead);
  if (!winner && votes.words() >= kManyWords) {
    winner = votes.Winner(kShareOfMany, kLead);
    if (!winner) winner = votes.Winner(kShare, kLeadOfMany);
  }
  return winner ? std::string(FunctionWords::LanguageCode(*winner)) : "";
}

// What was found of texts before. What was found longer ago gives way to what was found later.
class DetectionMemo {
 public:
  // Of up to `entries` texts of up to `longest_text` bytes.
  DetectionMemo(size_t entries, size_t longest_text)
      : longest_text_(longest_text), entries_(entries) {}

  bool CanHold(std::string_view text) const { return text.size() <= longest_text_; }

  // Returns what `detect` returns for `text`, which CanHold() must be true of.
  template <typename Detect>
  const DetectedLanguage& Get(std::string_view text, Detect detect) {
    Entry& entry = entries_[std::hash<std::string_view>()(text) % entries_.size()];
    if (!entry.is_used || entry.text != text) {
      entry.detected = detect(text);
      entry.text = text;
      entry.is_used = true;
    }
    return entry.detected;
  }

 private:
  struct Entry {
    bool is_used = false;
    std::string text;
    DetectedLanguage detected;
  };

  size_t longest_text_;
  std::vector<Entry> entries_;
};

std::string SampleText(const Document& document, bool prose_only) {
  std::string sample;
  for (const Line& line : document.lines()) {
    if (!IsSampled(line, prose_only)) continue;
    sample += document.Text(line);
    sample += '\n';
    if (sample.size() >= kSampledBytes) break;
  }
  return sample;
}

DetectedLanguage DetectAnew(std::string_view text) {
  // CLD2 calls a text without words English; the bytes that it looked at tell.
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguageSummary(
      text.data(), static_cast<int>(std::min<size_t>(text.size(), 1 << 20)), true, languages.data(),
      percents.data(), &text_bytes, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE || percents[0] == 0) return {};
  return {ModernCode(CLD2::LanguageCode(language)), reliable};
}

}  // namespace

DetectedLanguage DetectLanguage(std::string_view text) {
  // CLD2 takes some microseconds for a line, and notices and lists of names come again on each page
  // of a site. For a sample of a document it takes a hundred, and it is asked about one again as
  // long as the language stays unknown. Together these hold up to two megabytes.
  static thread_local DetectionMemo lines(4096, 400);
  static thread_local DetectionMemo samples(16, 2 * kSampledBytes);
  if (lines.CanHold(text)) return lines.Get(text, DetectAnew);
  if (samples.CanHold(text)) return samples.Get(text, DetectAnew);
  return DetectAnew(text);
}

std::string DetectDocumentLanguage(const Document& document) {
  const bool prose_only = FindProse(document).words >= kFewestWords;
  std::string language = LanguageByFunctionWords(document, prose_only);
  if (!language.empty()) return language;
  const std::string sample = SampleText(document, prose_only);
  const DetectedLanguage detected = DetectLanguage(sample);
  return detected.reliable ? detected.code : "";
}

}  // namespace strigil
