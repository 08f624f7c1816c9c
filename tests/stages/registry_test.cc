#include "strigil/stages/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RegisteredStageTest : public testing::TestWithParam<StageEntry> {
 protected:
  std::string Page() const {
    std::ifstream file(std::string(STRIGIL_SOURCE_DIR) + "/docs/stages/" +
                       std::string(GetParam().name) + ".md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  std::vector<SettingDescription> Descriptions() const {
    const Settings none;
    const PackLibrary packs;
    SettingsReader reader(GetParam().name, none);
    GetParam().make(&reader, {packs});
    return reader.descriptions();
  }
};

TEST_P(RegisteredStageTest, HasTheNameItIsRegisteredUnder) {
  EXPECT_EQ(MakeStage(GetParam().name)->name(), GetParam().name);
  EXPECT_EQ(FindStage(GetParam().name)->name, GetParam().name);
  EXPECT_THAT(std::string(GetParam().about), Not(IsEmpty()));
}

TEST_P(RegisteredStageTest, RefusesASettingThatItDoesNotKnow) {
  EXPECT_THAT(SettingsError(GetParam().name, Given({{"no-such-setting", true}})),
              HasSubstr("unknown setting 'no-such-setting' of the stage '" +
                        std::string(GetParam().name) + "'"));
}

TEST_P(RegisteredStageTest, DescribesEachSettingOnce) {
  std::set<std::string> keys;
  for (const SettingDescription& setting : Descriptions()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_THAT(setting.about, Not(IsEmpty())) << setting.key;
  }
}

TEST_P(RegisteredStageTest, HasAPageThatTellsEverySettingAndItsDefault) {
  const std::string page = Page();
  ASSERT_THAT(page, HasSubstr("# The stage `" + std::string(GetParam().name) + "`"));
  for (const SettingDescription& setting : Descriptions()) {
    EXPECT_THAT(page, HasSubstr("| `" + setting.key + "` | `" + ToToml(setting.value) + "` | "));
    EXPECT_THAT(page, HasSubstr(setting.about));
  }
}

// The block of code behind the first line that begins with `label`.
std::string ExampleAfter(const std::string& page, const std::string& label) {
  const size_t begin = page.find("```\n", page.find("\n" + label)) + 4;
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST_P(RegisteredStageTest, TheExampleOfItsPageHolds) {
  const std::string page = Page();
  // The end of an article is not found in three lines, and quality removes nothing.
  if (page.find("\nAfter, where") != std::string::npos ||
      page.find("\nAfter") == std::string::npos) {
    return;
  }
  Profile profile{"one", "", {"decode", std::string(GetParam().name)}, {}};
  if (GetParam().name == "decode") profile.stages.pop_back();
  const PackLibrary packs;
  const Chain chain(profile, packs);
  Record record;
  record.bytes = ExampleAfter(page, "Before");
  EXPECT_EQ(chain.Clean(std::move(record)).Body() + "\n", ExampleAfter(page, "After"));
}

TEST_P(RegisteredStageTest, MakesNothingOfAnEmptyDocumentAndDoesNotFail) {
  for (const char* text : {"", "\n", "\n\n \n"}) {
    const Staged staged(GetParam().name, text);
    EXPECT_EQ(staged.document().removed_lines(), 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(Stages, RegisteredStageTest, testing::ValuesIn(AllStages()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(RegistryTest, NamesComeOnce) {
  std::set<std::string_view> names;
  for (const StageEntry& entry : AllStages()) EXPECT_TRUE(names.insert(entry.name).second);
}

TEST(RegistryTest, KnowsNoOtherStage) {
  EXPECT_EQ(FindStage("polish"), nullptr);
  EXPECT_EQ(FindStage(""), nullptr);
  EXPECT_EQ(FindStage("Decode"), nullptr);
}

TEST(RegistryTest, TheDefaultProfileRunsAllStagesInThisOrder) {
  const Profile profile = LoadProfile("news");
  ASSERT_EQ(profile.stages.size(), AllStages().size());
  for (size_t i = 0; i < profile.stages.size(); ++i) {
    EXPECT_EQ(profile.stages[i], AllStages()[i].name);
  }
}

}  // namespace
}  // namespace strigil
