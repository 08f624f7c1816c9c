#include "strigil/text/charset.h"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "strigil/text/utf8.h"
#include "strigil/text/windows_1252.h"

namespace strigil {
namespace {

struct Charset {
  std::string_view name;
  std::string_view
      labels;  // the others, a space between; also those by which ICU and uchardet know it
  const char* converter;  // ICU's name for it; null: `name`
};

constexpr Charset kCharsets[] = {
    {"utf-8", "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8", nullptr},
    {"windows-1252",
     "ansi_x3.4-1968 ascii us-ascii iso-ir-100 iso-8859-1 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 latin1 "
     "latin-1 l1 csisolatin1 cp819 ibm819 cp1252 x-cp1252 windows1252 ansi",
     nullptr},
    {"windows-1250", "cp1250 x-cp1250", nullptr},
    {"windows-1251", "cp1251 x-cp1251", nullptr},
    {"windows-1253", "cp1253 x-cp1253", nullptr},
    {"windows-1254",
     "cp1254 x-cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
     "iso_8859-9:1989 l5 latin5",
     nullptr},
    {"windows-1255", "cp1255 x-cp1255", nullptr},
    {"windows-1256", "cp1256 x-cp1256", nullptr},
    {"windows-1257", "cp1257 x-cp1257", nullptr},
    {"windows-1258", "cp1258 x-cp1258", nullptr},
    {"windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620", nullptr},
    {"iso-8859-2", "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
     nullptr},
    {"iso-8859-3", "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
     nullptr},
    {"iso-8859-4", "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
     nullptr},
    {"iso-8859-5",
     "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
     nullptr},
    {"iso-8859-6",
     "arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 "
     "iso88596 iso_8859-6 "
     "iso_8859-6:1987",
     nullptr},
    {"iso-8859-7",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 "
     "sun_eu_greek",
     nullptr},
    {"iso-8859-8",
     "csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
     "iso_8859-8:1988 visual",
     nullptr},
    {"iso-8859-8-i", "csiso88598i logical", "iso-8859-8"},
    {"iso-8859-10", "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6", nullptr},
    {"iso-8859-13", "iso8859-13 iso885913", nullptr},
    {"iso-8859-14", "iso8859-14 iso885914", nullptr},
    {"iso-8859-15", "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9", nullptr},
    {"koi8-r", "cskoi8r koi koi8 koi8_r", nullptr},
    {"koi8-u", "koi8-ru", nullptr},
    {"ibm866", "866 cp866 csibm866", nullptr},
    {"macintosh", "csmacintosh mac x-mac-roman", nullptr},
    {"x-mac-cyrillic", "x-mac-ukrainian mac-cyrillic", nullptr},
    {"gbk",
     "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 euc-cn",
     "gb18030"},
    {"gb18030", "", nullptr},
    {"big5", "big5-hkscs cn-big5 csbig5 x-x-big5", "Big5-HKSCS"},
    {"euc-jp", "cseucpkdfmtjapanese x-euc-jp", nullptr},
    {"iso-2022-jp", "csiso2022jp", nullptr},
    {"shift_jis", "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932",
     "windows-31j"},
    {"euc-kr",
     "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
     "windows-949 uhc cp949",
     "windows-949"},
    {"utf-16le", "utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff", nullptr},
    {"utf-16be", "unicodefffe", nullptr},
    {"utf-32le", "utf-32", nullptr},
    {"utf-32be", "", nullptr},
};

const Charset* FindCharset(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kCharsets), std::end(kCharsets),
                   [&](const Charset& charset) { return charset.name == name; });
  return found == std::end(kCharsets) ? nullptr : found;
}

bool HasLabel(const Charset& charset, std::string_view label) {
  if (charset.name == label) return true;
  const std::string_view labels = charset.labels;
  for (size_t at = labels.find(label); at != std::string_view::npos;
       at = labels.find(label, at + 1)) {
    const size_t end = at + label.size();
    if ((at == 0 || labels[at - 1] == ' ') && (end == labels.size() || labels[end] == ' ')) {
      return true;
    }
  }
  return false;
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// Appends UTF-16 as UTF-8. What comes in pieces may be cut between two surrogates.
class Utf16Appender {
 public:
  explicit Utf16Appender(std::string* out) : out_(out) {}

  void Append(char16_t unit) {
    const bool high = unit >= 0xD800 && unit <= 0xDBFF;
    if (unit >= 0xDC00 && unit <= 0xDFFF && high_ != 0) {
      AppendUtf8(0x10000U + ((high_ - 0xD800U) << 10) + (unit - 0xDC00U), out_);
      high_ = 0;
      return;
    }
    Finish();
    if (high) {
      high_ = unit;
    } else {
      if (unit >= 0xDC00 && unit <= 0xDFFF) ++invalid_;
      AppendUtf8(unit, out_);
    }
  }

  // Says that nothing follows.
  void Finish() {
    if (high_ == 0) return;
    AppendUtf8(kReplacementCharacter, out_);
    ++invalid_;
    high_ = 0;
  }

  size_t invalid() const { return invalid_; }

 private:
  std::string* out_;
  char32_t high_ = 0;  // a high surrogate whose other half is still to come
  size_t invalid_ = 0;
};

// Converts UTF-16 or UTF-32: units of `kUnit` bytes.
template <size_t kUnit>
ConvertedText ConvertUnits(std::string_view bytes, bool big_endian) {
  ConvertedText converted;
  converted.text.reserve(bytes.size());
  Utf16Appender appender(&converted.text);
  size_t position = 0;
  for (; position + kUnit <= bytes.size(); position += kUnit) {
    char32_t unit = 0;
    for (size_t index = 0; index < kUnit; ++index) {
      const size_t place = position + (big_endian ? index : kUnit - 1 - index);
      unit = unit << 8 | static_cast<unsigned char>(bytes[place]);
    }
    if constexpr (kUnit == 2) {
      appender.Append(static_cast<char16_t>(unit));
    } else {
      if (unit > 0x10FFFF || (unit >= 0xD800 && unit <= 0xDFFF)) ++converted.invalid;
      AppendUtf8(unit, &converted.text);
    }
  }
  appender.Finish();
  converted.invalid += appender.invalid();
  if (position < bytes.size()) {
    AppendUtf8(kReplacementCharacter, &converted.text);
    ++converted.invalid;
  }
  return converted;
}

ConvertedText ConvertWindows1252(std::string_view bytes) {
  ConvertedText converted;
  converted.text.reserve(bytes.size() + bytes.size() / 8);
  for (const char byte : bytes) {
    AppendUtf8(Windows1252ToCodePoint(static_cast<unsigned char>(byte)), &converted.text);
  }
  return converted;
}

// ICU's callback for bytes that the charset does not have: writes U+FFFD and counts, in the size_t
// at `context`.
void Replace(const void* context, UConverterToUnicodeArgs* args, const char* /*units*/,
             int32_t /*length*/, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  static constexpr UChar kReplacement = 0xFFFD;
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(args, &kReplacement, 1, 0, status);
  ++**static_cast<size_t* const*>(context);
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Converts with ICU; nullopt where it has no such converter.
std::optional<ConvertedText> ConvertWithIcu(std::string_view bytes, const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(name, &status));
  if (U_FAILURE(status)) return std::nullopt;
  ConvertedText converted;
  size_t* const count = &converted.invalid;
  ucnv_setToUCallBack(converter.get(), Replace, &count, nullptr, nullptr, &status);
  converted.text.reserve(bytes.size() + bytes.size() / 2);
  Utf16Appender appender(&converted.text);
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::array<UChar, 4096> units;
  do {
    status = U_ZERO_ERROR;
    UChar* target = units.data();
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, source_end,
                   nullptr, 1, &status);
    for (const UChar* unit = units.data(); unit < target; ++unit) appender.Append(*unit);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  appender.Finish();
  converted.invalid += appender.invalid();
  if (U_FAILURE(status)) return std::nullopt;
  return converted;
}

// Converts from `charset`, a canonical name.
std::optional<ConvertedText> Convert(std::string_view bytes, const std::string& charset) {
  std::optional<ConvertedText> converted;
  if (charset == "utf-8") {
    converted.emplace();
    converted->text = ToValidUtf8(bytes, &converted->invalid);
  } else if (charset == "windows-1252") {
    converted = ConvertWindows1252(bytes);
  } else if (charset == "utf-16le" || charset == "utf-16be") {
    converted = ConvertUnits<2>(bytes, charset == "utf-16be");
  } else if (charset == "utf-32le" || charset == "utf-32be") {
    converted = ConvertUnits<4>(bytes, charset == "utf-32be");
  } else {
    const Charset* const known = FindCharset(charset);
    converted =
        ConvertWithIcu(bytes, known != nullptr && known->converter != nullptr ? known->converter
                                                                              : charset.c_str());
  }
  if (converted) converted->charset = charset;
  return converted;
}

struct ByteOrderMark {
  std::string_view bytes;
  std::string_view charset;
};

// UTF-32's before UTF-16's: the one little-endian mark begins with the other.
constexpr ByteOrderMark kByteOrderMarks[] = {
    {std::string_view("\xEF\xBB\xBF", 3), "utf-8"},
    {std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
    {std::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
    {std::string_view("\xFF\xFE", 2), "utf-16le"},
    {std::string_view("\xFE\xFF", 2), "utf-16be"},
};

// How much of the bytes is looked at where a sample will do.
constexpr size_t kSample = 4096;

bool IsTextControl(unsigned char byte) {
  return byte >= 0x20 || (byte >= '\t' && byte <= '\r') || byte == 0x1B;
}

// Returns "utf-16le" or "utf-16be" where the bytes are UTF-16 without a byte order mark, else "".
std::string_view GuessUtf16(std::string_view bytes) {
  const size_t sampled = std::min(bytes.size(), kSample) & ~size_t{1};
  if (sampled < 4 || std::memchr(bytes.data(), 0, sampled) == nullptr) return {};
  // Units below U+0100 in each order: text has some in its own order, all of them characters of
  // text, and hardly any of the reverse, U+XX00. Of those only the ideographic space, Han and
  // Hangul are common.
  for (const bool big_endian : {false, true}) {
    size_t low = 0;
    size_t wrong = 0;
    for (size_t position = 0; position < sampled; position += 2) {
      const auto high_byte = static_cast<unsigned char>(bytes[position + (big_endian ? 0 : 1)]);
      const auto low_byte = static_cast<unsigned char>(bytes[position + (big_endian ? 1 : 0)]);
      if (high_byte == 0) {
        ++(low_byte != 0 && IsTextControl(low_byte) ? low : wrong);
      } else if (low_byte == 0 && !(high_byte == 0x30 || high_byte >= 0x4E)) {
        ++wrong;
      }
    }
    const size_t units = sampled / 2;
    if (low > 0 && low * 50 >= units && wrong * 50 <= low) {
      return big_endian ? "utf-16be" : "utf-16le";
    }
  }
  return {};
}

// Whether bytes that are not all valid UTF-8 are so but for strays. A multi-byte sequence is no
// accident, and the less so the longer it is; text in a legacy charset has many ill-formed ones to
// each that happens to be valid.
bool IsNearlyUtf8(std::string_view bytes) {
  size_t valid = 0;
  size_t ill_formed = 0;
  size_t at_edges = 0;
  size_t position = 0;
  // A file cut inside a sequence.
  while (position < bytes.size() && position < 3 && IsContinuation(bytes[position])) ++position;
  if (position > 0) at_edges = 1;
  while (position < bytes.size()) {
    const std::string_view rest = bytes.substr(position);
    const Utf8Part part = NextUtf8Part(rest);
    if (!part.valid) {
      const bool cut = part.length == rest.size() && static_cast<unsigned char>(rest[0]) >= 0xC2;
      ++(cut ? at_edges : ill_formed);
    } else if (part.length > 1) {
      valid += part.length == 2 ? 1 : 2;
    }
    position += part.length;
  }
  return valid > 0 && valid >= 3 * ill_formed && (ill_formed > 0 || at_edges > 0);
}

// What the bytes outside ASCII are like.
struct HighBytes {
  size_t count = 0;
  size_t in_runs = 0;  // with another one beside
  bool in_c1 = false;  // one of 0x80 to 0x9F is there
  bool euro = false;   // 0xA4 is there: the euro sign of ISO-8859-15
};

HighBytes CountHighBytes(std::string_view bytes) {
  HighBytes high;
  const auto is_high = [&](size_t index) {
    return index < bytes.size() && static_cast<signed char>(bytes[index]) < 0;
  };
  for (size_t index = 0; index < bytes.size(); ++index) {
    if (!is_high(index)) continue;
    ++high.count;
    if (is_high(index + 1) || (index > 0 && is_high(index - 1))) ++high.in_runs;
    const auto byte = static_cast<unsigned char>(bytes[index]);
    high.in_c1 = high.in_c1 || byte <= 0x9F;
    high.euro = high.euro || byte == 0xA4;
  }
  return high;
}

// The first lines with bytes outside ASCII, for detection: the rest tells nothing and takes its
// time.
std::string DetectionSample(std::string_view bytes) {
  constexpr size_t kMaxSample = 4096;
  std::string sample;
  size_t line = 0;
  while (line < bytes.size() && sample.size() < kMaxSample) {
    const size_t end = std::min(bytes.find('\n', line), bytes.size() - 1) + 1;
    const std::string_view text = bytes.substr(line, end - line);
    if (std::any_of(text.begin(), text.end(),
                    [](char byte) { return static_cast<signed char>(byte) < 0; })) {
      sample.append(text, 0, kMaxSample - sample.size());
    }
    line = end;
  }
  return sample;
}

bool IsBinary(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, kSample);
  const auto controls = std::count_if(sample.begin(), sample.end(), [](char byte) {
    return !IsTextControl(static_cast<unsigned char>(byte));
  });
  return static_cast<size_t>(controls) * 20 > sample.size();
}

// Charsets of scripts whose letters are all outside ASCII, so that their bytes stand in runs.
bool IsOfAnotherScript(std::string_view charset) {
  constexpr std::string_view kNames[] = {
      "windows-1251", "windows-1253",   "windows-1255", "windows-1256", "windows-874", "iso-8859-5",
      "iso-8859-6",   "iso-8859-7",     "iso-8859-8",   "koi8-r",       "koi8-u",      "ibm866",
      "ibm855",       "x-mac-cyrillic", "gbk",          "gb18030",      "big5",        "euc-jp",
      "shift_jis",    "euc-kr",         "euc-tw"};
  return std::find(std::begin(kNames), std::end(kNames), charset) != std::end(kNames);
}

struct DeleteDetector {
  void operator()(uchardet_t detector) const { uchardet_delete(detector); }
};

// Returns the canonical name of what bytes that are not UTF-8 look like.
std::string DetectCharset(std::string_view bytes) {
  constexpr const char* kFallback = "windows-1252";
  const std::string sample = DetectionSample(bytes);
  const std::unique_ptr<uchardet, DeleteDetector> detector(uchardet_new());
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return kFallback;
  uchardet_data_end(detector.get());
  std::string found = CanonicalCharset(uchardet_get_charset(detector.get()));
  // Romanian: ICU has no converter, and the letters stand in the same places.
  if (std::string_view(uchardet_get_charset(detector.get())) == "ISO-8859-16") found = "iso-8859-2";
  if (found.empty() || found == "utf-8" || found.starts_with("utf-")) return kFallback;

  // The detector names something for any bytes. Of a handful, or against what they look like, it is
  // not believed.
  const HighBytes high = CountHighBytes(sample);
  const bool runs = high.in_runs * 2 >= high.count;
  if (IsOfAnotherScript(found) && runs) return found;
  if (IsOfAnotherScript(found)) return kFallback;
  const bool common = found == "windows-1250" || found == "iso-8859-2" || found == "windows-1254";
  if (high.count < (common ? 8 : 16)) return kFallback;
  if (found == "iso-8859-15" && !high.euro) return kFallback;
  if (high.in_c1) {
    // ISO-8859 has controls there; the code pages that have letters and quotation marks are meant.
    if (found == "iso-8859-2") return "windows-1250";
    if (found == "iso-8859-4" || found == "iso-8859-13") return "windows-1257";
    if (found.starts_with("iso-8859-")) return kFallback;
  }
  return found;
}

// Whether so many of the characters were ill-formed that the charset cannot be the right one.
bool Contradicts(const ConvertedText& converted, std::string_view bytes) {
  if (converted.invalid == 0) return false;
  const HighBytes high = CountHighBytes(bytes);
  return converted.invalid * 10 > high.count;
}

// Charsets whose texts are ASCII bytes that mean something else.
bool IsSevenBit(std::string_view charset) {
  return charset.starts_with("iso-2022-") || charset == "hz-gb-2312" || charset == "utf-7";
}

}  // namespace

std::string CanonicalCharset(std::string_view label) {
  constexpr std::string_view kSpace = " \t\n\f\r";
  const size_t begin = label.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  const std::string lower =
      LowerAscii(label.substr(begin, label.find_last_not_of(kSpace) + 1 - begin));
  for (const Charset& charset : kCharsets) {
    if (HasLabel(charset, lower)) return std::string(charset.name);
  }
  // Converter names are short; what is longer is no label, and ICU's options (",") are none of
  // ours.
  if (lower.size() > 40 || lower.find_first_of(std::string_view(",\0", 2)) != std::string::npos) {
    return {};
  }
  UErrorCode status = U_ZERO_ERROR;
  const char* const iana = ucnv_getStandardName(lower.c_str(), "IANA", &status);
  if (U_FAILURE(status) || iana == nullptr) return {};
  std::string name = LowerAscii(iana);
  for (const Charset& charset : kCharsets) {
    if (HasLabel(charset, name)) return std::string(charset.name);
  }
  return name;
}

ConvertedText ConvertToUtf8(std::string bytes, std::string_view declared, bool detect) {
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    ConvertedText converted =
        *Convert(std::string_view(bytes).substr(mark.bytes.size()), std::string(mark.charset));
    converted.byte_order_mark = true;
    return converted;
  }
  if (const std::string_view guess = GuessUtf16(bytes); !guess.empty()) {
    return *Convert(bytes, std::string(guess));
  }

  const std::string charset = declared.empty() ? std::string() : CanonicalCharset(declared);
  const bool wide = charset.starts_with("utf-16") || charset.starts_with("utf-32");
  if (IsValidUtf8(bytes)) {
    ConvertedText converted;
    converted.charset = "utf-8";
    if (!charset.empty() && charset != "utf-8" && !wide && IsAllAscii(bytes)) {
      // ASCII is the same in nearly every charset; what is declared is then as good a name for it.
      if (IsSevenBit(charset) || FindCharset(charset) == nullptr) {
        if (std::optional<ConvertedText> read = Convert(bytes, charset);
            read && read->invalid == 0) {
          return *std::move(read);
        }
      } else {
        converted.charset = charset;
      }
    }
    converted.text = std::move(bytes);
    return converted;
  }
  if (IsNearlyUtf8(bytes)) return *Convert(bytes, "utf-8");
  if (!charset.empty() && charset != "utf-8") {
    std::optional<ConvertedText> converted = Convert(bytes, charset);
    if (converted && !Contradicts(*converted, bytes)) return *std::move(converted);
  }
  if (IsBinary(bytes)) return *Convert(bytes, "utf-8");
  if (detect) {
    std::optional<ConvertedText> converted = Convert(bytes, DetectCharset(bytes));
    if (converted && !Contradicts(*converted, bytes)) return *std::move(converted);
  }
  return *Convert(bytes, "windows-1252");
}

}  // namespace strigil
