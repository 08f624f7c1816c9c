#ifndef STRIGIL_RULES_PACK_LIBRARY_H_
#define STRIGIL_RULES_PACK_LIBRARY_H_

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strigil/rules/pack.h"
#include "strigil/rules/rule_view.h"

namespace strigil {

// A pack that is compiled into the program: its TOML text, and the same in the form that a Matcher
// takes.
struct BuiltinPack {
  std::string_view name;
  std::string_view file;  // its path in the project, for messages
  std::string_view toml;
  std::span<const RuleView> rules;
};

// The packs compiled in, in name order. Valid for the life of the program.
std::span<const BuiltinPack> BuiltinPacks();

// The packs that profiles can name: those compiled in and those loaded from files.
class PackLibrary {
 public:
  // Loads the pack of a file and returns its name. Throws ConfigError where the file is no good
  // pack or a pack of that name is loaded already. A pack that has the name of one compiled in
  // takes its place.
  std::string AddFile(const std::string& path);

  // Returns the rules of the pack of this name; valid as long as the library. Throws ConfigError
  // where there is none.
  std::span<const RuleView> Rules(std::string_view name) const;

  // Returns the TOML text of the pack of this name, under the same terms.
  std::string_view Toml(std::string_view name) const;

  // The names of all packs, sorted.
  std::vector<std::string> Names() const;

 private:
  struct LoadedPack {
    std::string toml;
    Pack pack;
    std::vector<RuleView> rules;
  };
  const LoadedPack* FindLoaded(std::string_view name) const;

  std::deque<LoadedPack> loaded_;
};

}  // namespace strigil

#endif  // STRIGIL_RULES_PACK_LIBRARY_H_
