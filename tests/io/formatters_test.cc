// The formatters and the writer over them, from a document to the bytes of an output.

#include <simdjson.h>

#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/io/document_writer.h"
#include "strigil/io/jsonl_formatter.h"
#include "strigil/io/jsonl_reader.h"
#include "strigil/io/provenance_header.h"
#include "strigil/io/spans_formatter.h"
#include "strigil/io/text_formatter.h"
#include "strigil/io/text_reader.h"
#include "strigil/text/digest.h"
#include "strigil/text/error.h"
#include "strigil/text/utf8.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

const Reason kForm{"rules", "reply-form.leave-a-reply", "reply-form"};
const Reason kMenu{"rules", "navigation.menu", "navigation"};

Document NewDocument(std::string text, Record record = {}) {
  if (record.source.empty()) record.source = "in";
  Document document(std::move(record));
  document.SetText(std::move(text));
  return document;
}

std::string Format(const DocumentFormatter& formatter, const Document& document) {
  std::string out;
  formatter.Append(document, &out);
  return out;
}

std::string WriteAll(const DocumentFormatter& formatter, const std::vector<Document>& documents) {
  std::string out;
  StringSink sink(&out);
  DocumentWriter writer(&formatter, &sink);
  for (const Document& document : documents) writer.Write(document);
  writer.Finish();
  return out;
}

// Parses one line of JSON with a parser that is not ours. Throws where it is not well-formed.
class Json {
 public:
  explicit Json(const std::string& json) : root_(parser_.parse(json)) {}
  const simdjson::dom::element& operator*() const { return root_; }
  std::string_view String(const char* pointer) const { return root_.at_pointer(pointer); }
  uint64_t Number(const char* pointer) const { return root_.at_pointer(pointer); }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

TEST(ParseHeaderStyleTest, KnowsItsNames) {
  EXPECT_EQ(ParseHeaderStyle("full"), HeaderStyle::kFull);
  EXPECT_EQ(ParseHeaderStyle("short"), HeaderStyle::kShort);
  EXPECT_EQ(ParseHeaderStyle("none"), HeaderStyle::kNone);
  EXPECT_THROW(ParseHeaderStyle("long"), ConfigError);
}

TEST(TextFormatterTest, OneDocumentWithoutHeaderIsItsBodyAndALineEnd) {
  std::vector<Document> documents;
  documents.push_back(NewDocument("Home\nAn article.\n"));
  documents[0].RemoveLine(0, &kMenu);
  EXPECT_EQ(WriteAll(TextFormatter(HeaderStyle::kNone), documents), "An article.\n");
}

TEST(TextFormatterTest, DocumentsWithoutHeadersComeBackThroughAFormFeedSplit) {
  std::vector<Document> documents;
  for (const char* text : {"One.", "Dropped.", "Two.\n\nTwo again.", "Three."}) {
    documents.push_back(NewDocument(text));
  }
  documents[1].Drop();
  const std::string out = WriteAll(TextFormatter(HeaderStyle::kNone), documents);
  EXPECT_EQ(out, "One.\n\fTwo.\n\nTwo again.\n\fThree.\n");
  const auto reader = NewTextReader(std::make_unique<MemorySource>(out), "out",
                                    ParseTextSplit("form-feed"), kDefaultMaxDocumentBytes);
  const ReadOut read = ReadAll(reader.get());
  ASSERT_EQ(read.records.size(), 3U);
  EXPECT_EQ(read.records[1].bytes, "Two.\n\nTwo again.\n");
}

TEST(TextFormatterTest, AStreamWithHeadersIsCutByContentLength) {
  std::vector<Document> documents;
  for (const char* text : {"One.\n\nStrigil: 1\nContent-Length: 1", "", "Home"}) {
    documents.push_back(NewDocument(text));
  }
  documents[2].RemoveLine(0, &kMenu);
  for (const HeaderStyle style : {HeaderStyle::kFull, HeaderStyle::kShort}) {
    const std::string out = WriteAll(TextFormatter(style), documents);
    std::string_view stream = out;
    EXPECT_EQ(CutHeadedDocument(&stream).value().body, "One.\n\nStrigil: 1\nContent-Length: 1");
    EXPECT_EQ(CutHeadedDocument(&stream).value().body, "");
    EXPECT_EQ(CutHeadedDocument(&stream).value().body, "");
    EXPECT_EQ(stream, "");
  }
}

TEST(JsonlFormatterTest, WritesTheMembersInOrder) {
  Record record;
  record.source = "in#2";
  record.id = "a\"b";
  record.url = "https://example.org/";
  record.carried_members = R"(,"date":"2024-05-02","score":0.50)";
  record.carried_metadata = R"(,"dump":1)";
  Document document = NewDocument("Home\nAn \"article\".\nLeave a Reply\n", std::move(record));
  document.RemoveLine(0, &kMenu);
  document.RemoveLine(2, &kForm);
  Provenance& provenance = document.provenance();
  provenance.title = "T";
  provenance.language = "en";
  provenance.decode_changes[static_cast<size_t>(DecodeChange::kLineEnd)] = 3;
  provenance.marks = {"short", "much-removed"};
  EXPECT_EQ(
      Format(JsonlFormatter(), document),
      R"({"id":"a\"b","text":"An \"article\".","source":"in#2","metadata":{"url":"https://example.org/","title":"T",)"
      R"("language":"en","lines_kept":1,"lines_removed":2,"removed":{"navigation":1,"reply-form":1},)"
      R"("decoded":{"line-end":3},"marks":["short","much-removed"],"content_digest":")" +
          Sha256("An \"article\".") + R"(","dump":1},"date":"2024-05-02","score":0.50})" + "\n");
}

TEST(JsonlFormatterTest, ARecordWithoutAnIdGoesByItsSource) {
  const Json json(Format(JsonlFormatter(), NewDocument("Text.")));
  EXPECT_EQ(json.String("/id"), "in");
}

TEST(JsonlFormatterTest, WhatAContainerSaidMayBeAnyBytes) {
  Record record;
  record.source = "caf\xE9";
  record.id = "\xFF";
  record.url = "\xC3(";
  Document document = NewDocument("Text.", std::move(record));
  document.provenance().title = "\xF0\x9F";
  const std::string line = Format(JsonlFormatter(), document);
  EXPECT_TRUE(IsValidUtf8(line));
  EXPECT_EQ(Json(line).String("/source"), "caf\uFFFD");
}

TEST(JsonlFormatterTest, AnEmptyDocumentHasAnEmptyTextAndADroppedOneIsLeftOut) {
  Document document = NewDocument("");
  EXPECT_EQ(Json(Format(JsonlFormatter(), document)).String("/text"), "");
  document.Drop();
  EXPECT_EQ(Format(JsonlFormatter(), document), "");
}

TEST(JsonlFormatterTest, JsonLinesGoThroughWithAllTheirMembers) {
  const std::string line =
      R"({"text":"Body.","id":12345678901234567890123,"source":"cc","metadata":{"dump":[1, 2],"title":"x"},"z":1e400})";
  const auto read_one = [](std::string_view bytes) {
    const auto reader =
        NewJsonlReader(std::make_unique<MemorySource>(bytes), "in", {}, kDefaultMaxDocumentBytes);
    return std::get<Record>(reader->Next());
  };
  const std::string once = Format(JsonlFormatter(), NewDocument("Body.", read_one(line)));
  EXPECT_THAT(once,
              testing::StartsWith(
                  R"({"id":12345678901234567890123,"text":"Body.","source":"in#1","metadata":{)"));
  EXPECT_THAT(once,
              testing::HasSubstr(
                  R"(,"dump":[1, 2],"original_title":"x"},"original_source":"cc","z":1e400})"));
  const Record again = read_one(once);
  EXPECT_TRUE(again.id_is_number);
  EXPECT_THAT(again.carried_metadata, testing::HasSubstr(R"("original_lines_kept":1)"));
  EXPECT_THAT(again.carried_metadata, testing::EndsWith(R"(,"dump":[1, 2],"original_title":"x")"));
}

struct Span {
  uint64_t begin, end, begin_code_point, end_code_point;
  std::string reason, text;
};

std::vector<Span> Spans(const Json& json) {
  std::vector<Span> spans;
  for (const simdjson::dom::element span : simdjson::dom::array((*json)["spans"])) {
    spans.push_back({span["begin"], span["end"], span["begin_code_point"], span["end_code_point"],
                     std::string(std::string_view(span["reason"])),
                     std::string(std::string_view(span["text"]))});
  }
  return spans;
}

TEST(SpansFormatterTest, TellsBytesAndCodePoints) {
  Document document = NewDocument("Café ☕ open.\nRésumé\nLast line.");
  document.RemoveLine(1, &kMenu);
  document.SetScore(1, 0.25F);
  const std::string line = Format(SpansFormatter(false), document);
  const std::vector<RemovedSpan> removed = document.Removed();
  ASSERT_EQ(removed.size(), 1U);
  const std::string_view text = document.text();
  EXPECT_EQ(line, R"({"id":"in","source":"in","length":)" + std::to_string(text.size()) +
                      R"(,"length_code_points":30,"spans":[{"begin":)" +
                      std::to_string(removed[0].begin) + R"(,"end":)" +
                      std::to_string(removed[0].end) + R"(,"begin_code_point":)" +
                      std::to_string(CountCodePoints(text.substr(0, removed[0].begin))) +
                      R"(,"end_code_point":)" +
                      std::to_string(CountCodePoints(text.substr(0, removed[0].end))) +
                      R"(,"reason":"rules/navigation.menu","score":0.25}]})" + "\n");
}

TEST(SpansFormatterTest, NothingRemovedIsAnEmptyList) {
  EXPECT_EQ(
      Format(SpansFormatter(true), NewDocument("Kept.")),
      "{\"id\":\"in\",\"source\":\"in\",\"length\":5,\"length_code_points\":5,\"spans\":[]}\n");
}

TEST(SpansFormatterTest, OfADroppedDocumentAllIsRemoved) {
  Document document = NewDocument("Home\nKept, but dropped.\n");
  document.RemoveLine(0, &kMenu);
  document.Drop();
  const Json json(Format(SpansFormatter(true), document));
  EXPECT_TRUE(bool((*json)["dropped"]));
  std::string all;
  bool whole = false;
  for (const Span& span : Spans(json)) {
    all += span.text;
    whole = whole || span.reason == "document/dropped";
  }
  EXPECT_EQ(all, document.text());
  EXPECT_TRUE(whole);
}

// The promise of the rejects: with the body they make up the decoded text, byte for byte.
TEST(SpansFormatterTest, BodyAndRejectsMakeUpTheText) {
  std::mt19937 random(5);
  constexpr std::array<std::string_view, 8> kPieces = {
      "Home", "A line of prose, as it comes.", "é☕😀 \"q\"", "\n", "\n", "\n\n\n", "  ", "\t"};
  for (int round = 0; round < 1000; ++round) {
    std::string text;
    for (size_t left = random() % 20; left > 0; --left) {
      text += kPieces[random() % kPieces.size()];
    }
    Document document = NewDocument(text);
    for (size_t line = 0; line < document.lines().size(); ++line) {
      if (random() % 3 == 0) document.RemoveLine(line, random() % 2 == 0 ? &kMenu : &kForm);
    }
    const Json json(Format(SpansFormatter(true), document));
    const std::string body = document.Body();
    std::string_view kept = body;
    std::string built;
    const auto take_kept = [&](uint64_t until) {
      ASSERT_LE(built.size(), until);
      const size_t size = until - built.size();
      ASSERT_LE(size, kept.size());
      built += kept.substr(0, size);
      kept.remove_prefix(size);
    };
    for (const Span& span : Spans(json)) {
      take_kept(span.begin);
      EXPECT_EQ(span.begin_code_point, CountCodePoints(built));
      built += span.text;
      EXPECT_EQ(built.size(), span.end);
      EXPECT_EQ(span.end_code_point, CountCodePoints(built));
    }
    take_kept(json.Number("/length"));
    EXPECT_EQ(built, document.text()) << testing::PrintToString(text);
    EXPECT_EQ(kept, "");
    EXPECT_EQ(json.Number("/length_code_points"), CountCodePoints(text));
  }
}

TEST(DocumentWriterTest, WhatIsFormattedElsewhereGoesOutTheSame) {
  const TextFormatter formatter(HeaderStyle::kNone);
  std::string out;
  StringSink sink(&out);
  DocumentWriter writer(&formatter, &sink);
  writer.WriteFormatted("");
  writer.WriteFormatted("one\n");
  writer.WriteFormatted("");
  writer.Write(NewDocument("two"));
  writer.Finish();
  EXPECT_EQ(out, "one\n\ftwo\n");
}

TEST(DocumentWriterTest, FinishCompletesTheOutput) {
  const TemporaryFolder folder;
  const std::string path = folder / "out.jsonl";
  const JsonlFormatter formatter;
  const auto sink = OpenOutput(path);
  DocumentWriter writer(&formatter, sink.get());
  writer.Write(NewDocument("Text."));
  EXPECT_FALSE(std::filesystem::exists(path));
  writer.Finish();
  EXPECT_EQ(ReadFile(path), Format(formatter, NewDocument("Text.")));
}

}  // namespace
}  // namespace strigil
