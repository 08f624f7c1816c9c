#ifndef STRIGIL_TEXT_CHARSET_H_
#define STRIGIL_TEXT_CHARSET_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace strigil {

// Returns the name of the charset that `label` stands for: lower case, as the WHATWG Encoding
// Standard names it
// ("windows-1252" for "Latin1", "gbk" for "GB2312"), else as IANA does ("ibm037"); "" for a label
// that is not known. ASCII case and white space around the label do not matter. Safe to call from
// any thread.
std::string CanonicalCharset(std::string_view label);

// Bytes made UTF-8, and how they were read.
struct ConvertedText {
  std::string text;              // valid UTF-8
  std::string charset;           // as CanonicalCharset() names it
  bool byte_order_mark = false;  // one was there; it is not in `text`
  size_t invalid = 0;            // ill-formed sequences, each U+FFFD in `text`
};

// Returns `bytes` as UTF-8. The charset is, in this order:
// - what a byte order mark says (UTF-8, UTF-16 or UTF-32);
// - UTF-16 where zero bytes stand in every other place as they do in it;
// - UTF-8 where the bytes are valid UTF-8, with a character outside ASCII or nothing declared that
// reads ASCII
//   otherwise; also where all but a few stray bytes are, as in cut and spliced files: these become
//   U+FFFD;
// - what `declared`, a label as CanonicalCharset() takes it, says, where the bytes fit it;
// - with `detect`, what the bytes look like; Windows-1252 where that is not clear.
// What is UTF-8 already is handed on as it is, without a copy where it is given away
// (std::move()). Safe to call from any thread; linear in the size of `bytes`.
ConvertedText ConvertToUtf8(std::string bytes, std::string_view declared, bool detect);

}  // namespace strigil

#endif  // STRIGIL_TEXT_CHARSET_H_
