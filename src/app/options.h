#ifndef STRIGIL_APP_OPTIONS_H_
#define STRIGIL_APP_OPTIONS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "strigil/io/compression.h"
#include "strigil/io/record_format.h"
#include "strigil/io/text_formatter.h"

namespace strigil {

// What is read.
struct InputOptions {
  std::vector<std::string> operands;  // see InputFiles
  ReaderOptions reader;
  std::string split = "none";  // reader.split as it was written
};

// What it is cleaned with.
struct ProfileOptions {
  std::string profile = "news";       // see LoadProfile()
  std::vector<std::string> packs;     // files, for the rules stage besides the profile's packs
  std::string title;                  // the headline stage's setting; empty: as the profile says
  std::vector<std::string> settings;  // see OverrideSetting()
  std::vector<std::string> disabled;  // stages
};

enum class OutputFormat { kText, kJsonl, kWarc, kSpans };

struct CleanOptions {
  InputOptions input;
  ProfileOptions profile;
  OutputFormat format = OutputFormat::kText;
  HeaderStyle header = HeaderStyle::kFull;
  bool unwrap = false;
  std::string output = "-";                // see OpenOutput()
  std::optional<Compression> compression;  // nothing: by the output's name
  std::string rejects;                     // the same; empty: none
  std::string out_dir;                     // an output for each input; then `output` is not used,
                                           // and `rejects` names a folder; empty: none
  bool resume = false;                     // pass over what is whole in out_dir
  std::string stats;                       // a file; empty: none
  bool progress = false;                   // tell it where standard error is no terminal too
  unsigned jobs = 0;                       // threads that clean; 0: as many as the machine has
};

enum class ColorMode { kAuto, kAlways, kNever };

struct ExplainOptions {
  InputOptions input;
  ProfileOptions profile;
  ColorMode color = ColorMode::kAuto;
};

struct CheckOptions {
  std::vector<std::string> operands;  // files and folders; none: what is compiled in
};

enum class ListSubject { kStages, kProfiles, kPacks, kRules };

struct ListOptions {
  ListSubject subject = ListSubject::kStages;
  ProfileOptions profile;
};

// Something to print and be done: help, or the version.
struct PrintText {
  std::string text;
};

using Command = std::variant<CleanOptions, ExplainOptions, CheckOptions, ListOptions, PrintText>;

}  // namespace strigil

#endif  // STRIGIL_APP_OPTIONS_H_
