#ifndef STRIGIL_TEXT_DIGEST_H_
#define STRIGIL_TEXT_DIGEST_H_

#include <string>
#include <string_view>

namespace strigil {

// Returns "sha256:" and the SHA-256 of `bytes` in 64 lower-case hexadecimal digits. Safe to call
// from any thread.
std::string Sha256(std::string_view bytes);

}  // namespace strigil

#endif  // STRIGIL_TEXT_DIGEST_H_
