#ifndef STRIGIL_RULES_PACK_H_
#define STRIGIL_RULES_PACK_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {

// Which part of the bare line a rule's pattern has to match.
enum class RulePlace : uint8_t { kLine, kStart, kEnd, kInside };

// The ends of a line that a match must reach.
struct MatchAnchors {
  bool start = false;
  bool end = false;
};

// Returns the ends that a match of a rule of this place must reach.
constexpr MatchAnchors AnchorsOf(RulePlace where) {
  return {where == RulePlace::kLine || where == RulePlace::kStart,
          where == RulePlace::kLine || where == RulePlace::kEnd};
}

// Where in the document a rule applies, seen from where the prose begins and ends.
enum class RuleZone : uint8_t { kAnywhere, kHead, kTail };

// What goes when a rule matches.
enum class RuleAction : uint8_t {
  kLine,     // the line
  kSpan,     // the match inside the line
  kSection,  // the line and what follows, to the next prose of the article
  kCut,  // the line and what follows, to the end of the document or the next prose of the article
};

// What a pattern can capture in a named group.
enum class RuleFact : uint8_t { kAuthor, kPublished };
inline constexpr std::array kRuleFacts = {RuleFact::kAuthor, RuleFact::kPublished};

// Returns the names that packs use: "line", "tail", "cut", "author", ...
std::string_view ToString(RulePlace place);
std::string_view ToString(RuleZone zone);
std::string_view ToString(RuleAction action);
std::string_view ToString(RuleFact fact);

// Returns what begins a pattern's group for the fact: "(?P<author>".
std::string_view GroupBegin(RuleFact fact);

// A place in a pack or profile, for messages. Lines and columns count from 1; 0 where unknown.
struct ConfigPosition {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;

  // Returns "FILE:LINE:COLUMN", without what is unknown.
  std::string ToString() const;
};

struct RuleExample {
  std::string text;
  ConfigPosition position;
};

// A pattern with a place, an action and examples. docs/rule-packs.md is the manual page.
struct Rule {
  std::string id;
  std::vector<std::string> languages;  // ISO 639-1; empty: the phrase belongs to no language
  std::string pattern;                 // as written
  RulePlace where = RulePlace::kLine;
  RuleZone zone = RuleZone::kAnywhere;
  RuleAction action = RuleAction::kLine;
  bool certain = false;  // a match can hardly be a part of an article
  std::vector<RuleExample> hits;
  std::vector<RuleExample> misses;
  ConfigPosition position;
};

struct Pack {
  std::string name;
  std::string about;
  std::vector<Rule> rules;
};

// Returns the pack that the TOML text `toml` describes; `file` is the name for messages. Throws
// ConfigError, with the place and what was expected, where the text is no TOML, a key is unknown or
// missing or of the wrong type, an id comes twice, a pattern is no RE2 syntax, or a rule has no hit
// or no miss. Whether hits and misses are true is for CheckPack() to say.
Pack ParsePack(std::string_view toml, std::string_view file);

// Returns the bytes of a profile's or pack's file. Throws ConfigError where it cannot be read.
std::string ReadConfigFile(const std::string& path);

// ParsePack() of a file. Throws ConfigError also where it cannot be read.
Pack LoadPack(const std::string& path);

// Returns the RE2 pattern for a rule's pattern: case-insensitive, a space standing for any run of
// white space, an apostrophe for any kind of it.
std::string ExpandPattern(std::string_view pattern);

// A hit that is none or a miss that is one.
struct CheckFailure {
  ConfigPosition position;
  std::string message;
};

// Runs every hit and miss of the pack and returns what failed, in order.
std::vector<CheckFailure> CheckPack(const Pack& pack);

}  // namespace strigil

#endif  // STRIGIL_RULES_PACK_H_
