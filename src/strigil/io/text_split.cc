#include "strigil/io/text_split.h"

#include <re2/re2.h>

#include <charconv>
#include <string>

#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr uint32_t kMaxBlankLines = 1000;

}  // namespace

TextSplit ParseTextSplit(std::string_view option) {
  constexpr std::string_view kBlankLines = "blank-lines=";
  TextSplit split;
  if (option == "none") return split;
  if (option == "form-feed") {
    split.kind = TextSplit::Kind::kFormFeed;
    return split;
  }
  const std::string quoted = "split '" + std::string(option) + "': ";
  if (option.starts_with(kBlankLines)) {
    const std::string_view digits = option.substr(kBlankLines.size());
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, split.blank_lines);
    if (error != std::errc() || stop != end || split.blank_lines < 1 ||
        split.blank_lines > kMaxBlankLines) {
      throw ConfigError(quoted + "expected a number of lines from 1 to " +
                        std::to_string(kMaxBlankLines));
    }
    split.kind = TextSplit::Kind::kBlankLines;
    return split;
  }
  if (option.size() > 2 && option.starts_with('/') && option.ends_with('/')) {
    split.pattern =
        std::make_shared<const re2::RE2>(option.substr(1, option.size() - 2), re2::RE2::Quiet);
    if (!split.pattern->ok()) throw ConfigError(quoted + split.pattern->error());
    split.kind = TextSplit::Kind::kPattern;
    return split;
  }
  throw ConfigError(quoted + "expected none, form-feed, blank-lines=N or /PATTERN/");
}

}  // namespace strigil
