#include "strigil/rules/pattern_literals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "strigil/rules/matcher.h"
#include "strigil/rules/pack_library.h"
#include "strigil/text/char_class.h"
#include "strigil/text/line_scan.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

TEST(FoldForLiterals, FoldsACharacterAlikeWhereverItStands) {
  std::vector<char32_t> characters;
  for (char32_t c = 0x21; c < 0x250; ++c) characters.push_back(c);
  for (const char32_t c : {U'Ж', U'—', U'’', U'漢', U'😀'}) characters.push_back(c);
  for (const char32_t c : characters) {
    std::string character;
    AppendUtf8(c, &character);
    const std::string alone = FoldForLiterals(character);
    for (size_t before = 0; before < 40; ++before) {
      const std::string begin = std::string(before / 2, 'x') + std::string(before % 2, 'y') +
                                std::string(before / 2, 'z');
      const std::string end = " zweiundzwanzig";
      ASSERT_EQ(FoldForLiterals(begin + character + character + end), begin + alone + alone + end)
          << static_cast<uint32_t>(c) << ' ' << before;
    }
  }
}

TEST(FoldForLiterals, FoldsCaseWhiteSpaceAndApostrophes) {
  EXPECT_EQ(FoldForLiterals(""), "");
  EXPECT_EQ(FoldForLiterals("Leave a REPLY"), "leave a reply");
  EXPECT_EQ(FoldForLiterals("a \t\n  b"), "a b");
  EXPECT_EQ(FoldForLiterals("  a  "), " a ");
  EXPECT_EQ(FoldForLiterals("don’t ‘x‘ ʼ '"), "don't 'x' ' '");
  EXPECT_EQ(FoldForLiterals("ÜBER ЖУК ΟΔΟΣ"), "über жук οδοσ");
  EXPECT_EQ(FoldForLiterals("\u212A ſ ẞ ＡＢ"), "k s ß ａｂ");
  EXPECT_EQ(FoldForLiterals("中文 😀"), "中文 😀");
  EXPECT_EQ(FoldForLiterals("a\u00A0b"), "a\u00A0b");
}

TEST(FoldForLiterals, FoldsATextAsItsCharacters) {
  static constexpr std::string_view kCharacters[] = {
      "a", "Z", "z", "A", "@", "[", "7", ".", " ", " ", "\t", "\x01", "É", "’", "ẞ", "中", "😀"};
  std::mt19937 random(5);
  for (int round = 0; round < 20000; ++round) {
    const bool mostly_plain = round % 2 == 0;
    std::string text;
    std::string expected;
    for (size_t length = random() % 40; length > 0; --length) {
      const size_t most = mostly_plain && random() % 12 != 0 ? 9 : std::size(kCharacters);
      const std::string_view character = kCharacters[random() % most];
      text += character;
      const std::string folded = FoldForLiterals(character);
      if (folded != " " || !expected.ends_with(' ')) expected += folded;
    }
    EXPECT_EQ(FoldForLiterals(text), expected) << "text " << text;
  }
}

TEST(FoldForLiterals, WritesNoMoreThanItSays) {
  constexpr char kUntouched = '\x7F';
  for (const std::string_view text : {"", "Ab", "ABCDEFGH", "ABCDEFGHI", "ẞẞẞẞẞẞẞ", "İıİı  Ⱥ"}) {
    std::string out(MostFoldedBytes(text.size()) + 8, kUntouched);
    char* const end = FoldForLiterals(text, out.data());
    EXPECT_EQ(std::string(out.data(), end), FoldForLiterals(text));
    EXPECT_EQ(out.substr(MostFoldedBytes(text.size())), std::string(8, kUntouched));
  }
}

// What RE2 takes for the same letter must fold to the same, or the literals would forbid a match.
TEST(FoldForLiterals, AgreesWithRe2OnTheCaseOfEveryLetter) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  options.set_literal(true);
  for (UChar32 c = 0x80; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const UChar32 relatives[] = {u_tolower(c), u_toupper(c), u_totitle(c),
                                 u_foldCase(c, U_FOLD_CASE_DEFAULT),
                                 u_toupper(u_foldCase(c, U_FOLD_CASE_DEFAULT))};
    if (std::all_of(std::begin(relatives), std::end(relatives),
                    [c](UChar32 relative) { return relative == c; }))
      continue;
    std::string letter;
    AppendUtf8(static_cast<char32_t>(c), &letter);
    const RE2 pattern(letter, options);
    for (const UChar32 relative : relatives) {
      std::string other;
      AppendUtf8(static_cast<char32_t>(relative), &other);
      if (!RE2::FullMatch(other, pattern)) continue;
      ASSERT_EQ(FoldForLiterals(letter), FoldForLiterals(other)) << letter << " " << other;
    }
  }
}

TEST(ExtractLiterals, TellsWhatAMatchBeginsWith) {
  EXPECT_THAT(ExtractLiterals("Leave a reply").prefixes, ElementsAre("leave a reply"));
  EXPECT_THAT(ExtractLiterals("(leave|post) a reply").prefixes,
              ElementsAre("leave a reply", "post a reply"));
  EXPECT_THAT(ExtractLiterals("leave.*").prefixes, ElementsAre("leave"));
  EXPECT_THAT(ExtractLiterals("don't.+").prefixes, ElementsAre("don't"));
  EXPECT_THAT(ExtractLiterals(".*leave").prefixes, IsEmpty());
  EXPECT_THAT(ExtractLiterals("(please )?leave").prefixes, ElementsAre("leave", "please leave"));
}

TEST(ExtractLiterals, TellsWhatAMatchHolds) {
  EXPECT_THAT(ExtractLiterals(".*leave a reply.*").required,
              ElementsAre(ElementsAre("leave a reply")));
  EXPECT_THAT(ExtractLiterals("\\d+ comments?").required, testing::Not(IsEmpty()));
  EXPECT_THAT(ExtractLiterals("\\pL+ (reply|comment)").required,
              ElementsAre(ElementsAre(" comment", " reply")));
  EXPECT_THAT(ExtractLiterals("[a-z]+").required, IsEmpty());
  EXPECT_THAT(ExtractLiterals("(reply)?").required, IsEmpty());
  EXPECT_THAT(ExtractLiterals("reply|.*").required, IsEmpty());
}

constexpr MatchAnchors kWholeLine = {.start = true, .end = true};

TEST(ExtractLiterals, MarksWhereALiteralEndsAWord) {
  EXPECT_THAT(ExtractLiterals("reply", kWholeLine).required, ElementsAre(ElementsAre("\nreply\r")));
  EXPECT_THAT(ExtractLiterals(".*reply", kWholeLine).required, ElementsAre(ElementsAre("reply\r")));
  EXPECT_THAT(ExtractLiterals(".*reply[ :]*", kWholeLine).required,
              testing::Contains(ElementsAre("reply\n")));
  EXPECT_THAT(ExtractLiterals("[a-z]+[ ,]+(reply|quote)([.!].*)?", kWholeLine).required,
              testing::Contains(ElementsAre("\nquote\n", "\nreply\n")));
  // Letters may stand beside these.
  EXPECT_THAT(ExtractLiterals(".*reply[ a]*", kWholeLine).required,
              testing::Each(ElementsAre("reply")));
  EXPECT_THAT(ExtractLiterals("[^.]*reply[^.]*", kWholeLine).required,
              ElementsAre(ElementsAre("reply")));
  EXPECT_THAT(ExtractLiterals(".*reply'*.*", kWholeLine).required,
              testing::Each(ElementsAre("reply")));
  EXPECT_THAT(ExtractLiterals("(reply){2}", kWholeLine).required,
              ElementsAre(ElementsAre("reply")));
}

TEST(ExtractLiterals, TellsTheMarksOfEveryMatch) {
  EXPECT_EQ(ExtractLiterals("[a-z]+: \\d+").marks, MarkBit(':') | kDigitMark);
  EXPECT_EQ(ExtractLiterals("\\(c\\) .+").marks, MarkBit('(') | MarkBit(')'));
  EXPECT_EQ(ExtractLiterals("(a:|b: !)").marks, MarkBit(':'));
  EXPECT_EQ(ExtractLiterals("(a:)?b").marks, 0U);
  EXPECT_EQ(ExtractLiterals("(a:){2,}").marks, MarkBit(':'));
  EXPECT_EQ(ExtractLiterals("don't").marks, 0U);
}

TEST(ExtractLiterals, LimitsTheLengthOfAMatch) {
  EXPECT_EQ(ExtractLiterals("").max_characters, 0U);
  EXPECT_EQ(ExtractLiterals("abc").max_characters, 3U);
  EXPECT_EQ(ExtractLiterals("größe a?").max_characters, 7U);
  EXPECT_EQ(ExtractLiterals("abc.*").max_characters, PatternLiterals::kUnbounded);
  EXPECT_EQ(ExtractLiterals("a+").max_characters, PatternLiterals::kUnbounded);
  EXPECT_EQ(ExtractLiterals("(ab){2,}").max_characters, PatternLiterals::kUnbounded);
  EXPECT_EQ(ExtractLiterals("[^.]{0,60}").max_characters, 60U);
}

TEST(ExtractLiterals, APatternThatIsNotUnderstoodGivesNothingKnown) {
  for (const char* const pattern :
       {"(a", "a)", "[a", "a**b(", "\\", "(?P<author", "(?s:a)", "\\Qa.b\\E", "\\p{L", "[[:alpha",
        "\\x4", "\\p", "\\x{41", "a{2", "*a", "[\\", "[a-", "[a-\\"}) {
    const PatternLiterals literals = ExtractLiterals(pattern);
    EXPECT_TRUE(literals.prefixes.empty()) << pattern;
    EXPECT_TRUE(literals.required.empty()) << pattern;
    EXPECT_EQ(literals.max_characters, PatternLiterals::kUnbounded) << pattern;
  }
}

TEST(ExtractLiterals, ManyAlternativesStayFew) {
  std::string pattern = "a";
  for (int i = 0; i < 30; ++i) pattern += "(b|c|d)";
  EXPECT_LT(ExtractLiterals(pattern).prefixes.size(), 1000U);
  EXPECT_TRUE(ExtractLiterals(std::string(1000000, '(')).required.empty());
}

TEST(ExtractLiterals, EndsOnAnyBytes) {
  static constexpr std::string_view kBytes = "ab(()|[]^-\\?*+{},0123 '.pPLxdsb:<>&i\xC3\xA4$";
  std::mt19937 random(21);
  for (int round = 0; round < 50000; ++round) {
    std::string pattern;
    for (size_t length = random() % 16; length > 0; --length)
      pattern += kBytes[random() % kBytes.size()];
    ExtractLiterals(pattern);
  }
}

// One pattern as RE2 has it, in some places, beside the matcher that looks for literals first.
class Comparison {
 public:
  Comparison(std::string_view pattern, std::vector<RulePlace> places)
      : pattern_(pattern), places_(std::move(places)), literals_(ExtractLiterals(pattern_)) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    plain_ = std::make_unique<RE2>(ExpandPattern(pattern_), options);
    const bool any_end =
        std::find(places_.begin(), places_.end(), RulePlace::kEnd) != places_.end();
    if (any_end) at_end_ = std::make_unique<RE2>("(?:" + ExpandPattern(pattern_) + ")\\z", options);
    std::vector<RuleView> rules(places_.size());
    for (size_t i = 0; i < rules.size(); ++i) {
      rules[i].pattern = pattern_;
      rules[i].where = places_[i];
    }
    matcher_ = std::make_unique<Matcher>(rules);
  }
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  bool ok() const { return plain_->ok(); }

  // Checks `line`, a bare one, and returns whether RE2 matches it anywhere.
  bool Check(std::string_view line) const {
    if (line.empty() || line.size() > kEndWindow) return false;
    SCOPED_TRACE("pattern " + pattern_);
    SCOPED_TRACE("line " + std::string(line));
    std::vector<int> expected;
    for (size_t i = 0; i < places_.size(); ++i) {
      if (Plain(places_[i], line)) expected.push_back(static_cast<int>(i));
    }
    std::vector<int> matches;
    matcher_->Match(line, &matches);
    EXPECT_EQ(matches, expected) << "indices of places";
    re2::StringPiece match;
    if (plain_->Match(Piece(line), 0, line.size(), RE2::UNANCHORED, &match, 1))
      CheckMatch({match.data(), match.size()});
    if (plain_->Match(Piece(line), 0, line.size(), RE2::ANCHOR_BOTH, &match, 1))
      CheckMatch({match.data(), match.size()});
    return !expected.empty();
  }

 private:
  bool Plain(RulePlace place, std::string_view line) const {
    const RE2& re2 = place == RulePlace::kEnd ? *at_end_ : *plain_;
    const RE2::Anchor anchor = place == RulePlace::kLine    ? RE2::ANCHOR_BOTH
                               : place == RulePlace::kStart ? RE2::ANCHOR_START
                                                            : RE2::UNANCHORED;
    return re2.Match(Piece(line), 0, line.size(), anchor, nullptr, 0);
  }

  void CheckMatch(std::string_view match) const {
    const std::string folded = FoldForLiterals(match);
    const auto begins_match = [&](const std::string& prefix) {
      return folded.starts_with(WithoutEdges(prefix));
    };
    const auto is_in_match = [&](const std::string& literal) {
      return folded.find(WithoutEdges(literal)) != std::string::npos;
    };
    const std::vector<std::string>& prefixes = literals_.prefixes;
    EXPECT_TRUE(prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(), begins_match))
        << "match " << match;
    for (const std::vector<std::string>& required : literals_.required) {
      EXPECT_TRUE(std::any_of(required.begin(), required.end(), is_in_match)) << "match " << match;
    }
    std::vector<Word> words;
    EXPECT_EQ(ScanLine(match, &words).shape.marks & literals_.marks, literals_.marks)
        << "match " << match;
    EXPECT_LE(CountCodePoints(folded), literals_.max_characters) << "match " << match;
  }

  std::string pattern_;
  std::vector<RulePlace> places_;
  PatternLiterals literals_;
  std::unique_ptr<RE2> plain_;
  std::unique_ptr<RE2> at_end_;
  std::unique_ptr<Matcher> matcher_;
};

std::string Bare(std::string_view line) {
  std::vector<Word> words;
  const ScannedLine scanned = ScanLine(line, &words);
  return std::string(line.substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin));
}

// A spelling of `text` that a rule must not tell from it: case, white space and apostrophes changed
// here and there.
std::string Respelled(std::string_view text, std::mt19937& random) {
  static constexpr std::string_view kSpaces[] = {" ", "  ", "\t", "\n", " \n ", "     "};
  static constexpr std::string_view kApostrophes[] = {"'", "’", "‘", "ʼ"};
  const unsigned style = static_cast<unsigned>(random() % 4);
  std::string out;
  size_t position = 0;
  while (position < text.size()) {
    const auto c = static_cast<UChar32>(DecodeUtf8(text, &position));
    if (c == ' ') {
      out += kSpaces[random() % std::size(kSpaces)];
    } else if (c == '\'' || c == 0x2019) {
      out += kApostrophes[random() % std::size(kApostrophes)];
    } else if ((c == 'k' || c == 'K') && random() % 4 == 0) {
      out += "\u212A";
    } else if ((c == 's' || c == 'S') && random() % 4 == 0) {
      out += "ſ";
    } else {
      const bool upper = style == 0 || (style >= 2 && random() % 2 == 0);
      const bool lower = style == 1 || (style >= 2 && random() % 2 == 0);
      AppendUtf8(static_cast<char32_t>(upper ? u_toupper(c) : lower ? u_tolower(c) : c), &out);
    }
  }
  return out;
}

TEST(LiteralsProperty, NeverForbidAMatchOfAPacksRule) {
  std::vector<std::string> all;
  std::vector<Pack> packs;
  for (const BuiltinPack& builtin : BuiltinPacks()) {
    packs.push_back(ParsePack(builtin.toml, builtin.file));
    for (const Rule& rule : packs.back().rules) {
      for (const RuleExample& hit : rule.hits) all.push_back(Bare(hit.text));
      for (const RuleExample& miss : rule.misses) all.push_back(Bare(miss.text));
    }
  }
  std::mt19937 random(22);
  size_t matched = 0;
  size_t seen = 0;
  for (const Pack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      const Comparison comparison(rule.pattern, {rule.where});
      ASSERT_TRUE(comparison.ok()) << rule.id;
      const auto check = [&](const std::string& line) {
        ++seen;
        if (comparison.Check(line)) ++matched;
      };
      for (const auto* examples : {&rule.hits, &rule.misses}) {
        for (const RuleExample& example : *examples) {
          const std::string bare = Bare(example.text);
          check(bare);
          for (int i = 0; i < 2; ++i) check(Respelled(bare, random));
          check("x " + bare + " y");
        }
      }
      for (int i = 0; i < 15; ++i) check(all[random() % all.size()]);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(matched, seen / 10);
}

// A random pattern together with a text that it matches.
class Generator {
 public:
  explicit Generator(std::mt19937& random) : random_(random) {}

  struct Sample {
    std::string pattern;
    std::string text;
  };

  Sample Alternation(int depth) {
    const size_t count = 1 + (Draw(3) == 0 ? Draw(3) : 0);
    const size_t chosen = Draw(count);
    Sample result;
    for (size_t i = 0; i < count; ++i) {
      const Sample part = Concatenation(depth);
      result.pattern += (i == 0 ? "" : "|") + part.pattern;
      if (i == chosen) result.text = part.text;
    }
    return result;
  }

 private:
  size_t Draw(size_t below) { return random_() % below; }

  Sample Concatenation(int depth) {
    Sample result;
    for (size_t count = 1 + Draw(5); count > 0; --count) {
      const Sample part = Repetition(depth);
      result.pattern += part.pattern;
      result.text += part.text;
    }
    return result;
  }

  Sample Repetition(int depth) {
    const Sample atom = Atom(depth);
    // A quantifier behind a space, or behind nothing but a position, is no pattern of a pack.
    if (atom.pattern == " " || atom.pattern == "\\b" || Draw(3) != 0) return atom;
    static constexpr struct {
      const char* pattern;
      size_t least;
      size_t most;
    } kQuantifiers[] = {{"?", 0, 1},   {"*", 0, 3},     {"+", 1, 3},     {"{2}", 2, 2},
                        {"{1}", 1, 1}, {"{0,2}", 0, 2}, {"{1,3}", 1, 3}, {"{2,}", 2, 4},
                        {"??", 0, 1},  {"*?", 0, 2},    {"+?", 1, 2},    {"{0}", 0, 0}};
    const auto& quantifier = kQuantifiers[Draw(std::size(kQuantifiers))];
    Sample result{atom.pattern + quantifier.pattern, ""};
    for (size_t n = quantifier.least + Draw(quantifier.most - quantifier.least + 1); n > 0; --n)
      result.text += atom.text;
    return result;
  }

  Sample Atom(int depth) {
    static const Sample kAtoms[] = {{"a", "a"},
                                    {"k", "k"},
                                    {"s", "S"},
                                    {"B", "b"},
                                    {"é", "É"},
                                    {"ß", "ẞ"},
                                    {"σ", "ς"},
                                    {"Ж", "ж"},
                                    {"中", "中"},
                                    {"😀", "😀"},
                                    {" ", " "},
                                    {" ", " \t "},
                                    {"'", "’"},
                                    {"'", "'"},
                                    {"\\.", "."},
                                    {"\\d", "7"},
                                    {"\\s", "\n"},
                                    {"\\pL", "é"},
                                    {"\\p{Lu}", "Q"},
                                    {"\\w", "w"},
                                    {"\\S", "!"},
                                    {".", " "},
                                    {".", "ö"},
                                    {"[abc]", "C"},
                                    {"[a-f]", "E"},
                                    {"[^a]", " "},
                                    {"[^a ]", "😀"},
                                    {"[ ,]", " "},
                                    {"[ ,]", ","},
                                    {"[a😀]", "😀"},
                                    {"[!-.]", ","},
                                    {"[\\+-\\.]", ","},
                                    {"[\\s:]", "\t"},
                                    {"['’]", "’"},
                                    {"[[:alpha:] ']", " "},
                                    {"[k-m]", "\u212A"},
                                    {"[äöü]", "Ü"},
                                    {"[a-]", "-"},
                                    {"[]x]", "]"},
                                    {"\\x41", "a"},
                                    {"\\x{e9}", "É"},
                                    {"\\b", ""},
                                    {"read", "READ"},
                                    {"[“\"]", "\""},
                                    {"(?-i:Q)", "Q"},
                                    {"\\ ", " "},
                                    {"[\\d.]", "3"},
                                    {"\\D", "x"},
                                    {"\\W", "-"},
                                    {"[Y-b]", "z"}};
    if (depth > 0 && Draw(4) == 0) {
      static const char* const kOpeners[] = {"(", "(?:", "(?P<author>", "(?i:"};
      const Sample inner = Alternation(depth - 1);
      // A group's name may come once in a pattern.
      const char* const opener = kOpeners[named_ ? Draw(2) : Draw(4)];
      named_ = named_ || std::string_view(opener).starts_with("(?P");
      return {opener + inner.pattern + ")", inner.text};
    }
    return kAtoms[Draw(std::size(kAtoms))];
  }

  std::mt19937& random_;
  bool named_ = false;
};

TEST(LiteralsProperty, NeverForbidAMatchOfAnyPattern) {
  std::mt19937 random(23);
  size_t matched = 0;
  for (int round = 0; round < 600 && !HasFailure(); ++round) {
    Generator generator(random);
    const Generator::Sample sample = generator.Alternation(3);
    const Comparison comparison(
        sample.pattern, {RulePlace::kLine, RulePlace::kStart, RulePlace::kEnd, RulePlace::kInside});
    if (!comparison.ok()) continue;
    for (const std::string& line :
         {sample.text, Respelled(sample.text, random), Respelled(sample.text, random),
          "x" + sample.text, sample.text + " y", "x  " + sample.text + "y",
          sample.text.substr(0, sample.text.size() / 2)}) {
      if (IsValidUtf8(line) && comparison.Check(line)) ++matched;
    }
  }
  EXPECT_GT(matched, 1500U);
}

}  // namespace
}  // namespace strigil
