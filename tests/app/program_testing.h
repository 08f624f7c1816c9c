#ifndef STRIGIL_TESTS_APP_PROGRAM_TESTING_H_
#define STRIGIL_TESTS_APP_PROGRAM_TESTING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace strigil {

// A dump with a title, three lines of prose and some of a scraper's lees, for tests that need one.
inline constexpr std::string_view kDump =
    "Skip to main content\n"
    "\n"
    "Harbour board buys a second crane\n"
    "\n"
    "The harbour board of Port Selwick has bought a second crane, which will lift the fishing "
    "boats out of the water "
    "before the winter storms arrive.\n"
    "\n"
    "Share on Facebook\n"
    "\n"
    "The crane was built in 1998 and stood for twenty years in a shipyard up the coast, where it "
    "was last used in the "
    "spring of this year.\n"
    "\n"
    "The board paid half of what a new crane would have cost, its chairman told the members on "
    "Thursday evening.\n";

// A line of kDump that is kept, and one that is removed.
inline constexpr std::string_view kKept = "The crane was built in 1998";
inline constexpr std::string_view kRemoved = "Share on Facebook";

struct Outcome {
  int status = -1;  // the exit status; 128 + N where signal N ended the program
  std::string out;
  std::string err;
  uint64_t peak_bytes = 0;  // the most memory that was resident; at least what this process has
};

// How the program is run.
struct RunOptions {
  std::string input = {};  // on standard input
  // "NAME=VALUE". The tests' own comes through besides, without what lays output out.
  std::vector<std::string> environment = {};
  std::string out_path = {};  // standard output goes to this file, not to Outcome::out
  bool close_out = false;     // standard output is closed
  bool close_in = false;      // standard input is closed
  bool reader_gone = false;   // standard output is a pipe that nobody reads
  int terminal_columns = 0;   // standard output is a terminal of so many columns
  std::string folder = {};    // to run in
};

// Runs the program that was built and waits for its end.
Outcome RunStrigil(std::vector<std::string> arguments, const RunOptions& options = {});

}  // namespace strigil

#endif  // STRIGIL_TESTS_APP_PROGRAM_TESTING_H_
