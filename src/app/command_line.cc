#include "app/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "app/manual_formatter.h"
#include "strigil/document/document.h"
#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr char kVersion[] = "strigil " STRIGIL_VERSION "\n";

constexpr char kCleanHelp[] = R"(strigil - takes the article out of scraped text

Usage:
  strigil [clean] [OPTION]... [FILE]...
  strigil explain [OPTION]... [FILE]...
  strigil check [FILE]...

Reads what a scraper left, and writes the article under a header that says where
it came from and what was taken off. FILE is a file, a folder (all files in it
and below), or - for standard input, which is read too where no FILE is given.

Commands (only as the first argument; a file of such a name is ./NAME):
  clean                  writes the cleaned documents; what is done without a
                         command
  explain                shows every line with the reason why it was removed
  check                  tries out rule packs and profiles

)";

constexpr char kCleanFooter[] = R"(
Examples:
  strigil < dump.txt > clean.txt
  strigil --header none -o articles/ferry.txt dumps/ferry.txt
  strigil --from jsonl --to jsonl --rejects removed.jsonl < crawl.jsonl
  strigil --split form-feed --set quality.min-words=40 dumps/
  strigil --to warc -o clean.warc.wet.gz crawl.warc.wet.gz
  strigil --profile ./mine.toml --pack ./club-news.toml dump.txt

Exit status: 0 where all documents are written; 1 where some were bad (told on
standard error) and the rest is written; 2 where the command line, a profile or
a pack is wrong and nothing was read; 3 where output could not be written; 130
or 143 where SIGINT or SIGTERM stopped it behind a whole document.
)";

constexpr char kExplainHelp[] = R"(strigil explain - shows what is kept and removed, and why

Usage:
  strigil explain [OPTION]... [FILE]...

Writes every line of each document behind a margin: "-" for a line removed, "~"
for one that lost the parts shown in [-brackets-], nothing for one kept; then
the reason (stage/rule), and a score where a stage judged the line. A summary by
reason stands at the end. Input and cleaning are those of "strigil clean".

)";

constexpr char kExplainFooter[] = R"(
Examples:
  strigil explain dump.txt
  strigil explain --color always dump.txt | less -R
  strigil explain --disable trailing dump.txt | grep '^[-~]'

Exit status: as for "strigil clean".
)";

constexpr char kCheckHelp[] = R"(strigil check - tries out rule packs and profiles

Usage:
  strigil check [FILE]...

Runs every hit and miss of the rules of each pack, and makes a chain of each
profile. FILE is a pack, a profile, or a folder with such files (*.toml); where
none is given, all that is compiled into the program is checked. A profile may
name the packs of the other FILEs.

)";

constexpr char kCheckFooter[] = R"(
Examples:
  strigil check
  strigil check rules/ mine.toml

Every failure is one line on standard output, FILE:LINE:COLUMN: MESSAGE.
Exit status: 0 where all is well, 2 where something failed.
)";

// Throws ConfigError for a value of `option` that is not what was expected.
[[noreturn]] void Refuse(std::string_view option, std::string_view value,
                         std::string_view expected) {
  throw ConfigError(std::string(option) + ": expected " + std::string(expected) + ", not '" +
                    std::string(value) + "'");
}

template <typename Enum>
using Names = std::initializer_list<std::pair<std::string_view, Enum>>;

template <typename Enum>
Enum ParseName(std::string_view option, const std::string& value, Names<Enum> names) {
  std::string expected;
  for (const auto& [name, meaning] : names) {
    if (value == name) return meaning;
    if (!expected.empty()) expected += name == std::prev(names.end())->first ? " or " : ", ";
    expected += name;
  }
  Refuse(option, value, expected);
}

// Calls `parse`, one of the library's, with the value and puts the option's name before its errors.
template <typename Parse>
auto ParseWith(std::string_view option, Parse parse, const std::string& value) {
  try {
    return parse(value);
  } catch (const ConfigError& error) {
    throw ConfigError(std::string(option) + ": " + error.what());
  }
}

size_t ParseSize(std::string_view option, std::string_view value) {
  uint64_t number = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  std::string_view suffix = value.substr(static_cast<size_t>(stop - value.data()));
  unsigned shift = 0;
  for (const auto& [unit, bits] :
       {std::pair("Kk", 10U), std::pair("Mm", 20U), std::pair("Gg", 30U)}) {
    if (suffix.empty() || std::string_view(unit).find(suffix.front()) == std::string_view::npos)
      continue;
    shift = bits;
    suffix.remove_prefix(1);
    if (suffix == "iB") suffix = "";
    break;
  }
  constexpr uint64_t kMost = Document::kMaxTextBytes;
  if (error != std::errc() || !suffix.empty() || number == 0 || number > kMost >> shift) {
    Refuse(option, value, "a size from 1 to 1G, as in 64M or 500K");
  }
  return number << shift;
}

unsigned ParseJobs(std::string_view option, std::string_view value) {
  constexpr unsigned kMost = 1024;
  unsigned number = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || stop != value.data() + value.size() || number == 0 || number > kMost)
    Refuse(option, value, "a number of threads from 1 to " + std::to_string(kMost));
  return number;
}

// Returns CLI11's "--from: 1 required FORMAT missing" as "--from: expected FORMAT", and any other
// message as it is.
std::string Reworded(std::string message) {
  constexpr std::string_view kRequired = ": 1 required ";
  constexpr std::string_view kMissing = " missing";
  const size_t required = message.find(kRequired);
  if (required == std::string::npos || !message.ends_with(kMissing)) return message;
  message.erase(message.size() - kMissing.size());
  return message.replace(required, kRequired.size(), ": expected ");
}

// The options of one command. CLI11 takes the words apart; what they mean is worked out when all
// are known, so that
// --help is answered whatever else the command line holds.
class Parser {
 public:
  Parser(const char* help, const char* footer) : app_(help) {
    app_.formatter(std::make_shared<ManualFormatter>());
    app_.footer(footer);
    app_.set_help_flag();
    app_.allow_extras();
    app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void Group(const std::string& name) { app_.option_defaults()->group(name); }

  void Add(const char* names, const char* value_name, std::string* value, const char* about) {
    app_.add_option(names, *value, about)->type_name(value_name);
  }

  void Add(const char* names, const char* value_name, std::vector<std::string>* values,
           const char* about) {
    app_.add_option(names, *values, about)
        ->type_name(value_name)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
  }

  void AddFlag(const char* names, bool* value, const char* about) {
    app_.add_flag(names, *value, about);
  }

  void AddInput() {
    Group("Input");
    Add("--from", "FORMAT", &from_,
        "text, jsonl (one JSON object a line), warc (also WET), or auto, by how the input begins "
        "[auto]; gzip, zstd, bzip2 and xz are read whatever the name");
    Add("--split", "HOW", &split_,
        "cut text into documents: none, form-feed, blank-lines=N, or /PATTERN/ for lines that "
        "match [none]");
    Add("--text-key", "NAME", &input_.reader.keys.text,
        "the member of a JSON object that holds the text [text]");
    Add("--id-key", "NAME", &input_.reader.keys.id, "the one that holds the id [id]");
    Add("--url-key", "NAME", &input_.reader.keys.url, "the one that holds the URL [url]");
    Add("--max-document", "SIZE", &max_document_,
        "refuse larger documents, in bytes or with K, M or G [64M]");
  }

  void AddProfile() {
    Group("Cleaning");
    Add("--profile", "NAME", &profile_.profile,
        "the profile: a built-in one or, with a / or .toml in its name, a file [news]");
    Add("--pack", "FILE", &profile_.packs, "add a rule pack; may be repeated");
    Add("--disable", "STAGE", &profile_.disabled, "leave a stage out; may be repeated");
    Add("--set", "STAGE.KEY=VALUE", &profile_.settings,
        "change a setting (see --list stages); may be repeated");
    Add("--title", "WHERE", &profile_.title,
        "header: the title only goes to the header; body: it stays in the text too");
  }

  // Returns nothing where the command line asked for help or the version, which is then in
  // `*print`. Throws ConfigError.
  bool Parse(std::vector<std::string> arguments, PrintText* print) {
    Group("Other");
    app_.set_help_flag("-h,--help", "show this help");
    app_.set_version_flag("--version", kVersion, "show the version");
    const auto mark = std::find(arguments.begin(), arguments.end(), "--");
    std::vector<std::string> behind_mark;
    if (mark != arguments.end()) {
      behind_mark.assign(mark + 1, arguments.end());
      arguments.erase(mark, arguments.end());
    }
    // CLI11 wants the last one first.
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      print->text = app_.help();
      return false;
    } catch (const CLI::CallForVersion&) {
      print->text = kVersion;
      return false;
    } catch (const CLI::ParseError& error) {
      throw ConfigError(Reworded(error.what()));
    }
    // Operands are what CLI11 has no option for: as a positional option it would take "[a,b]" for a
    // list of two.
    for (std::string& operand : app_.remaining()) {
      if (operand.size() > 1 && operand.front() == '-') {
        throw ConfigError("unknown option '" + operand + "'; --help lists them all");
      }
      operands_.push_back(std::move(operand));
    }
    operands_.insert(operands_.end(), behind_mark.begin(), behind_mark.end());
    return true;
  }

  const std::vector<std::string>& operands() const { return operands_; }

  InputOptions Input() const {
    InputOptions input = input_;
    input.operands = operands_;
    input.reader.format = ParseWith("--from", ParseRecordFormat, from_);
    input.split = split_;
    input.reader.split = ParseWith("--split", ParseTextSplit, split_);
    if (!max_document_.empty())
      input.reader.max_document_bytes = ParseSize("--max-document", max_document_);
    return input;
  }

  ProfileOptions Profile() const {
    if (!profile_.title.empty())
      ParseName<int>("--title", profile_.title, {{"header", 0}, {"body", 1}});
    return profile_;
  }

 private:
  CLI::App app_;
  std::vector<std::string> operands_;
  InputOptions input_;
  ProfileOptions profile_;
  std::string from_ = "auto";
  std::string split_ = "none";
  std::string max_document_;
};

Command ParseClean(std::vector<std::string> arguments) {
  Parser parser(kCleanHelp, kCleanFooter);
  CleanOptions options;
  std::string to = "text";
  std::string header = "full";
  std::string compress;
  std::string jobs;
  std::string list;
  parser.AddInput();
  parser.AddProfile();
  parser.Group("Output");
  parser.Add("--to", "FORMAT", &to,
             "text, jsonl, warc, or spans (what was removed, by offsets) [text]");
  parser.Add("--header", "STYLE", &header, "of text: full, short or none [full]");
  parser.Add("--compress", "HOW", &compress,
             "none, gzip or zstd [by the name of the output: *.gz, *.zst]");
  parser.AddFlag("--unwrap", &options.unwrap, "join the lines of hard-wrapped paragraphs");
  parser.Add("--rejects", "FILE", &options.rejects,
             "write what was removed, with reasons, as JSON lines");
  parser.Add("-o,--output", "FILE", &options.output,
             "write here; the file appears when all of it is written");
  parser.Add(
      "--out-dir", "DIR", &options.out_dir,
      "write an output for each input here, in the same tree; --rejects names a folder then");
  parser.Group("Running");
  parser.Add(
      "--jobs", "N", &jobs,
      "clean with N threads; the output is the same for every N [as many as the machine has]");
  parser.AddFlag("--resume", &options.resume,
                 "pass over what an earlier run has written to --out-dir, if nothing has changed");
  parser.Add("--stats", "FILE", &options.stats,
             "write what was read, removed and written, and the time that it took, as JSON");
  parser.AddFlag("--progress", &options.progress,
                 "tell every 10 seconds how far it is; on a terminal that is shown anyway");
  parser.Group("Lists");
  parser.Add("--list", "WHAT", &list,
             "show what there is and stop: stages (with their settings), profiles, packs, rules");
  PrintText print;
  if (!parser.Parse(std::move(arguments), &print)) return print;

  options.profile = parser.Profile();
  if (!list.empty()) {
    if (!parser.operands().empty()) throw ConfigError("--list reads no files");
    ListOptions listed;
    listed.profile = std::move(options.profile);
    listed.subject = ParseName<ListSubject>("--list", list,
                                            {{"stages", ListSubject::kStages},
                                             {"profiles", ListSubject::kProfiles},
                                             {"packs", ListSubject::kPacks},
                                             {"rules", ListSubject::kRules}});
    return listed;
  }
  options.input = parser.Input();
  options.format = ParseName<OutputFormat>("--to", to,
                                           {{"text", OutputFormat::kText},
                                            {"jsonl", OutputFormat::kJsonl},
                                            {"warc", OutputFormat::kWarc},
                                            {"spans", OutputFormat::kSpans}});
  if (!compress.empty()) {
    options.compression = ParseWith("--compress", ParseOutputCompression, compress);
  }
  options.header = ParseWith("--header", ParseHeaderStyle, header);
  if (!options.out_dir.empty() && options.output != "-")
    throw ConfigError("--out-dir and --output: expected one of them");
  if (options.resume && options.out_dir.empty()) throw ConfigError("--resume needs --out-dir");
  if (!jobs.empty()) options.jobs = ParseJobs("--jobs", jobs);
  return options;
}

Command ParseExplain(std::vector<std::string> arguments) {
  Parser parser(kExplainHelp, kExplainFooter);
  std::string color = "auto";
  parser.AddInput();
  parser.AddProfile();
  parser.Group("Output");
  parser.Add("--color", "WHEN", &color,
             "always, never, or auto: on a terminal, unless NO_COLOR is set [auto]");
  PrintText print;
  if (!parser.Parse(std::move(arguments), &print)) return print;

  ExplainOptions options;
  options.profile = parser.Profile();
  options.input = parser.Input();
  options.color = ParseName<ColorMode>(
      "--color", color,
      {{"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}});
  return options;
}

Command ParseCheck(std::vector<std::string> arguments) {
  Parser parser(kCheckHelp, kCheckFooter);
  PrintText print;
  if (!parser.Parse(std::move(arguments), &print)) return print;
  return CheckOptions{parser.operands()};
}

}  // namespace

Command ParseCommandLine(std::vector<std::string> arguments) {
  // By hand, not as CLI11's subcommands: those are found behind other operands too, where they are
  // files.
  const std::string command = arguments.empty() ? "" : arguments.front();
  using Parse = Command (*)(std::vector<std::string>);
  constexpr std::pair<std::string_view, Parse> kCommands[] = {
      {"clean", ParseClean}, {"explain", ParseExplain}, {"check", ParseCheck}};
  for (const auto& [name, parse] : kCommands) {
    if (command != name) continue;
    arguments.erase(arguments.begin());
    return parse(std::move(arguments));
  }
  return ParseClean(std::move(arguments));
}

}  // namespace strigil
