#include "strigil/text/digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace strigil {

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest;
  // With a built-in digest and no engine the call can only fail for want of memory.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
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
