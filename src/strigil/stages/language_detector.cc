#include "strigil/stages/language_detector.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/text/function_words.h"

namespace strigil {
namespace {

// As much as settles the question: more words would only say the same again.
constexpr size_t kSampledWords = 600;
constexpr size_t kSampledBytes = 2048;
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

// Counts the function words of each language in a sample; a word of many languages is weak evidence
// for each.
std::string LanguageByFunctionWords(const Document& document, bool prose_only) {
  const FunctionWords& function_words = FunctionWords::Get();
  std::array<double, 64> votes{};
  size_t words = 0;
  for (const Line& line : document.lines()) {
    if (!IsSampled(line, prose_only)) continue;
    for (const Word& word : document.Words(line)) {
      ++words;
      uint64_t languages = function_words.LanguagesOf(word.function_word);
      if (languages == 0) continue;
      const double vote = function_words.ShareOf(word.function_word);
      for (; languages != 0; languages &= languages - 1)
        votes[static_cast<size_t>(std::countr_zero(languages))] += vote;
    }
    if (words >= kSampledWords) break;
  }
  if (words < kFewestWords) return "";
  const auto best =
      static_cast<size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  double second = 0;
  for (size_t i = 0; i < votes.size(); ++i) {
    if (i != best) second = std::max(second, votes[i]);
  }
  if (votes[best] * 8 < static_cast<double>(words) || votes[best] < 1.8 * second) return "";
  return std::string(FunctionWords::LanguageCode(best));
}

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

}  // namespace

DetectedLanguage DetectLanguage(std::string_view text) {
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

std::string DetectDocumentLanguage(const Document& document) {
  const bool prose_only = FindProse(document).words >= kFewestWords;
  std::string language = LanguageByFunctionWords(document, prose_only);
  if (!language.empty()) return language;
  const std::string sample = SampleText(document, prose_only);
  const DetectedLanguage detected = DetectLanguage(sample);
  return detected.reliable ? detected.code : "";
}

}  // namespace strigil
