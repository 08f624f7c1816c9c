#include "strigil/io/record_format.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/text/error.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

using testing::IsEmpty;

ReadOut ReadWith(std::string bytes, const ReaderOptions& options) {
  return ReadAll(
      NewRecordReader(std::make_unique<ChoppySource>(std::move(bytes), 9), "in", options).get());
}

TEST(ParseRecordFormatTest, KnowsItsNames) {
  EXPECT_EQ(ParseRecordFormat("auto"), RecordFormat::kAuto);
  EXPECT_EQ(ParseRecordFormat("text"), RecordFormat::kText);
  EXPECT_EQ(ParseRecordFormat("jsonl"), RecordFormat::kJsonl);
  EXPECT_EQ(ParseRecordFormat("warc"), RecordFormat::kWarc);
  EXPECT_THROW(ParseRecordFormat("json"), ConfigError);
  EXPECT_THROW(ParseRecordFormat(""), ConfigError);
}

TEST(NewRecordReaderTest, AutoTellsJsonLinesFromText) {
  const ReaderOptions options;
  EXPECT_EQ(ReadWith("\n{\"text\":\"a\"}\n{\"text\":\"b\"}\n", options).records.size(), 2U);
  const std::string text = "{braces}\n{\"text\":\"a\"}\n";
  const ReadOut out = ReadWith(text, options);
  ASSERT_EQ(out.records.size(), 1U);
  EXPECT_EQ(out.records[0].bytes, text);
  EXPECT_THAT(ReadWith("", options).records, IsEmpty());
}

TEST(NewRecordReaderTest, AutoLosesNothingOfWhatItLookedAt) {
  const std::string text(3'000'000, 'x');
  EXPECT_EQ(ReadWith(text, {}).records.at(0).bytes, text);
  const std::string line = "{\"text\":\"" + text + "\"}\n";
  const ReadOut out = ReadWith(line + line, {});
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[0].bytes, text);
}

TEST(NewRecordReaderTest, AFormatThatIsNamedIsTheFormat) {
  ReaderOptions options;
  options.format = RecordFormat::kText;
  EXPECT_EQ(ReadWith("{\"text\":\"a\"}\n", options).records.at(0).bytes, "{\"text\":\"a\"}\n");
  options.format = RecordFormat::kJsonl;
  EXPECT_EQ(ReadWith("Plain\n", options).problems.size(), 1U);
}

TEST(NewRecordReaderTest, ASplitMakesItText) {
  ReaderOptions options;
  options.split = ParseTextSplit("form-feed");
  EXPECT_EQ(ReadWith("{\"text\":\"a\"}\f{\"text\":\"b\"}", options).records.size(), 2U);
}

// What is written to a pipe line by line is read line by line: the second line is not waited for.
TEST(NewRecordReaderTest, AutoDoesNotWaitForMoreThanTheFirstLine) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const std::string line = "{\"text\":\"a\"}\n";
  ASSERT_EQ(::write(ends[1], line.data(), line.size()), static_cast<ssize_t>(line.size()));
  const auto reader = NewRecordReader(FileSource::Borrow(ends[0]), "pipe", {});
  EXPECT_TRUE(std::holds_alternative<Record>(reader->Next()));
  ::close(ends[1]);
  EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader->Next()));
  ::close(ends[0]);
}

}  // namespace
}  // namespace strigil
