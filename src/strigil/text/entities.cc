#include "strigil/text/entities.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "strigil/text/entity_names.h"
#include "strigil/text/quoted.h"
#include "strigil/text/utf8.h"
#include "strigil/text/windows_1252.h"

namespace strigil {
namespace {

// The longest reference that is looked at, ampersand and semicolon included. Longer than any name;
// it bounds leading zeros and keeps the whole linear.
constexpr size_t kMaxReference = 32;

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether `c` may stand between '&' and ';'.
constexpr bool IsReferenceCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '#';
}

constexpr uint32_t HashName(std::string_view name) {
  uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash ^ hash >> 15;
}

// The names by their hash, open addressing: one more than the index in kEntityNames, 0 where the
// slot is free.
constexpr size_t kNameSlots = 2048;
static_assert(std::size(kEntityNames) * 2 < kNameSlots);
constexpr std::array<uint16_t, kNameSlots> kNameIndex = [] {
  std::array<uint16_t, kNameSlots> index{};
  for (size_t entity = 0; entity < std::size(kEntityNames); ++entity) {
    size_t slot = HashName(kEntityNames[entity].name) % kNameSlots;
    while (index[slot] != 0) slot = (slot + 1) % kNameSlots;
    index[slot] = static_cast<uint16_t>(entity + 1);
  }
  return index;
}();

std::optional<char32_t> FindName(std::string_view name) {
  for (size_t slot = HashName(name) % kNameSlots; kNameIndex[slot] != 0;
       slot = (slot + 1) % kNameSlots) {
    const EntityName& entity = kEntityNames[kNameIndex[slot] - 1];
    if (entity.name == name) return entity.code_point;
  }
  return std::nullopt;
}

// `number` is what stands behind '#'.
std::optional<char32_t> ParseNumber(std::string_view number) {
  const bool hexadecimal = !number.empty() && (number[0] == 'x' || number[0] == 'X');
  if (hexadecimal) number.remove_prefix(1);
  if (number.empty()) return std::nullopt;
  char32_t value = 0;
  for (const char c : number) {
    char32_t digit = 0;
    if (IsDigit(c)) {
      digit = static_cast<char32_t>(c - '0');
    } else if (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      return std::nullopt;
    }
    value = std::min<char32_t>(value * (hexadecimal ? 16 : 10) + digit, 0x110000);
  }
  if (value == 0) return kReplacementCharacter;
  if (value >= 0x80 && value <= 0x9F) {
    return Windows1252ToCodePoint(static_cast<unsigned char>(value));
  }
  return value;
}

// `body` is what stands between '&' and ';'.
std::optional<char32_t> ParseReference(std::string_view body) {
  if (body.empty()) return std::nullopt;
  return body[0] == '#' ? ParseNumber(body.substr(1)) : FindName(body);
}

// A reference without semicolon: only what no one writes for another reason.
std::optional<char32_t> ParseBareReference(std::string_view body) {
  if (body.size() > 2 && body[0] == '#') return ParseNumber(body.substr(1));
  for (const std::string_view name :
       {"amp", "copy", "laquo", "middot", "nbsp", "quot", "raquo", "reg"}) {
    if (body == name) return FindName(body);
  }
  return std::nullopt;
}

// Whether `next` behind a reference without semicolon lets it be one. A letter, a digit, '=' or
// what else may go on in an address does not.
bool EndsBareReference(char next, std::string_view body) {
  if (next == '&') return body == "nbsp";
  return std::string_view(" \t\n\r,.:!?)]'\"<").find(next) != std::string_view::npos;
}

// Copies a text and resolves on the way. A reference is looked for when its last character arrives,
// at the end of what is written already: so what one reference resolves to can complete another, to
// any depth, in one pass.
class Resolver {
 public:
  explicit Resolver(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  // Returns the number of references resolved.
  size_t Run() {
    size_t position = 0;
    while (position < text_.size()) {
      if (ampersand_ == kNone) {
        const size_t next = std::min(text_.find('&', position), text_.size());
        out_.append(text_, position, next - position);
        position = next;
        if (position == text_.size()) break;
      }
      const char c = text_[position++];
      Put(static_cast<unsigned char>(c), text_.substr(position));
    }
    ResolveBare('\n');
    return resolved_;
  }

  std::string TakeText() { return std::move(out_); }

 private:
  static constexpr size_t kNone = std::string::npos;

  // Appends one byte of the text, or the character that a reference stands for.
  void Put(char32_t c, std::string_view rest) {
    bool is_byte = true;
    while (true) {
      const char byte = static_cast<char>(c);
      if (c >= 0x80 || !IsReferenceCharacter(byte)) {
        if (c == ';' && ampersand_ != kNone) {
          const std::optional<char32_t> resolved =
              ParseReference(std::string_view(out_).substr(ampersand_ + 1));
          if (resolved && !IsMention(rest)) {
            ++resolved_;
            out_.resize(ampersand_);
            FindAmpersand();
            c = *resolved;
            is_byte = false;
            continue;
          }
        } else {
          ResolveBare(c < 0x80 ? byte : 'x');
        }
        ampersand_ = c == '&' ? out_.size() : kNone;
      } else if (ampersand_ != kNone && out_.size() - ampersand_ > kMaxReference) {
        ampersand_ = kNone;
      }
      if (is_byte) {
        out_.push_back(byte);
      } else {
        AppendUtf8(c, &out_);
      }
      return;
    }
  }

  bool IsMention(std::string_view rest) const {
    return IsQuotedAlone(std::string_view(out_).substr(0, ampersand_), rest);
  }

  void ResolveBare(char next) {
    if (ampersand_ == kNone) return;
    const std::string_view body = std::string_view(out_).substr(ampersand_ + 1);
    if (!EndsBareReference(next, body)) return;
    const std::optional<char32_t> resolved = ParseBareReference(body);
    if (!resolved) return;
    ++resolved_;
    out_.resize(ampersand_);
    AppendUtf8(*resolved, &out_);
  }

  // Sets ampersand_ to the '&' that the end of out_ may still belong to.
  void FindAmpersand() {
    ampersand_ = kNone;
    size_t position = out_.size();
    while (position > 0 && out_.size() - position < kMaxReference) {
      --position;
      if (out_[position] == '&') {
        ampersand_ = position;
        return;
      }
      if (!IsReferenceCharacter(out_[position])) return;
    }
  }

  std::string_view text_;
  std::string out_;
  size_t ampersand_ = kNone;  // where in out_ the reference under way began
  size_t resolved_ = 0;
};

}  // namespace

size_t ResolveEntities(std::string* text) {
  // Most texts have no ampersand, or only such as stand between spaces.
  size_t position = text->find('&');
  while (position != std::string::npos &&
         (position + 1 == text->size() || !IsReferenceCharacter((*text)[position + 1]))) {
    position = text->find('&', position + 1);
  }
  if (position == std::string::npos) return 0;
  Resolver resolver(*text);
  const size_t resolved = resolver.Run();
  if (resolved > 0) *text = resolver.TakeText();
  return resolved;
}

}  // namespace strigil
