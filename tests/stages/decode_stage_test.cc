#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

Document Decoded(std::string bytes, const Settings& settings = {}, std::string charset = "") {
  Record record;
  record.bytes = std::move(bytes);
  record.charset = std::move(charset);
  Document document(std::move(record));
  MakeStage("decode", settings)->Apply(document);
  return document;
}

uint64_t Changes(const Document& document, DecodeChange change) {
  return document.provenance().decode_changes[static_cast<size_t>(change)];
}

TEST(DecodeStageTest, GivesTheDocumentItsText) {
  const Document document = Decoded("First line.\r\n\r\nSecond line.\r\n");
  ASSERT_TRUE(document.has_text());
  EXPECT_EQ(document.text(), "First line.\n\nSecond line.\n");
  EXPECT_EQ(document.lines().size(), 2U);
  EXPECT_EQ(document.provenance().charset, "utf-8");
  EXPECT_EQ(Changes(document, DecodeChange::kLineEnd), 3U);
}

TEST(DecodeStageTest, ABlankRecordIsADocumentWithoutLines) {
  EXPECT_TRUE(Decoded("").has_text());
  EXPECT_TRUE(Decoded("\n \n").lines().empty());
}

TEST(DecodeStageTest, BelievesTheContainerBeforeTheProfile) {
  const std::string bytes =
      "Gr\xFC\xDF"
      "e aus K\xF6ln";
  EXPECT_EQ(Decoded(bytes, Given({{"charset", std::string("iso-8859-5")}}), "windows-1252").text(),
            "Grüße aus Köln");
  // KOI8-R and Windows-1251 give these bytes two readings.
  const std::string russian = "\xCF\xF0\xE8\xE2\xE5\xF2";
  EXPECT_EQ(Decoded(russian, Given({{"charset", std::string("windows-1251")}})).text(), "Привет");
}

TEST(DecodeStageTest, WithoutDetectionBytesAreWindows1252) {
  const Document document = Decoded("caf\xE9", Given({{"detect-charset", false}}));
  EXPECT_EQ(document.text(), "café");
  EXPECT_EQ(document.provenance().charset, "windows-1252");
}

TEST(DecodeStageTest, EachRepairIsCountedAndCanBeLeftOff) {
  const std::string entity = "salt &amp; pepper";
  EXPECT_EQ(Decoded(entity).text(), "salt & pepper");
  EXPECT_EQ(Changes(Decoded(entity), DecodeChange::kEntity), 1U);
  EXPECT_EQ(Decoded(entity, Given({{"resolve-entities", false}})).text(), entity);

  const std::string mojibake = "Der BÃ¼rgermeister von KÃ¶ln sprach Ã¼ber die BrÃ¼cke.";
  EXPECT_EQ(Decoded(mojibake).text(), "Der Bürgermeister von Köln sprach über die Brücke.");
  EXPECT_GE(Changes(Decoded(mojibake), DecodeChange::kMojibake), 1U);
  EXPECT_EQ(Decoded(mojibake, Given({{"repair-mojibake", false}})).text(), mojibake);

  const std::string decomposed = "cafe\u0301";
  EXPECT_EQ(Decoded(decomposed).text(), "café");
  EXPECT_EQ(Decoded(decomposed, Given({{"compose", false}})).text(), decomposed);

  const std::string odd = "soft\u00ADly, two\u00A0words";
  EXPECT_EQ(Decoded(odd).text(), "softly, two words");
  EXPECT_EQ(Decoded(odd, Given({{"clean-characters", false}})).text(), odd);
}

TEST(DecodeStageTest, BytesThatFitNothingAreReplacedAndCounted) {
  const Document document = Decoded("Die Brücke über die Lahn. \xE2\x82 Müller", {}, "utf-8");
  EXPECT_EQ(document.text(), "Die Brücke über die Lahn. \uFFFD Müller");
  EXPECT_EQ(Changes(document, DecodeChange::kInvalidBytes), 1U);
}

TEST(DecodeStageTest, RunsOnce) { EXPECT_FALSE(MakeStage("decode")->repeats()); }

}  // namespace
}  // namespace strigil
