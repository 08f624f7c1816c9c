#include "strigil/io/text_reader.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ReadOut ReadText(std::string bytes, std::string_view split,
                 size_t max_bytes = kDefaultMaxDocumentBytes, size_t at_once = 3) {
  return ReadAll(NewTextReader(std::make_unique<ChoppySource>(std::move(bytes), at_once),
                               "dump.txt", ParseTextSplit(split), max_bytes)
                     .get());
}

std::vector<std::string> Bytes(const ReadOut& out) {
  std::vector<std::string> bytes;
  for (const Record& record : out.records) bytes.push_back(record.bytes);
  return bytes;
}

std::vector<std::string> Sources(const ReadOut& out) {
  std::vector<std::string> sources;
  for (const Record& record : out.records) sources.push_back(record.source);
  return sources;
}

TEST(TextReaderTest, AWholeInputIsOneRecord) {
  const std::string bytes("a\0b\r\n\f\n\n\n\xFF", 11);
  const ReadOut out = ReadText(bytes, "none");
  EXPECT_THAT(Bytes(out), ElementsAre(bytes));
  EXPECT_THAT(Sources(out), ElementsAre("dump.txt"));
  EXPECT_EQ(out.records[0].offset, 0U);
  EXPECT_EQ(out.records[0].line, 1U);
}

TEST(TextReaderTest, NothingButWhiteSpaceIsNoRecord) {
  for (const char* split : {"none", "form-feed", "blank-lines=2", "/-+/"}) {
    for (const char* bytes : {"", "\n", " \t\r\n\f\v\n\n\n"}) {
      const ReadOut out = ReadText(bytes, split);
      EXPECT_THAT(out.records, IsEmpty()) << split;
      EXPECT_THAT(out.problems, IsEmpty()) << split;
    }
  }
}

TEST(TextReaderTest, FormFeedsSeparateWhereverTheyStand) {
  const ReadOut out = ReadText("\fone\n\ftwo\fthree\n\f \n\f", "form-feed");
  EXPECT_THAT(Bytes(out), ElementsAre("one\n", "two", "three\n"));
  EXPECT_THAT(Sources(out), ElementsAre("dump.txt#1", "dump.txt#2", "dump.txt#3"));
  EXPECT_EQ(out.records[1].offset, 6U);
  EXPECT_EQ(out.records[1].line, 2U);
  EXPECT_EQ(out.records[2].line, 2U);
}

TEST(TextReaderTest, BlankLinesSeparateFromTheirNumberOn) {
  const ReadOut out = ReadText("one\n\none\n\n\ntwo\n \t\r\n\n\n\n\n three", "blank-lines=2");
  EXPECT_THAT(Bytes(out), ElementsAre("one\n\none\n", "two\n", " three"));
  EXPECT_EQ(out.records[1].offset, 11U);
  EXPECT_EQ(out.records[1].line, 6U);
  EXPECT_EQ(out.records[2].line, 12U);
  EXPECT_THAT(Bytes(ReadText("one\n\none\n\n\ntwo", "blank-lines=3")),
              ElementsAre("one\n\none\n\n\ntwo"));
  EXPECT_THAT(Bytes(ReadText("one\n\ntwo\n", "blank-lines=1")), ElementsAre("one\n", "two\n"));
}

TEST(TextReaderTest, ASeparatorLineMustMatchAsAWhole) {
  const ReadOut out = ReadText("=====\none\n==x==\n=====\r\n\n=====\ntwo\n=====", "/=+/");
  EXPECT_THAT(Bytes(out), ElementsAre("one\n==x==\n", "two\n"));
  EXPECT_THAT(Bytes(ReadText("a\n=====\nb", "/^=====$/")), ElementsAre("a\n", "b"));
}

TEST(TextReaderTest, APatternThatMatchesBlankLinesSeparatesThere) {
  EXPECT_THAT(Bytes(ReadText("a\n\nb\n", "/\\s*/")), ElementsAre("a\n", "b\n"));
}

TEST(TextReaderTest, ARecordOverTheLimitIsRefusedAndTheNextIsRead) {
  struct Case {
    const char* split;
    std::string separator;
  };
  for (const Case& c :
       {Case{"form-feed", "\f"}, Case{"blank-lines=2", "\n\n\n"}, Case{"/--/", "\n--\n"}}) {
    for (const std::string& large :
         {std::string(50, 'x'), std::string("xxxx\nxxxxxx\nxxxxx\n\nxxxxxxx")}) {
      const ReadOut out =
          ReadText("first" + c.separator + large + c.separator + "last\n", c.split, 20);
      EXPECT_THAT(Sources(out), ElementsAre("dump.txt#1", "dump.txt#3")) << c.split;
      ASSERT_EQ(out.problems.size(), 1U) << c.split;
      EXPECT_EQ(out.problems[0].source, "dump.txt#2");
      EXPECT_EQ(out.problems[0].offset, 5 + c.separator.size());
      EXPECT_THAT(
          out.problems[0].ToString(),
          testing::EndsWith(": the document has more than 20 bytes, the most that is read"));
      EXPECT_EQ(out.records.back().bytes, "last\n");
    }
  }
}

TEST(TextReaderTest, AWholeInputOverTheLimitIsAProblem) {
  EXPECT_EQ(Bytes(ReadText("12345", "none", 5)).size(), 1U);
  const ReadOut out = ReadText("123456", "none", 5);
  EXPECT_THAT(out.records, IsEmpty());
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].ToString(),
            "dump.txt: line 1, byte 0: the document has more than 5 bytes, the most that is read");
}

TEST(TextReaderTest, AnEndlessInputOverTheLimitEnds) {
  auto source = std::make_unique<RepeatingSource>("x", size_t{1} << 40);
  const ReadOut out =
      ReadAll(NewTextReader(std::move(source), "endless", TextSplit(), 100'000).get());
  EXPECT_EQ(out.problems.size(), 1U);
}

TEST(TextReaderTest, AReadErrorGivesNoHalfRecord) {
  for (const char* split : {"none", "form-feed", "blank-lines=2", "/-+/"}) {
    const auto reader =
        NewTextReader(std::make_unique<ChoppySource>("half a rec", 3, "Input/output error"),
                      "dump.txt", ParseTextSplit(split), 100);
    EXPECT_THROW(reader->Next(), InputError) << split;
  }
}

// Wherever an input is cut, offsets and lines tell where, and only separators and white space are
// left out.
TEST(TextReaderTest, RecordsStandWhereTheySay) {
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 50, '\0');
    for (char& c : bytes) c = "ab\n\n\n \f-"[random() % 8];
    for (const char* split : {"form-feed", "blank-lines=1", "blank-lines=2", "/-+/"}) {
      const ReadOut out = ReadText(bytes, split, 1000, 1 + random() % 20);
      size_t done = 0;
      std::string left_out;
      for (const Record& record : out.records) {
        ASSERT_GE(record.offset, done);
        EXPECT_EQ(bytes.substr(record.offset, record.bytes.size()), record.bytes);
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(record.offset);
        EXPECT_EQ(record.line, 1 + std::count(bytes.begin(), begin, '\n'));
        left_out += bytes.substr(done, record.offset - done);
        done = record.offset + record.bytes.size();
      }
      left_out += bytes.substr(done);
      EXPECT_EQ(left_out.find_first_of("ab"), std::string::npos)
          << split << testing::PrintToString(bytes);
    }
  }
}

}  // namespace
}  // namespace strigil
