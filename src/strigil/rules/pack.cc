#include "strigil/rules/pack.h"

#include <re2/re2.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr std::array<std::string_view, 4> kPlaceNames = {"line", "start", "end", "inside"};
constexpr std::array<std::string_view, 3> kZoneNames = {"anywhere", "head", "tail"};
constexpr std::array<std::string_view, 4> kActionNames = {"line", "span", "section", "cut"};

// Calls `visit(unit, in_class)` for every unit of an RE2 pattern, in order: an escape with the byte
// behind it, a named class such as [:alpha:] inside a class, the opening of a class with what
// cannot close it, or else a single byte.
template <typename Visit>
void ForEachUnit(std::string_view pattern, Visit visit) {
  bool in_class = false;
  for (size_t i = 0; i < pattern.size();) {
    const std::string_view rest = pattern.substr(i);
    size_t size = 1;
    bool next_in_class = in_class;
    if (rest.starts_with('\\')) {
      size = std::min<size_t>(rest.size(), 2);
    } else if (in_class && rest.starts_with("[:")) {
      const size_t end = rest.find(":]");
      if (end != std::string_view::npos) size = end + 2;
    } else if (in_class) {
      next_in_class = rest[0] != ']';
    } else if (rest[0] == '[') {
      next_in_class = true;
      if (rest.substr(size).starts_with('^')) ++size;
      if (rest.substr(size).starts_with(']')) ++size;  // one of its members
    }
    visit(rest.substr(0, size), in_class || next_in_class);
    in_class = next_in_class;
    i += size;
  }
}

// Returns whether a quantifier stands behind a space outside of a character class. It would be one
// to the run of white space that the space stands for, which is never what the writer meant.
bool QuantifiesSpace(std::string_view pattern) {
  bool after_space = false;
  bool after_space_and_brace = false;
  bool found = false;
  ForEachUnit(pattern, [&](std::string_view unit, bool in_class) {
    const char c = unit[0];
    found = found || (after_space && (c == '?' || c == '*' || c == '+'));
    found = found || (after_space_and_brace && c >= '0' && c <= '9');
    after_space_and_brace = after_space && c == '{';
    after_space = !in_class && unit == " ";
  });
  return found;
}

// Reads one pack and keeps the file's name for messages.
class PackReader {
 public:
  explicit PackReader(std::string_view file) : file_(file) {}

  Pack Read(std::string_view text) {
    toml::table root;
    try {
      root = toml::parse(text, file_);
    } catch (const toml::parse_error& error) {
      Fail(error.source(), std::string(error.description()));
    }
    RefuseUnknown(root, {"pack", "rule"}, "a rule pack");
    const toml::table* head = root["pack"].as_table();
    if (head == nullptr) Fail(root.source(), "expected a table [pack]");
    RefuseUnknown(*head, {"name", "about"}, "[pack]");
    Pack pack;
    pack.name = RequiredString(*head, "name");
    if (!IsName(pack.name))
      Fail(head->get("name")->source(),
           "a pack's name is of lower-case letters, digits and hyphens");
    pack.about = RequiredString(*head, "about");
    const toml::array* rules = root["rule"].as_array();
    if (rules == nullptr || rules->empty()) Fail(root.source(), "expected at least one [[rule]]");
    std::set<std::string> ids;
    for (const toml::node& node : *rules) {
      const toml::table* table = node.as_table();
      if (table == nullptr) Fail(node.source(), "expected [[rule]] to be a table");
      Rule rule = ReadRule(*table);
      if (!ids.insert(rule.id).second)
        Fail(table->source(), "the rule id '" + rule.id + "' comes twice");
      pack.rules.push_back(std::move(rule));
    }
    return pack;
  }

 private:
  [[noreturn]] void Fail(const toml::source_region& region, const std::string& message) const {
    throw ConfigError(PositionOf(region).ToString() + ": " + message);
  }

  ConfigPosition PositionOf(const toml::source_region& region) const {
    return {file_, region.begin.line, region.begin.column};
  }

  static bool IsName(const std::string& name) {
    return !name.empty() &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  }

  void RefuseUnknown(const toml::table& table, std::initializer_list<std::string_view> known,
                     const std::string& where) const {
    for (const auto& [key, value] : table) {
      bool found = false;
      for (const std::string_view name : known) found = found || key.str() == name;
      if (!found) Fail(value.source(), "unknown key '" + std::string(key.str()) + "' in " + where);
    }
  }

  std::string RequiredString(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) Fail(table.source(), "expected a key '" + std::string(key) + "'");
    const auto value = node->value_exact<std::string>();
    if (!value.has_value())
      Fail(node->source(), "expected '" + std::string(key) + "' to be a string");
    return *value;
  }

  template <typename Enum, size_t kSize>
  Enum ReadName(const toml::table& table, std::string_view key,
                const std::array<std::string_view, kSize>& names, Enum otherwise) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return otherwise;
    const auto value = node->value_exact<std::string>();
    std::string expected;
    for (size_t i = 0; i < kSize; ++i) {
      if (value.has_value() && *value == names[i]) return static_cast<Enum>(i);
      expected += (i == 0 ? "" : i + 1 == kSize ? " or " : ", ") + std::string(names[i]);
    }
    Fail(node->source(), "expected '" + std::string(key) + "' to be " + expected);
  }

  std::vector<RuleExample> ReadExamples(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    if (array == nullptr || array->empty()) {
      Fail(node == nullptr ? table.source() : node->source(),
           "expected '" + std::string(key) + "' to be a list of lines");
    }
    std::vector<RuleExample> examples;
    for (const toml::node& element : *array) {
      const auto value = element.value_exact<std::string>();
      if (!value.has_value())
        Fail(element.source(), "expected a string in '" + std::string(key) + "'");
      examples.push_back({*value, PositionOf(element.source())});
    }
    return examples;
  }

  Rule ReadRule(const toml::table& table) const {
    RefuseUnknown(table,
                  {"id", "lang", "pattern", "where", "zone", "action", "certain", "hits", "misses"},
                  "[[rule]]");
    Rule rule;
    rule.position = PositionOf(table.source());
    rule.id = RequiredString(table, "id");
    if (!IsName(rule.id))
      Fail(table.get("id")->source(), "a rule's id is of lower-case letters, digits and hyphens");
    if (const toml::node* languages = table.get("lang")) {
      const toml::array* array = languages->as_array();
      if (array == nullptr)
        Fail(languages->source(), "expected 'lang' to be a list of language codes");
      for (const toml::node& element : *array) {
        const auto value = element.value_exact<std::string>();
        if (!value.has_value()) Fail(element.source(), "expected a language code in 'lang'");
        rule.languages.push_back(*value);
      }
    }
    rule.pattern = RequiredString(table, "pattern");
    rule.where = ReadName(table, "where", kPlaceNames, RulePlace::kLine);
    rule.zone = ReadName(table, "zone", kZoneNames, RuleZone::kAnywhere);
    rule.action = ReadName(table, "action", kActionNames, RuleAction::kLine);
    if (const toml::node* certain = table.get("certain")) {
      const auto value = certain->value_exact<bool>();
      if (!value.has_value()) Fail(certain->source(), "expected 'certain' to be true or false");
      rule.certain = *value;
    }
    rule.hits = ReadExamples(table, "hits");
    rule.misses = ReadExamples(table, "misses");
    if (QuantifiesSpace(rule.pattern)) {
      Fail(table.get("pattern")->source(),
           "pattern: a space stands for a run of white space and takes no quantifier; expected "
           "'\\s*' or a group");
    }
    RE2::Options quiet;
    quiet.set_log_errors(false);
    const RE2 compiled(ExpandPattern(rule.pattern), quiet);
    if (!compiled.ok()) Fail(table.get("pattern")->source(), "pattern: " + compiled.error());
    for (const auto& [name, group] : compiled.NamedCapturingGroups()) {
      if (std::none_of(kRuleFacts.begin(), kRuleFacts.end(),
                       [&known = name](RuleFact fact) { return known == ToString(fact); })) {
        Fail(table.get("pattern")->source(),
             "pattern: a named group is 'author' or 'published', not '" + name + "'");
      }
    }
    return rule;
  }

  std::string file_;
};

}  // namespace

std::string_view ToString(RulePlace place) { return kPlaceNames[static_cast<size_t>(place)]; }
std::string_view ToString(RuleZone zone) { return kZoneNames[static_cast<size_t>(zone)]; }
std::string_view ToString(RuleAction action) { return kActionNames[static_cast<size_t>(action)]; }
std::string_view ToString(RuleFact fact) {
  return fact == RuleFact::kAuthor ? "author" : "published";
}
std::string_view GroupBegin(RuleFact fact) {
  return fact == RuleFact::kAuthor ? "(?P<author>" : "(?P<published>";
}

std::string ConfigPosition::ToString() const {
  std::string result = file;
  if (line != 0) result += ":" + std::to_string(line);
  if (line != 0 && column != 0) result += ":" + std::to_string(column);
  return result;
}

Pack ParsePack(std::string_view toml, std::string_view file) { return PackReader(file).Read(toml); }

std::string ReadConfigFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  stream.peek();  // a folder can be opened, but not read
  std::stringstream text;
  if (stream.good()) text << stream.rdbuf();
  if (!stream) throw ConfigError(path + ": cannot be read: " + std::strerror(errno));
  return text.str();
}

Pack LoadPack(const std::string& path) { return ParsePack(ReadConfigFile(path), path); }

std::string ExpandPattern(std::string_view pattern) {
  std::string expanded = "(?i)";
  ForEachUnit(pattern, [&expanded](std::string_view unit, bool in_class) {
    if (!in_class && unit == " ") {
      expanded += "\\s+";
    } else if (!in_class && unit == "'") {
      expanded += "['’‘ʼ]";
    } else {
      expanded += unit;
    }
  });
  return expanded;
}

}  // namespace strigil
