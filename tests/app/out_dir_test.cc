// What --out-dir and --resume promise: an output for each input, whole or not there, and the same
// files however often the program was killed on the way.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app/manifest.h"
#include "tests/app/running_program.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;

constexpr std::string_view kManifest = ".strigil-manifest.jsonl";

// All files below `folder` but the manifest, by their paths in it.
std::map<std::string, std::string> Tree(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == kManifest) continue;
    files[fs::relative(entry.path(), folder).string()] = ReadFile(entry.path().string());
  }
  return files;
}

std::string Lines(int count, int seed) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += "{\"text\":\"In file " + std::to_string(seed) + " this is document number " +
             std::to_string(i) + ", as it stands.\"}\n";
  }
  return lines;
}

TEST(OutDirTest, EveryInputHasItsOutputInTheSameTree) {
  const TemporaryFolder folder;
  folder.Write("in/a.txt", kDump);
  folder.Write("in/b/c.jsonl", Lines(3, 1));
  folder.Write("in/b/empty.txt", "");
  folder.Write("other.txt", kDump);
  for (const char* jobs : {"1", "3"}) {
    const std::string out = folder / "out";
    const Outcome outcome = RunStrigil({"--jobs", jobs, "--out-dir", "out", "in", "other.txt"},
                                       {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, IsEmpty());
    const auto tree = Tree(out);
    EXPECT_THAT(tree, ElementsAre(Key("a.txt"), Key("b/c.jsonl.txt"), Key("b/empty.txt"),
                                  Key("other.txt")));
    for (const auto& [name, input] :
         {std::pair("a.txt", "in/a.txt"), std::pair("b/c.jsonl.txt", "in/b/c.jsonl")}) {
      EXPECT_EQ(tree.at(name), RunStrigil({input}, {.folder = folder.path()}).out);
    }
    fs::remove_all(out);
  }
}

TEST(OutDirTest, NamesSayWhatIsInThem) {
  const TemporaryFolder folder;
  folder.Write("in/a.txt", kDump);
  EXPECT_EQ(RunStrigil({"--to", "jsonl", "--compress", "gzip", "--out-dir", folder / "1",
                        "--rejects", folder / "removed", folder / "in"})
                .status,
            0);
  EXPECT_THAT(Tree(folder / "1"), ElementsAre(Key("a.txt.jsonl.gz")));
  EXPECT_THAT(Tree(folder / "removed"), ElementsAre(Key("a.txt.jsonl.gz")));
  EXPECT_EQ(RunStrigil({"--to", "jsonl", "--out-dir", folder / "2", folder / "1"}).status, 0);
  EXPECT_THAT(Tree(folder / "2"), ElementsAre(Key("a.txt.jsonl")));
}

TEST(OutDirTest, WhatCannotBeIsRefused) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("in/a.txt", kDump);
  const std::vector<std::vector<std::string>> wrong = {
      {"--out-dir", folder / "out"},
      {"--out-dir", folder / "out", "-"},
      {"--out-dir", folder / "in/out", folder / "in"},
      {"--out-dir", folder / "out", "--rejects", folder / "out/rejects", folder / "in"},
      {"--out-dir", folder / "out", "-o", folder / "file", file},
      {"--resume", file},
  };
  for (const auto& arguments : wrong) EXPECT_EQ(RunStrigil(arguments).status, 2);
  EXPECT_FALSE(fs::exists(folder / "out"));
  // Two inputs of one name, and an input in the place of its output, cost themselves alone.
  const std::string other = folder.Write("b/a.txt", "Other words.");
  const Outcome twice = RunStrigil({"--out-dir", folder / "out", file, other});
  EXPECT_EQ(twice.status, 1);
  EXPECT_THAT(twice.err, HasSubstr("is the output of another input already"));
  EXPECT_THAT(ReadFile(folder / "out/a.txt"), HasSubstr("The harbour board"));
  EXPECT_EQ(RunStrigil({"--out-dir", folder / "b", other}).status, 1);
  EXPECT_EQ(ReadFile(other), "Other words.");
}

TEST(OutDirTest, AnInputThatIsMissingHasNoOutput) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("a.txt", kDump);
  const Outcome outcome = RunStrigil({"--out-dir", folder / "out", folder / "no.txt", file});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(Tree(folder / "out"), ElementsAre(Key("a.txt")));
}

TEST(OutDirTest, ResumePassesOverWhatIsWholeAndUnchanged) {
  const TemporaryFolder folder;
  const std::string a = folder.Write("in/a.txt", kDump);
  const std::string b = folder.Write("in/b.jsonl", Lines(2, 1) + "{\"broken\n");
  const std::string out = folder / "out";
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--out-dir", out, "--header", "none", folder / "in"});
    return RunStrigil(more);
  };
  EXPECT_EQ(run({}).status, 1);
  const auto first = Tree(out);
  // A mark that shows whether an output was written again.
  const auto mark = [&] {
    for (const char* name : {"a.txt", "b.jsonl.txt"}) folder.Write(std::string("out/") + name, "-");
  };
  mark();
  const Outcome resumed = run({"--resume"});
  EXPECT_EQ(resumed.status, 1);
  EXPECT_THAT(resumed.err, HasSubstr("b.jsonl: when it was cleaned, 1 of its records were bad"));
  EXPECT_EQ(ReadFile(out + "/a.txt"), "-");
  EXPECT_EQ(ReadFile(out + "/b.jsonl.txt"), "-");

  // Another size, another time, another setting, no output: each is reason enough.
  folder.Write("in/a.txt", std::string(kDump) + "\n");
  EXPECT_EQ(run({"--resume"}).status, 1);
  EXPECT_EQ(ReadFile(out + "/a.txt"), first.at("a.txt"));
  EXPECT_EQ(ReadFile(out + "/b.jsonl.txt"), "-");
  fs::last_write_time(b, fs::last_write_time(b) - std::chrono::seconds(5));
  EXPECT_EQ(run({"--resume"}).status, 1);
  EXPECT_EQ(Tree(out), first);
  mark();
  EXPECT_EQ(run({"--resume", "--disable", "language"}).status, 1);
  EXPECT_EQ(Tree(out), first);
  fs::remove(out + "/a.txt");
  EXPECT_EQ(run({"--resume", "--disable", "language"}).status, 1);
  EXPECT_EQ(Tree(out), first);

  // Without --resume everything is done again, and remembered anew.
  mark();
  EXPECT_EQ(run({}).status, 1);
  EXPECT_EQ(Tree(out), first);
  fs::remove(a);
}

TEST(OutDirTest, ASignalLeavesNoHalfFile) {
  const TemporaryFolder folder;
  for (int i = 0; i < 40; ++i) {
    folder.Write("in/" + std::to_string(i) + ".jsonl", Lines(2000, i));
  }
  const std::vector<std::string> arguments = {
      "--jobs", "2", "--to", "jsonl", "--resume", "--out-dir", folder / "out", folder / "in"};
  RunningStrigil program(arguments);
  program.WaitUntilItHandles(SIGTERM);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  program.Signal(SIGTERM);
  program.Wait();
  for (const auto& [name, content] : Tree(folder / "out")) {
    EXPECT_THAT(name, Not(HasSubstr(".tmp")));
    EXPECT_EQ(std::count(content.begin(), content.end(), '\n'), 2000);
  }
  EXPECT_EQ(RunStrigil(arguments).status, 0);
  EXPECT_EQ(Tree(folder / "out").size(), 40U);
}

TEST(OutDirTest, ARunThatIsKilledAgainAndAgainGivesTheSameFiles) {
  const TemporaryFolder folder;
  for (int i = 0; i < 60; ++i) {
    folder.Write("in/" + std::to_string(i % 7) + "/" + std::to_string(i) + ".jsonl",
                 Lines(i % 10 == 0 ? 4000 : 300, i));
  }
  const auto arguments = [&](const std::string& out) {
    return std::vector<std::string>{"--jobs",   "2",          "--to",           "jsonl",
                                    "--resume", "--rejects",  out + "-removed", "--out-dir",
                                    out,        folder / "in"};
  };
  EXPECT_EQ(RunStrigil(arguments(folder / "undisturbed")).status, 0);
  std::mt19937 random(20);
  for (int i = 0; i < 20; ++i) {
    RunningStrigil program(arguments(folder / "killed"));
    std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 120));
    program.Signal(SIGKILL);
    program.Wait();
  }
  EXPECT_EQ(RunStrigil(arguments(folder / "killed")).status, 0);
  EXPECT_TRUE(Tree(folder / "killed") == Tree(folder / "undisturbed"));
  EXPECT_TRUE(Tree(folder / "killed-removed") == Tree(folder / "undisturbed-removed"));
}

TEST(ManifestTest, EntriesComeBackWhateverTheNames) {
  for (const char* name : {"a.txt", "b \"c\"\n.txt", "\xFF\xFE.txt", "bytes:00", "bücher.txt"}) {
    const ManifestEntry entry{.output = name,
                              .input = std::string("in/") + name,
                              .settings = "sha256:00",
                              .bytes = 12,
                              .modified = -5,
                              .problems = 3};
    const std::string line = ToJsonLine(entry);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_EQ(ParseManifestLine(line), entry);
  }
}

TEST(ManifestTest, WhatIsNoEntryIsPassedOver) {
  const std::string line = ToJsonLine({.output = "a", .input = "b", .settings = "c"});
  for (size_t size = 0; size + 1 < line.size(); ++size) {
    EXPECT_EQ(ParseManifestLine(line.substr(0, size)), std::nullopt) << size;
  }
  for (const char* wrong :
       {"[]", "{}", "{\"output\":1}", "{\"output\":\"a\",\"bytes\":-1}", "{\"output\":\"\xFF\"}"}) {
    EXPECT_EQ(ParseManifestLine(wrong), std::nullopt) << wrong;
  }
  const TemporaryFolder folder;
  folder.Write(kManifest, line + "nonsense\n{\"output\":\"cut");
  {
    Manifest manifest(folder.path(), /*resume=*/true);
    EXPECT_NE(manifest.Find("a"), nullptr);
    manifest.Add({.output = "z", .input = "y", .settings = "c"});
  }
  const Manifest again(folder.path(), /*resume=*/true);
  EXPECT_NE(again.Find("a"), nullptr);
  EXPECT_NE(again.Find("z"), nullptr);
  EXPECT_EQ(again.Find("cut"), nullptr);
}

}  // namespace
}  // namespace strigil
