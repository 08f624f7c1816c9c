#include "strigil/document/prose.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace strigil {
namespace {

LineShape ShapeOf(std::string_view line) {
  std::vector<Word> words;
  return ScanLine(line, &words).shape;
}

class Prose : public testing::TestWithParam<const char*> {};
class NoProse : public testing::TestWithParam<const char*> {};
class HeadlineLike : public testing::TestWithParam<const char*> {};
class NoHeadline : public testing::TestWithParam<const char*> {};

TEST_P(Prose, ReadsAsRunningText) { EXPECT_TRUE(IsProse(ShapeOf(GetParam()))) << GetParam(); }
TEST_P(NoProse, DoesNotReadAsRunningText) {
  EXPECT_FALSE(IsProse(ShapeOf(GetParam()))) << GetParam();
}
TEST_P(HeadlineLike, CouldBeAHeadline) {
  EXPECT_TRUE(IsHeadlineLike(ShapeOf(GetParam()))) << GetParam();
}
TEST_P(NoHeadline, IsNone) { EXPECT_FALSE(IsHeadlineLike(ShapeOf(GetParam()))) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    Sentences, Prose,
    testing::Values(
        "The lighthouse keeper wrote down the weather every evening, and nobody ever read it.",
        "“We had not expected the river to rise so fast,” said Ilse Maurer, who runs the mill "
        "below the weir.",
        "Mr Ambler, Mrs Trent and Dr Okafor of the Harbour Board met in Port Sollas on Tuesday. "
        "They agreed on little.",
        "Where the old railway crosses the marsh there is a hut, and in the hut there lives a man "
        "who mends clocks for "
        "the whole of the county and a good part of the next one",
        "Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke über die Lahn bis zum Herbst "
        "zu sperren.",
        "Die Feuerwehr rettete den Hund des Bürgermeisters am Montag aus dem Brunnen vor dem "
        "Rathaus der Stadt, "
        "und Hunderte sahen zu.",
        "Władze miasta poinformowały w poniedziałek, że most zostanie otwarty dopiero na wiosnę "
        "przyszłego roku.",
        "Местные жители рассказали, что мост закрыли ещё весной и с тех пор никто не начал его "
        "ремонт.",
        "Οι κάτοικοι του χωριού είπαν ότι το πλοίο δεν ήρθε ούτε σήμερα και ότι θα περιμένουν.",
        "昨天下午，市政府宣布老桥将于今年秋天关闭，进行为期六个月的维修工程，附近居民对此表示理解"
        "。",
        "市は火曜日、老朽化した橋を秋まで通行止めにすると発表した。住民からは不安の声が上がっている"
        "。",
        "시는 화요일에 낡은 다리를 가을까지 폐쇄한다고 발표했으며 주민들은 오래전부터 수리를 "
        "요구해 왔다고 말했다.",
        "أعلنت البلدية يوم الثلاثاء أن الجسر القديم سيغلق حتى الخريف من أجل أعمال الصيانة التي طال "
        "انتظارها."));

INSTANTIATE_TEST_SUITE_P(
    OtherLines, NoProse,
    testing::Values(
        "", "Home", "Leave a Reply", "Share this article with your friends",
        "Old bridge closed until autumn as repairs begin",
        "Council Votes To Close Old Mill Bridge Until The Autumn After Long And Heated Debate",
        "Home | News | Sport | Culture | Travel | Weather | Puzzles | Obituaries | Letters | "
        "Archive",
        "Home News Sport Culture Travel Weather Puzzles Obituaries Letters Archive Shop Jobs Cars "
        "Homes",
        "Tags: Harbour, Ferry, Port Sollas, Weather, Storm, Coast Guard, Island Post, Tourism, "
        "Fishing",
        "By Ilse Maurer, 12 May 2024, 10:45", "Von Ilse Maurer und Jan Okafor, Port Sollas",
        "12.05.  14:30  1,204  3,511  88.2  71.9  14.0  2,204  117  45  9  3",
        "1. FC Skua 34 21 8 5 71:33 71  2. SV Lahn 34 20 7 7 64:40 67  3. TSV Brunn 34 19 6 9 "
        "60:44 63",
        "Politik Wirtschaft Sport Kultur Reise Wetter Auto Wissen Gesundheit Karriere Leben "
        "Familie",
        "首页 新闻 体育 文化 旅游 天气 财经 科技 娱乐 汽车 房产 教育 健康 视频 图片 专题",
        "老桥将于秋天关闭。", "How long will the old mill bridge have to stay closed this time?",
        "© 2024 Port Sollas Courier", "!!! ??? ..."));

INSTANTIATE_TEST_SUITE_P(
    Headings, HeadlineLike,
    testing::Values("Old bridge closed until autumn", "How long will the bridge stay closed?",
                    "Brücke bis Herbst gesperrt", "Storm at sea: what we know so far",
                    "Fire! And nobody came", "老桥将于秋天关闭", "Мост закрыт до осени",
                    "The quay at Port Sollas, seen from the ferry"));

INSTANTIATE_TEST_SUITE_P(
    NoHeadings, NoHeadline,
    testing::Values("", "Home", "12:30", "The bridge is closed.", "桥已关闭。",
                    "Where the old railway crosses the marsh there is a hut, and in the hut there "
                    "lives a man who mends clocks for the whole of the county",
                    "He came. He saw. He left. Then it rained"));

TEST(ProseExtent, IsNothingWithoutProse) {
  Document document{Record{}};
  EXPECT_FALSE(FindProse(document).any(document));
  document.SetText("Home\nNews\nSport\n");
  const ProseExtent extent = FindProse(document);
  EXPECT_FALSE(extent.any(document));
  EXPECT_EQ(extent.first_line, 3U);
  EXPECT_EQ(extent.words, 0U);
}

TEST(ProseExtent, RunsFromTheFirstToTheLastKeptLineOfProse) {
  const Reason reason{"rules", "x.y", "x"};
  Document document{Record{}};
  document.SetText(
      "Home\n"
      "We use a small number of cookies on this site, and they are all of them made of oats.\n"
      "The lighthouse keeper wrote down the weather every evening, and nobody ever read it.\n"
      "Share\n"
      "When he died, his daughter found forty years of wind and rain in a cupboard under the "
      "stairs.\n"
      "Menu\n");
  ProseExtent extent = FindProse(document);
  ASSERT_TRUE(extent.any(document));
  EXPECT_EQ(extent.first_line, 1U);
  EXPECT_EQ(extent.last_line, 4U);
  EXPECT_EQ(extent.words, document.line(1).shape.words + document.line(2).shape.words +
                              document.line(4).shape.words);
  document.RemoveLine(1, &reason);
  document.RemoveLine(4, &reason);
  extent = FindProse(document);
  EXPECT_EQ(extent.first_line, 2U);
  EXPECT_EQ(extent.last_line, 2U);
  EXPECT_EQ(extent.words, document.line(2).shape.words);
}

}  // namespace
}  // namespace strigil
