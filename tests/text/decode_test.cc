#include "strigil/text/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <string_view>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

uint64_t CountAll(const DecodedText& decoded) {
  uint64_t all = 0;
  for (const uint64_t count : decoded.changes) all += count;
  return all;
}

std::string Decoded(std::string_view bytes) { return Decode(std::string(bytes), {}).text; }

TEST(DecodeChangeName, NamesEveryKindOnce) {
  std::set<std::string_view> names;
  for (size_t kind = 0; kind < kDecodeChangeKinds; ++kind) {
    names.insert(DecodeChangeName(static_cast<DecodeChange>(kind)));
  }
  EXPECT_EQ(names.size(), kDecodeChangeKinds);
  EXPECT_EQ(names.count(""), 0U);
  EXPECT_EQ(DecodeChangeName(DecodeChange::kInvalidBytes), "invalid-bytes");
}

TEST(Decode, CountsWhatItChanges) {
  const DecodedText decoded =
      Decode("\xEF\xBB\xBFTom &amp; Jerry\r\nfÃ¼r\u00A0Scho\u0308n soft\u00ADware\x01 \xFF", {});
  EXPECT_EQ(decoded.text, "Tom & Jerry\nfür Schön software \uFFFD");
  EXPECT_EQ(decoded.charset, "utf-8");
  for (size_t kind = 0; kind < kDecodeChangeKinds; ++kind) {
    EXPECT_EQ(decoded.changes[kind], 1U) << DecodeChangeName(static_cast<DecodeChange>(kind));
  }
}

TEST(Decode, EveryRepairCanBeSwitchedOff) {
  DecodeOptions options;
  options.resolve_entities = false;
  options.repair_mojibake = false;
  options.compose = false;
  options.clean_characters = false;
  const std::string text = "Tom &amp; Jerry\r\nfÃ¼r\u00A0Scho\u0308n soft\u00ADware\x01";
  EXPECT_EQ(Decode(text, options).text, text);
  EXPECT_EQ(CountAll(Decode(text, options)), 0U);
  options.compose = true;
  EXPECT_EQ(CountAll(Decode(text, options)), 1U);
}

TEST(Decode, OneRepairMayLeadToTheNext) {
  EXPECT_EQ(Decoded("a&nbsp;\nb"), "a\nb");  // an entity that is an odd space at a line's end
  EXPECT_EQ(Decoded("&am\u00ADp;"), "&");    // an entity with a soft hyphen inside
  EXPECT_EQ(Decoded("&amp\u037E"), "&");     // a semicolon that only NFC makes one
  EXPECT_EQ(Decoded("don&acirc;&#8364;&#8482;t"), "don’t");  // mojibake written in entities
  EXPECT_EQ(Decoded("End.Â\u00A0Next"), "End. Next");        // mojibake that is an odd space
  EXPECT_EQ(Decoded("caf&#101;&#769;"), "caf\u00E9");        // an entity that composes
}

TEST(Decode, RepairsThatUncoverOneAnotherAreAllMade) {
  // Each "Âµ" that is put right is the second half of the next.
  std::string bytes = "a ";
  bytes.append(40, '\xC2');
  bytes += "\xB5 \xC2\xB5";
  const std::string text = Decode(bytes, {}).text;
  EXPECT_EQ(Decode(text, {}).text, text);
  EXPECT_EQ(text.find("ÂÂ"), std::string::npos) << text;
}

TEST(Decode, NothingOfNothing) {
  const DecodedText decoded = Decode("", {});
  EXPECT_EQ(decoded.text, "");
  EXPECT_EQ(decoded.charset, "utf-8");
  EXPECT_EQ(CountAll(decoded), 0U);
}

TEST(Decode, BinaryComesBackAsText) {
  std::mt19937 random(17);
  std::string bytes(2'000'000, '\0');
  for (size_t index = 0; index < bytes.size(); ++index) {
    if (index % 3 != 0) bytes[index] = static_cast<char>(random());
  }
  EXPECT_TRUE(IsValidUtf8(Decoded(bytes)));
  EXPECT_EQ(Decoded(std::string(1'000'000, '\0')), "");
}

// Words and marks of clean text: nothing that decoding has a reason to touch, however they follow
// each other.
std::string CleanText(std::mt19937& random) {
  constexpr std::string_view kWords[] = {"the",        "Brüder",
                                         "château",    "“quoted”",
                                         "it’s",       "–",
                                         "AT&T",       "R&D;",
                                         "NÃO",        "Spaß“",
                                         "Приве́т",     "東京",
                                         "東京　大阪", "می\u200Cخواهم",
                                         "हिन्दी",      "ภาษาไทย",
                                         "서울",       "😀",
                                         "👩\u200D🚀",   "1.5 %",
                                         "<b>",        "x=1&y=2",
                                         "«oui»",      "…",
                                         "Ελλάδα",     "שלום",
                                         "tiếng",      "Ångström",
                                         "×",          "a;b",
                                         "\t",         "",
                                         "\n",         "\n\n",
                                         "|",          "www.example.org/?a=1&b=2"};
  std::string text;
  for (size_t count = random() % 60; count > 0; --count) {
    text += kWords[random() % std::size(kWords)];
    text += ' ';
  }
  return text;
}

TEST(Decode, CleanTextComesBackByteForByte) {
  std::mt19937 random(19);
  for (int round = 0; round < 5000; ++round) {
    const std::string text = CleanText(random);
    const DecodedText decoded = Decode(text, {});
    ASSERT_EQ(decoded.text, text);
    ASSERT_EQ(CountAll(decoded), 0U);
    ASSERT_EQ(decoded.charset, "utf-8");
  }
}

TEST(Decode, OnceIsEnough) {
  constexpr std::string_view kPieces[] = {
      "&",       "amp",    ";",      "&amp;",    "&nbsp;", "&#8217;", "&acirc;",  "&euro;",
      "&trade;", "â€",     "™",      "Ã",        "¼",      "Ã¼",      "Â",        "\u00A0",
      "\u00AD",  "\u200B", "\u200D", "\u0308",   "a",      "A",       " ",        "\n",
      "\r",      "\u037E", "\"",     "“",        "”",      "\xFF",    "\xE2\x80", "漢",
      "\u3000",  "é",      "»",      "…",        "\u0303", "¤",       "&#194;",   "&shy;",
      "&zwj;",   "ی",      "&semi;", "&Atilde;", "\u0099", "\u0080",  "&#x80;",   "ƒ",
      "‚",       "¬",      "„",      "¢",        "\u0085", "-",       "5"};
  std::mt19937 random(23);
  for (int round = 0; round < 40'000; ++round) {
    std::string bytes;
    for (size_t count = random() % 24; count > 0; --count)
      bytes += kPieces[random() % std::size(kPieces)];
    const std::string once = Decoded(bytes);
    ASSERT_TRUE(IsValidUtf8(once));
    const DecodedText twice = Decode(once, {});
    ASSERT_EQ(twice.text, once) << testing::PrintToString(bytes);
    ASSERT_EQ(CountAll(twice), 0U) << testing::PrintToString(bytes);
    ASSERT_EQ(once.find('\r'), std::string::npos);
  }
}

TEST(Decode, AnyBytesBecomeValidUtf8) {
  std::mt19937 random(29);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 400, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const std::string once = Decoded(bytes);
    ASSERT_TRUE(IsValidUtf8(once));
    ASSERT_EQ(Decoded(once), once);
  }
}

}  // namespace
}  // namespace strigil
