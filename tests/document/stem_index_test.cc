#include "strigil/document/stem_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Document DocumentOf(std::string text) {
  Document document{Record{}};
  document.SetText(std::move(text));
  return document;
}

std::vector<uint32_t> NumbersIn(const Document& document, size_t first, size_t last) {
  std::vector<uint32_t> numbers;
  for (const Stem& stem : document.Stems().InLines(first, last)) numbers.push_back(stem.number);
  return numbers;
}

TEST(StemIndex, NumbersStemsAsTheyAreFirstMet) {
  const Document document = DocumentOf("orchard sheep\n\npears orchards\nsheep sheep\n");
  EXPECT_THAT(NumbersIn(document, 0, 1), ElementsAre(0, 1));
  EXPECT_THAT(NumbersIn(document, 1, 2), ElementsAre(2, 0)) << "one stem, two forms";
  EXPECT_THAT(NumbersIn(document, 2, 3), ElementsAre(1, 1));
  EXPECT_THAT(NumbersIn(document, 0, 3), ElementsAre(0, 1, 2, 0, 1, 1));
  EXPECT_THAT(NumbersIn(document, 1, 1), IsEmpty());
  EXPECT_EQ(document.Stems().size(), 3U);
}

TEST(StemIndex, TellsTheLengthOfEachForm) {
  const Document document = DocumentOf("orchard orchards");
  const std::span<const Stem> stems = document.Stems().InLines(0, 1);
  ASSERT_EQ(stems.size(), 2U);
  EXPECT_EQ(stems[0].letters, 7U);
  EXPECT_EQ(stems[1].letters, 8U);
}

TEST(StemIndex, LeavesFunctionWordsAndShortWordsOut) {
  const Document document = DocumentOf("would their fog obra against\nwheat");
  EXPECT_THAT(NumbersIn(document, 0, 1), ElementsAre(0));
  EXPECT_THAT(NumbersIn(document, 1, 2), ElementsAre(1));
}

TEST(StemIndex, HoldsRemovedLinesToo) {
  const Reason reason{"test", "gone", "test"};
  Document document = DocumentOf("orchard\nsheep\n");
  document.RemoveLine(0, &reason);
  EXPECT_THAT(NumbersIn(document, 0, 2), ElementsAre(0, 1));
}

TEST(StemIndex, IsOfTheTextThatTheDocumentHas) {
  Document document = DocumentOf("orchard sheep\n");
  EXPECT_EQ(document.Stems().size(), 2U);
  document.SetText("wheat");
  EXPECT_EQ(document.Stems().size(), 1U);
  document.SetText("");
  EXPECT_EQ(document.Stems().size(), 0U);
  EXPECT_THAT(NumbersIn(document, 0, 0), IsEmpty());
}

TEST(StemIndexProperty, NumbersStandForStems) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (size_t i = random() % 400; i > 0; --i) {
      for (size_t letters = random() % 10; letters > 0; --letters) {
        text += static_cast<char>('a' + random() % 3);
      }
      text += random() % 8 == 0 ? '\n' : ' ';
    }
    const Document document = DocumentOf(text);
    const std::span<const Stem> stems = document.Stems().InLines(0, document.lines().size());
    std::map<uint32_t, uint32_t> number_of;
    size_t at = 0;
    for (const Word& word : document.words()) {
      if (word.letters <= 3 || word.function_word != 0) continue;
      ASSERT_LT(at, stems.size());
      const auto [known, is_new] =
          number_of.try_emplace(word.stem, static_cast<uint32_t>(number_of.size()));
      ASSERT_EQ(stems[at].number, known->second);
      ASSERT_EQ(stems[at].letters, word.letters);
      ++at;
    }
    ASSERT_EQ(at, stems.size());
    ASSERT_EQ(document.Stems().size(), number_of.size());
  }
}

}  // namespace
}  // namespace strigil
