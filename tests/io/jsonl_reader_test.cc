#include "strigil/io/jsonl_reader.h"

#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/io/json.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ReadOut ReadJsonl(std::string bytes, const JsonKeys& keys = {},
                  size_t max_bytes = kDefaultMaxDocumentBytes) {
  return ReadAll(NewJsonlReader(std::make_unique<ChoppySource>(std::move(bytes), 5), "a.jsonl",
                                keys, max_bytes)
                     .get());
}

Record ReadOne(std::string line, const JsonKeys& keys = {}) {
  ReadOut out = ReadJsonl(std::move(line), keys);
  EXPECT_THAT(out.problems, IsEmpty()) << out.problems.at(0).ToString();
  EXPECT_EQ(out.records.size(), 1U);
  return out.records.at(0);
}

std::string ProblemOf(std::string line) {
  const ReadOut out = ReadJsonl(std::move(line));
  EXPECT_THAT(out.records, IsEmpty());
  EXPECT_EQ(out.problems.size(), 1U);
  return out.problems.at(0).ToString();
}

TEST(JsonlReaderTest, ReadsTextIdAndUrl) {
  const Record record = ReadOne(
      R"({"id":"x/1","url":"https://example.org/\u00e9","text":"Line one\nLine \"two\"\ud83d\ude00"})");
  EXPECT_EQ(record.bytes, "Line one\nLine \"two\"😀");
  EXPECT_EQ(record.id, "x/1");
  EXPECT_FALSE(record.id_is_number);
  EXPECT_EQ(record.url, "https://example.org/é");
  EXPECT_EQ(record.charset, "utf-8");
  EXPECT_EQ(record.source, "a.jsonl#1");
  EXPECT_EQ(record.carried_metadata, "");
}

TEST(JsonlReaderTest, CountsLinesThatAreNotBlank) {
  const ReadOut out =
      ReadJsonl("\n{\"text\":\"a\"}\r\n \t\n{\"text\":}\n{\"text\":\"\xE2\x80\xA8\"}");
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[0].source, "a.jsonl#1");
  EXPECT_EQ(out.records[0].line, 2U);
  EXPECT_EQ(out.records[0].offset, 1U);
  EXPECT_EQ(out.records[1].source, "a.jsonl#3");
  EXPECT_EQ(out.records[1].line, 5U);
  EXPECT_EQ(out.records[1].bytes, "\u2028");
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].ToString(),
            "a.jsonl#2: line 4, byte 26: broken JSON: expected a value");
  EXPECT_EQ(out.problems[0].offset, 18U);
}

TEST(JsonlReaderTest, SkipsAByteOrderMark) {
  const Record record = ReadOne("\xEF\xBB\xBF{\"text\":\"a\"}");
  EXPECT_EQ(record.bytes, "a");
  EXPECT_EQ(record.offset, 3U);
}

TEST(JsonlReaderTest, CarriesOtherMembersByteForByteInOrder) {
  const Record record = ReadOne(
      R"({"z" : 1.50, "text":"t", "a":{"b": [1,  "\u00e9"]},"\u0062ig":123456789012345678901234567890,"n":null})");
  EXPECT_EQ(
      record.carried_members,
      R"(,"z":1.50,"a":{"b": [1,  "\u00e9"]},"\u0062ig":123456789012345678901234567890,"n":null)");
}

TEST(JsonlReaderTest, UrlIsReadAndCarried) {
  const Record record = ReadOne(R"({"text":"t","url":"u","id":"i"})");
  EXPECT_EQ(record.url, "u");
  EXPECT_EQ(record.carried_members, R"(,"url":"u")");
  EXPECT_EQ(ReadOne(R"({"text":"t","url":null})").url, "");
}

TEST(JsonlReaderTest, ANumberIsAnIdAndKeepsItsDigits) {
  const Record record = ReadOne(R"({"id": 100000000000000000000001 ,"text":"t"})");
  EXPECT_EQ(record.id, "100000000000000000000001");
  EXPECT_TRUE(record.id_is_number);
  EXPECT_EQ(ReadOne(R"({"id":1.0e2,"text":"t"})").id, "1.0e2");
  const Record none = ReadOne(R"({"id":null,"text":"t"})");
  EXPECT_EQ(none.id, "");
  EXPECT_EQ(none.carried_members, "");
}

TEST(JsonlReaderTest, NamesOfOursAreCarriedUnderAnother) {
  EXPECT_EQ(ReadOne(R"({"source":"s","text":"t","metadata":7})").carried_members,
            R"(,"original_source":"s","original_metadata":7)");
  EXPECT_EQ(ReadOne(R"({"source":2,"original_source":1,"text":"t"})").carried_members,
            R"(,"original_original_source":2,"original_source":1)");
  EXPECT_EQ(ReadOne(R"({"sourc\u0065":2,"text":"t"})").carried_members, R"(,"original_source":2)");
}

TEST(JsonlReaderTest, KeysAreToChoose) {
  JsonKeys keys;
  keys.text = "content";
  keys.id = "doc";
  keys.url = "link";
  const Record record =
      ReadOne(R"({"content":"c","text":"t","doc":5,"id":6,"link":"l","url":"u"})", keys);
  EXPECT_EQ(record.bytes, "c");
  EXPECT_EQ(record.id, "5");
  EXPECT_EQ(record.url, "l");
  EXPECT_EQ(record.carried_members,
            R"(,"original_text":"t","doc":5,"original_id":6,"link":"l","url":"u")");
}

TEST(JsonlReaderTest, AnEscapedNameIsThatName) {
  EXPECT_EQ(ReadOne(R"({"t\u0065xt":"yes"})").bytes, "yes");
}

TEST(JsonlReaderTest, MetadataIsCarriedInsideOurs) {
  const Record record = ReadOne(
      R"({"text":"t","metadata":{"url":"https://example.org/","language":"de","dump":"2024-05","n":[1, 2]},"x":1})");
  EXPECT_EQ(record.url, "https://example.org/");
  EXPECT_EQ(record.carried_metadata, R"(,"original_language":"de","dump":"2024-05","n":[1, 2])");
  EXPECT_EQ(record.carried_members, R"(,"x":1)");
}

TEST(JsonlReaderTest, TheObjectsOwnUrlWinsOverItsMetadatas) {
  const Record record = ReadOne(R"({"text":"t","url":"a","metadata":{"url":"b"}})");
  EXPECT_EQ(record.url, "a");
  EXPECT_EQ(record.carried_metadata, R"(,"original_url":"b")");
}

TEST(JsonlReaderTest, HalfASurrogatePairCostsACharacterOnly) {
  EXPECT_EQ(ReadOne(R"({"text":"a\ud83db"})").bytes, "a\uFFFDb");
}

TEST(JsonlReaderTest, TellsWhatIsWrong) {
  EXPECT_EQ(ProblemOf(R"({"id":1})"), "a.jsonl#1: line 1, byte 0: the object has no member 'text'");
  EXPECT_EQ(ProblemOf(R"({"text":["t"]})"),
            "a.jsonl#1: line 1, byte 8: the member 'text' is no string");
  EXPECT_EQ(ProblemOf(R"({"text":null})"),
            "a.jsonl#1: line 1, byte 8: the member 'text' is no string");
  EXPECT_EQ(ProblemOf(R"({"text":"a","text":"b"})"),
            "a.jsonl#1: line 1, byte 19: the member 'text' is given twice");
  EXPECT_EQ(ProblemOf(R"({"text":"a","id":"b","id":"c"})"),
            "a.jsonl#1: line 1, byte 26: the member 'id' is given twice");
  EXPECT_EQ(ProblemOf(R"({"id":{},"text":"a"})"),
            "a.jsonl#1: line 1, byte 6: the member 'id' is neither a string nor a number");
  EXPECT_EQ(ProblemOf("[]"), "a.jsonl#1: line 1, byte 0: broken JSON: expected an object");
  EXPECT_EQ(ProblemOf(R"({"text":"a)"),
            "a.jsonl#1: line 1, byte 10: broken JSON: the text ends inside the object");
}

TEST(JsonlReaderTest, TellsWhereBytesAreNotUtf8) {
  EXPECT_EQ(ProblemOf("{\"text\":\"é\xFF\"}"), "a.jsonl#1: line 1, byte 11: not valid UTF-8");
  EXPECT_EQ(ProblemOf("{\"text\":\"\xEF\xBF\"}"), "a.jsonl#1: line 1, byte 9: not valid UTF-8");
  EXPECT_EQ(ProblemOf("{\"text\":\"\xEF\xBF\xBD\xED\xA0\x80\"}"),
            "a.jsonl#1: line 1, byte 12: not valid UTF-8");
  EXPECT_EQ(ProblemOf("\xC3"), "a.jsonl#1: line 1, byte 0: not valid UTF-8");
}

TEST(JsonlReaderTest, ABadLineCostsThatLineAlone) {
  const std::string good = "{\"text\":\"good\"}\n";
  for (const std::string& bad :
       {std::string("{"), std::string("\xFF"), std::string("{\"text\":\"\\\"}"),
        "{\"text\":" + std::string(3'000'000, '[')}) {
    const ReadOut out =
        ReadAll(NewJsonlReader(std::make_unique<ChoppySource>(good + bad + "\n" + good, 1 << 16),
                               "n", {}, 10'000'000)
                    .get());
    EXPECT_EQ(out.records.size(), 2U);
    EXPECT_EQ(out.problems.size(), 1U);
  }
}

TEST(JsonlReaderTest, ALineOverTheLimitIsReadPast) {
  const std::string line = R"({"text":"0123456789"})";
  const ReadOut out = ReadJsonl(line + "\n" + line + " \n" + line, {}, line.size());
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].ToString(),
            "a.jsonl#2: line 2, byte 22: the line has more than 21 bytes, the most that is read");
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[1].source, "a.jsonl#3");
}

TEST(JsonlReaderTest, NulAndEmptyTextsAreTexts) {
  EXPECT_EQ(ReadOne(R"({"text":""})").bytes, "");
  EXPECT_EQ(ReadOne(R"({"text":"a\u0000b"})").bytes, std::string("a\0b", 3));
}

TEST(LooksLikeJsonlTest, GoesByTheFirstLineThatIsNotBlank) {
  EXPECT_TRUE(LooksLikeJsonl("{\"text\":\"a\"}\nrubbish", "text"));
  EXPECT_TRUE(LooksLikeJsonl("\xEF\xBB\xBF\n \r\n {\"id\":1,\"text\":\"a\"}", "text"));
  EXPECT_TRUE(LooksLikeJsonl("{\"content\":\"a\"}", "content"));
  EXPECT_TRUE(LooksLikeJsonl("{\"text\":\"a very long document that goes o", "text"));
  EXPECT_FALSE(LooksLikeJsonl("{\"content\":\"a\"}", "text"));
  EXPECT_FALSE(LooksLikeJsonl("{\"text\":1}", "text"));
  EXPECT_FALSE(LooksLikeJsonl("{\"text\":\"a\"\n}", "text"));
  EXPECT_FALSE(LooksLikeJsonl("{ margin: 0 }", "text"));
  EXPECT_FALSE(LooksLikeJsonl("{", "text"));
  EXPECT_FALSE(LooksLikeJsonl("", "text"));
  EXPECT_FALSE(LooksLikeJsonl("\n\n", "text"));
  EXPECT_FALSE(LooksLikeJsonl("Plain text", "text"));
}

}  // namespace
}  // namespace strigil
