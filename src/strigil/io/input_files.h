#ifndef STRIGIL_IO_INPUT_FILES_H_
#define STRIGIL_IO_INPUT_FILES_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "strigil/io/byte_source.h"
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

  // Returns the path that was given last as seen from its operand: what stands behind the folder,
  // or the file's own name. Never begins with a slash.
  std::string_view below() const { return below_; }

 private:
  // Puts the entries of the folder at `path` next in turn; for `below` see Entry, npos says that
  // the folder is the operand. Returns what was wrong.
  std::optional<Problem> Enter(const std::string& path, size_t below);

  struct Entry {
    std::string path;
    bool operand = false;
    size_t below = 0;  // where the part behind the operand's folder begins in `path`
  };

  // Returns what Next() does for an input.
  std::string Give(Entry entry);

  std::vector<Entry> pending_;  // the next one last
  std::string below_;
};

// Where an input begins among others; nothing of it is opened yet.
struct InputBegin {
  std::string path;   // "-" for standard input
  std::string below;  // see InputFiles::below()
};

// Where it ends. An input that could not be opened or read on was a Problem before.
struct InputEnd {
  bool whole = true;  // it was read to its end
};

using InputStep = std::variant<EndOfInput, Record, Problem, InputBegin, InputEnd>;

// Opens the file at a path, or standard input for "-". Throws InputError.
using OpenInput = std::function<std::unique_ptr<ByteSource>(const std::string& path)>;

// Does so.
std::unique_ptr<FileSource> OpenInputFile(const std::string& path);

// The records of many inputs, one after the other. An input that cannot be opened or read (on) is
// one Problem with its name and the system's reason, and the next input follows; a record cut short
// that way is not given.
class InputReader final : public RecordReader {
 public:
  // `open` opens the inputs as their turn comes; what it throws besides InputError comes through.
  InputReader(std::vector<std::string> operands, ReaderOptions options,
              OpenInput open = OpenInputFile);

  // Never throws InputError. What else the sources throw comes through, and the reader must not be
  // asked again then.
  ReadResult Next() override;

  // The same with the beginning and the end of every input.
  InputStep NextStep();

  // Passes over the input whose InputBegin came last: the next one follows, without an InputEnd.
  void Skip() { pending_ = false; }

  SkippedRecords skipped() const override;

 private:
  // Lets go of the input that was being read.
  void Leave();

  InputFiles files_;
  const ReaderOptions options_;
  const OpenInput open_;
  std::string path_;                      // of the last InputBegin
  bool pending_ = false;                  // it is to be opened next
  bool failed_ = false;                   // the last one could not be read
  std::string name_;                      // of the input that is being read
  std::unique_ptr<RecordReader> reader_;  // null between inputs
  SkippedRecords skipped_;                // of the inputs before
};

}  // namespace strigil

#endif  // STRIGIL_IO_INPUT_FILES_H_
