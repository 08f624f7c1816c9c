#include "strigil/io/warc_reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/io/io_testing.h"
#include "tests/io/warc_testing.h"

namespace strigil {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr size_t kMax = 1000;

ReadOut Read(const std::string& bytes, size_t at_once = 9, size_t max_bytes = kMax) {
  return ReadAll(
      NewWarcReader(std::make_unique<ChoppySource>(bytes, at_once), "in", max_bytes).get());
}

std::vector<std::string> Texts(const ReadOut& out) {
  std::vector<std::string> texts;
  for (const Record& record : out.records) texts.push_back(record.bytes);
  return texts;
}

TEST(WarcReaderTest, ReadsWhatAHeaderSays) {
  const std::string info = WarcRecord("warcinfo", "", "software: x\r\n");
  const ReadOut out = Read(info + WetRecord("One\n\nWARC/1.0 is no record here.") + WetRecord(""));
  EXPECT_THAT(out.problems, IsEmpty());
  ASSERT_EQ(out.records.size(), 2U);
  const Record& record = out.records[0];
  EXPECT_EQ(record.bytes, "One\n\nWARC/1.0 is no record here.");
  EXPECT_EQ(record.source, "in#2");
  EXPECT_EQ(record.offset, info.size());
  EXPECT_EQ(record.id, "<urn:uuid:5f1b9f6e-8c2a-4b7e-9d55-2f3c1a7b9e10>");
  EXPECT_EQ(record.url, "https://example.org/a");
  EXPECT_EQ(record.date, "2024-12-03T09:30:00Z");
  EXPECT_EQ(record.language, "eng,deu");
  EXPECT_EQ(record.block_digest, "sha1:AAAA");
  EXPECT_EQ(record.charset, "");
}

TEST(WarcReaderTest, ReadsResponsesAndResourcesOfText) {
  const std::string http = "Content-Type: application/http; msgtype=response\r\n";
  const ReadOut out =
      Read(WarcRecord("response", http,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=latin1\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") +
           WarcRecord("resource", "Content-Type: text/plain;charset=utf-16\r\n", "def"));
  EXPECT_THAT(out.problems, IsEmpty());
  EXPECT_THAT(Texts(out), ElementsAre("abc", "def"));
  EXPECT_EQ(out.records[0].charset, "latin1");
  EXPECT_EQ(out.records[1].charset, "utf-16");
}

TEST(WarcReaderTest, CountsWhatHoldsNoText) {
  const std::string http = "Content-Type: application/http; msgtype=response\r\n";
  const std::string bytes =
      WarcRecord("warcinfo", "", "") + WarcRecord("request", http, "GET / HTTP/1.1\r\n\r\n") +
      WarcRecord("metadata", "", "x") + WarcRecord("revisit", http, "") +
      WarcRecord("response", http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>") +
      WarcRecord("resource", "Content-Type: image/png\r\n", std::string(5 * kMax, 'x')) +
      WarcRecord("resource", "Content-Type: text/html\r\n", "<p>") +
      WarcRecord("response", "Content-Type: text/dns\r\n", "x");
  const auto reader = NewWarcReader(std::make_unique<ChoppySource>(bytes, 9), "in", kMax);
  const ReadOut out = ReadAll(reader.get());
  EXPECT_THAT(out.records, IsEmpty());
  EXPECT_THAT(out.problems, IsEmpty());
  EXPECT_EQ(reader->skipped().housekeeping, 4U);
  EXPECT_EQ(reader->skipped().html, 2U);
  EXPECT_EQ(reader->skipped().other_types, 2U);
}

// Whatever happens to the record in the middle, the others come out.
TEST(WarcReaderTest, ADamagedRecordCostsItselfAlone) {
  const std::string record = WetRecord("The middle.");
  const auto with = [&record](std::string_view what, std::string_view instead) {
    std::string changed = record;
    changed.replace(changed.find(what), what.size(), instead);
    return changed;
  };
  const std::string first = WetRecord("First.");
  for (const std::string& damaged :
       {with("Content-Length: 11", "Content-Length: 10"),
        with("Content-Length: 11", "Content-Length: 12"),
        with("Content-Length: 11", "Content-Length: 700"),
        with("Content-Length: 11", "Content-Length: 99999999999"),
        with("Content-Length: 11", "Content-Length: 999999999999999999999999"),
        with("Content-Length: 11", "Content-Length: -1"), with("Content-Length: 11", "X: 11"),
        with("WARC-Date:", "WARC-Date"), with("WARC/1.0", "WBRC/1.0"), with("middle.\r\n", ""),
        record.substr(0, record.size() - 10), record.substr(0, 60), record.substr(0, 5),
        std::string("garbage\r\n")}) {
    for (const size_t at_once : {1U, 100'000U}) {
      const ReadOut out =
          Read(first + damaged + WetRecord("Second.") + WetRecord("Third."), at_once);
      EXPECT_THAT(Texts(out), ElementsAre("First.", "Second.", "Third.")) << damaged;
      ASSERT_EQ(out.problems.size(), 1U) << damaged;
      EXPECT_EQ(out.problems[0].error_offset, first.size()) << damaged;
    }
  }
}

TEST(WarcReaderTest, TellsWhereTheInputIsCut) {
  const std::string bytes = WetRecord("First.") + WetRecord("Second.");
  for (size_t size = WetRecord("First.").size() + 1; size < bytes.size(); ++size) {
    const ReadOut out = Read(bytes.substr(0, size));
    ASSERT_EQ(out.problems.size(), 1U) << size;
    EXPECT_EQ(out.records.size(), size + 4 >= bytes.size() ? 2U : 1U) << size;
  }
}

TEST(WarcReaderTest, RefusesALargeRecordAndGoesOn) {
  const std::string large(kMax + 1, 'x');
  const ReadOut out = Read(WetRecord(large) + WetRecord("Small."));
  EXPECT_THAT(Texts(out), ElementsAre("Small."));
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_THAT(out.problems[0].ToString(), HasSubstr("in#1: byte 0: the record has more than 1000"));
}

TEST(WarcReaderTest, ReadsLineEndsWithoutCarriageReturns) {
  const std::string bytes = "WARC/1.1\nWARC-Type: conversion\nContent-Length: 4\n\ntext\n\n";
  const ReadOut out = Read(bytes + bytes);
  EXPECT_THAT(Texts(out), ElementsAre("text", "text"));
  EXPECT_THAT(out.problems, IsEmpty());
}

TEST(LooksLikeWarcTest, GoesByTheFirstBytes) {
  EXPECT_TRUE(LooksLikeWarc("WARC/1.0\r\nWARC-Type: warcinfo\r\n"));
  EXPECT_TRUE(LooksLikeWarc("WARC/1.1\r\n"));
  EXPECT_FALSE(LooksLikeWarc("WARC/1.0 is a format\n"));
  EXPECT_FALSE(LooksLikeWarc("WARC"));
  EXPECT_FALSE(LooksLikeWarc(""));
}

TEST(WarcReaderTest, ALengthThatEndsWithTheNextHeaderSwallowsNoRecord) {
  const std::string next = WetRecord("the next one");
  const std::string first = WetRecord("0123456789");
  const size_t header = next.find("\r\n\r\n");
  const std::string swallowing = "Content-Length: " + std::to_string(10 + 4 + header) + "\r\n";
  std::string bad = first;
  const std::string right = "Content-Length: 10\r\n";
  bad.replace(bad.find(right), right.size(), swallowing);
  const ReadOut out = Read(bad + next + WetRecord("the last"));
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[0].bytes, "the next one");
  EXPECT_EQ(out.records[1].bytes, "the last");
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_THAT(out.problems[0].message, HasSubstr("another record begins before its end"));
}

TEST(WarcReaderTest, ARecordMayHoldAWarcFile) {
  const std::string inner = WetRecord("inner") + WetRecord("inner too");
  for (const std::string& behind : {std::string(), WetRecord("behind")}) {
    const ReadOut out = Read(WetRecord(inner) + behind);
    ASSERT_EQ(out.records.size(), behind.empty() ? 1U : 2U);
    EXPECT_EQ(out.records[0].bytes, inner);
    EXPECT_TRUE(out.problems.empty());
  }
}

}  // namespace
}  // namespace strigil
