#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "strigil/document/prose.h"
#include "strigil/stages/language_detector.h"
#include "strigil/stages/stages.h"
#include "strigil/text/function_words.h"

namespace strigil {
namespace {

// The evidence of a line's function words for and against the document's language.
struct LineEvidence {
  int own = 0;      // words of the document's language that the best other language lacks
  int foreign = 0;  // the other way round
  size_t foreign_language = 0;

  bool IsOwn() const { return own > 0 && foreign < 2 * own; }
};

// Weighs the first function words of a line. Where they plainly speak for the document's language,
// whatever the other one is, the counts are bounds: no more than that for it, no less against it.
LineEvidence Weigh(std::span<const Word> words, int function_word_count, uint64_t own_bits) {
  if (function_word_count == 0) return {};
  const FunctionWords& function_words = FunctionWords::Get();
  constexpr size_t kMostFound = 64;
  // Some words at once, for where a line's evidence is enough is hard to foresee.
  constexpr size_t kAtOnce = 8;
  std::array<uint64_t, kMostFound + kAtOnce> found;
  size_t count = 0;
  LineEvidence bounds;
  while (!words.empty() && count < kMostFound) {
    const std::span<const Word> some = words.first(std::min(words.size(), kAtOnce));
    words = words.subspan(some.size());
    for (const Word& word : some) {
      const uint64_t languages = function_words.LanguagesOf(word.function_word);
      found[count] = languages;
      const int is_counted =
          static_cast<int>(languages != 0) & static_cast<int>(count < kMostFound);
      count += static_cast<size_t>(is_counted);
      bounds.own += is_counted & static_cast<int>((languages & ~own_bits) == 0);
      bounds.foreign += is_counted & static_cast<int>((languages & own_bits) == 0);
    }
    // Not even if all the others spoke against it.
    if (3 * bounds.own > function_word_count) return bounds;
  }
  if (bounds.IsOwn()) return bounds;
  std::array<uint8_t, 64> votes{};
  uint64_t voted = 0;
  for (size_t i = 0; i < count; ++i) {
    voted |= found[i] & ~own_bits;
    for (uint64_t rest = found[i] & ~own_bits; rest != 0; rest &= rest - 1)
      ++votes[static_cast<size_t>(std::countr_zero(rest))];
  }
  LineEvidence evidence;
  for (; voted != 0; voted &= voted - 1) {
    const auto language = static_cast<size_t>(std::countr_zero(voted));
    if (votes[language] > votes[evidence.foreign_language]) evidence.foreign_language = language;
  }
  const uint64_t foreign_bit = uint64_t{1} << evidence.foreign_language;
  for (size_t i = 0; i < count; ++i) {
    const bool own = (found[i] & own_bits) != 0;
    const bool foreign = (found[i] & foreign_bit) != 0;
    if (own && !foreign) ++evidence.own;
    if (foreign && !own) ++evidence.foreign;
  }
  return evidence;
}

bool IsQuoted(std::string_view bare) {
  constexpr std::string_view kOpening[] = {"\"", "“", "„", "«", "‘", "'", "‚", "»"};
  return std::any_of(std::begin(kOpening), std::end(kOpening),
                     [bare](std::string_view quote) { return bare.starts_with(quote); });
}

// Returns a code of up to four letters as a number.
constexpr uint32_t PackCode(std::string_view code) {
  uint32_t packed = 0;
  for (const char letter : code.substr(0, 4)) packed = packed << 8U | static_cast<uint8_t>(letter);
  return packed;
}

using LanguageGroup = std::array<uint32_t, 6>;  // of codes, filled up with zeros

template <typename... Codes>
constexpr LanguageGroup GroupOf(Codes... codes) {
  return {PackCode(codes)...};
}

// Languages so near to one another that a line of one is hardly told from a line of the other.
bool AreNear(std::string_view a, std::string_view b) {
  static constexpr std::array kGroups = {GroupOf("no", "da", "sv", "nn"),
                                         GroupOf("cs", "sk"),
                                         GroupOf("hr", "sr", "bs", "sl"),
                                         GroupOf("es", "pt", "gl", "ca"),
                                         GroupOf("nl", "af"),
                                         GroupOf("id", "ms"),
                                         GroupOf("ru", "uk", "bg", "be", "sr", "mk"),
                                         GroupOf("zu", "xh", "ss", "nr"),
                                         GroupOf("de", "lb")};
  if (a.empty() || b.empty()) return false;
  const uint32_t packed_a = PackCode(a);
  const uint32_t packed_b = PackCode(b);
  return std::any_of(kGroups.begin(), kGroups.end(), [&](const LanguageGroup& group) {
    return std::find(group.begin(), group.end(), packed_a) != group.end() &&
           std::find(group.begin(), group.end(), packed_b) != group.end();
  });
}

// Languages whose script puts no space between words.
bool IsWide(const std::string& code) {
  static const std::vector<std::string> codes = {"zh", "zh-Hant", "ja", "th",
                                                 "lo", "km",      "my", "bo"};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

class LanguageStage final : public Stage {
 public:
  explicit LanguageStage(SettingsReader* settings) {
    settings->Read("keep", "languages (ISO 639-1) whose lines stay besides the document's own",
                   &keep_);
    settings->Read("min-words", "lines with fewer words stay whatever their language", &min_words_,
                   1);
    settings->Read("bilingual-share",
                   "a second language with this share of the prose belongs to the document",
                   &bilingual_share_);
  }

  std::string_view name() const override { return "language"; }
  bool repeats() const override { return false; }

  void Apply(Document& document) const override {
    const std::string language = DetectDocumentLanguage(document);
    document.provenance().language = language;
    uint64_t own_bits = FunctionWords::BitOf(language);
    const bool known = own_bits != 0;
    for (const std::string& kept : keep_) own_bits |= FunctionWords::BitOf(kept);

    // A document whose language is not known has no prose of its own to weigh a second one against
    // but what is left.
    const double share = known ? bilingual_share_ : 2 * bilingual_share_;
    const double most_foreign_prose = share * static_cast<double>(FindProse(document).words);
    std::vector<size_t> foreign;
    uint64_t foreign_prose = 0;
    // What was found of each line so far. Those with the same text are judged once.
    enum class Judgement : uint8_t { kNone, kOwn, kForeign };
    std::vector<Judgement> judgements(document.lines().size(), Judgement::kNone);
    for (size_t i = 0; i < document.lines().size(); ++i) {
      const Line& line = document.line(i);
      if (!line.kept() || line.shape.words == 0 || line.shape.words < min_words_) continue;
      Judgement& judgement = judgements[line.first_same];
      if (judgement == Judgement::kNone) {
        judgement = IsForeign(document, line, language, known, own_bits) ? Judgement::kForeign
                                                                         : Judgement::kOwn;
      }
      if (judgement == Judgement::kOwn) continue;
      foreign.push_back(i);
      if (!line.prose) continue;
      foreign_prose += line.shape.words;
      if (static_cast<double>(foreign_prose) >= most_foreign_prose) return;
    }
    for (const size_t i : foreign) document.RemoveLine(i, &reason_);
  }

 private:
  bool IsForeign(const Document& document, const Line& line, const std::string& language,
                 bool known, uint64_t own_bits) const {
    // Cheap evidence first: few lines lack words of their own language, and only those are asked
    // about.
    const LineEvidence evidence = Weigh(document.Words(line), line.shape.function_words, own_bits);
    if (evidence.IsOwn()) return false;
    const LineShape& shape = line.shape;
    if (evidence.foreign == 0 && shape.words < kTellingWords && shape.wide_characters == 0)
      return false;
    const std::string_view bare = document.Bare(line);
    const bool is_address = shape.has_url && bare.find(' ') == std::string_view::npos;
    if (IsQuoted(bare) || is_address || shape.digits > shape.letters) return false;
    const auto is_own = [&](const std::string& code) {
      return code == language || AreNear(code, language) ||
             std::find(keep_.begin(), keep_.end(), code) != keep_.end();
    };
    // CLD2 is seldom sure of short lines in such scripts, but a line in one is none of a language
    // written in another.
    if (known && shape.words >= kTellingWords && shape.wide_characters * 4 > shape.letters * 3 &&
        !IsWide(language) && std::none_of(keep_.begin(), keep_.end(), IsWide)) {
      return true;
    }
    const std::string by_words(FunctionWords::LanguageCode(evidence.foreign_language));
    // Of a document in a language that nobody here knows, only what two witnesses call another
    // language is that.
    if (!known) {
      if (evidence.foreign < 2 || is_own(by_words)) return false;
      const DetectedLanguage detected = DetectLanguage(bare);
      return detected.reliable && detected.code == by_words;
    }
    if (evidence.own == 0 && evidence.foreign >= 2 && evidence.foreign * 6 >= shape.words &&
        !is_own(by_words))
      return true;
    // Names and titles alone mislead CLD2: words of that language must bear it out. Of most
    // languages written in other scripts no words are known.
    const bool title_case = shape.capitalized_words * 2 > shape.words;
    const bool short_title = title_case && shape.words < kTellingWords + 2;
    const bool in_other_script = bare.size() * 2 > size_t{shape.code_points} * 3;
    const bool borne_out = evidence.foreign >= (short_title ? 2 : 1) ||
                           (in_other_script && shape.words >= kTellingWords + 4 && !title_case);
    if (!borne_out) return false;
    const DetectedLanguage detected = DetectLanguage(bare);
    return detected.reliable && !is_own(detected.code);
  }

  static constexpr uint16_t kTellingWords = 6;

  std::vector<std::string> keep_;
  int64_t min_words_ = 4;
  double bilingual_share_ = 0.25;
  Reason reason_{"language", "foreign-line", "language"};
};

}  // namespace

std::unique_ptr<Stage> MakeLanguageStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<LanguageStage>(settings);
}

}  // namespace strigil
