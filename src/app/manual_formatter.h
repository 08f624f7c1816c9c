#ifndef STRIGIL_APP_MANUAL_FORMATTER_H_
#define STRIGIL_APP_MANUAL_FORMATTER_H_

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

namespace strigil {

// Lays help out as a manual page's synopsis, in 80 columns: the description as it stands, the
// options by group, the footer as it stands.
class ManualFormatter final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
};

}  // namespace strigil

#endif  // STRIGIL_APP_MANUAL_FORMATTER_H_
