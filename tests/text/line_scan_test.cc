#include "strigil/text/line_scan.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <string>

#include "strigil/text/char_class.h"
#include "strigil/text/function_words.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

LineShape ShapeOf(std::string_view line) {
  std::vector<Word> words;
  return ScanLine(line, &words).shape;
}

std::string BareOf(std::string_view line) {
  std::vector<Word> words;
  const ScannedLine scanned = ScanLine(line, &words);
  return std::string(line.substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin));
}

std::vector<Word> WordsOf(std::string_view line) {
  std::vector<Word> words;
  ScanLine(line, &words);
  return words;
}

TEST(LineScan, AnEmptyLineHasNothing) {
  for (const char* const line : {"", " ", "\t \t", "---", " • | • ", "…"}) {
    std::vector<Word> words;
    const ScannedLine scanned = ScanLine(line, &words);
    EXPECT_EQ(scanned.bare_begin, scanned.bare_end) << line;
    EXPECT_EQ(scanned.shape.words, 0) << line;
    EXPECT_EQ(scanned.shape.code_points, 0) << line;
    EXPECT_EQ(scanned.shape.folded_hash, 0U) << line;
    EXPECT_FALSE(scanned.shape.ends_sentence) << line;
    EXPECT_TRUE(words.empty()) << line;
  }
}

TEST(LineScan, CountsTheKindsOfCharacters) {
  const LineShape shape = ShapeOf("The MV Skua, built in 1987, carries 240 people: nobody more.");
  EXPECT_EQ(shape.code_points, 60);
  EXPECT_EQ(shape.letters, 39);
  EXPECT_EQ(shape.capitals, 4);
  EXPECT_EQ(shape.digits, 7);
  EXPECT_EQ(shape.words, 11);
  EXPECT_EQ(shape.capitalized_words, 3);
  EXPECT_EQ(shape.inner_punctuation, 3);
  EXPECT_EQ(shape.sentence_ends, 1);
  EXPECT_TRUE(shape.ends_sentence);
  EXPECT_FALSE(shape.ends_open);
  EXPECT_FALSE(shape.starts_lower);
  EXPECT_FALSE(shape.has_url);
  EXPECT_FALSE(shape.starts_with_bullet);
}

TEST(LineScan, CountsCodePointsOfTheBareLineNotBytes) {
  EXPECT_EQ(ShapeOf("Übergröße").code_points, 9);
  EXPECT_EQ(ShapeOf("  - Übergröße -  ").code_points, 9);
  EXPECT_EQ(ShapeOf("😀😀").code_points, 2);
}

TEST(LineScan, CountsFunctionWords) {
  EXPECT_EQ(ShapeOf("The ferry was late and the harbour was empty").function_words, 5);
  EXPECT_EQ(ShapeOf("Der Zug kam nicht in die Stadt").function_words, 4);
  EXPECT_EQ(ShapeOf("Паром не пришёл в город").function_words, 2);
  EXPECT_EQ(ShapeOf("Sport Kultur Reise Wetter").function_words, 0);
}

TEST(LineScan, TellsCapitalizedWordsInEveryScriptWithCase) {
  EXPECT_EQ(ShapeOf("Der Bürgermeister sprach mit Ärzten").capitalized_words, 3);
  EXPECT_EQ(ShapeOf("Мэр Москвы говорил").capitalized_words, 2);
  EXPECT_EQ(ShapeOf("3D und iPhone").capitalized_words, 0);
  EXPECT_TRUE(ShapeOf("über den Berg").starts_lower);
  EXPECT_TRUE(ShapeOf("- 12 ostriches").starts_lower);
  EXPECT_FALSE(ShapeOf("12 Ostriches").starts_lower);
  EXPECT_FALSE(ShapeOf("中文").starts_lower);
  EXPECT_FALSE(ShapeOf("12 %").starts_lower);
}

TEST(LineScan, TwoCharactersOfAScriptWithoutSpacesCountAsAWord) {
  for (const char* const line : {"今天天气很好", "ひらがなです", "カタカナデス", "ภาษาไท"}) {
    const LineShape shape = ShapeOf(line);
    EXPECT_EQ(shape.wide_characters, 6) << line;
    EXPECT_EQ(shape.letters, 6) << line;
    EXPECT_EQ(shape.words, 3) << line;
    EXPECT_EQ(WordsOf(line).size(), 6U) << line;
  }
  const LineShape mixed = ShapeOf("用 Linux 的人");
  EXPECT_EQ(mixed.wide_characters, 3);
  EXPECT_EQ(mixed.words, 3);
  EXPECT_EQ(mixed.capitalized_words, 1);
}

TEST(LineScan, HangulHasWordsAsLatinHas) {
  const LineShape shape = ShapeOf("오늘은 날씨가 좋다.");
  EXPECT_EQ(shape.wide_characters, 0);
  EXPECT_EQ(shape.words, 3);
  EXPECT_EQ(shape.letters, 8);
  EXPECT_EQ(shape.sentence_ends, 1);
  EXPECT_TRUE(shape.ends_sentence);
}

TEST(LineScan, CountsSentenceEnds) {
  struct Case {
    const char* line;
    int ends;
    bool ends_sentence;
  };
  const Case cases[] = {
      {"He left.", 1, true},
      {"He left. She stayed.", 2, true},
      {"He left.  She stayed", 1, false},
      {"He left", 0, false},
      {"He left,", 0, false},
      {"\"He left.\"", 1, true},
      {"“He left.” Nobody knew why.", 2, true},
      {"(He left.) [She stayed!]", 2, true},
      {"„Er ging.“ «Ah !» »Nein.«", 3, true},
      {"Did he leave?", 1, true},
      {"What?! No!!", 2, true},
      {"He left... and came back", 1, false},
      {"He left…", 1, true},
      {"Version 3.5 of example.org is out", 0, false},
      {"Der 30. April war ein Sonntag.", 1, true},
      {"It was the summer of 1987.", 1, true},
      {"今天下雨。明天天晴。", 2, true},
      {"今天下雨。明天天晴", 1, false},
      {"「今天下雨。」", 1, true},
      {"真的吗？！", 1, true},
      {"今日は雨です。 明日は晴れです。", 2, true},
      {"他来了。（新华社）", 1, true},
      {"यह एक घर है। वह आया।", 2, true},
      {"هل وصل القطار؟", 1, true},
      {". ! ?", 0, false},
  };
  for (const Case& each : cases) {
    const LineShape shape = ShapeOf(each.line);
    EXPECT_EQ(shape.sentence_ends, each.ends) << each.line;
    EXPECT_EQ(shape.ends_sentence, each.ends_sentence) << each.line;
  }
}

TEST(LineScan, WhiteSpaceAtTheEndsChangesNothingButTheOffsets) {
  for (const std::string line : {"He left.", "\"He left.\"", "He left", "今天下雨。",
                                 "他来了。（新华社）", "- 1. Item", "Why?", "He left..."}) {
    const LineShape shape = ShapeOf(line);
    for (const std::string& padded :
         {line + " ", line + " \t ", "  " + line, "\t" + line + "   "}) {
      const LineShape other = ShapeOf(padded);
      EXPECT_EQ(other.ends_sentence, shape.ends_sentence) << padded;
      EXPECT_EQ(other.ends_open, shape.ends_open) << padded;
      EXPECT_EQ(other.sentence_ends, shape.sentence_ends) << padded;
      EXPECT_EQ(other.starts_with_bullet, shape.starts_with_bullet) << padded;
      EXPECT_EQ(other.code_points, shape.code_points) << padded;
      EXPECT_EQ(other.folded_hash, shape.folded_hash) << padded;
      EXPECT_EQ(BareOf(padded), BareOf(line));
    }
  }
}

TEST(LineScan, TellsAnOpenEndFromAFullStop) {
  for (const char* const line :
       {"He left.", "He left.\"", "Er ging.“", "今天下雨。", "他说：「来。」", "वह आया।"}) {
    EXPECT_TRUE(ShapeOf(line).ends_sentence) << line;
    EXPECT_FALSE(ShapeOf(line).ends_open) << line;
  }
  for (const char* const line :
       {"Did he leave?", "Leave!", "He left...", "He left…", "“Why?”", "真的吗？", "Why?\""}) {
    EXPECT_TRUE(ShapeOf(line).ends_sentence) << line;
    EXPECT_TRUE(ShapeOf(line).ends_open) << line;
  }
  EXPECT_FALSE(ShapeOf("Why? Nobody knows").ends_open);
}

TEST(LineScan, FindsAddresses) {
  EXPECT_TRUE(ShapeOf("See https://example.org/a?b=c for more").has_url);
  EXPECT_TRUE(ShapeOf("ftp://example.org").has_url);
  EXPECT_TRUE(ShapeOf("Tickets: www.example.org").has_url);
  EXPECT_TRUE(ShapeOf("www.example.org").has_url);
  EXPECT_FALSE(ShapeOf("Ratio 3:1 // a comment").has_url);
  EXPECT_FALSE(ShapeOf("He waited: nobody came").has_url);
}

TEST(LineScan, WhatOpensSpeechIsNoBullet) {
  for (const char* const line : {"« Venez », dit-il.", "– Nikt nie wierzył – mówi Ewa.",
                                 "— Да, — сказал он.", "»Kommt herein«, sagte sie."}) {
    EXPECT_FALSE(ShapeOf(line).starts_with_bullet) << line;
  }
  for (const char* const line : {"« Précédent", "– Mehl, Zucker", "• – Come in, he said."}) {
    EXPECT_TRUE(ShapeOf(line).starts_with_bullet) << line;
  }
}

TEST(LineScan, TellsListItems) {
  for (const char* const line : {"- Flour", "* Flour", "• Flour", "  – Flour", "» Mehr", "1. Flour",
                                 "12) Flour", "► Watch", "- 3 eggs", "1.\tFlour"}) {
    EXPECT_TRUE(ShapeOf(line).starts_with_bullet) << line;
  }
  for (const char* const line :
       {"Flour", "Flour - white", "3 eggs", "3.5 million people left", "1,5 Liter Milch",
        "12.05.2024 Neues aus der Stadt", "(see below)", "\"Flour\"", "2024)x", "No. 1"}) {
    EXPECT_FALSE(ShapeOf(line).starts_with_bullet) << line;
  }
}

TEST(LineScan, CountsSeparatorsBetweenItems) {
  EXPECT_EQ(ShapeOf("Home | News | Sport").separators, 2);
  EXPECT_EQ(ShapeOf("Home › News › Sport › Rowing").separators, 3);
  EXPECT_EQ(ShapeOf("Politik · Kultur / Reise").separators, 2);
  EXPECT_EQ(ShapeOf("and/or a well-known 24/7 shop").separators, 0);
  EXPECT_EQ(ShapeOf("He said - she said").separators, 0);
}

TEST(LineScan, BareLineIsWithoutWhiteSpaceAndOrnamentsAtItsEnds) {
  EXPECT_EQ(BareOf("Advertisement"), "Advertisement");
  EXPECT_EQ(BareOf("- Advertisement -"), "Advertisement");
  EXPECT_EQ(BareOf("  *** Read also: ***  "), "Read also");
  EXPECT_EQ(BareOf("» Weiterlesen …"), "Weiterlesen");
  EXPECT_EQ(BareOf("| Home | News |"), "Home | News");
  EXPECT_EQ(BareOf("→ (Foto: dpa)"), "(Foto: dpa)");
  EXPECT_EQ(BareOf("\"Why?\""), "\"Why?\"");
  EXPECT_EQ(BareOf("\xE3\x80\x80今天\xE3\x80\x80"), "今天");
  EXPECT_EQ(BareOf("\u00A0a\u00A0"), "a");
}

TEST(LineScan, WordsAreRunsOfLettersAndDigits) {
  const std::vector<Word> words = WordsOf("The Skua's 240 seats");
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[0].hash, WordHash("the"));
  EXPECT_EQ(words[1].hash, WordHash("skua"));
  EXPECT_EQ(words[2].hash, WordHash("s"));
  EXPECT_EQ(words[3].hash, WordHash("240"));
  EXPECT_EQ(words[4].hash, WordHash("seats"));
  EXPECT_EQ(words[4].letters, 5);
  EXPECT_TRUE(words[0].capitalized);
  EXPECT_TRUE(words[1].capitalized);
  EXPECT_FALSE(words[4].capitalized);
}

TEST(LineScan, LineEndsSeparateWords) {
  EXPECT_EQ(WordsOf("one\ntwo\tthree").size(), 3U);
  EXPECT_EQ(ShapeOf("He left.\nShe stayed.").sentence_ends, 2);
}

TEST(LineScan, InflectedFormsShareTheirStem) {
  const std::vector<Word> words = WordsOf("passenger passengers PASSENGER'S passage pass");
  EXPECT_EQ(words[0].stem, words[1].stem);
  EXPECT_EQ(words[0].stem, words[2].stem);
  EXPECT_NE(words[0].hash, words[1].hash);
  EXPECT_NE(words[0].stem, words[4].stem);  // "passag" is not "passen"
  const std::vector<Word> german = WordsOf("Bürgermeister Bürgermeisters Bürgersteig");
  EXPECT_EQ(german[0].stem, german[1].stem);
  EXPECT_EQ(german[0].stem, german[2].stem);
}

TEST(LineScan, AShortWordIsItsOwnStem) {
  for (const Word& word : WordsOf("a an the more seats Bären 中")) {
    if (word.letters < kStemLetters) {
      EXPECT_EQ(word.stem, word.hash);
    }
  }
  const std::vector<Word> words = WordsOf("harbour harbou");
  EXPECT_EQ(words[0].stem, words[1].stem);
}

TEST(LineScan, WideCharactersAreStemmedInPairs) {
  const std::vector<Word> words = WordsOf("天气天气 气天");
  ASSERT_EQ(words.size(), 6U);
  EXPECT_EQ(words[1].stem, words[3].stem);
  EXPECT_NE(words[1].stem, words[5].stem);
  EXPECT_EQ(words[0].hash, words[2].hash);
  EXPECT_EQ(words[0].hash, words[5].hash);
}

TEST(LineScan, TheHashIsOfTheFoldedWordsAlone) {
  const uint64_t hash = ShapeOf("Read more: the ferry").folded_hash;
  EXPECT_NE(hash, 0U);
  EXPECT_EQ(ShapeOf("READ MORE - THE FERRY!").folded_hash, hash);
  EXPECT_EQ(ShapeOf("  » read  more,  The Ferry …").folded_hash, hash);
  EXPECT_NE(ShapeOf("Read more: ferry the").folded_hash, hash);
  EXPECT_NE(ShapeOf("Read more: the ferry 2").folded_hash, hash);
  EXPECT_EQ(ShapeOf("ÄRZTE").folded_hash, ShapeOf("Ärzte").folded_hash);
}

TEST(LineScan, WordHashFoldsCase) {
  EXPECT_EQ(WordHash("Ärzte"), WordHash("äRZTE"));
  EXPECT_EQ(WordHash("ΟΔΟΣ"), WordHash("οδος"));
  EXPECT_EQ(WordHash("οδοσ"), WordHash("οδος"));
  EXPECT_NE(WordHash("a"), WordHash("b"));
  EXPECT_NE(WordHash("ab"), WordHash("ba"));
}

// Words are scanned sixteen bytes at once, longer ones and those of most scripts letter by letter.
TEST(LineScan, AWordHasOneHashWhereverItStandsAndHoweverLongItIs) {
  for (const std::string piece :
       {"abcdefghij", "äabcdefghi", "abcdefgäij", "abcdefghiä", "абвгдежзий", "a1b2c3d4e5"}) {
    std::string word;
    size_t position = 0;
    for (size_t letters = 1; letters <= 24; ++letters) {
      const size_t begin = position % piece.size();
      position = begin;
      DecodeUtf8(piece, &position);
      word.append(piece, begin, position - begin);
      size_t stem_end = 0;
      for (int i = 0; i < kStemLetters && stem_end < word.size(); ++i) DecodeUtf8(word, &stem_end);
      for (const std::string before : {"", " ", "(", "now and then "}) {
        for (const std::string after : {"", " ", ".", "…", " then and now"}) {
          std::string line = before;
          line += word;
          line += after;
          const std::vector<Word> words = WordsOf(line);
          const size_t at = before.size() > 1 ? 3 : 0;
          ASSERT_GT(words.size(), at) << line;
          EXPECT_EQ(words[at].hash, WordHash(word)) << line;
          EXPECT_EQ(words[at].stem, WordHash(word.substr(0, stem_end))) << line;
          EXPECT_EQ(words[at].letters, letters) << line;
        }
      }
    }
  }
}

TEST(LineScan, LettersThatFoldToAsciiAreThoseLetters) {
  EXPECT_EQ(WordsOf("\u212Aelvin")[0].hash, WordHash("kelvin"));
  EXPECT_EQ(WordsOf("no\u017Fe")[0].hash, WordHash("nose"));
}

TEST(LineScan, NotesWhichMarksALineHas) {
  EXPECT_EQ(ShapeOf("a plain line").marks, 0U);
  EXPECT_EQ(ShapeOf("Photo: © Jane (left)").marks,
            MarkBit(':') | MarkBit(U'©') | MarkBit('(') | MarkBit(')'));
  EXPECT_EQ(ShapeOf("room 12").marks, kDigitMark);
  for (char32_t a = 0x21; a < 0x7F; ++a) {
    for (char32_t b = a + 1; b < 0x7F; ++b) {
      const bool are_marks = ShapeOf(std::string(1, static_cast<char>(a))).words == 0 &&
                             ShapeOf(std::string(1, static_cast<char>(b))).words == 0;
      if (are_marks) {
        EXPECT_NE(MarkBit(a), MarkBit(b)) << static_cast<char>(a) << static_cast<char>(b);
      }
    }
  }
  for (const char32_t mark : U"©–—’“”„…•·»«|→€") EXPECT_NE(MarkBit(mark), kDigitMark);
}

TEST(LineScan, SeesWhiteSpaceSideBySide) {
  EXPECT_FALSE(ShapeOf("one space each").has_space_runs);
  EXPECT_TRUE(ShapeOf("two  spaces").has_space_runs);
  EXPECT_TRUE(ShapeOf("a tab \tbehind a space").has_space_runs);
  EXPECT_TRUE(ShapeOf("stop.  Then").has_space_runs);
}

TEST(LineScan, WordsKnowWhatFunctionWordTheyAre) {
  const std::vector<Word> words = WordsOf("THE ferry für Öl");
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(words[0].function_word, FunctionWords::Get().NumberOf(WordHash("the")));
  EXPECT_NE(words[0].function_word, 0);
  EXPECT_EQ(words[1].function_word, 0);
  EXPECT_NE(words[2].function_word, 0);
  EXPECT_EQ(words[3].function_word, 0);
}

TEST(LineScan, CountsStopAtTheirLargest) {
  std::string line;
  for (int i = 0; i < 70000; ++i) line += "A1, ";
  const LineShape shape = ShapeOf(line);
  EXPECT_EQ(shape.words, UINT16_MAX);
  EXPECT_EQ(shape.capitalized_words, UINT16_MAX);
  EXPECT_EQ(shape.letters, UINT16_MAX);
  EXPECT_EQ(shape.digits, UINT16_MAX);
  EXPECT_EQ(shape.capitals, UINT16_MAX);
  EXPECT_EQ(shape.inner_punctuation, UINT16_MAX);
  EXPECT_EQ(shape.code_points, UINT16_MAX);
  EXPECT_EQ(WordsOf(line).size(), 70000U);
}

TEST(LineScan, AVeryLongWordIsOneWord) {
  const std::vector<Word> words = WordsOf(std::string(100000, 'x'));
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].letters, 255);
  EXPECT_EQ(words[0].stem, WordHash("xxxxxx"));
}

// Random lines of characters that mean something to a scan, and of any other.
std::string RandomLine(std::mt19937& random) {
  static constexpr std::u32string_view kTelling =
      U"  aAbzZäÖßжЖ0123..!?…,;:-–•|›»«\"'”)(]中天あアไ한。、！「」١ह।\t/w";
  std::string line;
  const size_t length = random() % 60;
  for (size_t i = 0; i < length; ++i) {
    const auto any = static_cast<char32_t>(random() % 0x110000);
    const char32_t draw = random() % 10 == 0 ? any : kTelling[random() % kTelling.size()];
    AppendUtf8(draw == '\n' ? U' ' : draw, &line);
  }
  return line;
}

bool OnBoundary(std::string_view text, size_t offset) {
  return offset == text.size() || (offset < text.size() && !IsContinuation(text[offset]));
}

TEST(LineScanProperty, CountsAndOffsetsAreConsistent) {
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    const std::string line = RandomLine(random);
    SCOPED_TRACE(line);
    std::vector<Word> words;
    const ScannedLine scanned = ScanLine(line, &words);
    const LineShape& shape = scanned.shape;
    ASSERT_LE(scanned.bare_begin, scanned.bare_end);
    ASSERT_LE(scanned.bare_end, line.size());
    ASSERT_TRUE(OnBoundary(line, scanned.bare_begin));
    ASSERT_TRUE(OnBoundary(line, scanned.bare_end));
    ASSERT_EQ(shape.code_points, CountCodePoints(std::string_view(line).substr(
                                     scanned.bare_begin, scanned.bare_end - scanned.bare_begin)));
    ASSERT_LE(shape.letters + shape.digits, CountCodePoints(line));
    ASSERT_LE(shape.capitals, shape.letters);
    ASSERT_LE(shape.wide_characters, shape.letters);
    ASSERT_LE(shape.capitalized_words, shape.words);
    ASSERT_LE(shape.function_words, shape.words);
    ASSERT_EQ(shape.words, words.size() - shape.wide_characters + (shape.wide_characters + 1U) / 2);
    ASSERT_EQ(shape.words == 0, shape.folded_hash == 0);
    ASSERT_EQ(shape.words == 0, shape.letters + shape.digits == 0);
    ASSERT_TRUE(!shape.ends_sentence || shape.sentence_ends > 0);
    ASSERT_TRUE(!shape.ends_open || shape.ends_sentence);
    for (const Word& word : words) ASSERT_GT(word.letters, 0);
    // The bare line is bare already.
    const std::string bare = line.substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin);
    ASSERT_EQ(BareOf(bare), bare);
  }
}

TEST(LineScanProperty, WordsAreAppendedAndEarlierOnesStay) {
  std::mt19937 random(12);
  const auto same = [](const Word& a, const Word& b) {
    return a.hash == b.hash && a.stem == b.stem && a.letters == b.letters &&
           a.capitalized == b.capitalized;
  };
  std::vector<Word> all;
  std::vector<Word> expected;
  for (int round = 0; round < 500; ++round) {
    const std::string line = RandomLine(random);
    const std::vector<Word> alone = WordsOf(line);
    expected.insert(expected.end(), alone.begin(), alone.end());
    ScanLine(line, &all);
  }
  ASSERT_EQ(all.size(), expected.size());
  for (size_t i = 0; i < all.size(); ++i) ASSERT_TRUE(same(all[i], expected[i])) << i;
}

// Words of every length up to 35 letters, mostly of ASCII, with one or two marks between.
std::string RandomWords(std::mt19937& random) {
  static constexpr std::array<std::u32string_view, 8> kAlphabets = {
      U"abcdefghijklmnopqrstuvwxyz",
      U"abcdefghijklmnopqrstuvwxyz",
      U"etaoinshrdluABCXYZ",
      U"a1b2c3XY7890",
      U"0123456789",
      U"etaoinsäöüßéÀÖØÞßàöøþÿ",
      U"etaoinłŁąěžıſK",
      U"абвгдеЖЗИЙ",
  };
  static constexpr std::array<std::u32string_view, 24> kBetween = {
      U" ", U" ", U" ",  U" ", U", ", U". ", U"-", U":",      U": ", U"_",  U"?",  U"@",
      U"[", U"`", U"{~", U"/", U"’",  U"×",  U"÷", U"\u00A0", U"  ", U"中", U"“ ", U"\t"};
  std::string line;
  for (size_t words = random() % 12; words > 0; --words) {
    const std::u32string_view alphabet = kAlphabets[random() % kAlphabets.size()];
    const size_t longest = random() % 4 == 0 ? 35 : 20;
    for (size_t letters = random() % (longest + 1); letters > 0; --letters)
      AppendUtf8(alphabet[random() % alphabet.size()], &line);
    for (const char32_t c : kBetween[random() % kBetween.size()]) AppendUtf8(c, &line);
  }
  while (!line.empty() && random() % 2 == 0) {
    do {
      line.pop_back();
    } while (!line.empty() && !IsValidUtf8(line));
  }
  return line;
}

struct CountedLine {
  std::vector<Word> words;
  LineShape shape;  // the words' counts alone
};

// What a scan says of words, found character by character.
CountedLine CountWords(std::string_view line) {
  const CharTable& table = CharTable::Get();
  CountedLine counted;
  LineShape& shape = counted.shape;
  std::string word;
  std::string stem;
  Word current;
  const auto end_word = [&] {
    if (word.empty()) return;
    current.hash = WordHash(word);
    current.stem = WordHash(stem);
    current.function_word = FunctionWords::Get().NumberOf(current.hash);
    if (current.capitalized) ++shape.capitalized_words;
    if (current.function_word != 0) ++shape.function_words;
    ++shape.words;
    counted.words.push_back(current);
    word.clear();
    stem.clear();
    current = {};
  };
  size_t position = 0;
  while (position < line.size()) {
    const size_t begin = position;
    const char32_t c = DecodeUtf8(line, &position);
    const uint16_t char_class = table.ClassOf(c);
    const bool is_wide = (char_class & kWide) != 0;
    if (is_wide || (char_class & (kLetter | kDigit)) == 0) end_word();
    if ((char_class & kDigit) != 0) ++shape.digits;
    if ((char_class & kLetter) != 0) {
      if (shape.letters == 0) shape.starts_lower = (char_class & kLower) != 0;
      ++shape.letters;
      if ((char_class & kUpper) != 0) ++shape.capitals;
    }
    if (is_wide || (char_class & (kLetter | kDigit)) == 0) continue;
    if (word.empty()) current.capitalized = (char_class & kUpper) != 0;
    word += line.substr(begin, position - begin);
    if (current.letters++ < kStemLetters) stem += line.substr(begin, position - begin);
  }
  end_word();
  return counted;
}

void ExpectSameWords(const std::vector<Word>& words, const std::vector<Word>& expected) {
  ASSERT_EQ(words.size(), expected.size());
  for (size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(words[i].hash, expected[i].hash) << i;
    EXPECT_EQ(words[i].stem, expected[i].stem) << i;
    EXPECT_EQ(words[i].function_word, expected[i].function_word) << i;
    EXPECT_EQ(words[i].letters, expected[i].letters) << i;
    EXPECT_EQ(words[i].capitalized, expected[i].capitalized) << i;
  }
}

TEST(LineScanProperty, WordsAreAsCountedCharacterByCharacter) {
  std::mt19937 random(13);
  for (int round = 0; round < 20000; ++round) {
    const std::string line = RandomWords(random);
    if (line.find("中") != std::string::npos) continue;
    SCOPED_TRACE(line);
    std::vector<Word> words;
    const LineShape shape = ScanLine(line, &words).shape;
    const CountedLine counted = CountWords(line);
    ExpectSameWords(words, counted.words);
    EXPECT_EQ(shape.letters, counted.shape.letters);
    EXPECT_EQ(shape.digits, counted.shape.digits);
    EXPECT_EQ(shape.capitals, counted.shape.capitals);
    EXPECT_EQ(shape.words, counted.shape.words);
    EXPECT_EQ(shape.capitalized_words, counted.shape.capitalized_words);
    EXPECT_EQ(shape.function_words, counted.shape.function_words);
    EXPECT_EQ(shape.starts_lower, counted.shape.starts_lower);
    if (HasFailure()) return;
  }
}

// The text has just the bytes that it needs, so that a look behind its end would be seen.
TEST(LineScanProperty, ALineOfATextIsAsItIsAlone) {
  std::mt19937 random(14);
  for (int round = 0; round < 20000; ++round) {
    std::string line = round % 2 == 0 ? RandomWords(random) : RandomLine(random);
    if (round % 50 == 0) line += std::string(400, ' ') + line;  // longer than what is copied
    const std::string before = random() % 2 == 0 ? "" : "before\n";
    const std::string behind =
        random() % 3 == 0
            ? ""
            : "\n" + std::string("behind it more words, äöü").substr(0, random() % 20);
    SCOPED_TRACE(line);
    const std::string text = before + line + behind;
    const std::unique_ptr<char[]> exact(new char[text.size()]);
    text.copy(exact.get(), text.size());
    std::vector<Word> words;
    const ScannedLine scanned = ScanLine(std::string_view(exact.get(), text.size()), before.size(),
                                         before.size() + line.size(), &words);
    std::vector<Word> words_alone;
    const ScannedLine alone = ScanLine(line, &words_alone);
    ExpectSameWords(words, words_alone);
    EXPECT_EQ(scanned.bare_begin, alone.bare_begin);
    EXPECT_EQ(scanned.bare_end, alone.bare_end);
    const LineShape& a = scanned.shape;
    const LineShape& b = alone.shape;
    EXPECT_EQ(a.folded_hash, b.folded_hash);
    EXPECT_EQ(a.marks, b.marks);
    EXPECT_EQ(a.code_points, b.code_points);
    EXPECT_EQ(a.letters, b.letters);
    EXPECT_EQ(a.capitals, b.capitals);
    EXPECT_EQ(a.digits, b.digits);
    EXPECT_EQ(a.words, b.words);
    EXPECT_EQ(a.inner_punctuation, b.inner_punctuation);
    EXPECT_EQ(a.sentence_ends, b.sentence_ends);
    EXPECT_EQ(a.separators, b.separators);
    EXPECT_EQ(a.wide_characters, b.wide_characters);
    EXPECT_EQ(a.ends_sentence, b.ends_sentence);
    EXPECT_EQ(a.ends_open, b.ends_open);
    EXPECT_EQ(a.has_url, b.has_url);
    EXPECT_EQ(a.has_space_runs, b.has_space_runs);
    EXPECT_EQ(a.starts_with_bullet, b.starts_with_bullet);
    EXPECT_EQ(a.starts_lower, b.starts_lower);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace strigil
