#ifndef STRIGIL_IO_BYTE_SOURCE_H_
#define STRIGIL_IO_BYTE_SOURCE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace strigil {

// Input could not be opened or read. The message is the system's reason alone ("Permission
// denied"): whoever catches it knows the input's name.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A stream of bytes to be read once from front to back: a file, memory, a decompressor over another
// source. Not safe for use from two threads at once.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // Fills the beginning of `buffer`, which must not be empty, and returns the number of bytes put
  // there. Fewer than asked for says nothing; zero says that the stream has ended, and then every
  // later call returns zero too. Waits where there is nothing to read yet. Throws InputError.
  virtual size_t Read(std::span<char> buffer) = 0;
};

// Reads a file descriptor.
class FileSource final : public ByteSource {
 public:
  // Opens the file at `path`. Throws InputError where it cannot be opened or is a folder.
  static std::unique_ptr<FileSource> Open(const std::string& path);

  // Reads `descriptor`, which stays open when the source goes: the way to standard input.
  static std::unique_ptr<FileSource> Borrow(int descriptor);

  ~FileSource() override;
  size_t Read(std::span<char> buffer) override;

  // Returns what it reads, for whoever wants to wait for it.
  int descriptor() const { return descriptor_; }

 private:
  FileSource(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}

  const int descriptor_;
  const bool owned_;
};

// Reads bytes that are in memory already. They are not copied and must outlive the source.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}
  size_t Read(std::span<char> buffer) override;

 private:
  std::string_view rest_;
};

// A source whose first bytes can be looked at before they are read.
class PeekSource final : public ByteSource {
 public:
  // `source` must not be null.
  explicit PeekSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  // Reads ahead until another `size` bytes are at hand or the stream ends, and returns all bytes
  // read ahead and not yet read, which may be more. Valid until the next call on this source.
  // Throws InputError.
  std::string_view Peek(size_t size);

  // Reads ahead whatever one Read() of the underlying source gives and returns all bytes read
  // ahead; they are as many as before where the stream has ended. Valid until the next call on this
  // source. Throws InputError.
  std::string_view PeekMore();

  size_t Read(std::span<char> buffer) override;

 private:
  std::unique_ptr<ByteSource> source_;
  std::string ahead_;
  size_t read_ = 0;  // how many of `ahead_` were read
};

}  // namespace strigil

#endif  // STRIGIL_IO_BYTE_SOURCE_H_
