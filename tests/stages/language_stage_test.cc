#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "tests/stages/language_samples.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

constexpr char kForeign[] = "language/foreign-line";

// The sample's paragraphs with `line` behind the first.
std::string With(const std::string& code, const std::string& line) {
  for (const LanguageSample& sample : LanguageSamples()) {
    if (sample.code != code) continue;
    std::vector<std::string> lines = sample.paragraphs;
    lines.insert(lines.begin() + 1, line);
    return Paragraphs(lines);
  }
  return "";
}

std::string ReasonInside(const std::string& code, const std::string& line,
                         const Settings& settings = {}) {
  return Staged("language", With(code, line), settings).ReasonOf(line);
}

using Pair = std::tuple<LanguageSample, LanguageSample>;

class LanguagePairTest : public testing::TestWithParam<Pair> {
 protected:
  // A line of one is hardly told from a line of the other.
  static bool AreNear(const std::string& a, const std::string& b) {
    return (a == "es" && b == "pt") || (a == "pt" && b == "es");
  }
};

TEST_P(LanguagePairTest, ACaptionInAnotherLanguageGoesAndNothingElse) {
  const auto& [document, caption] = GetParam();
  const std::string text = With(document.code, caption.caption);
  const Staged staged("language", text);
  EXPECT_EQ(staged.provenance().language, document.code);
  if (document.code == caption.code || AreNear(document.code, caption.code)) {
    EXPECT_EQ(staged.Body(), text);
  } else {
    EXPECT_EQ(staged.Body(), Paragraphs(document.paragraphs)) << caption.caption;
  }
}

INSTANTIATE_TEST_SUITE_P(Pairs, LanguagePairTest,
                         testing::Combine(testing::ValuesIn(LanguageSamples()),
                                          testing::ValuesIn(LanguageSamples())),
                         [](const auto& test) {
                           return std::get<1>(test.param).code + "_in_" +
                                  std::get<0>(test.param).code;
                         });

TEST(LanguageStageTest, ShortCaptionsAndWidgetsGo) {
  EXPECT_EQ(ReasonInside("en", "Das Rathaus nach dem Umbau im Frühjahr"), kForeign);
  EXPECT_EQ(
      ReasonInside("en",
                   "Die Ministerin bei ihrer Ankunft auf dem Gipfel in der vergangenen Woche..."),
      kForeign);
  EXPECT_EQ(ReasonInside("de", "A view of the harbour from the old tower"), kForeign);
  EXPECT_EQ(ReasonInside("fr", "The prime minister with her guests at the opening"), kForeign);
  EXPECT_EQ(ReasonInside("en", "Les invités du festival sur la scène de la grande salle"),
            kForeign);
  EXPECT_EQ(ReasonInside("en", "Los vecinos protestan contra el cierre de la escuela"), kForeign);
  EXPECT_EQ(ReasonInside("en", "Мост через реку был построен ещё до войны"), kForeign);
  EXPECT_EQ(ReasonInside("en", "市长在新桥的开幕式上向来宾致辞"), kForeign);
}

TEST(LanguageStageTest, ShortLinesWithoutEvidenceStay) {
  for (const char* line :
       {"Berlin", "Volkswagen AG, Wolfsburg", "Angela Merkel, Bundeskanzlerin", "Die Zeit",
        "Rio de Janeiro", "Champs-Élysées, Paris", "1. FC Köln 2, Hamburger SV 1", "Der Spiegel",
        "What comes next", "Paella valenciana"}) {
    EXPECT_EQ(ReasonInside("en", line), "") << line;
  }
  EXPECT_EQ(ReasonInside("de", "Bridge over Troubled Water"), "");
  EXPECT_EQ(ReasonInside("en", "春江花月夜"), "");
}

TEST(LanguageStageTest, ASentenceWithAForeignQuoteOrTitleInsideStays) {
  for (const char* line :
       {"“Wir haben das nicht gewusst”, he said in German, and then again in English: we did not "
        "know.",
        "The exhibition, “Die Kunst der Fuge und ihre Folgen”, opens at the museum on Friday.",
        "Her novel, La casa de los espíritus, was read in every school of the country.",
        "They sang “Auprès de ma blonde, qu'il fait bon dormir” all the way down to the river.",
        "The Frankfurter Allgemeine Zeitung and the Süddeutsche Zeitung both reported it on "
        "Monday."}) {
    EXPECT_EQ(ReasonInside("en", line), "") << line;
  }
}

TEST(LanguageStageTest, AQuotedLineStays) {
  EXPECT_EQ(ReasonInside("en", "„Wir haben das nicht gewusst und hätten es nicht geglaubt.“"), "");
  EXPECT_EQ(ReasonInside("en", "\"Il ne faut pas vendre la peau de l'ours avant de l'avoir tué.\""),
            "");
  EXPECT_EQ(ReasonInside("de", "“We did not know this, and we would not have believed it.”"), "");
}

TEST(LanguageStageTest, ALineOfNamesStays) {
  EXPECT_EQ(ReasonInside("en", "Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner"), "");
  EXPECT_EQ(ReasonInside("de", "Smith, Jones, Williams, Brown, Taylor, Davies, Evans"), "");
}

TEST(LanguageStageTest, AListOfWordsThatGrammarDoesNotNeedStays) {
  EXPECT_EQ(ReasonInside("de",
                         "flour, sugar, salted butter, cocoa powder, vanilla sugar, baking "
                         "powder, chopped hazelnuts, apricot jam"),
            "");
}

TEST(LanguageStageTest, ASentenceInAScriptOfWhichNoWordsAreKnownGoes) {
  EXPECT_EQ(ReasonInside("en",
                         "საქართველოს დედაქალაქი თბილისი მდებარეობს მდინარე მტკვრის ნაპირას "
                         "და არის ქვეყნის უდიდესი ქალაქი"),
            kForeign);
}

TEST(LanguageStageTest, ABilingualDocumentKeepsBothOfItsLanguages) {
  const std::vector<LanguageSample>& samples = LanguageSamples();
  const std::vector<std::string>& english = samples[0].paragraphs;
  const std::vector<std::string>& german = samples[1].paragraphs;
  const std::string halves =
      Paragraphs({english[0], english[1], english[2], german[0], german[1], german[2]});
  EXPECT_EQ(Staged("language", halves).Body(), halves);
  const std::string turns =
      Paragraphs({english[0], german[0], english[1], german[1], english[2], german[2]});
  EXPECT_EQ(Staged("language", turns).Body(), turns);
}

TEST(LanguageStageTest, TheShareThatMakesADocumentBilingualIsASetting) {
  const std::string german = LanguageSamples()[1].paragraphs[0];
  EXPECT_EQ(ReasonInside("en", german), kForeign) << "less than a quarter of the prose";
  EXPECT_EQ(ReasonInside("en", german, Given({{"bilingual-share", 0.1}})), "");
}

TEST(LanguageStageTest, LanguagesThatAreToBeKeptStay) {
  const std::string german = LanguageSamples()[1].caption;
  const std::string french = LanguageSamples()[2].caption;
  const Settings keep = Given({{"keep", std::vector<std::string>{"de"}}});
  EXPECT_EQ(ReasonInside("en", german), kForeign);
  EXPECT_EQ(ReasonInside("en", german, keep), "");
  EXPECT_EQ(ReasonInside("en", french, keep), kForeign);
  const Settings keep_chinese = Given({{"keep", std::vector<std::string>{"zh"}}});
  EXPECT_EQ(ReasonInside("en", "市长在新桥的开幕式上向来宾致辞", keep_chinese), "");
}

TEST(LanguageStageTest, LinesOfFewerWordsThanAskedForStay) {
  const std::string line = "Das Rathaus nach dem Umbau im Frühjahr";
  EXPECT_EQ(ReasonInside("en", line, Given({{"min-words", int64_t{7}}})), kForeign);
  EXPECT_EQ(ReasonInside("en", line, Given({{"min-words", int64_t{8}}})), "");
}

TEST(LanguageStageTest, ADocumentOfUnknownLanguageLosesNothing) {
  const std::string text =
      "Zk vrt prtl mnq\nDas Rathaus nach dem Umbau im Frühjahr\nQr tsp lln vrk\n";
  EXPECT_EQ(Staged("language", text).Body() + "\n", text);
}

TEST(LanguageStageTest, NearLanguagesAreNotToldApartByALine) {
  EXPECT_EQ(ReasonInside("sv", "Færgen ligger ved den nordlige bred, hvor den bliver."), "");
  EXPECT_EQ(ReasonInside("ru", "Пором стоїть біля північного берега, де він і залишиться."), "");
}

TEST(LanguageStageTest, RefusesWrongSettings) {
  EXPECT_NE(SettingsError("language", Given({{"min-words", int64_t{0}}})), "");
  EXPECT_NE(SettingsError("language", Given({{"keep", std::string("de")}})), "");
  EXPECT_NE(SettingsError("language", Given({{"bilingual-share", 2.0}})), "");
}

}  // namespace
}  // namespace strigil
