#include "strigil/pipeline/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack.h"
#include "strigil/rules/pack_library.h"
#include "strigil/text/error.h"
#include "strigil/text/utf8.h"
#include "tests/stages/language_samples.h"
#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// The promise that nothing is lost in silence: kept plus removed is the text, and every removed
// byte has a reason.
void ExpectNothingLost(const Document& document) {
  std::string kept;
  uint32_t position = 0;
  for (const RemovedSpan& span : document.Removed()) {
    ASSERT_LT(span.begin, span.end);
    ASSERT_GE(span.begin, position);
    ASSERT_LE(span.end, document.text().size());
    ASSERT_NE(span.reason, nullptr);
    ASSERT_FALSE(span.reason->stage.empty());
    ASSERT_FALSE(span.reason->rule.empty());
    ASSERT_FALSE(span.reason->group.empty());
    kept += document.text().substr(position, span.begin - position);
    position = span.end;
  }
  kept += document.text().substr(position);
  ASSERT_EQ(kept, document.Body());
  ASSERT_TRUE(IsValidUtf8(kept));
}

// Made-up dumps: the boilerplate that the packs know, and sentences, in any order. The same for the
// same seed.
class DumpMaker {
 public:
  explicit DumpMaker(uint32_t seed) : random_(seed) {}

  std::string Mixture() {
    std::string dump;
    const size_t lines = Below(60);
    for (size_t i = 0; i < lines; ++i)
      dump += (Below(3) == 0 ? Sentence() : Boilerplate()) + LineEnd();
    return dump;
  }

  // In the order of a page: a head, an article with things between, a tail.
  std::string Page() {
    std::string dump;
    for (size_t i = Below(12); i > 0; --i) dump += Boilerplate() + LineEnd();
    for (const std::string& paragraph : Article()) {
      dump += paragraph + LineEnd();
      if (Below(3) == 0) dump += Boilerplate() + LineEnd();
    }
    for (size_t i = Below(20); i > 0; --i) dump += Boilerplate() + LineEnd();
    return dump;
  }

  std::string Bytes(size_t size) {
    std::string bytes;
    while (bytes.size() < size) bytes += static_cast<char>(random_() & 0xFF);
    return bytes;
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  static const std::vector<std::string>& Hits() {
    static const std::vector<std::string> hits = [] {
      std::vector<std::string> all;
      for (const BuiltinPack& pack : BuiltinPacks()) {
        for (const Rule& rule : ParsePack(pack.toml, pack.file).rules) {
          for (const RuleExample& hit : rule.hits) all.push_back(hit.text);
        }
      }
      return all;
    }();
    return hits;
  }

  const std::string& Boilerplate() { return Hits()[Below(Hits().size())]; }

  const std::vector<std::string>& Article() {
    const size_t which = Below(LanguageSamples().size() + 1);
    return which == LanguageSamples().size() ? OrchardArticle()
                                             : LanguageSamples()[which].paragraphs;
  }

  std::string Sentence() {
    const std::vector<std::string>& article = Article();
    return article[Below(article.size())];
  }

  std::string LineEnd() {
    return std::vector<std::string>{"\n", "\n\n", "\n\n\n", " \n\t\n", "\r\n"}[Below(5)];
  }

  std::mt19937 random_;
};

Document CleanWith(const Chain& chain, std::string bytes) {
  Record record;
  record.bytes = std::move(bytes);
  return chain.Clean(std::move(record));
}

TEST(ChainPropertyTest, KeptPlusRemovedIsTheText) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    DumpMaker maker(seed);
    ExpectNothingLost(CleanNews(maker.Mixture()));
    ExpectNothingLost(CleanNews(maker.Page()));
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
}

TEST(ChainPropertyTest, OfTheArticleOfAPageLittleIsLost) {
  size_t kept = 0;
  constexpr uint32_t kPages = 300;
  for (uint32_t seed = 0; seed < kPages; ++seed) {
    DumpMaker maker(seed);
    const std::string dump = maker.Page();
    const std::string body = CleanNews(dump).Body();
    bool whole = true;
    for (const LanguageSample& sample : LanguageSamples()) {
      for (const std::string& paragraph : sample.paragraphs) {
        whole = whole && (dump.find(paragraph) == std::string::npos ||
                          body.find(paragraph) != std::string::npos);
      }
    }
    for (const std::string& paragraph : OrchardArticle()) {
      whole = whole && (dump.find(paragraph) == std::string::npos ||
                        body.find(paragraph) != std::string::npos);
    }
    if (whole) ++kept;
  }
  RecordProperty("whole", static_cast<int>(kept));
  EXPECT_GE(kept, kPages * 85 / 100);
}

TEST(ChainPropertyTest, ASecondCleaningFindsNothing) {
  size_t same = 0;
  constexpr uint32_t kPages = 300;
  for (uint32_t seed = 0; seed < kPages; ++seed) {
    DumpMaker maker(seed);
    const std::string once = CleanNews(maker.Page()).Body();
    if (CleanNews(once).Body() == once) ++same;
  }
  RecordProperty("same", static_cast<int>(same));
  EXPECT_GE(same, kPages * 95 / 100);
}

TEST(ChainPropertyTest, ACleanArticleComesBackAsItWas) {
  for (const LanguageSample& sample : LanguageSamples()) {
    const std::string article = Paragraphs(sample.paragraphs);
    EXPECT_EQ(CleanNews(article).Body(), article);
  }
  const std::string orchard = Paragraphs(OrchardArticle());
  EXPECT_EQ(CleanNews(orchard).Body(), orchard);
}

TEST(ChainPropertyTest, ThreadsThatShareAChainGetTheSameBytes) {
  constexpr uint32_t kDumps = 60;
  std::vector<std::string> expected;
  for (uint32_t seed = 0; seed < kDumps; ++seed)
    expected.push_back(CleanNews(DumpMaker(seed).Page()).Body());
  std::vector<std::thread> threads;
  std::vector<size_t> different(4, 0);
  for (size_t t = 0; t < different.size(); ++t) {
    threads.emplace_back([&expected, &different, t] {
      for (uint32_t i = 0; i < kDumps; ++i) {
        const uint32_t seed = (i + static_cast<uint32_t>(t) * 17) % kDumps;
        if (CleanNews(DumpMaker(seed).Page()).Body() != expected[seed]) ++different[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(different, Each(0U));
}

// Nothing that comes in crashes the chain or holds it up.

// Generous, since tests run under sanitizers and on busy machines: what is quadratic takes hours.
constexpr auto kSoon = std::chrono::minutes(3);

class HostileInputTest : public testing::Test {
 protected:
  static Document Clean(std::string bytes) {
    const auto start = std::chrono::steady_clock::now();
    Document document = CleanNews(std::move(bytes));
    EXPECT_LT(std::chrono::steady_clock::now() - start, kSoon);
    ExpectNothingLost(document);
    return document;
  }

  static std::string Times(size_t times, std::string_view piece) {
    std::string text;
    text.reserve(times * piece.size());
    for (size_t i = 0; i < times; ++i) text += piece;
    return text;
  }
};

TEST_F(HostileInputTest, RandomBytes) {
  DumpMaker maker(7);
  for (size_t size = 1; size <= 1 << 16; size *= 2) Clean(maker.Bytes(size));
}

TEST_F(HostileInputTest, RandomBytesInsideADump) {
  for (uint32_t seed = 0; seed < 50; ++seed) {
    DumpMaker maker(seed);
    Clean(maker.Page() + maker.Bytes(200) + maker.Page());
  }
}

TEST_F(HostileInputTest, MegabyteLines) {
  Clean(Times(1 << 20, "a"));
  Clean(Times(1 << 19, "a "));
  Clean(Times(1 << 19, ". "));
  Clean(Times(1 << 18, "a, b"));
  Clean(Times(1 << 20, "-"));
  Clean(Times(1 << 20, " "));
  Clean(Times(1 << 18, "茶馆"));
  Clean(Times(1 << 14, "Leave a reply. Share on Facebook. "));
  Clean(Times(1 << 15, "[edit] [1] (Opens in a new window) "));
  Clean(Times(8000, OrchardArticle()[1] + " "));
}

TEST_F(HostileInputTest, AHundredThousandLines) {
  Clean(Times(100'000, "word\n"));
  Clean(Times(100'000, "Share\n"));
  Clean(Times(100'000, "Leave a Reply\n"));
  Clean(Times(50'000, "-\n\n"));
  Clean(Times(25'000, "Four words of headline\n"));
  std::string numbered;
  for (int i = 0; i < 100'000; ++i) numbered += "word" + std::to_string(i) + "\n";
  Clean(numbered);
  std::string headlines;
  for (int i = 0; i < 30'000; ++i)
    headlines += "Headline of number" + std::to_string(i) + " stands alone here\n";
  Clean(headlines);
}

TEST_F(HostileInputTest, ThousandsOfSectionsAndCutsInsideProse) {
  std::string text;
  for (int i = 0; i < 4'000; ++i) {
    text += OrchardArticle()[static_cast<size_t>(i) % 5] + " " + std::to_string(i) + "\n";
    text += i % 2 == 0 ? "Leave a Reply\n" : "Recent Posts\n";
  }
  Clean(text);
}

TEST_F(HostileInputTest, ThousandsOfForeignLines) {
  std::string text;
  for (int i = 0; i < 4'000; ++i) {
    text += OrchardArticle()[static_cast<size_t>(i) % 5] + " " + std::to_string(i) + "\n";
    text += LanguageSamples()[static_cast<size_t>(i) % LanguageSamples().size()].caption + "\n";
  }
  Clean(text);
}

TEST_F(HostileInputTest, NothingAndNearlyNothing) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("\r"), std::string(" \t \n\n\n \n"),
        std::string("\xEF\xBB\xBF"), std::string("x"), std::string("\xFF"), Times(100'000, "\n"),
        Times(50'000, " \n")}) {
    const Document document = Clean(text);
    if (document.lines().empty()) {
      EXPECT_EQ(document.Body(), "");
    }
  }
}

TEST_F(HostileInputTest, NoLineEndsAtAll) {
  std::string text;
  for (const std::string& paragraph : OrchardArticle()) text += paragraph + " ";
  EXPECT_THAT(Clean(text).Body(), StartsWith("The orchard behind"));
}

TEST_F(HostileInputTest, NulsDoNotEndTheText) {
  std::string text = Paragraphs(OrchardArticle());
  text.insert(100, 3, '\0');
  EXPECT_EQ(Clean(text).Body(), Paragraphs(OrchardArticle()));
  Clean(std::string(100'000, '\0'));
}

TEST_F(HostileInputTest, NestedEntitiesAndMojibake) {
  Clean(Times(100'000, "&amp;amp;"));
  Clean(Times(100'000, "Ã¢â‚¬â„¢"));
  Clean("&" + Times(100'000, "#"));
}

// The chain itself.

TEST(ChainTest, HasTheStagesOfTheProfileInOrder) {
  const PackLibrary packs;
  const Profile profile = LoadProfile("news");
  const Chain chain(profile, packs);
  std::vector<std::string> names;
  for (const auto& stage : chain.stages()) names.emplace_back(stage->name());
  EXPECT_EQ(names, profile.stages);
}

TEST(ChainTest, TellsWhereADocumentComesFrom) {
  Record record;
  record.bytes = "abc";
  record.id = "7";
  record.source = "dump.txt";
  const Document document = NewsChain().Clean(std::move(record));
  EXPECT_EQ(document.provenance().source_digest,
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(document.provenance().profile, NewsChain().profile_digest());
  EXPECT_EQ(document.provenance().charset, "utf-8");
  EXPECT_EQ(document.record().id, "7");
  EXPECT_EQ(document.record().source, "dump.txt");
}

TEST(ChainTest, TheDigestIsOfWhatIsInForce) {
  const PackLibrary packs;
  const auto digest_of = [&packs](std::string_view assignment) {
    Profile profile = LoadProfile("news");
    if (!assignment.empty()) OverrideSetting(assignment, "--set", &profile);
    return Chain(profile, packs).profile_digest();
  };
  EXPECT_THAT(digest_of(""), StartsWith("news sha256:"));
  EXPECT_EQ(digest_of(""), digest_of("quality.min-words=25")) << "the default, said aloud";
  EXPECT_NE(digest_of(""), digest_of("quality.min-words=26"));
  Profile shorter = LoadProfile("news");
  DisableStage("trailing", &shorter);
  EXPECT_NE(digest_of(""), Chain(shorter, packs).profile_digest());
}

TEST(ChainTest, RefusesWhatIsWrongBeforeAnyDocumentIsRead) {
  const PackLibrary packs;
  const auto error_of = [&packs](std::string_view assignment) -> std::string {
    Profile profile = LoadProfile("news");
    OverrideSetting(assignment, "--set", &profile);
    try {
      const Chain chain(profile, packs);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(error_of("quality.min-word=3"), HasSubstr("unknown setting 'min-word'"));
  EXPECT_THAT(error_of("rules.packs=[\"tides\"]"), HasSubstr("tides"));
  EXPECT_THAT(error_of("trailing.certainty=\"much\""), HasSubstr("to be a number"));
}

TEST(ChainTest, WithoutTheDecodeStageTheTextIsValidAllTheSame) {
  const PackLibrary packs;
  Profile profile = LoadProfile("news");
  DisableStage("decode", &profile);
  const Chain chain(profile, packs);
  EXPECT_EQ(CleanWith(chain, "caf\xE9 au lait").text(), "caf\uFFFD au lait");
  profile.stages.clear();
  const Chain empty(profile, packs);
  EXPECT_EQ(CleanWith(empty, "caf\xE9 au lait").Body(), "caf\uFFFD au lait");
}

TEST(ChainTest, WhatOneStageRemovesLetsAnotherSeeMore) {
  // The caption's whole form repeats the short one only once the button between them is gone; the
  // title stands first only once the menu is gone.
  const std::string dump =
      "Menu\n\nSearch\n\nA title that stands alone\n\n" + Paragraphs(OrchardArticle()) +
      "\n\nRelated Articles\n\nNora Quill\n\nShare\n\nNora Quill\n\nLeave a Reply\n\nName *\n";
  const Document document = CleanNews(dump);
  EXPECT_EQ(document.Body(), Paragraphs(OrchardArticle()));
  EXPECT_EQ(document.provenance().title, "A title that stands alone");
}

TEST(ChainTest, TheGentleProfileTakesOnlyWhatIsCertainAndKeepsTheTitle) {
  const PackLibrary packs;
  const Chain gentle(LoadProfile("gentle"), packs);
  const std::string article = Paragraphs(OrchardArticle());
  const std::string dump =
      "Forgotten pears return\n\n" + article +
      "\n\nComments\n\nYour email address will not be published. Required fields are marked *\n";
  EXPECT_EQ(CleanWith(gentle, dump).Body(),
            "Forgotten pears return\n\n" + article + "\n\nComments");
}

}  // namespace
}  // namespace strigil
