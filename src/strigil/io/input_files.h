#ifndef STRIGIL_IO_INPUT_FILES_H_
#define STRIGIL_IO_INPUT_FILES_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "strigil/io/record_format.h"
#include "strigil/io/record_reader.h"

namespace strigil {

// The name that standard input goes by in sources and messages.
inline constexpr std::string_view kStandardInputName = "stdin";

// The operands of a command line, one input after the other: "-" is standard input, a folder is all
// files in it and below it, anything else is a file. Files of a folder come in the byte order of
// their names, a subfolder where its name stands; hidden files and folders, folders behind symbolic
// links, and what is neither file nor folder are passed over. No operand at all is standard input.
// Folders are read as their turn comes. Not safe for use from two threads at once.
class InputFiles {
 public:
  explicit InputFiles(std::vector<std::string> operands);

  // Returns the path of the next input ("-" for standard input), or a Problem for a folder that
  // could not be read, or the end. Nothing is opened: that a file is missing shows when it is.
  std::variant<EndOfInput, std::string, Problem> Next();

 private:
  // Puts the entries of the folder at `path` next in turn. Returns what was wrong.
  std::optional<Problem> Enter(const std::string& path);

  struct Entry {
    std::string path;
    bool operand = false;
  };
  std::vector<Entry> pending_;  // the next one last
};

// The records of many inputs, one after the other. An input that cannot be opened or read (on) is
// one Problem with its name and the system's reason, and the next input follows; a record cut short
// that way is not given.
class InputReader final : public RecordReader {
 public:
  InputReader(std::vector<std::string> operands, ReaderOptions options);

  // Never throws InputError.
  ReadResult Next() override;

 private:
  InputFiles files_;
  const ReaderOptions options_;
  std::string name_;                      // of the input that is being read
  std::unique_ptr<RecordReader> reader_;  // null between inputs
};

}  // namespace strigil

#endif  // STRIGIL_IO_INPUT_FILES_H_
