#include "strigil/io/warc_formatter.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/io/compressor.h"
#include "strigil/io/record_format.h"
#include "strigil/io/warc_reader.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

WarcFormatter::Options Options() {
  WarcFormatter::Options options;
  options.date = "2020-01-01T00:00:00Z";
  return options;
}

Document MakeDocument(std::string text) {
  Record record;
  record.source = "in.wet#3";
  record.url = "https://example.org/a b";
  record.id = "<urn:uuid:1>";
  record.date = "2024-12-03T09:30:00.5Z";
  Document document(std::move(record));
  document.SetText(std::move(text));
  document.provenance().language = "en";
  document.provenance().title = "A title\r\nof two lines";
  return document;
}

std::string Format(const DocumentFormatter& formatter, const Document& document) {
  std::string out;
  formatter.Append(document, &out);
  return out;
}

TEST(WarcFormatterTest, WritesAConversionRecord) {
  const std::string out = Format(WarcFormatter(Options()), MakeDocument("hello"));
  EXPECT_THAT(out,
              AllOf(StartsWith("WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:"),
                    HasSubstr("\r\nWARC-Date: 2024-12-03T09:30:00.5Z\r\n"),
                    HasSubstr("\r\nWARC-Target-URI: https://example.org/a%20b\r\n"),
                    HasSubstr("\r\nWARC-Refers-To: <urn:uuid:1>\r\n"),
                    // printf hello | sha1sum, in base 32
                    HasSubstr("\r\nWARC-Block-Digest: sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N\r\n"),
                    HasSubstr("\r\nWARC-Payload-Digest: sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N\r\n"),
                    HasSubstr("\r\nWARC-Identified-Content-Language: en\r\n"),
                    HasSubstr("\r\nStrigil-Title: A title of two lines\r\n"),
                    HasSubstr("\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n")));
  EXPECT_EQ(out, Format(WarcFormatter(Options()), MakeDocument("hello")));
}

TEST(WarcFormatterTest, IdsFollowTheText) {
  const auto id = [](const std::string& text) {
    const std::string out = Format(WarcFormatter(Options()), MakeDocument(text));
    return out.substr(out.find("WARC-Record-ID"), 70);
  };
  EXPECT_EQ(id("a"), id("a"));
  EXPECT_NE(id("a"), id("b"));
}

TEST(WarcFormatterTest, MakesUpWhatIsNotKnown) {
  Record record;
  record.source = "dumps/ü.jsonl#3";
  record.id = "a-17";
  record.date = "yesterday\r\nX: y";
  Document document(std::move(record));
  document.SetText("hello");
  EXPECT_THAT(Format(WarcFormatter(Options()), document),
              AllOf(HasSubstr("WARC-Date: 2020-01-01T00:00:00Z\r\n"),
                    HasSubstr("WARC-Target-URI: urn:x-strigil:dumps/%C3%BC.jsonl%233\r\n"),
                    HasSubstr("Strigil-Record-ID: a-17\r\n"), Not(HasSubstr("WARC-Refers-To")),
                    Not(HasSubstr("\nX: y"))));
}

TEST(WarcFormatterTest, ComesBack) {
  for (const bool member : {false, true}) {
    std::unique_ptr<DocumentFormatter> formatter = std::make_unique<WarcFormatter>(Options());
    if (member) {
      formatter = std::make_unique<MemberFormatter>(std::move(formatter), Compression::kGzip);
    }
    std::string out;
    StringSink sink(&out);
    DocumentWriter writer(formatter.get(), &sink);
    writer.Write(MakeDocument("One."));
    Document dropped = MakeDocument("Dropped.");
    dropped.Drop();
    writer.Write(dropped);
    writer.Write(MakeDocument("Two.\n\nLines."));
    writer.Finish();
    const ReadOut read =
        ReadAll(NewRecordReader(std::make_unique<MemorySource>(out), "out", {}).get());
    EXPECT_THAT(read.problems, IsEmpty());
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records[0].bytes, "One.");
    EXPECT_EQ(read.records[0].source, "out#2");
    EXPECT_EQ(read.records[1].bytes, "Two.\n\nLines.");
  }
}

TEST(WarcFormatterTest, AFileWithoutDocumentsHasItsWarcinfo) {
  std::string out;
  StringSink sink(&out);
  const WarcFormatter formatter(Options());
  DocumentWriter(&formatter, &sink).Finish();
  EXPECT_THAT(out, StartsWith("WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
}

TEST(IsWarcDateTest, KnowsTheForms) {
  for (const char* date : {"2024", "2024-12", "2024-12-03", "2024-12-03T09:30Z",
                           "2024-12-03T09:30:00Z", "2024-12-03T09:30:00.123456789Z"}) {
    EXPECT_TRUE(IsWarcDate(date)) << date;
  }
  for (const char* date :
       {"", "24", "2024-12-03T09:30:00", "2024-12-03 09:30:00Z", "2024-12-03T09:30:00+01:00",
        "2024-12-03T09:30:00.Z", "2024-12-03T09:30:00Z\r\n", "2024-12-03T09Z"}) {
    EXPECT_FALSE(IsWarcDate(date)) << date;
  }
}

TEST(NameUuidTest, IsAVersion5Uuid) {
  const std::string uuid = NameUuid("name");
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '5');
  EXPECT_THAT(std::string("89ab"), HasSubstr(uuid.substr(19, 1)));
  EXPECT_EQ(uuid, NameUuid("name"));
  EXPECT_NE(uuid, NameUuid("other"));
}

}  // namespace
}  // namespace strigil
