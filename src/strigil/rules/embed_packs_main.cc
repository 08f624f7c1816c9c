// Writes the C++ source that holds the rule packs and profiles compiled into the program:
//
//   embed_packs OUTPUT PACK.toml... --profiles PROFILE.toml...
//
// The packs' rules are written out with the index over them (RuleIndex), so that the program starts
// without parsing a pack or taking a pattern apart.

#include <cstdio>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
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

void WriteIndex(std::ostream& out, const std::vector<RuleView>& rules) {
  const RuleIndex index = RuleIndex::Build(rules);
  out << "constexpr uint64_t kIndexWords[] = {";
  for (size_t i = 0; i < index.bytes().size(); ++i) {
    out << (i % 16 == 0 ? "\n" : "") << index.bytes()[i] << "U,";
  }
  out << "};\n\n";
}

int Main(const std::vector<std::string>& arguments) {
  std::ofstream out(arguments.at(0), std::ios::binary);
  out << "// Made by embed_packs from the files in rules/. Not to be edited.\n"
         "#include \"strigil/pipeline/builtin_profiles.h\"\n"
         "#include \"strigil/rules/pack_library.h\"\n"
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
  WriteIndex(out, rules);
  out << "constexpr BuiltinPack kPacks[] = {\n"
      << packs << "};\n\n"
      << "constexpr BuiltinProfile kProfiles[] = {\n"
      << profiles << "};\n\n}  // namespace\n\n"
      << "const RuleIndex& BuiltinRuleIndex() {\n"
         "  static const RuleIndex index = RuleIndex::FromBytes(kIndexWords);\n  return index;\n}\n"
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
