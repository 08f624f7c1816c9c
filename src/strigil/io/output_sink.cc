#include "strigil/io/output_sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace strigil {
namespace {

constexpr size_t kBufferBytes = size_t{256} << 10;

[[noreturn]] void ThrowOutputError(const std::string& name, int error) {
  const std::string message = name + ": " + std::generic_category().message(error);
  if (error == EPIPE) throw BrokenPipe(message);
  throw OutputError(message);
}

// An open file descriptor, closed at the end of its life where it is owned.
class Descriptor {
 public:
  Descriptor(int number, bool owned) : number_(number), owned_(owned) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (owned_) ::close(number_);
  }

  int number() const { return number_; }

  // Closes it now and returns 0 or the error: some file systems tell only here that there was no
  // space.
  int Close() {
    if (!std::exchange(owned_, false)) return 0;
    // Linux has closed it even when it reports EINTR.
    return ::close(number_) != 0 && errno != EINTR ? errno : 0;
  }

 private:
  const int number_;
  bool owned_;
};

// Writes a descriptor through a buffer.
class DescriptorSink : public OutputSink {
 public:
  DescriptorSink(int descriptor, bool owned, std::string name)
      : descriptor_(descriptor, owned), name_(std::move(name)) {
    buffer_.reserve(kBufferBytes);
  }

  void Write(std::string_view bytes) override {
    if (buffer_.size() + bytes.size() > kBufferBytes) {
      Flush();
      if (bytes.size() >= kBufferBytes) {
        WriteAll(bytes);
        return;
      }
    }
    buffer_ += bytes;
  }

  void Flush() override {
    WriteAll(buffer_);
    buffer_.clear();
  }

  void Commit() override {
    Flush();
    if (const int error = descriptor_.Close(); error != 0) ThrowOutputError(name_, error);
  }

 protected:
  const std::string& name() const { return name_; }

 private:
  void WriteAll(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_.number(), bytes.data(), bytes.size());
      if (written >= 0) {
        bytes.remove_prefix(static_cast<size_t>(written));
      } else if (errno == EAGAIN) {
        // Someone made the descriptor we were given non-blocking.
        pollfd waiting{descriptor_.number(), POLLOUT, 0};
        (void)::poll(&waiting, 1, -1);
      } else if (errno != EINTR) {
        ThrowOutputError(name_, errno);
      }
    }
  }

  Descriptor descriptor_;
  const std::string name_;
  std::string buffer_;
};

// Writes a temporary file that becomes `target` at Commit().
class ReplacingSink final : public DescriptorSink {
 public:
  ReplacingSink(int descriptor, std::string name, std::string temporary, std::string target)
      : DescriptorSink(descriptor, true, std::move(name)),
        temporary_(std::move(temporary)),
        target_(std::move(target)) {}

  ~ReplacingSink() override {
    if (!committed_) ::unlink(temporary_.c_str());
  }

  void Commit() override {
    DescriptorSink::Commit();
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) ThrowOutputError(name(), errno);
    committed_ = true;
  }

 private:
  const std::string temporary_;
  const std::string target_;
  bool committed_ = false;
};

// Returns the open descriptor that `path` is a name of, if it is one. Such a name must not be
// opened: that would begin a file that standard output was redirected to anew, from its first byte.
std::optional<int> DescriptorNamed(std::string_view path) {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view digits = path.substr(folder.size());
    int number = -1;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && stop == digits.data() + digits.size() && number >= 0) return number;
  }
  return std::nullopt;
}

std::unique_ptr<OutputSink> OpenReplacing(const std::string& path,
                                          std::optional<mode_t> permissions) {
  std::error_code error;
  // Through symbolic links, so that the links stay; the file itself need not exist.
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  if (error) ThrowOutputError(path, error.value());
  const std::string stem = target.parent_path().string() + "/." + target.filename().string();
  for (unsigned attempt = 0;; ++attempt) {
    std::string temporary =
        stem + "." + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp";
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      auto sink =
          std::make_unique<ReplacingSink>(descriptor, path, std::move(temporary), target.string());
      if (permissions && ::fchmod(descriptor, *permissions) != 0) ThrowOutputError(path, errno);
      return sink;
    }
    if (errno != EEXIST && errno != EINTR) ThrowOutputError(path, errno);
  }
}

}  // namespace

std::unique_ptr<OutputSink> OpenOutput(const std::string& path) {
  if (const auto number = DescriptorNamed(path)) {
    return NewDescriptorSink(*number, *number == STDOUT_FILENO ? "standard output" : path);
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) ThrowOutputError(path, errno);
    if (path.empty() || path.ends_with('/')) ThrowOutputError(path, path.empty() ? ENOENT : EISDIR);
    return OpenReplacing(path, std::nullopt);
  }
  if (S_ISDIR(status.st_mode)) ThrowOutputError(path, EISDIR);
  if (S_ISREG(status.st_mode)) {
    // What may not be written is not replaced either, although the folder might allow it.
    if (::access(path.c_str(), W_OK) != 0) ThrowOutputError(path, errno);
    return OpenReplacing(path, status.st_mode & 07777);
  }
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) ThrowOutputError(path, errno);
  return std::make_unique<DescriptorSink>(descriptor, true, path);
}

std::unique_ptr<OutputSink> NewDescriptorSink(int descriptor, std::string name) {
  return std::make_unique<DescriptorSink>(descriptor, false, std::move(name));
}

}  // namespace strigil
