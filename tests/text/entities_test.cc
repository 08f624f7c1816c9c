#include "strigil/text/entities.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "strigil/text/entity_names.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

std::string Resolved(std::string text) {
  ResolveEntities(&text);
  return text;
}

TEST(ResolveEntities, ResolvesNames) {
  std::string text = "Tom &amp; Jerry said &quot;no&quot;&hellip; caf&eacute;";
  EXPECT_EQ(ResolveEntities(&text), 5U);
  EXPECT_EQ(text, "Tom & Jerry said \"no\"… café");
}

TEST(ResolveEntities, KnowsEveryNameOfItsTable) {
  for (const EntityName& entity : kEntityNames) {
    std::string expected;
    AppendUtf8(entity.code_point, &expected);
    std::string reference = "&";
    reference.append(entity.name).append(";");
    EXPECT_EQ(Resolved(reference), expected) << reference;
  }
}

TEST(ResolveEntities, ResolvesNumbers) {
  EXPECT_EQ(Resolved("it&#39;s &#x2019;&#X2019; &#8364; &#x1F600;"), "it's ’’ € 😀");
  EXPECT_EQ(Resolved("&#0000039;"), "'");
}

TEST(ResolveEntities, ReadsC1NumbersAsWindows1252) {
  EXPECT_EQ(Resolved("&#147;so&#148; &#150; &#x80;"), "“so” – €");
}

TEST(ResolveEntities, NumbersThatAreNoCharacterBecomeReplacement) {
  EXPECT_EQ(Resolved("&#0;&#xD800;&#x110000;&#99999999999999999999;"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(ResolveEntities, ResolvesWhatWasEscapedTwiceAndMore) {
  EXPECT_EQ(Resolved("a&amp;nbsp;b"), "a\u00A0b");
  EXPECT_EQ(Resolved("&amp;#39; &amp;amp;amp;quot;"), "' \"");
  EXPECT_EQ(Resolved("&#38;amp;lt;"), "<");
}

TEST(ResolveEntities, AReferenceMayCompleteAnother) {
  EXPECT_EQ(Resolved("&am&#112;;"), "&");
  EXPECT_EQ(Resolved("&semi&semi&semi&semi;"), ";");
}

TEST(ResolveEntities, LeavesWhatIsNoReference) {
  for (const std::string_view text : {"AT&T",
                                      "R&D; and",
                                      "&",
                                      "&;",
                                      "&#;",
                                      "&#x;",
                                      "&#12a;",
                                      "&unheard;",
                                      "a & b; c",
                                      "&&&",
                                      "x &lt y",
                                      "http://example.com/?a=1&copy=2&lang=en&reg=3",
                                      "&copyright",
                                      "&nbspx",
                                      "&ampere;",
                                      "fish&chips",
                                      "https://example.com/?q=1&times",
                                      "&#",
                                      "&#x",
                                      "&eacut"}) {
    std::string same(text);
    EXPECT_EQ(ResolveEntities(&same), 0U) << text;
    EXPECT_EQ(same, text);
  }
}

TEST(ResolveEntities, UndoesEscapingInAddresses) {
  EXPECT_EQ(Resolved("http://example.com/?a=1&amp;copy=2&amp;b=3"),
            "http://example.com/?a=1&copy=2&b=3");
}

TEST(ResolveEntities, TakesAFewWithoutSemicolon) {
  EXPECT_EQ(Resolved("&copy 2026"), "© 2026");
  EXPECT_EQ(Resolved("Tom &amp Jerry"), "Tom & Jerry");
  EXPECT_EQ(Resolved("more&nbsp&nbsp"), "more\u00A0\u00A0");
  EXPECT_EQ(Resolved("more &raquo\nnext"), "more »\nnext");
  EXPECT_EQ(Resolved("it&#39 "), "it' ");
}

TEST(ResolveEntities, LeavesReferencesThatAreSpokenAbout) {
  for (const std::string_view text :
       {"write `&nbsp;` between them", "the entity \"&amp;\" is an ampersand",
        "mit „&uuml;“ und “&lt;”"}) {
    EXPECT_EQ(Resolved(std::string(text)), text);
  }
  EXPECT_EQ(Resolved("\"Tom &amp; Jerry\""), "\"Tom & Jerry\"");
}

TEST(ResolveEntities, ResolvesEscapedMarkupToo) {
  EXPECT_EQ(Resolved("the &lt;div&gt; element"), "the <div> element");
}

TEST(ResolveEntities, IsLinearInHostileText) {
  std::string deep;
  for (int depth = 0; depth < 200'000; ++depth) deep += "&semi";
  EXPECT_EQ(Resolved(deep + ";"), ";");
  std::string amps = "&";
  for (int depth = 0; depth < 200'000; ++depth) amps += "amp;";
  EXPECT_EQ(Resolved(amps), "&");
  const std::string ampersands(1'000'000, '&');
  EXPECT_EQ(Resolved(ampersands), ampersands);
  const std::string zeros = "&#" + std::string(1'000'000, '0') + "39;";
  EXPECT_EQ(Resolved(zeros), zeros);
}

TEST(ResolveEntities, NeverLengthensAndLeavesNothingBehind) {
  constexpr std::string_view kPieces[] = {
      "&",    "amp",    ";",      "&amp;",  "#",     "3", "9",     "x",    "&#59;",
      "nbsp", "&#x26;", "&semi;", " ",      "\"",    "`", "&copy", "=",    "ä",
      "&lt;", "lt",     "&#97;",  "&#109;", "&num;", "“", "”",     "text", "\n"};
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t count = random() % 14; count > 0; --count)
      text += kPieces[random() % std::size(kPieces)];
    std::string once = text;
    const size_t resolved = ResolveEntities(&once);
    ASSERT_TRUE(IsValidUtf8(once)) << text;
    ASSERT_LE(once.size(), text.size()) << text;
    ASSERT_EQ(resolved == 0, once == text) << text;
  }
}

}  // namespace
}  // namespace strigil
