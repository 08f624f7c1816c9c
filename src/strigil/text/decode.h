#ifndef STRIGIL_TEXT_DECODE_H_
#define STRIGIL_TEXT_DECODE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace strigil {

// The kinds of change that decoding makes to a text.
enum class DecodeChange : uint8_t {
  kByteOrderMark,  // a BOM taken off
  kInvalidBytes,   // an ill-formed sequence made U+FFFD
  kMojibake,       // a run of UTF-8 that had been read as Windows-1252 (or Latin-1) put right
  kEntity,         // an HTML entity left by the scraper resolved
  kComposed,       // a stretch brought into NFC
  kControl,        // a C0 or C1 control taken out
  kInvisible,      // a zero-width character, bidi mark or soft hyphen taken out
  kSpace,          // an odd space made U+0020, or dropped at a line's end
  kLineEnd,        // CR, CR LF, NEL, LS, PS, VT or FF made LF
};
inline constexpr size_t kDecodeChangeKinds = 9;

// Returns the name that profiles and provenance use, such as "invalid-bytes".
std::string_view DecodeChangeName(DecodeChange change);

using DecodeChangeCounts = std::array<uint64_t, kDecodeChangeKinds>;

struct DecodeOptions {
  // The charset that the container declared ("" where it said nothing); any label that HTTP or HTML
  // may carry. It is believed unless the bytes contradict it: a BOM wins over it, and so does valid
  // UTF-8 with multi-byte characters. A label that is not known counts as none.
  std::string declared_charset;
  bool detect_charset =
      true;  // false: bytes that are neither declared nor valid UTF-8 are Windows-1252
  bool resolve_entities = true;
  bool repair_mojibake = true;
  bool compose = true;           // to NFC
  bool clean_characters = true;  // controls, invisible characters, odd spaces, line ends
};

struct DecodedText {
  std::string text;     // valid UTF-8, lines ended by '\n' alone
  std::string charset;  // lower case, as the WHATWG Encoding Standard names it: "utf-8",
                        // "windows-1252", "utf-16le"
  DecodeChangeCounts changes{};
};

// Returns `bytes` as clean UTF-8 and what was changed on the way. Never fails: bytes that fit
// nothing become U+FFFD. A text that needs none of the changes comes back byte for byte, and so
// does what Decode() has returned once, with the same repairs and no declared charset. What each
// repair does and leaves alone is said in charset.h, entities.h, mojibake.h and characters.h. Bytes
// that are given away (std::move()) are not copied. Safe to call from any thread; linear in the
// size of `bytes`.
DecodedText Decode(std::string bytes, const DecodeOptions& options);

}  // namespace strigil

#endif  // STRIGIL_TEXT_DECODE_H_
