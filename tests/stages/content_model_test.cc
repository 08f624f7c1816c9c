#include "strigil/stages/content_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "strigil/text/error.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(std::string_view bytes) {
  try {
    ContentModel::Parse(bytes, "my.model");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string Number(uint64_t value, size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

const std::string kMagic = "strigil content model 3\n";
const std::string kNoWords = Number(0, 4);
const std::string kNoTrees = Number(0, 8);

TEST(ContentModelTest, ReadsTheOneThatIsCompiledIn) {
  EXPECT_EQ(ErrorOf(BuiltinContentModel()), "");
  EXPECT_LT(BuiltinContentModel().size(), size_t{1} << 20);
}

TEST(ContentModelTest, RefusesWhatIsNone) {
  EXPECT_EQ(ErrorOf(""), "my.model: byte 0: expected a content model of version 3");
  EXPECT_EQ(ErrorOf("[pack]\nname = \"x\"\n"),
            "my.model: byte 0: expected a content model of version 3");
  EXPECT_EQ(ErrorOf("strigil content model 1\n" + kNoWords + kNoTrees),
            "my.model: byte 0: expected a content model of version 3");
}

TEST(ContentModelTest, SaysWhereAModelIsCutShort) {
  const std::string whole(BuiltinContentModel());
  std::vector<size_t> sizes;
  for (size_t size = kMagic.size(); size < 200; ++size) sizes.push_back(size);
  for (size_t cut = 1; cut < 400; ++cut) sizes.push_back(whole.size() - cut);
  for (const size_t size : sizes) {
    EXPECT_EQ(ErrorOf(whole.substr(0, size)),
              "my.model: byte " + std::to_string(size) + ": the model is cut short");
  }
}

TEST(ContentModelTest, RefusesBytesBehindTheEnd) {
  const std::string whole(BuiltinContentModel());
  EXPECT_EQ(ErrorOf(whole + "x"),
            "my.model: byte " + std::to_string(whole.size()) + ": expected the model to end here");
}

TEST(ContentModelTest, RefusesAModelWithAChangedByte) {
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    std::string bytes(BuiltinContentModel());
    bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
    EXPECT_THAT(ErrorOf(bytes), StartsWith("my.model: byte "));
  }
}

TEST(ContentModelTest, RefusesCountsPlacesAndFeaturesThatCannotBe) {
  EXPECT_THAT(ErrorOf(kMagic + Number(65537, 4)), HasSubstr("byte 24: expected at most 65536"));
  EXPECT_THAT(
      ErrorOf(kMagic + Number(2, 4) + Number(7, 2) + Number(0, 2) + Number(7, 2) + Number(0, 2)),
      HasSubstr("byte 32: expected the slots of words in rising order"));
  EXPECT_THAT(ErrorOf(kMagic + kNoWords + Number(0, 4) + Number(1001, 4)),
              HasSubstr("byte 32: expected at most 1000 trees, not 1001"));
  EXPECT_THAT(ErrorOf(kMagic + kNoWords + Number(0x7FFFFFFF, 4) + Number(0, 4)),
              HasSubstr("byte 28: expected a bias"));
  const std::string one_tree = kMagic + kNoWords + Number(0, 4) + Number(1, 4);
  EXPECT_THAT(ErrorOf(one_tree + Number(kFirstLevelFeatures, 1) + Number(0, 2)),
              HasSubstr("byte 36: expected a feature of this level"));
  EXPECT_THAT(ErrorOf(one_tree + Number(0, 1) + Number(9, 1) + Number(0, 1)),
              HasSubstr("byte 37: expected a line at most 8 lines away"));
}

TEST(ContentModelTest, HostileBytesAreRefusedOrRead) {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = kMagic;
    for (size_t size = random() % 600; size > 0; --size)
      bytes += static_cast<char>(random() % 4 == 0 ? random() : 0);
    EXPECT_NE(ErrorOf(bytes), "");
  }
}

TEST(ContentModelTest, ProbabilitiesAreThoseOfTheLogisticFunction) {
  for (int32_t log_odds = -12 * ContentModel::kUnit; log_odds <= 12 * ContentModel::kUnit;
       log_odds += 17) {
    const double exact = 1 / (1 + std::exp(-static_cast<double>(log_odds) / ContentModel::kUnit));
    EXPECT_NEAR(ProbabilityOf(log_odds) / 65536.0, exact, 0.005);
    EXPECT_GE(ProbabilityOf(log_odds), ProbabilityOf(log_odds - 17));
    EXPECT_EQ(ProbabilityOf(log_odds) + ProbabilityOf(-log_odds), 65536U);
  }
  EXPECT_EQ(ProbabilityOf(0), 32768U);
  EXPECT_GT(ProbabilityOf(INT32_MIN), 0U);
  EXPECT_LT(ProbabilityOf(INT32_MAX), 65536U);
}

TEST(ContentModelTest, AnArticleScoresAboveAMenu) {
  std::vector<std::string> lines = OrchardArticle();
  for (const char* entry : {"Subscribe", "Log in", "Contact us", "Terms of use", "Privacy"})
    lines.emplace_back(entry);
  Document document{Record()};
  document.SetText(Paragraphs(lines));
  document.provenance().language = "en";
  const std::vector<int32_t> scores =
      ContentModel::Builtin().Score(document, document.KeptLines(), false);
  ASSERT_EQ(scores.size(), lines.size());
  const auto article_end = scores.begin() + static_cast<ptrdiff_t>(OrchardArticle().size());
  EXPECT_GT(*std::min_element(scores.begin(), article_end),
            *std::max_element(article_end, scores.end()));
}

}  // namespace
}  // namespace strigil
