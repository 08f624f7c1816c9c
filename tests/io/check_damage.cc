// Reads very many damaged inputs of every kind in one process:
//
//   check_damage INPUTS [KIND [SEED]]
//
// INPUTS of each kind, half of them with one bad record and half damaged anywhere; or of KIND alone
// ("warc.gzip"), from SEED on. Prints a line a kind and, for each input of which an intact record
// did not come out, its seed. An input that takes longer than kSeconds ends the run, as a report of
// a sanitizer does; the kind and seed are told then. Exit status 0: every intact record came out.

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "tests/io/damaged_inputs.h"

namespace strigil {
namespace {

constexpr unsigned kSeconds = 10;

// What is being read, for whoever has to tell it in a signal handler.
std::array<char, 100> current;

// Allowed in a signal handler.
void TellCurrent() {
  size_t size = 0;
  while (size < current.size() && current[size] != '\0') ++size;
  (void)!::write(STDERR_FILENO, current.data(), size);
}

extern "C" void EndRun(int /*signal*/) {
  TellCurrent();
  ::_exit(2);
}

// Returns whether all intact records of `count` inputs came out.
bool Check(const InputKind& kind, uint64_t count, uint64_t seed) {
  const DamagedInputs inputs(kind);
  const std::string name = kind.ToString();
  uint64_t intact = 0;
  uint64_t missing = 0;
  uint64_t problems = 0;
  for (uint64_t i = 0; i < count; ++i, ++seed) {
    std::snprintf(current.data(), current.size(), "%s: seed %llu is not read to its end\n",
                  name.c_str(), static_cast<unsigned long long>(seed));
    const DamagedInput input =
        seed % 2 == 0 ? inputs.WithOneBadRecord(seed) : inputs.DamagedAnywhere(seed);
    ::alarm(kSeconds);
    const ReadInput read = Read(input);
    ::alarm(0);
    intact += input.intact.size();
    missing += read.missing.size();
    problems += read.problems;
    if (!read.missing.empty()) {
      std::cout << name << ": seed " << seed << ": " << read.missing.size() << " of "
                << input.intact.size() << " intact records did not come out\n";
    }
  }
  std::cout << name << ": " << count << " inputs, " << intact << " intact records, " << missing
            << " missing; " << problems << " problems told" << std::endl;
  return missing == 0;
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  try {
    if (argc < 2) {
      std::cerr << "usage: check_damage INPUTS [KIND [SEED]]\n";
      return 2;
    }
    const uint64_t count = std::stoull(argv[1]);
    const std::string kind_name = argc > 2 ? argv[2] : "";
    const uint64_t seed = argc > 3 ? std::stoull(argv[3]) : 0;
    ::signal(SIGALRM, strigil::EndRun);
    ::signal(SIGABRT, strigil::EndRun);
    bool found = false;
    bool good = true;
    for (const strigil::InputKind& kind : strigil::AllInputKinds()) {
      if (!kind_name.empty() && kind.ToString() != kind_name) continue;
      found = true;
      good = strigil::Check(kind, count, seed) && good;
    }
    if (!found) {
      std::cerr << "check_damage: there is no kind '" << kind_name << "'\n";
      return 2;
    }
    return good ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << strigil::current.data() << "check_damage: " << error.what() << "\n";
    return 2;
  }
}
