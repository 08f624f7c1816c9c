#include "strigil/io/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace strigil {
namespace {

constexpr size_t kPeekBytes = 16384;

[[noreturn]] void ThrowInputError(int error) {
  throw InputError(std::generic_category().message(error));
}

}  // namespace

std::unique_ptr<FileSource> FileSource::Open(const std::string& path) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) ThrowInputError(errno);
  std::unique_ptr<FileSource> source(new FileSource(descriptor, true));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) ThrowInputError(errno);
  if (S_ISDIR(status.st_mode)) ThrowInputError(EISDIR);
  // Only a hint: that it is not taken is no error.
  (void)::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return source;
}

std::unique_ptr<FileSource> FileSource::Borrow(int descriptor) {
  return std::unique_ptr<FileSource>(new FileSource(descriptor, false));
}

FileSource::~FileSource() {
  if (owned_) ::close(descriptor_);
}

size_t FileSource::Read(std::span<char> buffer) {
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
    if (got >= 0) return static_cast<size_t>(got);
    if (errno == EAGAIN) {
      // Someone made the descriptor we were given non-blocking.
      pollfd waiting{descriptor_, POLLIN, 0};
      (void)::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      ThrowInputError(errno);
    }
  }
}

size_t MemorySource::Read(std::span<char> buffer) {
  const size_t size = std::min(buffer.size(), rest_.size());
  std::copy_n(rest_.data(), size, buffer.data());
  rest_.remove_prefix(size);
  return size;
}

std::string_view PeekSource::Peek(size_t size) {
  size_t have = ahead_.size() - read_;
  while (have < size) {
    const size_t now = PeekMore().size();
    if (now == have) break;
    have = now;
  }
  return std::string_view(ahead_).substr(read_);
}

std::string_view PeekSource::PeekMore() {
  ahead_.erase(0, read_);
  read_ = 0;
  const size_t before = ahead_.size();
  ahead_.resize(before + kPeekBytes);
  size_t got = 0;
  try {
    got = source_->Read(std::span(ahead_).subspan(before));
  } catch (...) {
    ahead_.resize(before);
    throw;
  }
  ahead_.resize(before + got);
  return ahead_;
}

size_t PeekSource::Read(std::span<char> buffer) {
  if (read_ == ahead_.size()) return source_->Read(buffer);
  const size_t size = std::min(buffer.size(), ahead_.size() - read_);
  std::copy_n(ahead_.data() + read_, size, buffer.data());
  read_ += size;
  if (read_ == ahead_.size()) {
    std::string().swap(ahead_);
    read_ = 0;
  }
  return size;
}

}  // namespace strigil
