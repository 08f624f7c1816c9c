#include "strigil/stages/language_detector.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/stages/language_samples.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

std::string LanguageOf(const std::string& text) {
  Document document(Record{});
  document.SetText(text);
  return DetectDocumentLanguage(document);
}

class SampleLanguageTest : public testing::TestWithParam<LanguageSample> {};

TEST_P(SampleLanguageTest, TheLanguageOfAnArticleIsFound) {
  EXPECT_EQ(LanguageOf(Paragraphs(GetParam().paragraphs)), GetParam().code);
}

TEST_P(SampleLanguageTest, MenusInAnotherLanguageDoNotCount) {
  const std::string menu = GetParam().code == "en"
                               ? "Startseite\nNachrichten\nWirtschaft und Finanzen\n"
                               : "Home\nNews and Weather\nAll About the Paper\n";
  EXPECT_EQ(LanguageOf(menu + menu + Paragraphs(GetParam().paragraphs)), GetParam().code);
}

TEST_P(SampleLanguageTest, Cld2KnowsALineOfIt) {
  const DetectedLanguage detected = DetectLanguage(GetParam().paragraphs[1]);
  EXPECT_EQ(detected.code, GetParam().code);
  EXPECT_TRUE(detected.reliable);
}

INSTANTIATE_TEST_SUITE_P(Languages, SampleLanguageTest, testing::ValuesIn(LanguageSamples()),
                         [](const auto& test) { return test.param.code; });

TEST(DocumentLanguageTest, IsThatOfMostOfTheProse) {
  const auto& samples = LanguageSamples();
  std::vector<std::string> lines = samples[0].paragraphs;
  lines.push_back(samples[1].paragraphs[2]);
  EXPECT_EQ(LanguageOf(Paragraphs(lines)), "en");
}

TEST(DocumentLanguageTest, RemovedLinesDoNotCount) {
  static const Reason reason{"test", "gone", "test"};
  const auto& samples = LanguageSamples();
  Document document(Record{});
  document.SetText(Paragraphs({samples[0].paragraphs[0], samples[0].paragraphs[1],
                               samples[1].paragraphs[0], samples[1].paragraphs[1]}));
  document.RemoveLine(0, &reason);
  document.RemoveLine(1, &reason);
  EXPECT_EQ(DetectDocumentLanguage(document), "de");
}

TEST(DocumentLanguageTest, IsEmptyWhereNothingTells) {
  EXPECT_EQ(LanguageOf(""), "");
  EXPECT_EQ(LanguageOf("1 2 3\n4 5 6\n7 8 9\n"), "");
  EXPECT_EQ(LanguageOf("Brrr\nXk\n"), "");
}

TEST(DetectLanguageTest, KnowsNothingOfNothing) {
  EXPECT_EQ(DetectLanguage("").code, "");
  EXPECT_EQ(DetectLanguage("12 34 56").code, "");
}

TEST(DetectLanguageTest, AnswersAlikeHoweverOftenAndInWhateverOrder) {
  // More texts than are remembered, of two languages in turn.
  const std::string english = LanguageSamples()[0].paragraphs[1].substr(0, 100);
  const std::string german = LanguageSamples()[1].paragraphs[1].substr(0, 100);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 6000; i += 3) {
      const std::string number = " " + std::to_string(i);
      ASSERT_EQ(DetectLanguage(english + number).code, "en") << i;
      ASSERT_EQ(DetectLanguage(german + number).code, "de") << i;
      ASSERT_EQ(DetectLanguage(number).code, "") << i;
    }
  }
}

TEST(DetectLanguageTest, UsesTheCodesThatIsoHasNow) {
  EXPECT_EQ(DetectLanguage(
                "המעבורת המחברת בין שני חצאי העיר הוצאה משירות ביום שלישי, לאחר שמכונאי גילה סדק")
                .code,
            "he");
  EXPECT_EQ(DetectLanguage(
                "Kapal feri yang menghubungkan kedua bagian kota itu dihentikan pada hari Selasa, "
                "setelah seorang mekanik menemukan retakan pada poros utamanya, kata pejabat kota.")
                .code,
            "id");
}

TEST(DetectLanguageTest, AnswersAlikeForLongTexts) {
  std::string english;
  std::string german;
  for (const std::string& paragraph : LanguageSamples()[0].paragraphs) english += paragraph + "\n";
  for (const std::string& paragraph : LanguageSamples()[1].paragraphs) german += paragraph + "\n";
  // More than are remembered, some of them too long for that.
  for (int round = 0; round < 2; ++round) {
    std::string longer;
    for (int i = 0; i < 40; ++i) {
      longer += std::to_string(i) + " ";
      if (i % 10 == 9) longer += english;
      ASSERT_EQ(DetectLanguage(english + longer).code, "en") << i;
      ASSERT_EQ(DetectLanguage(german + std::to_string(i)).code, "de") << i;
    }
  }
}

}  // namespace
}  // namespace strigil
