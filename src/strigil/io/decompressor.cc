#include "strigil/io/decompressor.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace strigil {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;
// How much of a member that turns out to be damaged can be searched for the next one.
constexpr size_t kHistoryBytes = size_t{1} << 20;
// Members made to be found inside each other would have every byte read many times over. So often a
// byte may be read, beyond a stock of some damaged members, before only what was not read yet is
// searched.
constexpr uint64_t kMaxReadings = 4;
constexpr uint64_t kReadingsStock = 16 * kHistoryBytes;
// How much of a member is tried before it is taken for one.
constexpr size_t kTrialBytes = size_t{32} << 10;
// zstd allows windows of up to 2 GiB; more than the program `zstd` takes without being asked (128
// MiB) is no honest file.
constexpr int kMaxZstdWindowLog = 27;
constexpr uint64_t kMaxXzMemory = uint64_t{256} << 20;

// What one call of a decoder did.
struct Step {
  size_t consumed = 0;
  size_t produced = 0;
  bool ended = false;           // the member, frame or stream is complete
  const char* error = nullptr;  // what is wrong with the bytes
};

// A decoder of one format. Reset() begins a member; Decode() goes on in it.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  virtual void Reset() = 0;
  virtual Step Decode(std::string_view in, std::span<char> out) = 0;
};

unsigned Clamped(size_t size) { return static_cast<unsigned>(std::min<size_t>(size, UINT_MAX)); }

class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() {
    // 16: a gzip header and trailer, and nothing else.
    if (inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  void Reset() override { (void)inflateReset(&stream_); }

  Step Decode(std::string_view in, std::span<char> out) override {
    // zlib reads through a pointer that is not const, but writes nothing.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = Clamped(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = Clamped(out.size());
    const unsigned in_before = stream_.avail_in;
    const unsigned out_before = stream_.avail_out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    Step step;
    step.consumed = in_before - stream_.avail_in;
    step.produced = out_before - stream_.avail_out;
    step.ended = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      step.error = stream_.msg != nullptr ? stream_.msg : "a preset dictionary is asked for";
    }
    return step;
  }

 private:
  z_stream stream_{};
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
    (void)ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kMaxZstdWindowLog);
  }
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  void Reset() override { (void)ZSTD_DCtx_reset(context_, ZSTD_reset_session_only); }

  Step Decode(std::string_view in, std::span<char> out) override {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    const size_t result = ZSTD_decompressStream(context_, &to, &from);
    Step step;
    step.consumed = from.pos;
    step.produced = to.pos;
    if (ZSTD_isError(result) != 0) {
      step.error = ZSTD_getErrorName(result);
    } else {
      step.ended = result == 0;
    }
    return step;
  }

 private:
  ZSTD_DCtx* const context_;
};

class Bzip2Decoder final : public Decoder {
 public:
  Bzip2Decoder() { Begin(); }
  ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&stream_); }

  void Reset() override {
    BZ2_bzDecompressEnd(&stream_);
    Begin();
  }

  Step Decode(std::string_view in, std::span<char> out) override {
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = Clamped(in.size());
    stream_.next_out = out.data();
    stream_.avail_out = Clamped(out.size());
    const unsigned in_before = stream_.avail_in;
    const unsigned out_before = stream_.avail_out;
    const int result = BZ2_bzDecompress(&stream_);
    if (result == BZ_MEM_ERROR) throw std::bad_alloc();
    Step step;
    step.consumed = in_before - stream_.avail_in;
    step.produced = out_before - stream_.avail_out;
    step.ended = result == BZ_STREAM_END;
    if (result != BZ_OK && result != BZ_STREAM_END) {
      step.error = result == BZ_DATA_ERROR_MAGIC ? "no bzip2 header" : "incorrect data or checksum";
    }
    return step;
  }

 private:
  void Begin() {
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }

  bz_stream stream_{};
};

class XzDecoder final : public Decoder {
 public:
  XzDecoder() { Reset(); }
  ~XzDecoder() override { lzma_end(&stream_); }

  void Reset() override {
    if (lzma_stream_decoder(&stream_, kMaxXzMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }

  Step Decode(std::string_view in, std::span<char> out) override {
    stream_.next_in = reinterpret_cast<const uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret result = lzma_code(&stream_, LZMA_RUN);
    if (result == LZMA_MEM_ERROR) throw std::bad_alloc();
    Step step;
    step.consumed = in.size() - stream_.avail_in;
    step.produced = out.size() - stream_.avail_out;
    step.ended = result == LZMA_STREAM_END;
    switch (result) {
      case LZMA_OK:
      case LZMA_STREAM_END:
      case LZMA_BUF_ERROR:
        break;
      case LZMA_MEMLIMIT_ERROR:
        step.error = "it needs more than 256 MiB of memory";
        break;
      case LZMA_OPTIONS_ERROR:
        step.error = "unsupported options";
        break;
      default:
        step.error = "incorrect data or checksum";
    }
    return step;
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

std::unique_ptr<Decoder> NewDecoder(Compression compression) {
  switch (compression) {
    case Compression::kZstd:
      return std::make_unique<ZstdDecoder>();
    case Compression::kBzip2:
      return std::make_unique<Bzip2Decoder>();
    case Compression::kXz:
      return std::make_unique<XzDecoder>();
    case Compression::kGzip:
    case Compression::kNone:
      break;
  }
  return std::make_unique<GzipDecoder>();
}

// Returns the first byte of what holds data in a file of `compression`. The skippable frames of
// zstd hold none, and begin otherwise.
char FirstByte(Compression compression) {
  switch (compression) {
    case Compression::kZstd:
      return '\x28';
    case Compression::kBzip2:
      return 'B';
    case Compression::kXz:
      return '\xFD';
    case Compression::kGzip:
    case Compression::kNone:
      break;
  }
  return '\x1F';
}

class MemberDecompressor final : public Decompressor {
 public:
  MemberDecompressor(std::unique_ptr<ByteSource> source, Compression compression)
      : source_(std::move(source)), compression_(compression), decoder_(NewDecoder(compression)) {}

  const std::vector<Damage>& damages() const override { return damages_; }
  uint64_t damage_count() const override { return damage_count_; }

  size_t Read(std::span<char> buffer) override {
    while (!ended_) {
      if (!inside_ && !BeginMember()) break;
      if (std::exchange(broken_line_, false)) {
        buffer.front() = last_ = '\n';
        return 1;
      }
      if (begin_ == end_ && !at_end_) Fill();
      const Step step = decoder_->Decode(Rest(), buffer);
      begin_ += step.consumed;
      if (step.error != nullptr) {
        Note(begin_, step.error);
        FindNextMember(buffer.first(step.produced));
      } else if (step.ended) {
        inside_ = false;
      } else if (step.produced == 0 && step.consumed == 0 && begin_ == end_ && at_end_) {
        Note(begin_, "it is cut short");
        FindNextMember({});
      }
      // What was decoded before the error is good as far as anybody knows.
      if (step.produced > 0) {
        last_ = buffer[step.produced - 1];
        gave_ = inside_ && step.error == nullptr;
        return step.produced;
      }
    }
    return 0;
  }

 private:
  std::string_view Rest() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Reads on, keeping what may have to be searched again. Returns false at the end of the source.
  bool Fill() {
    if (at_end_) return false;
    const size_t history = begin_ > kHistoryBytes ? begin_ - kHistoryBytes : 0;
    const size_t keep = inside_ ? std::max(member_, history) : begin_;
    if (keep > 0 && (keep >= kReadBytes || keep == end_)) {
      std::memmove(buffer_.data(), buffer_.data() + keep, end_ - keep);
      offset_ += keep;
      begin_ -= keep;
      end_ -= keep;
      member_ = inside_ && member_ > keep ? member_ - keep : 0;
    }
    if (buffer_.size() < end_ + kReadBytes) buffer_.resize(end_ + kReadBytes);
    const size_t got = source_->Read(std::span(buffer_).subspan(end_, kReadBytes));
    end_ += got;
    at_end_ = got == 0;
    return got > 0;
  }

  void Note(size_t position, std::string_view what) {
    ++damage_count_;
    if (damages_.size() == kMaxDamages) return;
    damages_.push_back(
        {offset_ + position,
         "damaged " + std::string(CompressionName(compression_)) + " data: " + std::string(what)});
  }

  // Goes into the member that begins here. Returns false at the end of all.
  bool BeginMember() {
    gave_ = false;
    while (end_ - begin_ < kCompressionMagicBytes && Fill()) {
    }
    if (begin_ == end_) {
      ended_ = true;
      return false;
    }
    if (DetectCompression(Rest()) != compression_) {
      if (IsPadding()) {
        ended_ = true;
        return false;
      }
      // Not the whole padding need have been zeros: begin_ stands at the first byte that is not.
      Note(begin_, "there is something else behind it");
      member_ = begin_;
      inside_ = true;
      FindNextMember({});
      return !ended_;
    }
    inside_ = true;
    member_ = begin_;
    decoder_->Reset();
    return true;
  }

  // Reads over zeros. Returns whether there is nothing behind them.
  bool IsPadding() {
    do {
      while (begin_ < end_ && buffer_[begin_] == '\0') ++begin_;
    } while (begin_ == end_ && Fill());
    return begin_ == end_;
  }

  // Goes into the next member that begins behind the damaged one's first byte, as far as that is
  // still held: the decoder may have run past the damaged one's end. Without one, all has ended.
  // `produced` is what Read() is about to return of the damaged one.
  void FindNextMember(std::span<const char> produced) {
    const size_t first = std::min(member_ + 1, end_);
    if (begin_ > first) readings_ += begin_ - first;
    if (readings_ <= kReadingsStock + kMaxReadings * (offset_ + end_)) begin_ = first;
    begin_ = std::max(begin_, first);
    // A page that a whole member ended in '\f' is not broken; any byte can be a broken one's last.
    const char last = produced.empty() ? last_ : produced.back();
    const bool whole = last == '\n' || (last == '\f' && !gave_ && produced.empty());
    ended_ = !SkipToMember();
    broken_line_ = !ended_ && !whole;
  }

  // Moves begin_ to where a member begins, and goes into it. Returns false at the end of all.
  bool SkipToMember() {
    for (;;) {
      const void* hit = begin_ < end_ ? std::memchr(buffer_.data() + begin_,
                                                    FirstByte(compression_), end_ - begin_)
                                      : nullptr;
      if (hit == nullptr) {
        begin_ = member_ = end_;
        inside_ = false;
        if (!Fill()) return false;
        continue;
      }
      begin_ = static_cast<size_t>(static_cast<const char*>(hit) - buffer_.data());
      inside_ = true;
      member_ = begin_;
      while (end_ - begin_ < kCompressionMagicBytes && Fill()) {
      }
      if (DetectCompression(Rest()) == compression_) {
        while (end_ - begin_ < kTrialBytes && Fill()) {
        }
        if (IsReadable(Rest())) {
          decoder_->Reset();
          gave_ = false;
          return true;
        }
      }
      ++begin_;
    }
  }

  // Returns whether `in` begins with a member that can be decoded as far as its first bytes tell.
  // Of gzip, whose magic is short, some output has to come. The others have blocks too large for
  // that, and a magic that hardly comes about by chance.
  bool IsReadable(std::string_view in) const {
    const auto decoder = NewDecoder(compression_);
    std::array<char, kTrialBytes> out;
    const Step step = decoder->Decode(in.substr(0, kTrialBytes), out);
    if (step.error != nullptr) return false;
    return compression_ != Compression::kGzip || step.ended || step.produced > 0;
  }

  const std::unique_ptr<ByteSource> source_;
  const Compression compression_;
  const std::unique_ptr<Decoder> decoder_;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // buffer_[begin_, end_) is not decoded yet
  size_t end_ = 0;
  size_t member_ = 0;    // where the member that is being read begins, as far as it is held
  uint64_t offset_ = 0;  // of buffer_[0] in the source
  bool inside_ = false;  // a member
  bool at_end_ = false;  // of the source
  bool ended_ = false;
  char last_ = '\n';          // of what was read
  bool gave_ = false;         // something of the member that is being read was read
  bool broken_line_ = false;  // a '\n' is due
  uint64_t readings_ = 0;     // how many bytes were gone back over
  std::vector<Damage> damages_;
  uint64_t damage_count_ = 0;
};

}  // namespace

std::unique_ptr<Decompressor> NewDecompressor(std::unique_ptr<ByteSource> source,
                                              Compression compression) {
  return std::make_unique<MemberDecompressor>(std::move(source), compression);
}

}  // namespace strigil
