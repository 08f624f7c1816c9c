#include "strigil/io/compressor.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "strigil/io/decompressor.h"
#include "strigil/text/error.h"
#include "tests/io/io_testing.h"

namespace strigil {
namespace {

std::string Plain(const std::string& bytes, Compression compression) {
  const auto source = NewDecompressor(std::make_unique<MemorySource>(bytes), compression);
  std::string plain;
  std::string buffer(1000, '\0');
  while (const size_t got = source->Read(buffer)) plain.append(buffer, 0, got);
  return plain;
}

TEST(CompressingSinkTest, WritesOneStream) {
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    std::string out;
    const auto sink = NewCompressingSink(std::make_unique<StringSink>(&out), compression);
    std::string all;
    for (int i = 0; i < 30'000; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      sink->Write(line);
      all += line;
    }
    sink->Commit();
    EXPECT_EQ(DetectCompression(out), compression);
    EXPECT_LT(out.size(), all.size() / 2);
    EXPECT_EQ(Plain(out, compression), all);
  }
}

TEST(CompressingSinkTest, NothingIsAnEmptyStream) {
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    std::string out;
    NewCompressingSink(std::make_unique<StringSink>(&out), compression)->Commit();
    EXPECT_EQ(DetectCompression(out), compression);
    EXPECT_EQ(Plain(out, compression), "");
  }
}

TEST(CompressingSinkTest, WhatWasFlushedCanBeRead) {
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    std::string out;
    const auto sink = NewCompressingSink(std::make_unique<StringSink>(&out), compression);
    sink->Write("seen");
    sink->Flush();
    EXPECT_EQ(Plain(out, compression), "seen");
  }
}

TEST(CompressionTest, OutputIsCompressedByItsName) {
  EXPECT_EQ(CompressionOfOutput("a.warc.gz"), Compression::kGzip);
  EXPECT_EQ(CompressionOfOutput("a.jsonl.zst"), Compression::kZstd);
  EXPECT_EQ(CompressionOfOutput("a.txt"), Compression::kNone);
  EXPECT_EQ(CompressionOfOutput("-"), Compression::kNone);
  EXPECT_EQ(ParseOutputCompression("zstd"), Compression::kZstd);
  EXPECT_THROW(ParseOutputCompression("xz"), ConfigError);
}

}  // namespace
}  // namespace strigil
