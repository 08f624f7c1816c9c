#include "strigil/io/http_message.h"

#include <string>

#include "gtest/gtest.h"
#include "strigil/io/compressor.h"

namespace strigil {
namespace {

TEST(ParseContentTypeTest, ReadsTypeAndCharset) {
  const ContentType type = ParseContentType("Text/Plain; format=flowed; Charset=\"ISO-8859-15\"");
  EXPECT_EQ(type.media_type, "text/plain");
  EXPECT_EQ(type.charset, "ISO-8859-15");
  EXPECT_EQ(ParseContentType("").media_type, "");
  EXPECT_EQ(ParseContentType("text/html;;charset").charset, "");
}

TEST(ParseHttpHeadTest, FindsTheBody) {
  const std::string message =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nX: a\r\n b\r\n\r\nbody";
  const auto head = ParseHttpHead(message);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->type.media_type, "text/plain");
  EXPECT_EQ(message.substr(head->size), "body");
}

TEST(ParseHttpHeadTest, RefusesWhatIsNone) {
  for (const char* text : {"", "HTTP/1.1 200 OK\r\n", "GET / HTTP/1.1\r\n\r\n"}) {
    EXPECT_FALSE(ParseHttpHead(text)) << text;
  }
}

std::string Decoded(const std::string& transfer, const std::string& content,
                    const std::string& body, size_t max_bytes = 1000) {
  HttpHead head;
  head.transfer_encoding = transfer;
  head.content_encoding = content;
  std::string error;
  return DecodeHttpBody(head, body, max_bytes, &error).value_or("error: " + error);
}

TEST(DecodeHttpBodyTest, UndoesWhatIsThere) {
  std::string gzip;
  AppendCompressed("hello", Compression::kGzip, &gzip);
  EXPECT_EQ(Decoded("", "", "hello"), "hello");
  EXPECT_EQ(Decoded("", "gzip", gzip), "hello");
  EXPECT_EQ(Decoded("chunked", "", "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), "hello");
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", gzip.size());
  EXPECT_EQ(Decoded("chunked", "gzip", size + gzip + "\r\n0\r\n\r\n"), "hello");
}

TEST(DecodeHttpBodyTest, LeavesWhatTheCrawlerHasUndone) {
  EXPECT_EQ(Decoded("chunked", "gzip", "hello"), "hello");
  EXPECT_EQ(Decoded("chunked", "", "hello\nworld"), "hello\nworld");
}

TEST(DecodeHttpBodyTest, TellsWhatItCannotUndo) {
  std::string gzip;
  AppendCompressed(std::string(5000, 'x'), Compression::kGzip, &gzip);
  EXPECT_EQ(Decoded("", "br", "x"), "error: the HTTP content encoding 'br' is not read");
  EXPECT_EQ(Decoded("", "gzip", gzip),
            "error: the document has more than 1000 bytes, the most that is read");
  EXPECT_EQ(Decoded("", "gzip", gzip.substr(0, 15)).substr(0, 6), "error:");
  EXPECT_EQ(Decoded("chunked", "", "3\r\nhel\r\n9\r\nlo\r\n").substr(0, 6), "error:");
  EXPECT_EQ(Decoded("chunked", "", "3\r\nhel\r\nffffffffffffffff\r\nlo").substr(0, 6), "error:");
}

}  // namespace
}  // namespace strigil
