#ifndef STRIGIL_PIPELINE_BUILTIN_PROFILES_H_
#define STRIGIL_PIPELINE_BUILTIN_PROFILES_H_

#include <span>
#include <string_view>

namespace strigil {

// A profile that is compiled into the program.
struct BuiltinProfile {
  std::string_view name;
  std::string_view file;  // its path in the project, for messages
  std::string_view toml;
};

// The profiles compiled in, in name order. Valid for the life of the program.
std::span<const BuiltinProfile> BuiltinProfiles();

}  // namespace strigil

#endif  // STRIGIL_PIPELINE_BUILTIN_PROFILES_H_
