#include "app/manual_formatter.h"

#include <vector>

#include "strigil/report/terminal_text.h"

namespace strigil {
namespace {

constexpr size_t kColumns = 80;
constexpr size_t kTextColumn = 25;

}  // namespace

std::string ManualFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                       CLI::AppFormatMode mode) const {
  return app->get_description() + make_groups(app, mode) + app->get_footer();
}

std::string ManualFormatter::make_group(std::string group, bool is_positional,
                                        std::vector<const CLI::Option*> options) const {
  std::string text = group + ":\n";
  for (const CLI::Option* option : options) text += make_option(option, is_positional);
  return text;
}

std::string ManualFormatter::make_option(const CLI::Option* option, bool /*is_positional*/) const {
  std::string text = "  ";
  text += option->get_snames().empty() ? "    " : "-" + option->get_snames().front() + ", ";
  text += "--" + option->get_lnames().front();
  if (option->get_expected_min() > 0) text += " " + option->get_type_name();
  if (text.size() + 2 > kTextColumn) {
    text += "\n" + std::string(kTextColumn, ' ');
  } else {
    text.append(kTextColumn - text.size(), ' ');
  }
  const std::string rows = Wrapped(option->get_description(), kColumns - 1 - kTextColumn);
  for (const char c : rows) {
    text += c;
    if (c == '\n') text.append(kTextColumn, ' ');
  }
  return text + "\n";
}

}  // namespace strigil
