#include "strigil/rules/pack_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "strigil/text/error.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PackLibraryTest : public testing::Test {
 protected:
  void SetUp() override {
    // Tests may run side by side.
    const char* const test = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = testing::TempDir() + "/strigil_pack_library_" + test + std::to_string(getpid());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& file, const std::string& name,
                    const std::string& pattern) const {
    const std::string path = folder_ + "/" + file;
    std::ofstream(path) << "[pack]\nname = \"" << name
                        << "\"\nabout = \"a test\"\n[[rule]]\nid = \"only\"\npattern = '" << pattern
                        << "'\nhits = [\"" << pattern << "\"]\nmisses = [\"another\"]\n";
    return path;
  }

  std::string folder_;
};

std::string ErrorOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(PackLibraryTest, HasThePacksOfTheProgram) {
  const PackLibrary library;
  std::vector<std::string> expected;
  for (const BuiltinPack& pack : BuiltinPacks()) expected.emplace_back(pack.name);
  EXPECT_EQ(library.Names(), expected);
  EXPECT_TRUE(std::is_sorted(expected.begin(), expected.end()));
  for (const BuiltinPack& pack : BuiltinPacks()) {
    EXPECT_EQ(library.Toml(pack.name), pack.toml);
    EXPECT_EQ(library.Rules(pack.name).data(), pack.rules.data());
  }
}

TEST_F(PackLibraryTest, TakesAPackOfAFile) {
  PackLibrary library;
  const std::string path = Write("own.toml", "zz-own", "play today");
  EXPECT_EQ(library.AddFile(path), "zz-own");
  EXPECT_EQ(library.Names().back(), "zz-own");
  const auto rules = library.Rules("zz-own");
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].pack, "zz-own");
  EXPECT_EQ(rules[0].id, "only");
  EXPECT_EQ(rules[0].pattern, "play today");
  EXPECT_THAT(std::string(library.Toml("zz-own")), StartsWith("[pack]\nname = \"zz-own\""));
}

TEST_F(PackLibraryTest, APackOfAFileTakesThePlaceOfTheProgramsOwn) {
  PackLibrary library;
  const size_t packs = library.Names().size();
  library.AddFile(Write("share.toml", "share-bar", "pass it on"));
  EXPECT_EQ(library.Names().size(), packs);
  ASSERT_EQ(library.Rules("share-bar").size(), 1U);
  EXPECT_EQ(library.Rules("share-bar")[0].pattern, "pass it on");
}

TEST_F(PackLibraryTest, RulesStayWhereTheyAreAsPacksAreAdded) {
  PackLibrary library;
  library.AddFile(Write("a.toml", "a", "x"));  // short names live inside their std::string
  const auto rules = library.Rules("a");
  const std::string_view toml = library.Toml("a");
  for (int i = 0; i < 50; ++i) {
    const std::string name = "more-" + std::to_string(i);
    library.AddFile(Write(name + ".toml", name, "pattern " + std::to_string(i)));
  }
  EXPECT_EQ(rules[0].pack, "a");
  EXPECT_EQ(rules[0].id, "only");
  EXPECT_EQ(rules[0].pattern, "x");
  EXPECT_EQ(library.Rules("a").data(), rules.data());
  EXPECT_EQ(library.Toml("a"), toml);
  EXPECT_THAT(library.Names(), Contains("more-49"));
}

TEST_F(PackLibraryTest, ANameComesOnce) {
  PackLibrary library;
  library.AddFile(Write("one.toml", "own", "x"));
  const std::string second = Write("two.toml", "own", "y");
  EXPECT_THAT(ErrorOf([&] { library.AddFile(second); }),
              AllOf(StartsWith(second), HasSubstr("'own' is loaded already")));
  EXPECT_EQ(library.Rules("own")[0].pattern, "x");
}

TEST_F(PackLibraryTest, ABadFileAddsNothing) {
  PackLibrary library;
  const auto names = library.Names();
  const std::string bad = Write("bad.toml", "bad", "(");
  EXPECT_THAT(ErrorOf([&] { library.AddFile(bad); }),
              AllOf(StartsWith(bad + ":6:11: "), HasSubstr("pattern")));
  EXPECT_THAT(ErrorOf([&] { library.AddFile(folder_ + "/none.toml"); }),
              HasSubstr("cannot be read"));
  EXPECT_EQ(library.Names(), names);
}

TEST_F(PackLibraryTest, AnUnknownNameIsToldWithThoseThatThereAre) {
  PackLibrary library;
  library.AddFile(Write("own.toml", "own", "x"));
  for (const std::string& error : {ErrorOf([&] { library.Rules("share-bra"); }),
                                   ErrorOf([&] { library.Toml("share-bra"); })}) {
    EXPECT_THAT(error, AllOf(HasSubstr("'share-bra'"), HasSubstr("share-bar"), HasSubstr("own")));
  }
}

}  // namespace
}  // namespace strigil
