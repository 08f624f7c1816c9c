#include "strigil/text/digest.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <new>

namespace strigil {

namespace {

// The digest's implementation, for the life of the program: EVP_sha256() alone would have OpenSSL
// look it up again for each text. Any thread may use it.
const EVP_MD* Implementation() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched != nullptr ? fetched : EVP_sha256();
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// What the digests of this thread are made in, one after the other.
EVP_MD_CTX* ContextOfThisThread() {
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest;
  EVP_MD_CTX* const context = ContextOfThisThread();
  // With a built-in digest and no engine these can only fail for want of memory.
  if (context == nullptr || EVP_DigestInit_ex(context, Implementation(), nullptr) != 1 ||
      EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context, digest.data(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  static constexpr char kHexadecimal[] = "0123456789abcdef";
  static constexpr std::string_view kAlgorithm = "sha256:";
  std::string name(kAlgorithm.size() + 2 * digest.size(), '\0');
  char* out = kAlgorithm.copy(name.data(), kAlgorithm.size()) + name.data();
  for (const unsigned char byte : digest) {
    *out++ = kHexadecimal[byte >> 4];
    *out++ = kHexadecimal[byte & 0x0F];
  }
  return name;
}

}  // namespace strigil
