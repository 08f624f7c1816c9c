#include "strigil/rules/pack_library.h"

#include <algorithm>

#include "strigil/text/error.h"

namespace strigil {
namespace {

const BuiltinPack* FindBuiltin(std::string_view name) {
  for (const BuiltinPack& pack : BuiltinPacks()) {
    if (pack.name == name) return &pack;
  }
  return nullptr;
}

[[noreturn]] void FailUnknown(std::string_view name, const std::vector<std::string>& known) {
  std::string list;
  for (const std::string& pack : known) list += (list.empty() ? "" : ", ") + pack;
  throw ConfigError("no rule pack is named '" + std::string(name) + "'; there are: " + list);
}

}  // namespace

std::string PackLibrary::AddFile(const std::string& path) {
  std::string toml = ReadConfigFile(path);
  Pack pack = ParsePack(toml, path);
  if (FindLoaded(pack.name) != nullptr) {
    throw ConfigError(path + ": a pack of the name '" + pack.name + "' is loaded already");
  }
  LoadedPack& loaded = loaded_.emplace_back(LoadedPack{std::move(toml), std::move(pack), {}});
  loaded.rules = ViewsOf(loaded.pack);
  return loaded.pack.name;
}

const PackLibrary::LoadedPack* PackLibrary::FindLoaded(std::string_view name) const {
  for (const LoadedPack& loaded : loaded_) {
    if (loaded.pack.name == name) return &loaded;
  }
  return nullptr;
}

std::span<const RuleView> PackLibrary::Rules(std::string_view name) const {
  if (const LoadedPack* loaded = FindLoaded(name)) return loaded->rules;
  if (const BuiltinPack* builtin = FindBuiltin(name)) return builtin->rules;
  FailUnknown(name, Names());
}

std::string_view PackLibrary::Toml(std::string_view name) const {
  if (const LoadedPack* loaded = FindLoaded(name)) return loaded->toml;
  if (const BuiltinPack* builtin = FindBuiltin(name)) return builtin->toml;
  FailUnknown(name, Names());
}

std::vector<std::string> PackLibrary::Names() const {
  std::vector<std::string> names;
  for (const BuiltinPack& pack : BuiltinPacks()) names.emplace_back(pack.name);
  for (const LoadedPack& loaded : loaded_) names.push_back(loaded.pack.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace strigil
