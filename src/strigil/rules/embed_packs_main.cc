// Writes the C++ source that holds the rule packs and profiles compiled into the program:
//
//   embed_packs OUTPUT PACK.toml... --profiles PROFILE.toml...
//
// The packs' rules are written out with the index over them (RuleIndex) and the programs to try
// them (PatternProgram), so that strigil runs without parsing a pack or taking a pattern apart.

#include <cstdio>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/pattern_program.h"
#include "strigil/rules/pattern_syntax.h"
#include "strigil/rules/rule_index.h"

namespace strigil {
namespace {

std::string Literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      literal += '\\';
      literal += c;
    } else if (byte < 0x20 || byte >= 0x7F || c == '?') {
      char octal[8];
      static_cast<void>(std::snprintf(octal, sizeof octal, "\\%03o", byte));
      literal += octal;
    } else {
      literal += c;
    }
  }
  return literal + "\"";
}

// A long text as adjacent literals, which compilers take in any number.
std::string LongLiteral(std::string_view text) {
  std::string literal;
  for (size_t begin = 0; begin < text.size(); begin += 4000)
    literal += "\n    " + Literal(text.substr(begin, 4000));
  return literal + "sv";
}

std::string View(std::string_view text) { return Literal(text) + "sv"; }

void WritePackRules(std::ostream& out, const Pack& pack, const std::string& prefix,
                    std::vector<RuleView>* rules) {
  out << "constexpr RuleView " << prefix << "_rules[] = {\n";
  for (const RuleView& rule : ViewsOf(pack)) {
    out << "    {" << View(rule.pack) << ", " << View(rule.id) << ", " << View(rule.pattern)
        << ", RulePlace{" << static_cast<int>(rule.where) << "}, RuleZone{"
        << static_cast<int>(rule.zone) << "}, RuleAction{" << static_cast<int>(rule.action) << "}, "
        << (rule.certain ? "true" : "false") << ", " << rules->size() << "},\n";
    rules->push_back(rule);
  }
  out << "};\n";
}

template <typename Number>
void WriteNumbers(std::ostream& out, std::string_view declaration,
                  std::span<const Number> numbers) {
  out << declaration << "[] = {";
  for (size_t i = 0; i < numbers.size(); ++i)
    out << (i % 16 == 0 ? "\n" : "") << numbers[i] << "U,";
  out << "};\n\n";
}

// Writes the programs of each rule, one for each direction; of those for no line's end, none goes
// backwards.
void WritePrograms(std::ostream& out, const std::vector<RuleView>& rules) {
  using Direction = PatternProgram::Direction;
  std::vector<uint64_t> words;
  std::vector<uint32_t> begins = {0};
  for (const RuleView& rule : rules) {
    const std::optional<PatternNode> pattern = ParsePattern(rule.pattern);
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      const bool is_asked = direction == Direction::kForward || rule.where == RulePlace::kEnd;
      const auto program = pattern.has_value() && is_asked
                               ? PatternProgram::Make(*pattern, rule.where, direction)
                               : std::nullopt;
      if (program.has_value())
        words.insert(words.end(), program->bytes().begin(), program->bytes().end());
      begins.push_back(static_cast<uint32_t>(words.size()));
    }
  }
  // Each is a whole number of lines of the cache.
  WriteNumbers<uint64_t>(out, "alignas(64) constexpr uint64_t kProgramWords", words);
  WriteNumbers<uint32_t>(out, "constexpr uint32_t kProgramBegins", begins);
}

int Main(const std::vector<std::string>& arguments) {
  std::ofstream out(arguments.at(0), std::ios::binary);
  out << "// Made by embed_packs from the files in rules/. Not to be edited.\n"
         "#include \"strigil/pipeline/builtin_profiles.h\"\n"
         "#include \"strigil/rules/pack_library.h\"\n"
         "#include \"strigil/rules/pattern_program.h\"\n"
         "#include \"strigil/rules/rule_index.h\"\n\n"
         "namespace strigil {\nnamespace {\nusing namespace std::string_view_literals;\n\n";
  std::string packs;
  std::string profiles;
  std::deque<Pack> loaded;
  std::vector<RuleView> rules;
  bool in_profiles = false;
  for (size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "--profiles") {
      in_profiles = true;
      continue;
    }
    const std::filesystem::path path = arguments[i];
    const std::string toml = ReadConfigFile(path);
    if (in_profiles) {
      const std::string file = "rules/profiles/" + path.filename().string();
      profiles += "    {" + View(path.stem().string()) + ", " + View(file) + ", " +
                  LongLiteral(toml) + "},\n";
      continue;
    }
    const std::string file = "rules/" + path.filename().string();
    const Pack& pack = loaded.emplace_back(ParsePack(toml, path.string()));
    const std::string prefix = "pack" + std::to_string(i);
    WritePackRules(out, pack, prefix, &rules);
    packs += "    {" + View(pack.name) + ", " + View(file) + "," + LongLiteral(toml) + ", " +
             prefix + "_rules},\n";
  }
  WriteNumbers(out, "constexpr uint64_t kIndexWords", RuleIndex::Build(rules).bytes());
  WritePrograms(out, rules);
  out << "constexpr BuiltinPack kPacks[] = {\n"
      << packs << "};\n\n"
      << "constexpr BuiltinProfile kProfiles[] = {\n"
      << profiles << "};\n\n}  // namespace\n\n"
      << "const RuleIndex& BuiltinRuleIndex() {\n"
         "  static const RuleIndex index = RuleIndex::FromBytes(kIndexWords);\n  return index;\n}\n"
         "std::span<const uint64_t> BuiltinProgram(size_t rule, PatternProgram::Direction "
         "direction) {\n"
         "  const uint32_t* const begin = kProgramBegins + 2 * rule + "
         "static_cast<size_t>(direction);\n"
         "  return {kProgramWords + begin[0], kProgramWords + begin[1]};\n}\n"
      << "std::span<const BuiltinPack> BuiltinPacks() { return kPacks; }\n"
      << "std::span<const BuiltinProfile> BuiltinProfiles() { return kProfiles; }\n\n}  // "
         "namespace strigil\n";
  out.close();
  if (!out) {
    std::cerr << arguments[0] << ": cannot be written\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  try {
    return strigil::Main(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
