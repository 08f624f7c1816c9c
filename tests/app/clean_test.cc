#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <string>

#include "strigil/io/provenance_header.h"
#include "strigil/text/utf8.h"
#include "tests/app/program_testing.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kAllGood = 0;
constexpr int kSomeBad = 1;
constexpr int kOutputFailed = 3;

std::string Dump() { return std::string(kDump); }

TEST(CleanTest, IsAQuietFilter) {
  const Outcome outcome = RunStrigil({}, {.input = Dump()});
  EXPECT_EQ(outcome.status, kAllGood);
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_THAT(outcome.out, AllOf(StartsWith("Strigil: 1\nSource: stdin\n"), HasSubstr(kKept),
                                 Not(HasSubstr(kRemoved))));
}

TEST(CleanTest, TheCommandMayBeNamed) {
  EXPECT_EQ(RunStrigil({"clean"}, {.input = Dump()}).out, RunStrigil({}, {.input = Dump()}).out);
}

TEST(CleanTest, ADashIsStandardInputAmongFiles) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("a.txt", kDump);
  const Outcome outcome = RunStrigil({"--header", "short", file, "-", file}, {.input = Dump()});
  std::string_view stream = outcome.out;
  EXPECT_EQ(CutHeadedDocument(&stream).value().Find("Source"), file);
  EXPECT_EQ(CutHeadedDocument(&stream).value().Find("Source"), "stdin");
  EXPECT_EQ(CutHeadedDocument(&stream).value().Find("Source"), file);
  EXPECT_EQ(stream, "");
}

TEST(CleanTest, AFolderIsAllFilesBelowIt) {
  const TemporaryFolder folder;
  folder.Write("b/c.txt", kDump);
  folder.Write("a.txt", kDump);
  const Outcome outcome = RunStrigil({"--header", "short", "."}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, kAllGood);
  std::string_view stream = outcome.out;
  EXPECT_EQ(CutHeadedDocument(&stream).value().Find("Source"), "./a.txt");
  EXPECT_EQ(CutHeadedDocument(&stream).value().Find("Source"), "./b/c.txt");
}

TEST(CleanTest, WithoutAHeaderTheBodyIsAll) {
  const Outcome outcome = RunStrigil({"--header", "none"}, {.input = Dump()});
  EXPECT_THAT(outcome.out, AllOf(StartsWith("The harbour board of Port Selwick"),
                                 EndsWith("on Thursday evening.\n")));
}

TEST(CleanTest, TheTitleCanStayInTheBody) {
  EXPECT_THAT(RunStrigil({"--header", "none", "--title", "body"}, {.input = Dump()}).out,
              StartsWith("Harbour board buys a second crane\n"));
  // What is set by name counts more.
  EXPECT_THAT(RunStrigil({"--header", "none", "--title", "body", "--set", "headline.title=header"},
                         {.input = Dump()})
                  .out,
              StartsWith("The harbour board of Port Selwick"));
}

TEST(CleanTest, ADisabledStageDoesNotRun) {
  EXPECT_THAT(RunStrigil({"--disable", "rules"}, {.input = Dump()}).out, HasSubstr(kRemoved));
}

TEST(CleanTest, APackIsAddedToTheProfiles) {
  const TemporaryFolder folder;
  const std::string pack =
      folder.Write("crane.toml",
                   "[pack]\nname = \"crane\"\nabout = \"\"\n[[rule]]\nid = \"built\"\n"
                   "pattern = 'the crane was built .*'\ncertain = true\n"
                   "hits = [\"The crane was built.\"]\nmisses = [\"The crane\"]\n");
  const Outcome outcome = RunStrigil({"--pack", pack}, {.input = Dump()});
  EXPECT_EQ(outcome.status, kAllGood) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(Not(HasSubstr(kKept)), Not(HasSubstr(kRemoved)), HasSubstr("crane=1")));
}

TEST(CleanTest, JsonLinesInAndOut) {
  const Outcome outcome = RunStrigil(
      {"--from", "jsonl", "--to", "jsonl", "--text-key", "content", "--id-key", "key", "--url-key",
       "link"},
      {.input =
           R"({"key":7,"content":"Just some words.","link":"https://example.org/a","lang":"x"})"
           "\n"});
  EXPECT_EQ(outcome.status, kAllGood) << outcome.err;
  EXPECT_THAT(
      outcome.out,
      AllOf(StartsWith("{\"id\":7,\"text\":\"Just some words.\",\"source\":\"stdin#1\","),
            HasSubstr("\"url\":\"https://example.org/a\""), EndsWith(",\"lang\":\"x\"}\n")));
}

TEST(CleanTest, WarcOutIsReadAgainCompressedOrNot) {
  const TemporaryFolder folder;
  for (const char* name : {"a.warc", "a.warc.gz", "a.warc.zst"}) {
    const std::string path = folder / name;
    EXPECT_EQ(RunStrigil({"--to", "warc", "-o", path}, {.input = Dump()}).status, kAllGood);
    const Outcome outcome = RunStrigil({"--header", "none", path});
    EXPECT_EQ(outcome.status, kAllGood) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(StartsWith("The harbour board"), HasSubstr(kKept)));
  }
}

TEST(CleanTest, ACutCompressedFileGivesWhatThereIsAndIsTold) {
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines += "{\"text\":\"Number " + std::to_string(i * 7919) + " of some.\"}\n";
  }
  std::string packed = RunStrigil({"--to", "jsonl", "--compress", "gzip"}, {.input = lines}).out;
  packed.resize(packed.size() / 2);
  const Outcome outcome = RunStrigil({"--to", "jsonl"}, {.input = packed});
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_THAT(outcome.out, HasSubstr("Number 7919 of some."));
  EXPECT_THAT(outcome.err, HasSubstr("strigil: stdin: byte " + std::to_string(packed.size()) +
                                     ": damaged gzip data: it is cut short\n"));
}

TEST(CleanTest, PagesInAWarcFileAreToldOnce) {
  const std::string page =
      "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: "
      "3\r\n\r\n<p>\r\n\r\n";
  const Outcome outcome = RunStrigil({}, {.input = page + page});
  EXPECT_EQ(outcome.status, kAllGood);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "strigil: 2 HTML pages were passed over: they need an extractor first\n");
}

TEST(CleanTest, SpansTellWhatWasRemoved) {
  const Outcome outcome = RunStrigil({"--to", "spans"}, {.input = Dump()});
  EXPECT_THAT(outcome.out,
              AllOf(StartsWith("{\"id\":\"stdin\""), HasSubstr("\"reason\":\"rules/share-bar."),
                    Not(HasSubstr(kRemoved))));
}

TEST(CleanTest, ASplitMakesManyDocuments) {
  const Outcome outcome =
      RunStrigil({"--split", "form-feed", "--header", "short"}, {.input = Dump() + "\f" + Dump()});
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Source: stdin#1\n"), HasSubstr("Source: stdin#2\n")));
}

TEST(CleanTest, UnwrapJoinsHardWrappedLines) {
  std::string text;
  for (int i = 0; i < 12; ++i) {
    text += "The harbour board decided on Monday evening that ferry number " + std::to_string(i) +
            " is to\n" + "sail all winter, after nine years without a service in the season.\n\n";
  }
  EXPECT_THAT(RunStrigil({"--unwrap", "--header", "none"}, {.input = text}).out,
              HasSubstr(" is to sail all winter"));
  EXPECT_THAT(RunStrigil({"--header", "none"}, {.input = text}).out,
              HasSubstr(" is to\nsail all winter"));
}

TEST(CleanTest, EmptyInputIsNoDocument) {
  for (const char* input : {"", "\n \n"}) {
    const Outcome outcome = RunStrigil({}, {.input = input});
    EXPECT_EQ(outcome.status, kAllGood);
    EXPECT_THAT(outcome.out + outcome.err, IsEmpty());
  }
}

TEST(CleanTest, ABinaryFileComesOutAsUtf8) {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += static_cast<char>(i * i % 251 + i % 7);
  const Outcome outcome = RunStrigil({"--from", "text"}, {.input = bytes});
  EXPECT_EQ(outcome.status, kAllGood);
  EXPECT_TRUE(IsValidUtf8(outcome.out));
}

TEST(CleanTest, AMissingFileCostsItselfAlone) {
  const TemporaryFolder folder;
  const std::string good = folder.Write("good.txt", kDump);
  const std::string missing = folder / "missing.txt";
  const Outcome outcome = RunStrigil({missing, good});
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_EQ(outcome.err, "strigil: " + missing + ": No such file or directory\n");
  EXPECT_THAT(outcome.out, HasSubstr(kKept));
}

TEST(CleanTest, AnUnreadableFileCostsItselfAlone) {
  const TemporaryFolder folder;
  const std::string locked = folder.Write("locked.txt", kDump);
  ASSERT_EQ(::chmod(locked.c_str(), 0), 0);
  if (::access(locked.c_str(), R_OK) == 0) GTEST_SKIP() << "whoever runs this may read everything";
  const Outcome outcome = RunStrigil({locked, folder.Write("good.txt", kDump)});
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_EQ(outcome.err, "strigil: " + locked + ": Permission denied\n");
  EXPECT_THAT(outcome.out, HasSubstr(kKept));
}

TEST(CleanTest, ABadRecordIsToldWithItsPlace) {
  const Outcome outcome = RunStrigil(
      {"--from", "jsonl", "--to", "jsonl"},
      {.input = "{\"text\":\"First words.\"}\n{\"text\":3}\n{\"text\":\"Third words.\"}\n"});
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_THAT(outcome.err, StartsWith("strigil: stdin#2: line 2, byte "));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("First words."), HasSubstr("Third words.")));
}

TEST(CleanTest, ATooLargeDocumentIsRefused) {
  const Outcome outcome =
      RunStrigil({"--max-document", "1K", "--split", "form-feed", "--header", "none"},
                 {.input = "Small.\f" + std::string(1025, 'x') + "\fSmall too."});
  EXPECT_EQ(outcome.status, kSomeBad);
  EXPECT_THAT(outcome.err, StartsWith("strigil: stdin#2: line 1, byte 7: "));
  EXPECT_EQ(outcome.out, "Small.\n\fSmall too.\n");
  for (const char* size : {"2K", "2k", "2KiB", "1M", "1G", "1025"}) {
    EXPECT_EQ(RunStrigil({"--max-document", size}, {.input = std::string(1025, 'x')}).status,
              kAllGood)
        << size;
  }
}

TEST(CleanTest, OutputReplacesAFileWhenItIsComplete) {
  const TemporaryFolder folder;
  const std::string dump = folder.Write("dump.txt", kDump);
  // In place: the input is read before the output stands.
  const Outcome outcome = RunStrigil({"--header", "none", "-o", dump, dump});
  EXPECT_EQ(outcome.status, kAllGood) << outcome.err;
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(ReadFile(dump), StartsWith("The harbour board of Port Selwick"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(CleanTest, OutputThatCannotBeWrittenIsToldBeforeAnythingIsRead) {
  const TemporaryFolder folder;
  for (const std::string& path : {folder.path(), folder / "none/out.txt"}) {
    for (const char* option : {"--output", "--rejects"}) {
      const Outcome outcome = RunStrigil({option, path}, {.input = Dump()});
      EXPECT_EQ(outcome.status, kOutputFailed);
      EXPECT_THAT(outcome.err, StartsWith("strigil: " + path + ": "));
      EXPECT_THAT(outcome.out, IsEmpty());
    }
  }
}

TEST(CleanTest, RejectsHoldWhatTheOutputDoesNot) {
  const TemporaryFolder folder;
  const std::string rejects = folder / "rejects.jsonl";
  const Outcome outcome = RunStrigil({"--rejects", rejects}, {.input = Dump()});
  EXPECT_EQ(outcome.status, kAllGood) << outcome.err;
  EXPECT_THAT(outcome.out, Not(HasSubstr(kRemoved)));
  EXPECT_THAT(ReadFile(rejects),
              AllOf(HasSubstr(kRemoved), HasSubstr("\"reason\":\"rules/share-bar.")));
}

TEST(CleanTest, ADroppedDocumentIsInTheRejectsAlone) {
  const TemporaryFolder folder;
  const std::string rejects = folder / "rejects.jsonl";
  const Outcome outcome = RunStrigil(
      {"--set", "quality.min-words=1000", "--set", "quality.action=drop", "--rejects", rejects},
      {.input = Dump()});
  EXPECT_EQ(outcome.status, kAllGood);
  EXPECT_THAT(outcome.out + outcome.err, IsEmpty());
  EXPECT_THAT(ReadFile(rejects), AllOf(HasSubstr(kKept), HasSubstr("\"dropped\":true")));
}

TEST(CleanTest, AFullDeviceIsAnOutputError) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const Outcome outcome = RunStrigil({}, {.input = Dump(), .out_path = "/dev/full"});
  EXPECT_EQ(outcome.status, kOutputFailed);
  EXPECT_EQ(outcome.err, "strigil: standard output: No space left on device\n");
  EXPECT_EQ(RunStrigil({"--help"}, {.out_path = "/dev/full"}).status, kOutputFailed);
  EXPECT_EQ(RunStrigil({"--list", "stages"}, {.out_path = "/dev/full"}).status, kOutputFailed);
  EXPECT_EQ(RunStrigil({"explain"}, {.input = Dump(), .out_path = "/dev/full"}).status,
            kOutputFailed);
}

TEST(CleanTest, AFailedRunLeavesTheOldFile) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const TemporaryFolder folder;
  const std::string rejects = folder.Write("rejects.jsonl", "old\n");
  EXPECT_EQ(RunStrigil({"--rejects", rejects}, {.input = Dump(), .out_path = "/dev/full"}).status,
            kOutputFailed);
  EXPECT_EQ(ReadFile(rejects), "old\n");
}

TEST(CleanTest, AClosedPipeEndsTheProgramQuietly) {
  for (const char* command : {"clean", "explain"}) {
    const Outcome outcome = RunStrigil({command}, {.input = Dump(), .reader_gone = true});
    EXPECT_EQ(outcome.status, kAllGood) << command;
    EXPECT_THAT(outcome.err, IsEmpty());
  }
}

TEST(CleanTest, ClosedStandardStreamsAreNoFilesOfAnybody) {
  const TemporaryFolder folder;
  const std::string dump = folder.Write("dump.txt", kDump);
  const Outcome no_output =
      RunStrigil({dump, "--rejects", folder / "rejects.jsonl"}, {.close_out = true});
  EXPECT_EQ(no_output.status, kOutputFailed);
  EXPECT_THAT(no_output.err, StartsWith("strigil: standard output: "));
  EXPECT_EQ(ReadFile(dump), kDump);
  const Outcome no_input = RunStrigil({"-", dump}, {.close_in = true});
  EXPECT_EQ(no_input.status, kSomeBad);
  EXPECT_THAT(no_input.err, StartsWith("strigil: stdin: "));
  EXPECT_THAT(no_input.out, HasSubstr(kKept));
}

TEST(CleanTest, TheSameInputGivesTheSameBytes) {
  const Outcome first =
      RunStrigil({"--to", "jsonl"}, {.input = Dump(), .environment = {"LC_ALL=C", "TZ=UTC"}});
  const Outcome second = RunStrigil(
      {"--to", "jsonl"}, {.input = Dump(), .environment = {"LC_ALL=tr_TR.UTF-8", "TZ=Asia/Tokyo"}});
  EXPECT_EQ(first.out, second.out);
}

}  // namespace
}  // namespace strigil
