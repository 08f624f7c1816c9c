#include "strigil/io/compressor.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <new>
#include <utility>

namespace strigil {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10;
// What the programs gzip and zstd use where nothing is said.
constexpr int kGzipLevel = 6;
constexpr int kZstdLevel = 3;

// How far a call goes.
enum class Push { kGoOn, kFlush, kEnd };

// A compressor of one stream.
class Encoder {
 public:
  Encoder() = default;
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  virtual ~Encoder() = default;

  // Takes all of `bytes` and hands what comes out to `sink`, block by block.
  virtual void Encode(std::string_view bytes, Push push, OutputSink* sink) = 0;
};

class GzipEncoder final : public Encoder {
 public:
  GzipEncoder() {
    if (deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, 16 + MAX_WBITS, /*memLevel=*/8,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~GzipEncoder() override { deflateEnd(&stream_); }

  void Encode(std::string_view bytes, Push push, OutputSink* sink) override {
    do {
      const size_t size = std::min<size_t>(bytes.size(), UINT_MAX);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream_.avail_in = static_cast<unsigned>(size);
      bytes.remove_prefix(size);
      int mode = Z_NO_FLUSH;
      if (bytes.empty() && push != Push::kGoOn) {
        mode = push == Push::kEnd ? Z_FINISH : Z_SYNC_FLUSH;
      }
      do {
        stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
        stream_.avail_out = static_cast<unsigned>(block_.size());
        (void)deflate(&stream_, mode);  // cannot fail with a stream that is well-formed
        sink->Write({block_.data(), block_.size() - stream_.avail_out});
      } while (stream_.avail_out == 0);
    } while (!bytes.empty());
  }

 private:
  z_stream stream_{};
  std::array<char, kBlockBytes> block_;
};

class ZstdEncoder final : public Encoder {
 public:
  ZstdEncoder() : context_(ZSTD_createCCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
    (void)ZSTD_CCtx_setParameter(context_, ZSTD_c_compressionLevel, kZstdLevel);
    (void)ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1);
  }
  ~ZstdEncoder() override { ZSTD_freeCCtx(context_); }

  void Encode(std::string_view bytes, Push push, OutputSink* sink) override {
    ZSTD_inBuffer from{bytes.data(), bytes.size(), 0};
    const ZSTD_EndDirective mode = push == Push::kGoOn    ? ZSTD_e_continue
                                   : push == Push::kFlush ? ZSTD_e_flush
                                                          : ZSTD_e_end;
    size_t left = 0;
    do {
      ZSTD_outBuffer to{block_.data(), block_.size(), 0};
      left = ZSTD_compressStream2(context_, &to, &from, mode);
      if (ZSTD_isError(left) != 0) throw std::bad_alloc();  // the one thing that can go wrong
      sink->Write({block_.data(), to.pos});
    } while (push == Push::kGoOn ? from.pos < from.size : left > 0);
  }

 private:
  ZSTD_CCtx* const context_;
  std::array<char, kBlockBytes> block_;
};

std::unique_ptr<Encoder> NewEncoder(Compression compression) {
  if (compression == Compression::kZstd) return std::make_unique<ZstdEncoder>();
  return std::make_unique<GzipEncoder>();
}

class CompressingSink final : public OutputSink {
 public:
  CompressingSink(std::unique_ptr<OutputSink> sink, Compression compression)
      : sink_(std::move(sink)), encoder_(NewEncoder(compression)) {}

  void Write(std::string_view bytes) override {
    pending_ = pending_ || !bytes.empty();
    encoder_->Encode(bytes, Push::kGoOn, sink_.get());
  }

  void Flush() override {
    if (std::exchange(pending_, false)) encoder_->Encode("", Push::kFlush, sink_.get());
    sink_->Flush();
  }

  void Commit() override {
    encoder_->Encode("", Push::kEnd, sink_.get());
    sink_->Commit();
  }

 private:
  const std::unique_ptr<OutputSink> sink_;
  const std::unique_ptr<Encoder> encoder_;
  bool pending_ = false;  // written since the last flush
};

}  // namespace

void AppendCompressed(std::string_view bytes, Compression compression, std::string* out) {
  StringSink sink(out);
  NewEncoder(compression)->Encode(bytes, Push::kEnd, &sink);
}

std::unique_ptr<OutputSink> NewCompressingSink(std::unique_ptr<OutputSink> sink,
                                               Compression compression) {
  return std::make_unique<CompressingSink>(std::move(sink), compression);
}

void MemberFormatter::Append(const Document& document, std::string* out) const {
  std::string plain;
  formatter_->Append(document, &plain);
  if (!plain.empty()) AppendCompressed(plain, compression_, out);
}

void MemberFormatter::AppendPrologue(const Document* first, std::string* out) const {
  std::string plain;
  formatter_->AppendPrologue(first, &plain);
  if (!plain.empty()) AppendCompressed(plain, compression_, out);
}

}  // namespace strigil
