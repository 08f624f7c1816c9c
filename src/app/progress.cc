#include "app/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>
#include <variant>

#include "strigil/io/input_files.h"

namespace strigil {
namespace {

constexpr std::chrono::seconds kFirstOnTerminal{1};
constexpr std::chrono::milliseconds kOnTerminal{200};
constexpr std::chrono::seconds kBetweenLines{10};

// "1:02:03", or "2:03" below an hour.
std::string Clock(double seconds) {
  constexpr double kMost = 359999;  // 99:59:59
  const auto all = static_cast<unsigned>(std::clamp(seconds + 0.5, 0.0, kMost));
  std::array<char, 32> text{};
  if (all >= 3600) {
    (void)std::snprintf(text.data(), text.size(), "%u:%02u:%02u", all / 3600, all / 60 % 60,
                        all % 60);
  } else {
    (void)std::snprintf(text.data(), text.size(), "%u:%02u", all / 60, all % 60);
  }
  return text.data();
}

}  // namespace

Progress::Progress(Style style, std::optional<uint64_t> total_bytes, Time begin)
    : style_(style), total_bytes_(total_bytes), begin_(begin), next_(begin) {
  if (style == Style::kTerminal) {
    next_ += kFirstOnTerminal;
  } else {
    next_ += kBetweenLines;
  }
}

std::string Progress::Update(uint64_t documents, uint64_t bytes, Time now) {
  if (now < next_) return "";
  const std::string words =
      Words(documents, bytes, std::chrono::duration<double>(now - begin_).count());
  if (style_ == Style::kTerminal) {
    next_ = now + kOnTerminal;
    shown_ = true;
    return "\r" + words + "\x1B[K";
  }
  next_ = now + kBetweenLines;
  return "strigil: " + words + "\n";
}

std::string Progress::Clear() {
  if (!std::exchange(shown_, false)) return "";
  return "\r\x1B[K";
}

std::string Progress::Words(uint64_t documents, uint64_t bytes, double seconds) const {
  const double rate = static_cast<double>(bytes) / seconds;
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%.1f MB/s", rate / 1e6);
  std::string words = std::to_string(documents) + (documents == 1 ? " document, " : " documents, ");
  words += text.data();
  if (!total_bytes_ || *total_bytes_ == 0 || bytes == 0) return words;
  const double share =
      std::min(1.0, static_cast<double>(bytes) / static_cast<double>(*total_bytes_));
  words += ", " + std::to_string(static_cast<int>(100 * share)) + " % done, ";
  return words + Clock(static_cast<double>(*total_bytes_) * (1 - share) / rate) + " left";
}

std::optional<uint64_t> TotalBytes(const std::vector<std::string>& operands) {
  uint64_t total = 0;
  InputFiles files(operands);
  for (;;) {
    const auto next = files.Next();
    if (std::holds_alternative<EndOfInput>(next)) return total;
    const auto* path = std::get_if<std::string>(&next);
    if (path == nullptr) continue;  // it is told when its turn comes
    struct stat status {};
    const int failed =
        *path == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(path->c_str(), &status);
    if (failed != 0) continue;
    if (!S_ISREG(status.st_mode)) return std::nullopt;
    total += static_cast<uint64_t>(status.st_size);
  }
}

}  // namespace strigil
