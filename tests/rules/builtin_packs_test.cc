#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <string>

#include "strigil/rules/matcher.h"
#include "strigil/rules/pack.h"
#include "strigil/rules/pack_library.h"
#include "strigil/rules/pattern_literals.h"
#include "strigil/rules/rule_index.h"

namespace strigil {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class BuiltinPackTest : public testing::TestWithParam<BuiltinPack> {
 protected:
  BuiltinPackTest() : pack_(ParsePack(GetParam().toml, GetParam().file)) {}
  const Pack pack_;
};

TEST_P(BuiltinPackTest, EveryHitAndMissHolds) {
  for (const CheckFailure& failure : CheckPack(pack_)) {
    ADD_FAILURE() << failure.position.ToString() << ": " << failure.message;
  }
}

TEST_P(BuiltinPackTest, SaysWhatItIs) {
  EXPECT_EQ(pack_.name, GetParam().name);
  EXPECT_EQ("rules/" + pack_.name + ".toml", GetParam().file);
  EXPECT_FALSE(pack_.about.empty());
}

TEST_P(BuiltinPackTest, IsTheFileOfTheProject) {
  EXPECT_EQ(GetParam().toml,
            ReadConfigFile(std::string(STRIGIL_SOURCE_DIR) + "/" + std::string(GetParam().file)));
}

TEST_P(BuiltinPackTest, TheRulesCompiledInAreThoseOfThePack) {
  ASSERT_EQ(GetParam().rules.size(), pack_.rules.size());
  for (size_t i = 0; i < pack_.rules.size(); ++i) {
    const RuleView& view = GetParam().rules[i];
    const Rule& rule = pack_.rules[i];
    EXPECT_EQ(view.pack, pack_.name);
    EXPECT_EQ(view.id, rule.id);
    EXPECT_EQ(view.pattern, rule.pattern) << rule.id;
    EXPECT_EQ(view.where, rule.where) << rule.id;
    EXPECT_EQ(view.zone, rule.zone) << rule.id;
    EXPECT_EQ(view.action, rule.action) << rule.id;
    EXPECT_EQ(view.certain, rule.certain) << rule.id;
    ASSERT_GE(view.builtin, 0) << rule.id;
    EXPECT_LT(static_cast<size_t>(view.builtin), BuiltinRuleIndex().rules()) << rule.id;
  }
}

TEST_P(BuiltinPackTest, ExamplesAreSingleLinesAndComeOnceInARule) {
  for (const Rule& rule : pack_.rules) {
    std::set<std::string> texts;
    for (const auto* examples : {&rule.hits, &rule.misses}) {
      EXPECT_THAT(*examples, testing::Not(IsEmpty())) << rule.id;
      for (const RuleExample& example : *examples) {
        EXPECT_EQ(example.text.find('\n'), std::string::npos) << example.position.ToString();
        EXPECT_TRUE(texts.insert(example.text).second)
            << example.position.ToString() << ": " << example.text;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Packs, BuiltinPackTest,
                         testing::ValuesIn(BuiltinPacks().begin(), BuiltinPacks().end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

TEST(BuiltinPacks, AreInNameOrderAndEachComesOnce) {
  std::string_view previous;
  for (const BuiltinPack& pack : BuiltinPacks()) {
    EXPECT_LT(previous, pack.name);
    previous = pack.name;
  }
}

TEST(BuiltinPacks, HaveFourHundredRulesWithIdsOfTheirOwn) {
  std::set<std::string> reasons;
  size_t rules = 0;
  for (const BuiltinPack& pack : BuiltinPacks()) {
    for (const RuleView& rule : pack.rules) {
      ++rules;
      reasons.insert(std::string(rule.pack) + "." + std::string(rule.id));
    }
  }
  EXPECT_GE(rules, 400U);
  EXPECT_EQ(reasons.size(), rules);
}

// Nothing here is wrong, but each is worth a second look when packs are changed.
TEST(BuiltinPacks, WideActionsAreBounded) {
  for (const BuiltinPack& pack : BuiltinPacks()) {
    for (const RuleView& rule : pack.rules) {
      if (rule.action == RuleAction::kCut && rule.zone == RuleZone::kAnywhere && !rule.certain) {
        std::cout << pack.file << ": '" << rule.id << "' cuts anywhere and is not certain\n";
      }
      if (rule.action == RuleAction::kSpan && rule.where == RulePlace::kLine) {
        std::cout << pack.file << ": '" << rule.id << "' takes a span that is the whole line\n";
      }
    }
  }
}

TEST(BuiltinPacks, LetSentencesOfArticlesStand) {
  std::vector<RuleView> rules;
  for (const BuiltinPack& pack : BuiltinPacks())
    rules.insert(rules.end(), pack.rules.begin(), pack.rules.end());
  const Matcher matcher(rules);
  for (const char* const line :
       {"Comments on the bill are due by Friday, and most of them will be read by nobody.",
        "He asked her to share the photo with the harbour office, which she did the same evening.",
        "Follow the path past the mill until it reaches the brook, then turn left at the third "
        "lamp.",
        "“Subscribe to nothing you cannot carry,” his grandmother used to say, and she sold "
        "newspapers.",
        "The advertisement had hung in the window of the ferry office since the spring.",
        "Related species have been found on two of the outer islands, but none on the mainland.",
        "Privacy was hard to come by aboard the Skua, where nine men shared a cabin.",
        "Der Kommentar des Bürgermeisters ließ nicht lange auf sich warten: Die Brücke bleibt "
        "gesperrt.",
        "Teilen wollte er das Fundstück mit niemandem, und so lag es jahrelang unter seinem Bett.",
        "La publicité avait été interdite sur le port bien avant que le premier phare ne soit "
        "allumé.",
        "Compartir la cosecha con los vecinos era costumbre en el valle desde hacía más de un "
        "siglo.",
        "Background", "What happened next", "The vote", "Ingredients", "Hintergrund", "Contexte"}) {
    std::vector<int> matches;
    matcher.Match(line, &matches);
    for (const int match : matches) {
      const RuleView& rule = matcher.rules()[static_cast<size_t>(match)];
      ADD_FAILURE() << rule.pack << "." << rule.id << " matches " << line;
    }
  }
}

}  // namespace
}  // namespace strigil
