#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "strigil/report/explain.h"
#include "strigil/stages/content_model.h"
#include "tests/stages/language_samples.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;

constexpr char kReason[] = "content/not-main-text";

// A page whose boilerplate no rule knows.
std::string Page() {
  std::vector<std::string> lines = {"Lindwell Courier", "Gardens", "Kitchen", "Weather"};
  lines.insert(lines.end(), OrchardArticle().begin(), OrchardArticle().end());
  lines.insert(lines.end(), {"Gardens", "Sheds", "Ladders", "Opening hours", "Our partners",
                             "Jobs at the Courier", "Directions"});
  return Paragraphs(lines);
}

TEST(ContentStageTest, TakesAMenuOffAnArticle) {
  const Staged staged("content", Page());
  for (const std::string& paragraph : OrchardArticle()) EXPECT_EQ(staged.ReasonOf(paragraph), "");
  EXPECT_EQ(staged.ReasonOf("Our partners"), kReason);
  EXPECT_EQ(staged.ReasonOf("Directions"), kReason);
}

TEST(ContentStageTest, LeavesArticlesInManyLanguagesAsTheyAre) {
  for (const LanguageSample& sample : LanguageSamples()) {
    const std::string article = Paragraphs(sample.paragraphs);
    EXPECT_EQ(Staged("content", article).Body(), article);
  }
}

TEST(ContentStageTest, ScoresEveryLineThatItJudged) {
  const Staged staged("content", Page());
  for (const Line& line : staged.document().lines()) {
    EXPECT_GE(line.score, 0.0F);
    EXPECT_LE(line.score, 1.0F);
    if (!line.kept()) {
      EXPECT_LT(line.score, 0.5F);
    }
  }
}

TEST(ContentStageTest, ItsScoresAreExplainedAndInTheSpans) {
  const Staged staged("content", Page());
  std::string explained;
  Explanation(ExplainStyle()).Append(staged.document(), &explained);
  EXPECT_THAT(explained, HasSubstr("- content/not-main-text 0."));
  for (const RemovedSpan& span : staged.document().Removed()) {
    if (span.reason->stage == "content") {
      EXPECT_GE(span.score, 0.0F);
    }
  }
}

TEST(ContentStageTest, TheThresholdMovesBetweenLittleAndMuch) {
  size_t before = 0;
  for (const double threshold : {0.0, 0.2, 0.5, 0.8, 1.0}) {
    const Staged staged("content", Page(), Given({{"threshold", threshold}, {"least-share", 0.0}}));
    EXPECT_GE(staged.document().removed_lines(), before);
    before = staged.document().removed_lines();
  }
  EXPECT_EQ(Staged("content", Page(), Given({{"threshold", 0.0}})).Body(), Page());
}

// Nothing but menus: of what looks weak throughout, the best stays.
TEST(ContentStageTest, NeverEmptiesADocument) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {
      "Home",   "Share on Facebook", "12:30", "—", "Read more", "Comments (3)", "©",
      "Log in", "Page 1 of 7",       "茶馆"};
  for (int i = 0; i < 300; ++i) {
    std::vector<std::string> lines;
    for (size_t count = 1 + random() % 30; count > 0; --count)
      lines.push_back(pieces[random() % pieces.size()]);
    const Staged staged("content", Lines(lines), Given({{"threshold", 1.0}}));
    EXPECT_NE(staged.Body(), "") << Lines(lines);
  }
}

TEST(ContentStageTest, ASecondTimeItFindsNothing) {
  std::mt19937 random(12);
  for (int i = 0; i < 200; ++i) {
    std::vector<std::string> lines;
    for (size_t count = 1 + random() % 40; count > 0; --count) {
      const LanguageSample& sample = LanguageSamples()[random() % LanguageSamples().size()];
      lines.push_back(random() % 2 == 0 ? sample.caption
                                        : sample.paragraphs[random() % sample.paragraphs.size()]);
    }
    const std::string once = Staged("content", Paragraphs(lines)).Body();
    EXPECT_EQ(Staged("content", once).Body(), once);
  }
}

TEST(ContentStageTest, ATitleThatIsToStayInTheTextStays) {
  const PackLibrary packs;
  Profile profile = LoadProfile("news");
  OverrideSetting("headline.title=body", "test", &profile);
  const Chain chain(profile, packs);
  Record record;
  record.bytes = "Pear trees for Lindwell\n\n" + Page();
  const Document document = chain.Clean(std::move(record));
  ASSERT_NE(document.provenance().title, "");
  EXPECT_THAT(document.Body(), HasSubstr(document.provenance().title));
}

class ModelFileTest : public testing::Test {
 protected:
  ~ModelFileTest() override { std::remove(path_.c_str()); }

  void Write(std::string_view bytes) const {
    std::ofstream(path_, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

  const std::string path_ = testing::TempDir() + "content_stage_test_" +
                            std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "_" +
                            testing::UnitTest::GetInstance()->current_test_info()->name() +
                            ".model";
};

TEST_F(ModelFileTest, CanTakeThePlaceOfTheOneCompiledIn) {
  Write(BuiltinContentModel());
  EXPECT_EQ(Staged("content", Page(), Given({{"model", path_}})).Body(),
            Staged("content", Page()).Body());
}

TEST_F(ModelFileTest, IsAnErrorWhereItIsNone) {
  Write(BuiltinContentModel().substr(0, 100));
  EXPECT_EQ(SettingsError("content", Given({{"model", path_}})),
            path_ + ": byte 100: the model is cut short");
}

TEST_F(ModelFileTest, IsAnErrorWhereItIsMissing) {
  EXPECT_THAT(SettingsError("content", Given({{"model", path_}})), HasSubstr(path_));
}

TEST_F(ModelFileTest, IsPartOfTheProfilesDigest) {
  const PackLibrary packs;
  Profile profile = LoadProfile("news");
  OverrideSetting("content.model=" + path_, "test", &profile);
  Write(BuiltinContentModel());
  const std::string digest = Chain(profile, packs).profile_digest();
  EXPECT_EQ(Chain(profile, packs).profile_digest(), digest);
  // A model without words and trees: the smallest that there is.
  const std::string body = "strigil content model 3\n" + std::string(20, '\0');
  uint64_t checksum = 0xCBF29CE484222325U;
  for (const char c : body) checksum = (checksum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  std::string bytes = body;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(checksum >> (8 * i) & 0xFF);
  Write(bytes);
  EXPECT_NE(Chain(profile, packs).profile_digest(), digest);
}

}  // namespace
}  // namespace strigil
