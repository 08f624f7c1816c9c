#include "strigil/text/mojibake.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "strigil/text/utf8.h"
#include "strigil/text/windows_1252.h"

namespace strigil {
namespace {

std::string Repaired(std::string text) {
  RepairMojibake(&text);
  return text;
}

// Returns `text` as it looks once its UTF-8 has been read as Windows-1252.
std::string Misread(std::string_view text) {
  std::string out;
  for (const char byte : text)
    AppendUtf8(Windows1252ToCodePoint(static_cast<unsigned char>(byte)), &out);
  return out;
}

std::string MisreadAsLatin1(std::string_view text) {
  std::string out;
  for (const char byte : text) AppendUtf8(static_cast<unsigned char>(byte), &out);
  return out;
}

constexpr std::string_view kTexts[] = {
    "Die Brüder hätten daß schönste Fräulein im Übrigen „über“ den Äther gegrüßt – größer geht’s "
    "nicht.",
    "L’été dernier, « la façade » était déjà à côté du château, où l’on goûtait des œufs.",
    "The minister’s reply — “no” — cost £5 and 20 °C… that’s it™.",
    "Przyjdź później, źrebię żuje łąkę, ćma śpi.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Министр сказал, что это не так.",
    "Ο υπουργός είπε ότι δεν είναι έτσι.",
    "部长说情况并非如此，其他人也持同样的看法。",
    "これは日本語の文章です。",
    "Tiếng Việt được viết bằng chữ Quốc ngữ.",
    "😀 Great 👍🏽 news ❤️",
};

TEST(RepairMojibake, PutsMisreadTextsRight) {
  for (const std::string_view text : kTexts) {
    EXPECT_EQ(Repaired(Misread(text)), text);
    EXPECT_EQ(Repaired(MisreadAsLatin1(text)), text);
  }
}

TEST(RepairMojibake, PutsTextsRightThatWereMisreadTwiceAndThrice) {
  for (const std::string_view text : kTexts) {
    EXPECT_EQ(Repaired(Misread(Misread(text))), text);
    EXPECT_EQ(Repaired(MisreadAsLatin1(MisreadAsLatin1(text))), text);
    EXPECT_EQ(Repaired(Misread(Misread(Misread(text)))), text);
  }
}

TEST(RepairMojibake, LeavesRightTextsAlone) {
  for (const std::string_view text : kTexts) EXPECT_EQ(Repaired(std::string(text)), text);
}

TEST(RepairMojibake, RepairsSingleWordsAndCounts) {
  std::string text = "fÃ¼r, donâ€™t, schÃ–n, 20Â°C, zÅ‚oty";
  EXPECT_EQ(RepairMojibake(&text), 5U);
  EXPECT_EQ(text, "für, don’t, schÖn, 20°C, złoty");
}

TEST(RepairMojibake, LeavesNaturalTextThatLooksLikeIt) {
  for (const std::string_view text : {"NÃO",
                                      "A MANHÔ, disse",
                                      "SÃO PAULO — MANHÔ…",
                                      "„Spaß“",
                                      "Spaß…",
                                      "groß–klein",
                                      "« LIBERTÉ»",
                                      "L’ÉTÉ»",
                                      "está»…",
                                      "été»…",
                                      "café®…",
                                      "„Ä“ und „Ö“",
                                      "das „Ä“",
                                      "ESPAÑ” y",
                                      "PÅ” gård",
                                      "MALMÅ—the city",
                                      "MALMÅ\u00A0och",
                                      "Å\u00A0være",
                                      "LUNEDÌ»",
                                      "ÀÉÎÕÜ",
                                      "ROMÂ»",
                                      "“Ã”",
                                      "Nestlé®",
                                      "Citroën™",
                                      "¿Sí?», dijo",
                                      "MÜ“",
                                      "À la carte"}) {
    EXPECT_EQ(Repaired(std::string(text)), text);
  }
}

TEST(RepairMojibake, LeavesWhatIsSpokenAbout) {
  for (const std::string_view text : {"An é that shows as \"Ã©\" was misread.",
                                      "Apostrophes become “â€™” there.", "Ein ü wird zu „Ã¼“."}) {
    EXPECT_EQ(Repaired(std::string(text)), text);
  }
}

TEST(RepairMojibake, AmbiguousOnesNeedEvidence) {
  EXPECT_EQ(Repaired("Note Ã© alone"), "Note Ã© alone");
  EXPECT_EQ(Repaired("MANHÃ” fÃ¼r dafÃ¼r"), "MANHÔ für dafür");
  EXPECT_EQ(Repaired("Â© Firma"), "Â© Firma");
  EXPECT_EQ(Repaired("Â© Firma fÃ¼r"), "© Firma für");
}

TEST(RepairMojibake, FindsBytesThatWereLost) {
  EXPECT_EQ(Repaired("â€œSoâ€™s itâ€ she said"), "“So’s it” she said");
  EXPECT_EQ(Repaired("â€œSoâ€™s itâ€\uFFFD she said"), "“So’s it” she said");
  EXPECT_EQ(Repaired("dÃ©jÃ  lÃ  oÃ¹ Ã©tÃ©"), "déjà là où été");
  EXPECT_EQ(Repaired("fÃ¼r dafÃ¼r. Â Das"), "für dafür.  Das");
}

TEST(RepairMojibake, RepairsTheSecondLetterOfAWord) {
  EXPECT_EQ(Repaired("JÃ\u00ADdlo"), "Jídlo");
  EXPECT_EQ(Repaired("VÄ›da"), "Věda");
}

TEST(RepairMojibake, RestoresMarksAndSigns) {
  EXPECT_EQ(Repaired("ï»¿Start"), "\uFEFFStart");
  EXPECT_EQ(Repaired("5 â‚¬ und Xâ„¢"), "5 € und X™");
  EXPECT_EQ(Repaired("End.Â\u00A0Next"), "End.\u00A0Next");
}

TEST(RepairMojibake, EndsWithTheText) {
  for (const std::string_view text : {"Ã", "â€", "ð", "ðŸ", "ðŸ˜", "â", "ÃƒÂ"}) {
    std::string cut(text);
    RepairMojibake(&cut);
    EXPECT_TRUE(IsValidUtf8(cut));
  }
}

}  // namespace
}  // namespace strigil
