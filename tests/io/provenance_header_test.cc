#include "strigil/io/provenance_header.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/text/digest.h"

namespace strigil {
namespace {

const Reason kForm{"rules", "reply-form.leave-a-reply", "reply-form"};
const Reason kMenu{"rules", "navigation.menu", "navigation"};

// A document of four lines of which the two in the middle go.
Document NewDocument() {
  Record record;
  record.source = "dump.txt#3";
  record.id = "id 7";
  record.url = "https://example.org/a?b=c";
  Document document(std::move(record));
  document.SetText("Kept one.\nHome\nLeave a Reply\nKept two.\n");
  document.RemoveLine(1, &kMenu);
  document.RemoveLine(2, &kForm);
  Provenance& provenance = document.provenance();
  provenance.title = "A title";
  provenance.author = "A. Writer";
  provenance.published = "2024-05-02";
  provenance.language = "en";
  provenance.charset = "windows-1252";
  provenance.source_digest = "sha256:00";
  provenance.profile = "news sha256:11";
  provenance.decode_changes[static_cast<size_t>(DecodeChange::kSpace)] = 14;
  provenance.decode_changes[static_cast<size_t>(DecodeChange::kEntity)] = 2;
  provenance.marks = {"short", "much-removed"};
  return document;
}

std::string Header(const Document& document, HeaderStyle style, std::string_view body = "Body") {
  std::string out;
  AppendProvenanceHeader(document, body, style, &out);
  return out;
}

TEST(ProvenanceHeaderTest, FullTellsAllInOrder) {
  EXPECT_EQ(Header(NewDocument(), HeaderStyle::kFull),
            "Strigil: 1\n"
            "Source: dump.txt#3\n"
            "Record-ID: id 7\n"
            "URL: https://example.org/a?b=c\n"
            "Title: A title\n"
            "Author: A. Writer\n"
            "Published: 2024-05-02\n"
            "Language: en\n"
            "Charset: windows-1252\n"
            "Source-Digest: sha256:00\n"
            "Profile: news sha256:11\n"
            "Lines: 2 kept, 2 removed\n"
            "Removed: navigation=1 reply-form=1\n"
            "Decoded: entity=2 space=14\n"
            "Quality: short much-removed\n"
            "Content-Digest: " +
                Sha256("Body") +
                "\n"
                "Content-Length: 4\n"
                "\n");
}

TEST(ProvenanceHeaderTest, ShortTellsWhatAReaderNeeds) {
  EXPECT_EQ(Header(NewDocument(), HeaderStyle::kShort),
            "Strigil: 1\nSource: dump.txt#3\nRecord-ID: id 7\nURL: "
            "https://example.org/a?b=c\nTitle: A title\n"
            "Language: en\nContent-Length: 4\n\n");
}

TEST(ProvenanceHeaderTest, NoneIsNothing) {
  EXPECT_EQ(Header(NewDocument(), HeaderStyle::kNone), "");
}

TEST(ProvenanceHeaderTest, WhatIsNotKnownIsLeftOut) {
  Document document{Record()};
  document.SetText("");
  EXPECT_EQ(Header(document, HeaderStyle::kFull, ""),
            "Strigil: 1\nLines: 0 kept, 0 removed\nContent-Digest: " + Sha256("") +
                "\nContent-Length: 0\n\n");
}

TEST(ProvenanceHeaderTest, NoValueBreaksItsLine) {
  Document document = NewDocument();
  const auto title = [&document](std::string value) {
    document.provenance().title = std::move(value);
    const std::string header = Header(document, HeaderStyle::kShort);
    std::string_view stream = header;
    const std::string whole = header + "Body\n";
    stream = whole;
    const auto read = CutHeadedDocument(&stream);
    return read ? std::string(read->Find("Title")) : "no header: " + header;
  };
  EXPECT_EQ(title("a\nContent-Length: 0\n\nb"), "a Content-Length: 0 b");
  EXPECT_EQ(title("  a\r\n\t \u00A0\u2028\u2029\u0085\v\fb\u3000 "), "a b");
  EXPECT_EQ(title(std::string("a\0\x1B[31m\x7F\u009Bb", 11)), "a[31mb");
  EXPECT_EQ(title("a\xFF\xC3"), "a\uFFFD\uFFFD");
  EXPECT_EQ(title("\n \x01"), "");
  EXPECT_EQ(title("é 😀"), "é 😀");
  for (const char* value : {"a b", " a b", "a b ", "a  b", "a\tb", "a \x7F b", "a\n b"}) {
    EXPECT_EQ(title(value), "a b") << value;
  }
}

TEST(CutHeadedDocumentTest, ReadsAStreamByContentLengthAlone) {
  Document document = NewDocument();
  const std::string bodies[] = {"", "One\n\nStrigil: 1\nContent-Length: 3\n\nabc", "\n\n", "é"};
  std::string written;
  for (const std::string& body : bodies) {
    AppendProvenanceHeader(document, body, HeaderStyle::kFull, &written);
    written += body + "\n";
  }
  std::string_view stream = written;
  for (const std::string& body : bodies) {
    const auto read = CutHeadedDocument(&stream);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->body, body);
    EXPECT_EQ(read->Find("Content-Digest"), Sha256(body));
    EXPECT_EQ(read->Find("Source"), "dump.txt#3");
    EXPECT_EQ(read->Find("No-Such"), "");
  }
  EXPECT_EQ(stream, "");
  EXPECT_FALSE(CutHeadedDocument(&stream).has_value());
}

TEST(CutHeadedDocumentTest, RefusesWhatIsNotWhole) {
  const std::string whole = "Strigil: 1\nContent-Length: 3\n\nabc\n";
  std::string_view stream = whole;
  EXPECT_TRUE(CutHeadedDocument(&stream).has_value());
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string_view cut = std::string_view(whole).substr(0, size);
    stream = cut;
    EXPECT_FALSE(CutHeadedDocument(&stream).has_value()) << cut;
    EXPECT_EQ(stream, cut);
  }
  for (const char* bad : {"Strigil: 2\nContent-Length: 3\n\nabc\n", "Content-Length: 3\n\nabc\n",
                          "Strigil: 1\n\nabc\n", "Strigil: 1\nContent-Length: -3\n\nabc\n",
                          "Strigil: 1\nContent-Length: 3x\n\nabc\n", "\nabc\n",
                          "Strigil: 1\nContent-Length: 99999999999999999999\n\nabc\n",
                          "Strigil: 1\nContent-Length: 2\n\nabc\n",
                          "Strigil: 1\nContent-Length: 18446744073709551615\n\nabc\n",
                          "Strigil: 1\nNo field\nContent-Length: 3\n\nabc\n"}) {
    stream = bad;
    EXPECT_FALSE(CutHeadedDocument(&stream).has_value()) << bad;
  }
}

}  // namespace
}  // namespace strigil
