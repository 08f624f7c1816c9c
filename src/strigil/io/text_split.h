#ifndef STRIGIL_IO_TEXT_SPLIT_H_
#define STRIGIL_IO_TEXT_SPLIT_H_

#include <cstdint>
#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}  // namespace re2

namespace strigil {

// How a text input with many documents is cut into them. Cutting is done on the raw bytes, before
// any charset is known, so it needs a charset that contains ASCII (not UTF-16).
struct TextSplit {
  enum class Kind {
    kNone,        // the whole input is one document
    kFormFeed,    // at every form feed, wherever it stands
    kBlankLines,  // at every run of `blank_lines` or more lines of white space
    kPattern,     // at every line that `pattern` matches from its first to its last character
  };

  Kind kind = Kind::kNone;
  uint32_t blank_lines = 0;
  std::shared_ptr<const re2::RE2> pattern;
};

// Returns the split that `option` asks for: "none", "form-feed", "blank-lines=N" with N from 1 to
// 1000, or "/PATTERN/" in RE2 syntax. Anything else is a ConfigError that quotes it and says what
// is expected.
TextSplit ParseTextSplit(std::string_view option);

}  // namespace strigil

#endif  // STRIGIL_IO_TEXT_SPLIT_H_
