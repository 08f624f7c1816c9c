#include "strigil/text/charset.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <random>
#include <string>
#include <string_view>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// Returns `text` in the charset that ICU knows as `charset`.
std::string In(const char* charset, std::string_view text) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string bytes(text.size() * 4 + 16, '\0');
  bytes.resize(static_cast<size_t>(
      wide.extract(0, wide.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), charset)));
  return bytes;
}

ConvertedText Convert(std::string_view bytes, std::string_view declared = "") {
  return ConvertToUtf8(std::string(bytes), declared, true);
}

TEST(CanonicalCharset, NamesAsBrowsersDo) {
  EXPECT_EQ(CanonicalCharset("UTF-8"), "utf-8");
  EXPECT_EQ(CanonicalCharset(" utf8\n"), "utf-8");
  for (const std::string_view label :
       {"ISO-8859-1", "latin1", "us-ascii", "ASCII", "cp1252", "Windows-1252", "l1"}) {
    EXPECT_EQ(CanonicalCharset(label), "windows-1252") << label;
  }
  EXPECT_EQ(CanonicalCharset("Shift-JIS"), "shift_jis");
  EXPECT_EQ(CanonicalCharset("GB2312"), "gbk");
  EXPECT_EQ(CanonicalCharset("gb18030"), "gb18030");
  EXPECT_EQ(CanonicalCharset("latin5"), "windows-1254");
  EXPECT_EQ(CanonicalCharset("KS_C_5601-1987"), "euc-kr");
  EXPECT_EQ(CanonicalCharset("TIS-620"), "windows-874");
  EXPECT_EQ(CanonicalCharset("utf-16"), "utf-16le");
  EXPECT_EQ(CanonicalCharset("IBM037"), "ibm037");
}

TEST(CanonicalCharset, UnknownLabelsAreNone) {
  for (const std::string_view label :
       {"", " ", "none", "utf", "8859", "windows", "x-unheard-of", "utf-8,swaplfnl"}) {
    EXPECT_EQ(CanonicalCharset(label), "") << label;
  }
  EXPECT_EQ(CanonicalCharset(std::string(100'000, 'a')), "");
}

TEST(ConvertToUtf8, TakesByteOrderMarks) {
  struct Case {
    const char* charset;
    std::string mark;
    std::string_view name;
  };
  for (const Case& each :
       {Case{"utf-8", "\xEF\xBB\xBF", "utf-8"}, Case{"utf-16le", "\xFF\xFE", "utf-16le"},
        Case{"utf-16be", "\xFE\xFF", "utf-16be"},
        Case{"utf-32le", std::string("\xFF\xFE\0\0", 4), "utf-32le"},
        Case{"utf-32be", std::string("\0\0\xFE\xFF", 4), "utf-32be"}}) {
    const std::string_view text = "Grüße, 世界 😀";
    const ConvertedText converted = Convert(each.mark + In(each.charset, text), "windows-1251");
    EXPECT_EQ(converted.text, text);
    EXPECT_EQ(converted.charset, each.name);
    EXPECT_TRUE(converted.byte_order_mark);
    EXPECT_EQ(converted.invalid, 0U);
  }
}

TEST(ConvertToUtf8, FindsUtf16WithoutMark) {
  for (const std::string_view text :
       {"Hi.\n", "Grüße aus Wien, und noch ein Satz.\n", "Министр сказал, что это не так.\n",
        "部长说情况并非如此，一切照旧。其他人也持同样的看法，他们将在星期一开会。\n　　另一方面，没"
        "有一个人反对。\n"}) {
    EXPECT_EQ(Convert(In("utf-16le", text)).text, text);
    EXPECT_EQ(Convert(In("utf-16le", text)).charset, "utf-16le");
    EXPECT_EQ(Convert(In("utf-16be", text)).text, text);
    EXPECT_EQ(Convert(In("utf-16be", text)).charset, "utf-16be");
  }
}

TEST(ConvertToUtf8, IllFormedUtf16BecomesReplacement) {
  const ConvertedText converted = Convert(std::string("\xFF\xFE\x00\xD8\x41\x00\x00\xDC\x42", 9));
  EXPECT_EQ(converted.text, "\uFFFDA\uFFFD\uFFFD");
  EXPECT_EQ(converted.invalid, 3U);
  const ConvertedText wide = Convert(std::string("\xFF\xFE\0\0\x00\xD8\0\0\x00\x00\x11\x00x", 13));
  EXPECT_EQ(wide.text, "\uFFFD\uFFFD\uFFFD");
}

TEST(ConvertToUtf8, AFewZeroBytesAreNotUtf16) {
  EXPECT_EQ(Convert(std::string_view("plain text\0with a zero byte\0\0", 30)).charset, "utf-8");
}

TEST(ConvertToUtf8, ValidUtf8WinsOverWhatIsDeclared) {
  for (const std::string_view declared :
       {"", "iso-8859-1", "windows-1251", "shift_jis", "utf-16", "nonsense", "utf-7"}) {
    const ConvertedText converted = Convert("Grüße – 世界", declared);
    EXPECT_EQ(converted.text, "Grüße – 世界");
    EXPECT_EQ(converted.charset, "utf-8");
  }
}

TEST(ConvertToUtf8, AsciiStaysWhateverIsDeclared) {
  EXPECT_EQ(Convert("plain").charset, "utf-8");
  EXPECT_EQ(Convert("plain", "ISO-8859-1").charset, "windows-1252");
  for (const std::string_view declared :
       {"utf-16", "utf-16be", "utf-32", "shift_jis", "x-unheard"}) {
    EXPECT_EQ(Convert("plain ~ \\ text", declared).text, "plain ~ \\ text") << declared;
  }
}

TEST(ConvertToUtf8, SevenBitCharsetsAreBelieved) {
  const std::string_view text = "これは日本語";
  const ConvertedText converted = Convert(In("iso-2022-jp", text), "ISO-2022-JP");
  EXPECT_EQ(converted.text, text);
  EXPECT_EQ(converted.charset, "iso-2022-jp");
}

TEST(ConvertToUtf8, DeclaredCharsetsAreBelieved) {
  struct Case {
    const char* charset;
    std::string_view name;
    std::string_view text;
  };
  for (const Case& each :
       {Case{"windows-1252", "windows-1252", "“Ça va”"}, Case{"iso-8859-2", "iso-8859-2", "łąka"},
        Case{"windows-1251", "windows-1251", "Ёж"}, Case{"koi8-r", "koi8-r", "Ёж"},
        Case{"windows-31j", "shift_jis", "日本"}, Case{"gb18030", "gb18030", "部长"},
        Case{"euc-kr", "euc-kr", "서울은"}, Case{"Big5", "big5", "部長"},
        Case{"windows-1255", "windows-1255", "שלום"}, Case{"windows-874", "windows-874", "ไทย"}}) {
    const ConvertedText converted = Convert(In(each.charset, each.text), each.name);
    EXPECT_EQ(converted.text, each.text);
    EXPECT_EQ(converted.charset, each.name);
  }
}

TEST(ConvertToUtf8, Latin1IsWindows1252) {
  EXPECT_EQ(Convert("\x93so\x94 \x96 \x80", "iso-8859-1").text, "“so” – €");
}

TEST(ConvertToUtf8, ADeclarationThatTheBytesContradictIsNotBelieved) {
  const std::string bytes =
      In("windows-1252",
         "Die schönen Mädchen müssen für größere Häuser über die Brücke gehen, hören wir.");
  for (const std::string_view declared : {"utf-8", "euc-jp", "iso-2022-jp"}) {
    EXPECT_EQ(Convert(bytes, declared).charset, "windows-1252") << declared;
  }
}

TEST(ConvertToUtf8, DetectsWhatIsNotDeclared) {
  struct Case {
    const char* charset;
    std::string_view text;
  };
  for (const Case& each :
       {Case{"windows-1252",
             "L’été dernier, « la façade » était déjà à côté du château, où l’on goûtait à tout."},
        Case{"windows-1251", "Министр сказал, что это не так, и что другие были того же мнения."},
        Case{"koi8-r", "Министр сказал, что это не так, и что другие были того же мнения."},
        Case{"iso-8859-7", "Ο υπουργός είπε ότι δεν είναι έτσι και ότι οι άλλοι συμφωνούν."},
        Case{"windows-31j", "これは日本語の文章です。東京は晴れています。"},
        Case{"euc-jp", "これは日本語の文章です。東京は晴れています。"},
        Case{"gb18030", "部长说情况并非如此，其他人也持同样的看法。"},
        Case{"Big5", "部長說情況並非如此，其他人也持同樣的看法。我們明天再來。"},
        Case{"euc-kr", "장관은 그렇지 않다고 말했으며 다른 사람들도 같은 의견이었다."},
        Case{"windows-1250",
             "Každý má právo na život, svobodu a osobní bezpečnost. Nikdo nesmí být držen v "
             "otroctví."}}) {
    EXPECT_EQ(Convert(In(each.charset, each.text)).text, each.text) << each.charset;
  }
}

TEST(ConvertToUtf8, AHandfulOfHighBytesIsWindows1252) {
  EXPECT_EQ(Convert("don\x92t").text, "don’t");
  EXPECT_EQ(Convert("caf\xE9").text, "café");
  EXPECT_EQ(Convert("It costs \xA3"
                    "5 \x96 no more.")
                .text,
            "It costs £5 – no more.");
  EXPECT_EQ(Convert("M\xFCller").charset, "windows-1252");
}

TEST(ConvertToUtf8, WithoutDetectionTheRestIsWindows1252) {
  const ConvertedText converted = ConvertToUtf8(In("koi8-r", "Министр"), "", false);
  EXPECT_EQ(converted.charset, "windows-1252");
}

TEST(ConvertToUtf8, StrayBytesDoNotTurnUtf8IntoSomethingElse) {
  std::string text;
  for (int count = 0; count < 40; ++count) text += "Die Brüder hätten schöne Häuser – sagt man. ";
  for (const std::string_view declared : {"", "utf-8", "iso-8859-1", "shift_jis"}) {
    // Cut at both ends, and one byte spliced in.
    const std::string bytes = "\xBC" + text + "\xFF" + text + "\xE2\x80";
    const ConvertedText converted = Convert(bytes, declared);
    EXPECT_EQ(converted.charset, "utf-8");
    EXPECT_EQ(converted.text, "\uFFFD" + text + "\uFFFD" + text + "\uFFFD");
    EXPECT_EQ(converted.invalid, 3U);
  }
}

TEST(ConvertToUtf8, AnyBytesWithAnyLabelBecomeValidUtf8) {
  std::mt19937 random(13);
  constexpr std::string_view kLabels[] = {
      "",       "utf-8",      "utf-16", "shift_jis",         "gb18030",
      "big5",   "euc-kr",     "euc-jp", "iso-2022-jp",       "utf-7",
      "ibm037", "koi8-r",     "utf-32", "iso-2022-kr",       "scsu",
      "bocu-1", "hz-gb-2312", "cesu-8", "imap-mailbox-name", "iso-2022-cn"};
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 300, '\0');
    const unsigned mask = round % 3 == 0 ? 0x7F : 0xFF;
    for (char& byte : bytes) byte = static_cast<char>(random() & mask);
    const std::string_view label = kLabels[random() % std::size(kLabels)];
    ASSERT_TRUE(IsValidUtf8(Convert(bytes, label).text)) << label;
  }
}

}  // namespace
}  // namespace strigil
