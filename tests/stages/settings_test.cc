#include "strigil/stages/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "strigil/text/error.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Reading = std::function<void(SettingsReader*)>;

std::string ErrorOf(const Settings& settings, const Reading& read) {
  try {
    SettingsReader reader("comb", settings);
    read(&reader);
    reader.Finish();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(SettingsReaderTest, LeavesTheDefaultWhereNothingIsGiven) {
  const Settings none;
  SettingsReader reader("comb", none);
  bool fine = true;
  int64_t teeth = 12;
  double width = 0.5;
  std::string wood = "pear";
  std::vector<std::string> owners = {"Ilse"};
  reader.Read("fine", "", &fine);
  reader.Read("teeth", "", &teeth);
  reader.Read("width", "", &width);
  reader.Read("wood", "", &wood);
  reader.Read("owners", "", &owners);
  reader.Finish();
  EXPECT_TRUE(fine);
  EXPECT_EQ(teeth, 12);
  EXPECT_EQ(width, 0.5);
  EXPECT_EQ(wood, "pear");
  EXPECT_THAT(owners, ElementsAre("Ilse"));
}

TEST(SettingsReaderTest, ReadsWhatIsGiven) {
  const Settings settings = Given({{"fine", false},
                                   {"teeth", int64_t{40}},
                                   {"width", 0.25},
                                   {"wood", std::string("box")},
                                   {"owners", std::vector<std::string>{"Ada", "Tom"}}});
  SettingsReader reader("comb", settings);
  bool fine = true;
  int64_t teeth = 12;
  double width = 0.5;
  std::string wood = "pear";
  std::vector<std::string> owners;
  reader.Read("fine", "", &fine);
  reader.Read("teeth", "", &teeth);
  reader.Read("width", "", &width);
  reader.Read("wood", "", &wood);
  reader.Read("owners", "", &owners);
  reader.Finish();
  EXPECT_FALSE(fine);
  EXPECT_EQ(teeth, 40);
  EXPECT_EQ(width, 0.25);
  EXPECT_EQ(wood, "box");
  EXPECT_THAT(owners, ElementsAre("Ada", "Tom"));
}

TEST(SettingsReaderTest, AWholeNumberIsANumber) {
  const Settings settings = Given({{"width", int64_t{1}}});
  SettingsReader reader("comb", settings);
  double width = 0.5;
  reader.Read("width", "", &width);
  EXPECT_EQ(width, 1.0);
}

TEST(SettingsReaderTest, DescribesEachSettingWithTheValueInForce) {
  const Settings settings = Given({{"teeth", int64_t{40}}, {"wood", std::string("box")}});
  SettingsReader reader("comb", settings);
  int64_t teeth = 12;
  std::string wood = "pear";
  double width = 0.5;
  reader.Read("teeth", "how many", &teeth);
  reader.Read("wood", "of what", &wood);
  reader.Read("width", "in metres", &width);
  ASSERT_EQ(reader.descriptions().size(), 3U);
  EXPECT_EQ(reader.descriptions()[0].key, "teeth");
  EXPECT_EQ(reader.descriptions()[0].about, "how many");
  EXPECT_EQ(ToToml(reader.descriptions()[0].value), "40");
  EXPECT_EQ(ToToml(reader.descriptions()[1].value), "\"box\"");
  EXPECT_EQ(ToToml(reader.descriptions()[2].value), "0.5");
}

TEST(SettingsReaderTest, RefusesAnotherTypeAndSaysWhereAndWhatWasExpected) {
  bool fine = true;
  int64_t teeth = 12;
  double width = 0.5;
  std::string wood;
  std::vector<std::string> owners;
  const SettingValue text = std::string("many");
  EXPECT_EQ(ErrorOf(Given({{"teeth", text}}), [&](auto* r) { r->Read("teeth", "", &teeth); }),
            "test.toml:1:1: expected comb.teeth to be a whole number from 0 up, not \"many\"");
  EXPECT_THAT(ErrorOf(Given({{"fine", text}}), [&](auto* r) { r->Read("fine", "", &fine); }),
              HasSubstr("to be true or false, not \"many\""));
  EXPECT_THAT(ErrorOf(Given({{"width", text}}), [&](auto* r) { r->Read("width", "", &width); }),
              HasSubstr("to be a number"));
  EXPECT_THAT(ErrorOf(Given({{"wood", true}}), [&](auto* r) { r->Read("wood", "", &wood); }),
              HasSubstr("to be a string, not true"));
  EXPECT_THAT(ErrorOf(Given({{"owners", text}}), [&](auto* r) { r->Read("owners", "", &owners); }),
              HasSubstr("to be a list of strings"));
}

TEST(SettingsReaderTest, AFractionIsNoWholeNumber) {
  int64_t teeth = 12;
  EXPECT_THAT(ErrorOf(Given({{"teeth", 1.5}}), [&](auto* r) { r->Read("teeth", "", &teeth); }),
              HasSubstr("a whole number"));
}

TEST(SettingsReaderTest, RefusesNumbersOutsideTheirRange) {
  int64_t teeth = 12;
  double width = 0.5;
  const auto read_teeth = [&](SettingsReader* r) { r->Read("teeth", "", &teeth, 1, 99); };
  const auto read_width = [&](SettingsReader* r) { r->Read("width", "", &width, 0, 1); };
  EXPECT_THAT(ErrorOf(Given({{"teeth", int64_t{0}}}), read_teeth),
              HasSubstr("from 1 to 99, not 0"));
  EXPECT_THAT(ErrorOf(Given({{"teeth", int64_t{100}}}), read_teeth), HasSubstr("not 100"));
  EXPECT_THAT(ErrorOf(Given({{"width", 1.5}}), read_width), HasSubstr("from 0.0 to 1.0, not 1.5"));
  EXPECT_THAT(ErrorOf(Given({{"width", -0.5}}), read_width), HasSubstr("not -0.5"));
  EXPECT_THAT(ErrorOf(Given({{"width", std::numeric_limits<double>::quiet_NaN()}}), read_width),
              HasSubstr("from 0.0 to 1.0"));
  EXPECT_EQ(ErrorOf(Given({{"teeth", int64_t{99}}}), read_teeth), "");
  EXPECT_EQ(ErrorOf(Given({{"width", 1.0}}), read_width), "");
}

TEST(SettingsReaderTest, ANameIsOneOfAFew) {
  size_t which = 0;
  const auto read = [&](SettingsReader* r) {
    r->ReadName("wood", "", {"pear", "box", "horn"}, &which);
  };
  EXPECT_EQ(ErrorOf(Given({{"wood", std::string("horn")}}), read), "");
  EXPECT_EQ(which, 2U);
  which = 1;
  EXPECT_EQ(ErrorOf({}, read), "");
  EXPECT_EQ(which, 1U);
  EXPECT_EQ(ErrorOf(Given({{"wood", std::string("tin")}}), read),
            "test.toml:1:1: expected comb.wood to be \"pear\" or \"box\" or \"horn\", not \"tin\"");
}

TEST(SettingsReaderTest, RefusesWhatNoReadAskedFor) {
  int64_t teeth = 12;
  std::string wood;
  const std::string error = ErrorOf(Given({{"teeths", int64_t{3}}}), [&](SettingsReader* r) {
    r->Read("teeth", "", &teeth);
    r->Read("wood", "", &wood);
  });
  EXPECT_THAT(error, StartsWith("test.toml:1:1: unknown setting 'teeths' of the stage 'comb'"));
  EXPECT_THAT(error, HasSubstr("it has: teeth, wood"));
  EXPECT_THAT(ErrorOf(Given({{"x", true}}), [](SettingsReader*) {}), HasSubstr("it has none"));
}

TEST(ToTomlTest, WritesEveryTypeAsTomlDoes) {
  EXPECT_EQ(ToToml(true), "true");
  EXPECT_EQ(ToToml(int64_t{-7}), "-7");
  EXPECT_EQ(ToToml(0.95), "0.95");
  EXPECT_EQ(ToToml(2.0), "2.0");
  EXPECT_EQ(ToToml(1e20), "1e+20");
  EXPECT_EQ(ToToml(std::string("say \"no\" to C:\\")), "\"say \\\"no\\\" to C:\\\\\"");
  EXPECT_EQ(ToToml(std::vector<std::string>{}), "[]");
  EXPECT_EQ(ToToml(std::vector<std::string>{"en", "de"}), "[\"en\", \"de\"]");
}

}  // namespace
}  // namespace strigil
