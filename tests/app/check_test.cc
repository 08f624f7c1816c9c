#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kGoodPack[] =
    "[pack]\nname = \"club\"\nabout = \"Of a club\"\n"
    "[[rule]]\nid = \"join\"\npattern = 'join us'\nhits = [\"Join us\"]\nmisses = [\"Us\"]\n";

std::string Profile(const std::string& more) {
  return "[profile]\nname = \"mine\"\nabout = \"\"\nstages = [\"decode\", \"rules\"]\n" + more;
}

TEST(CheckTest, EverythingThatIsCompiledInIsGood) {
  const Outcome outcome = RunStrigil({"check"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, ::testing::MatchesRegex(
                               "[0-9]+ rules in [0-9]+ packs, [0-9]+ profiles?: all good\n"));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(CheckTest, FilesAreCheckedByWhatTheyHold) {
  const TemporaryFolder folder;
  const Outcome outcome = RunStrigil(
      {"check", folder.Write("mine.toml", Profile("[rules]\nextra-packs = [\"club\"]\n")),
       folder.Write("club.toml", kGoodPack)});
  EXPECT_EQ(outcome.out, "1 rule in 1 pack, 1 profile: all good\n");
  EXPECT_EQ(outcome.status, 0);
}

TEST(CheckTest, OfAFolderTheTomlFilesAreTaken) {
  const TemporaryFolder folder;
  folder.Write("packs/club.toml", kGoodPack);
  folder.Write("mine.toml", Profile(""));
  folder.Write("README.md", "# Mine");
  EXPECT_EQ(RunStrigil({"check", folder.path()}).out, "1 rule in 1 pack, 1 profile: all good\n");
}

TEST(CheckTest, FailuresAreToldWithTheirPlaces) {
  const TemporaryFolder folder;
  const std::string pack =
      folder.Write("club.toml",
                   "[pack]\nname = \"club\"\nabout = \"\"\n"
                   "[[rule]]\nid = \"join\"\npattern = 'join us'\n"
                   "hits = [\"Join us\",\n  \"Join them\"]\nmisses = [\"Join us\", \"Us\"]\n");
  const Outcome outcome = RunStrigil({"check", pack});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr(pack + ":8:3: "), HasSubstr(pack + ":9:11: "),
                                 EndsWith("1 rule in 1 pack, 0 profiles: 2 failures\n")));
}

TEST(CheckTest, OneBadFileDoesNotHideTheNext) {
  const TemporaryFolder folder;
  const std::string broken = folder.Write("a.toml", "[pack\n");
  const std::string neither = folder.Write("b.toml", "[other]\n");
  const std::string profile =
      folder.Write("c.toml", Profile("[rules]\npakcs = []\n[quality]\nmin-word = 3\n"));
  const std::string not_there = folder / "d.toml";
  const Outcome outcome =
      RunStrigil({"check", broken, neither, profile, not_there, folder.Write("e.toml", kGoodPack)});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr(broken + ":1:"),
            HasSubstr(neither + ":1:1: expected a table [pack] or a table [profile]\n"),
            HasSubstr(profile + ":6:1: unknown setting 'pakcs'"), HasSubstr(not_there + ": "),
            EndsWith("1 rule in 1 pack, 1 profile: 4 failures\n")));
}

TEST(CheckTest, SettingsOfStagesThatDoNotRunAreCheckedToo) {
  const TemporaryFolder folder;
  const std::string profile = folder.Write("c.toml", Profile("[quality]\nmin-word = 3\n"));
  EXPECT_THAT(RunStrigil({"check", profile}).out,
              StartsWith(profile + ":6:1: unknown setting 'min-word'"));
}

TEST(CheckTest, APackThatIsMissingIsToldWithTheProfilesName) {
  const TemporaryFolder folder;
  const std::string profile =
      folder.Write("c.toml", Profile("[rules]\nextra-packs = [\"club\"]\n"));
  EXPECT_THAT(RunStrigil({"check", profile}).out, StartsWith(profile + ":"));
}

TEST(CheckTest, TwoPacksOfOneNameAreAFailure) {
  const TemporaryFolder folder;
  EXPECT_EQ(
      RunStrigil({"check", folder.Write("a.toml", kGoodPack), folder.Write("b.toml", kGoodPack)})
          .status,
      2);
}

}  // namespace
}  // namespace strigil
