#include "strigil/text/digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace strigil {

namespace {

// The digest's implementation, for the life of the program: EVP_sha256() alone would have OpenSSL
// look it up again for each text. Any thread may use it.
const EVP_MD* Implementation() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched != nullptr ? fetched : EVP_sha256();
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest;
  // With a built-in digest and no engine the call can only fail for want of memory.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Implementation(), nullptr) !=
      1) {
    throw std::bad_alloc();
  }
  static constexpr char kHexadecimal[] = "0123456789abcdef";
  std::string name = "sha256:";
  name.reserve(name.size() + 2 * digest.size());
  for (const unsigned char byte : digest) {
    name += kHexadecimal[byte >> 4];
    name += kHexadecimal[byte & 0x0F];
  }
  return name;
}

}  // namespace strigil
