#include "strigil/rules/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "strigil/rules/pack_library.h"
#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RuleView RuleOf(std::string_view pattern, RulePlace where = RulePlace::kLine) {
  RuleView rule;
  rule.pack = "test";
  rule.id = "only";
  rule.pattern = pattern;
  rule.where = where;
  return rule;
}

std::vector<int> MatchesOf(const Matcher& matcher, std::string_view line) {
  std::vector<int> matches = {99};
  const bool any = matcher.Match(line, &matches);
  EXPECT_EQ(any, !matches.empty());
  return matches;
}

bool Matches(std::string_view pattern, RulePlace where, std::string_view line) {
  return !MatchesOf(Matcher({RuleOf(pattern, where)}), line).empty();
}

TEST(Matcher, LineMatchesTheWholeLine) {
  EXPECT_TRUE(Matches("leave a reply", RulePlace::kLine, "Leave a Reply"));
  EXPECT_FALSE(Matches("leave a reply", RulePlace::kLine, "Leave a reply to him"));
  EXPECT_FALSE(Matches("leave a reply", RulePlace::kLine, "Please leave a reply"));
  EXPECT_TRUE(Matches("a|a b", RulePlace::kLine, "a b"));  // not the first alternative alone
  EXPECT_TRUE(Matches("one.*two", RulePlace::kLine, "one\ntwo"));
}

TEST(Matcher, StartMatchesAtTheBeginning) {
  EXPECT_TRUE(Matches("leave a reply", RulePlace::kStart, "Leave a reply to him"));
  EXPECT_FALSE(Matches("leave a reply", RulePlace::kStart, "Please leave a reply"));
  EXPECT_TRUE(Matches("a|bc", RulePlace::kStart, "bcd"));
}

TEST(Matcher, EndMatchesAtTheEnd) {
  EXPECT_TRUE(Matches("leave a reply", RulePlace::kEnd, "Please leave a reply"));
  EXPECT_FALSE(Matches("leave a reply", RulePlace::kEnd, "Please leave a reply to him"));
  EXPECT_TRUE(Matches("read|more", RulePlace::kEnd, "more to read"));
  EXPECT_FALSE(Matches("read|more", RulePlace::kEnd, "more to reads"));
}

TEST(Matcher, InsideMatchesAnywhere) {
  EXPECT_TRUE(Matches("leave a reply", RulePlace::kInside, "Please leave  a reply, or go."));
  EXPECT_FALSE(Matches("leave a reply", RulePlace::kInside, "Please leave the reply"));
}

TEST(Matcher, AnEmptyLineMatchesNothing) {
  for (const RulePlace place :
       {RulePlace::kLine, RulePlace::kStart, RulePlace::kEnd, RulePlace::kInside}) {
    EXPECT_FALSE(Matches(".*", place, ""));
    EXPECT_FALSE(Matches("", place, ""));
  }
}

TEST(Matcher, WithoutRulesMatchesNothing) {
  const Matcher matcher({});
  EXPECT_THAT(MatchesOf(matcher, "Leave a reply"), IsEmpty());
  EXPECT_THAT(matcher.rules(), IsEmpty());
}

TEST(Matcher, APatternThatIsNoSyntaxMatchesNothing) {
  for (const RulePlace place :
       {RulePlace::kLine, RulePlace::kStart, RulePlace::kEnd, RulePlace::kInside}) {
    const Matcher matcher({RuleOf("(a", place), RuleOf("a", place)});
    EXPECT_THAT(MatchesOf(matcher, "a"), ElementsAre(1));
    EXPECT_EQ(matcher.Find(0, "a"), std::nullopt);
  }
}

TEST(Matcher, TellsAllRulesThatMatchInOrder) {
  const Matcher matcher({
      RuleOf("[a-z ]+", RulePlace::kLine),        // no literal at all
      RuleOf("reply", RulePlace::kEnd),           //
      RuleOf("leave a (reply|comment)"),          //
      RuleOf("leave", RulePlace::kStart),         //
      RuleOf("a reply", RulePlace::kInside),      //
      RuleOf("leave a comment"),                  //
      RuleOf("x?", RulePlace::kInside),           // matches anywhere
      RuleOf("(leave|leave a|a) reply|leave.*"),  //
  });
  EXPECT_THAT(MatchesOf(matcher, "Leave a Reply"), ElementsAre(0, 1, 2, 3, 4, 6, 7));
  EXPECT_THAT(MatchesOf(matcher, "leave a comment"), ElementsAre(0, 2, 3, 5, 6, 7));
  EXPECT_THAT(MatchesOf(matcher, "12"), ElementsAre(6));
}

TEST(Matcher, ALineMayHaveAnyBytesOfUtf8) {
  const Matcher matcher(
      {RuleOf("größe", RulePlace::kInside), RuleOf("中文", RulePlace::kStart), RuleOf("😀+")});
  EXPECT_THAT(MatchesOf(matcher, "Die GRÖSSE und die GRÖßE"), ElementsAre(0));
  EXPECT_THAT(MatchesOf(matcher, "中文新闻"), ElementsAre(1));
  EXPECT_THAT(MatchesOf(matcher, "😀😀😀"), ElementsAre(2));
  EXPECT_THAT(MatchesOf(matcher, std::string_view("\0x", 2)), IsEmpty());
}

// A phrase may be written with each kind of each apostrophe, and one kind is a letter.
TEST(Matcher, APhraseMayHaveManyApostrophes) {
  std::string phrase;
  for (int i = 0; i < 40; ++i) phrase += "o'clock ";
  phrase += "now";
  const Matcher matcher({RuleOf("don't"), RuleOf(phrase)});
  EXPECT_THAT(MatchesOf(matcher, "don\u02BCt"), ElementsAre(0));
  EXPECT_THAT(MatchesOf(matcher, phrase), ElementsAre(1));
}

TEST(Matcher, EndSeesTheLastBytesOfALongLine) {
  const std::string filler(kEndWindow, 'x');
  EXPECT_TRUE(Matches("read more", RulePlace::kEnd, filler + " read more"));
  EXPECT_TRUE(Matches("x+ read more", RulePlace::kEnd, filler + " read more"));
  EXPECT_FALSE(Matches("now.*read more", RulePlace::kEnd, "now" + filler + " read more"));
  const std::string fitting = "now" + std::string(kEndWindow - 13, 'x') + " read more";
  EXPECT_TRUE(Matches("now.*read more", RulePlace::kEnd, "aaaa" + fitting.substr(0)));
}

TEST(Matcher, EndNeverCutsACharacter) {
  for (size_t shift = 0; shift < 8; ++shift) {
    std::string line(shift, 'x');
    for (int i = 0; i < 200; ++i) line += "中";
    line += " read more";
    const Matcher matcher({RuleOf("中+ read more", RulePlace::kEnd)});
    ASSERT_THAT(MatchesOf(matcher, line), ElementsAre(0));
    const auto span = matcher.Find(0, line);
    ASSERT_TRUE(span.has_value());
    EXPECT_EQ(span->end, line.size());
    EXPECT_EQ((span->begin - shift) % 3, 0U);
    EXPECT_LE(span->end - span->begin, kEndWindow);
  }
}

TEST(Matcher, FindTellsWhereARuleMatches) {
  const std::string line = "Please leave a reply, leave a reply";
  const auto span_of = [&line](RulePlace place, std::string_view pattern) {
    const auto span = Matcher({RuleOf(pattern, place)}).Find(0, line);
    return span.has_value() ? line.substr(span->begin, span->end - span->begin) + "@" +
                                  std::to_string(span->begin)
                            : "none";
  };
  EXPECT_EQ(span_of(RulePlace::kInside, "leave a \\pL+"), "leave a reply@7");  // the leftmost
  EXPECT_EQ(span_of(RulePlace::kEnd, "leave a reply"), "leave a reply@22");
  EXPECT_EQ(span_of(RulePlace::kEnd, "leave.*"), "leave a reply, leave a reply@7");
  EXPECT_EQ(span_of(RulePlace::kStart, "please( leave)?"), "Please leave@0");
  EXPECT_EQ(span_of(RulePlace::kLine, "please.*"), line + "@0");
  EXPECT_EQ(span_of(RulePlace::kLine, "please"), "none");
  EXPECT_EQ(span_of(RulePlace::kStart, "leave"), "none");
  EXPECT_EQ(span_of(RulePlace::kInside, "comment"), "none");
}

TEST(Matcher, FindAtTheEndOfALongLineGivesOffsetsInTheLine) {
  const std::string line = std::string(5000, 'x') + " (read more)";
  const auto span = Matcher({RuleOf("\\s*\\(read more\\)", RulePlace::kEnd)}).Find(0, line);
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->begin, 5000U);
  EXPECT_EQ(span->end, line.size());
}

TEST(Matcher, FactsAreWhatNamedGroupsCapture) {
  const Matcher matcher({
      RuleOf("by (?P<author>\\pL+ \\pL+)(, (?P<published>\\d+ \\pL+ \\d{4}))?"),
      RuleOf("by.*"),
      RuleOf("published (?P<published>\\d{4})", RulePlace::kEnd),
  });
  const std::string line = "By Ilse Maurer, 12 May 2024";
  const auto author = matcher.Capture(0, RuleFact::kAuthor, line);
  EXPECT_EQ(author, "Ilse Maurer");
  EXPECT_EQ(author->data(), line.data() + 3);
  EXPECT_EQ(matcher.Capture(0, RuleFact::kPublished, line), "12 May 2024");
  EXPECT_EQ(matcher.Capture(0, RuleFact::kPublished, "by Ilse Maurer"), std::nullopt);
  EXPECT_EQ(matcher.Capture(0, RuleFact::kAuthor, "Ilse Maurer"), std::nullopt);
  const std::string long_line = std::string(1000, 'x') + " published 2023";
  EXPECT_EQ(matcher.Capture(2, RuleFact::kPublished, long_line), "2023");
}

TEST(Matcher, SaysWhatARuleCanCapture) {
  const Matcher matcher({RuleOf("by (?P<author>\\pL+)"), RuleOf("by.*"),
                         RuleOf("(?P<author>\\pL+), (?P<published>\\d+)")});
  EXPECT_TRUE(matcher.States(0, RuleFact::kAuthor));
  EXPECT_FALSE(matcher.States(0, RuleFact::kPublished));
  EXPECT_FALSE(matcher.States(1, RuleFact::kAuthor));
  EXPECT_EQ(matcher.Capture(1, RuleFact::kAuthor, "by Ilse Maurer"), std::nullopt);
  EXPECT_TRUE(matcher.States(2, RuleFact::kAuthor));
  EXPECT_TRUE(matcher.States(2, RuleFact::kPublished));
}

TEST(Matcher, CanBeMoved) {
  Matcher first({RuleOf("read more")});
  EXPECT_THAT(MatchesOf(first, "read more"), ElementsAre(0));
  Matcher second = std::move(first);
  EXPECT_THAT(MatchesOf(second, "read more"), ElementsAre(0));
  second = Matcher({RuleOf("x"), RuleOf("read more")});
  EXPECT_THAT(MatchesOf(second, "read more"), ElementsAre(1));
}

TEST(Matcher, ViewsOfAPackSayWhatThePackSays) {
  const Pack pack = ParsePack(
      "[pack]\nname = 'p'\nabout = 'a'\n[[rule]]\nid = 'r'\npattern = 'x y'\nwhere = 'end'\nzone = "
      "'head'\n"
      "action = 'span'\ncertain = true\nhits = ['x y']\nmisses = ['y']\n",
      "p.toml");
  const std::vector<RuleView> views = ViewsOf(pack);
  ASSERT_EQ(views.size(), 1U);
  EXPECT_EQ(views[0].pack, "p");
  EXPECT_EQ(views[0].id, "r");
  EXPECT_EQ(views[0].pattern, "x y");
  EXPECT_EQ(views[0].where, RulePlace::kEnd);
  EXPECT_EQ(views[0].zone, RuleZone::kHead);
  EXPECT_EQ(views[0].action, RuleAction::kSpan);
  EXPECT_TRUE(views[0].certain);
}

// All rules of the program, and the lines of all their examples.
std::vector<RuleView> AllRules() {
  std::vector<RuleView> rules;
  for (const BuiltinPack& pack : BuiltinPacks())
    rules.insert(rules.end(), pack.rules.begin(), pack.rules.end());
  return rules;
}

std::vector<std::string> AllExamples() {
  std::vector<std::string> lines;
  for (const BuiltinPack& builtin : BuiltinPacks()) {
    for (const Rule& rule : ParsePack(builtin.toml, builtin.file).rules) {
      for (const auto* examples : {&rule.hits, &rule.misses}) {
        for (const RuleExample& example : *examples) {
          std::vector<Word> words;
          const ScannedLine scanned = ScanLine(example.text, &words);
          lines.push_back(
              example.text.substr(scanned.bare_begin, scanned.bare_end - scanned.bare_begin));
        }
      }
    }
  }
  return lines;
}

TEST(Matcher, ThreadsShareOne) {
  const std::vector<std::string> all = AllExamples();
  std::vector<std::string> lines;
  for (size_t i = 0; i < all.size(); i += 8) lines.push_back(all[i]);
  std::vector<std::vector<std::vector<int>>> results(4);
  {
    const Matcher matcher(AllRules());  // no pattern has been compiled yet
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < results.size(); ++t) {
      threads.emplace_back([&, t] {
        std::vector<std::vector<int>>& mine = results[t];
        mine.resize(lines.size());
        for (size_t i = 0; i < lines.size(); ++i) {
          const size_t index = (i + t * lines.size() / 4) % lines.size();
          matcher.Match(lines[index], &mine[index]);
          for (const int rule : mine[index])
            EXPECT_TRUE(matcher.Find(rule, lines[index]).has_value());
        }
      });
    }
  }
  for (size_t t = 1; t < results.size(); ++t) EXPECT_EQ(results[t], results[0]);
}

TEST(Matcher, ManyRulesMatchAsEachDoesAlone) {
  // The literals that are compiled in and those worked out at run time must tell the same.
  const std::vector<RuleView> compiled_in = AllRules();
  std::vector<RuleView> worked_out = compiled_in;
  for (RuleView& rule : worked_out) rule.builtin = -1;
  const Matcher matcher(compiled_in);
  std::vector<Matcher> alone;
  for (const RuleView& rule : worked_out) alone.emplace_back(std::vector<RuleView>{rule});
  const std::vector<std::string> lines = AllExamples();
  std::vector<int> single;
  for (size_t i = 0; i < lines.size(); i += 12) {
    std::vector<int> expected;
    for (size_t rule = 0; rule < alone.size(); ++rule) {
      if (alone[rule].Match(lines[i], &single)) expected.push_back(static_cast<int>(rule));
    }
    ASSERT_EQ(MatchesOf(matcher, lines[i]), expected) << lines[i];
  }
}

TEST(Matcher, ManyLinesMatchAsEachDoesAlone) {
  // Rules of both kinds: those compiled in, and one that is worked out and comes between them.
  std::vector<RuleView> rules = AllRules();
  rules.insert(rules.begin() + 100, RuleOf("[^.]*[a-z]ing", RulePlace::kEnd));
  const Matcher matcher(rules);
  std::vector<std::string> texts = AllExamples();
  texts.resize(1000);
  std::erase_if(texts, [](const std::string& text) { return text.empty(); });
  texts.push_back(std::string(100000, 'x') + " and so on, for everything");
  std::vector<std::vector<Word>> words(texts.size());
  std::vector<ScannedLine> scanned;
  for (size_t i = 0; i < texts.size(); ++i) scanned.push_back(ScanLine(texts[i], &words[i]));
  std::vector<BareLine> lines;
  for (size_t i = 0; i < texts.size(); ++i) lines.push_back({texts[i], words[i], scanned[i].shape});
  std::vector<Matcher::Candidate> together;
  matcher.FindCandidates(lines, &together);
  std::vector<Matcher::Candidate> apart;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<Matcher::Candidate> single;
    matcher.FindCandidates({&lines[i], 1}, &single);
    for (Matcher::Candidate candidate : single) {
      EXPECT_EQ(candidate.line, 0U);
      candidate.line = static_cast<uint32_t>(i);
      apart.push_back(candidate);
    }
  }
  const auto fields = [](const Matcher::Candidate& candidate) {
    return std::tuple(candidate.line, candidate.rule, candidate.is_certain);
  };
  ASSERT_EQ(together.size(), apart.size());
  for (size_t i = 0; i < together.size(); ++i) {
    EXPECT_EQ(fields(together[i]), fields(apart[i]));
    if (i == 0) continue;
    EXPECT_LT(fields(together[i - 1]), fields(together[i])) << "each once, in order";
  }
}

TEST(Matcher, NoLinesHaveNoCandidates) {
  std::vector<Matcher::Candidate> candidates(3);
  Matcher({RuleOf("read")}).FindCandidates({}, &candidates);
  EXPECT_THAT(candidates, IsEmpty());
}

TEST(Matcher, LiteralsThatAreNoWordsAreFoundInLinesOfAnyLength) {
  const Matcher matcher({RuleOf("[^.]*[a-z]foto: [a-z]+", RulePlace::kEnd),
                         RuleOf("newsletter", RulePlace::kInside)});
  for (const size_t length : {size_t{1}, size_t{60}, size_t{300}, size_t{5000}}) {
    const std::string before(length, 'o');
    EXPECT_THAT(MatchesOf(matcher, before + "Foto: Jane"), ElementsAre(0)) << length;
    EXPECT_THAT(MatchesOf(matcher, before + "Newsletters"), ElementsAre(1)) << length;
    EXPECT_THAT(MatchesOf(matcher, before + "Foto Jane"), IsEmpty()) << length;
  }
}

TEST(Matcher, LiteralsOfAByteOrTwoAreFoundInLinesOfAnyLength) {
  const Matcher matcher({RuleOf("%%|fb[ -]box", RulePlace::kInside),
                         RuleOf("[a-z ]*(%|fb)[a-z ]*", RulePlace::kLine),
                         RuleOf("[^:]*(%%|fb)", RulePlace::kEnd)});
  for (size_t size = 0; size < 700; size = size * 5 / 4 + 1) {
    const std::string filler(size, 'x');
    EXPECT_THAT(MatchesOf(matcher, filler + "%%"), ElementsAre(0, 2)) << size;
    EXPECT_THAT(MatchesOf(matcher, filler + "%"), ElementsAre(1)) << size;
    EXPECT_THAT(MatchesOf(matcher, filler + " fb"), ElementsAre(1, 2)) << size;
    EXPECT_THAT(MatchesOf(matcher, "%" + filler + "1%"), IsEmpty()) << size;
  }
}

std::vector<Matcher::Candidate> CandidatesOf(const Matcher& matcher, std::string_view text) {
  std::vector<Word> words;
  const ScannedLine scanned = ScanLine(text, &words);
  const BareLine line = {text, words, scanned.shape};
  std::vector<Matcher::Candidate> candidates;
  matcher.FindCandidates({&line, 1}, &candidates);
  return candidates;
}

TEST(Matcher, ALineWithoutWhatARuleListsIsNoCandidate) {
  const Matcher matcher({RuleOf("[a-z ]{2,20}(fb|vk|in[0-9])[a-z ]{2,20}"),
                         RuleOf("(?P<published>(monday|tuesday|\\d{1,2} may),? \\d{4})")});
  EXPECT_THAT(CandidatesOf(matcher, "follow us on fb today"), testing::SizeIs(1));
  EXPECT_THAT(CandidatesOf(matcher, "follow us on twitter"), IsEmpty());
  EXPECT_THAT(CandidatesOf(matcher, "Monday, 2024"), testing::SizeIs(1));
  EXPECT_THAT(CandidatesOf(matcher, "Mondrian 1944"), IsEmpty());
  EXPECT_THAT(CandidatesOf(matcher, "12 eggs, 2024"), IsEmpty());
}

}  // namespace
}  // namespace strigil
