#include "strigil/rules/character_set.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void ReadProperty(std::string_view text, size_t* position, CharacterSet* set) {
  std::string_view name = text.substr(*position, 1);
  if (name == "{") {
    const size_t end = text.find('}', *position);
    name = text.substr(*position + 1, end - *position - 1);
    *position = end;
  }
  ++*position;
  if (name == "L") {
    set->categories |= U_GC_L_MASK;
  } else if (name == "Lu") {
    set->categories |= U_GC_LU_MASK;
  } else if (name == "Ll") {
    set->categories |= U_GC_LL_MASK;
  } else if (name == "N") {
    set->categories |= U_GC_N_MASK;
  } else {
    throw OnlyRe2Knows();
  }
}

// Reads one member of a class: returns a single code point, or adds what an escape stands for to
// the set.
std::optional<char32_t> ReadMember(std::string_view text, size_t* position, CharacterSet* set) {
  const char32_t c = DecodeUtf8(text, position);
  if (c != '\\') return c;
  const char32_t escaped = DecodeUtf8(text, position);
  if (!IsWordCharacter(escaped)) return escaped;
  switch (escaped) {
    case 'n':
      return U'\n';
    case 't':
      return U'\t';
    case 'd':
      set->ranges.push_back({'0', '9'});
      return std::nullopt;
    case 's':
      for (const char32_t space : {U'\t', U'\n', U'\f', U'\r', U' '})
        set->ranges.push_back({space, space});
      return std::nullopt;
    case 'w':
      set->ranges.push_back({'0', '9'});
      set->ranges.push_back({'a', 'z'});
      set->ranges.push_back({'A', 'Z'});
      set->ranges.push_back({'_', '_'});
      return std::nullopt;
    case 'S': {
      // As a set of its own, not within a class that has more to say.
      if (text.size() != *position || *position != 2) throw OnlyRe2Knows();
      size_t at = 0;
      ReadMember("\\s", &at, set);
      set->negated = true;
      return std::nullopt;
    }
    case 'p':
      ReadProperty(text, position, set);
      return std::nullopt;
    default:
      throw OnlyRe2Knows();
  }
}

void ReadClass(std::string_view members, CharacterSet* set) {
  size_t position = 0;
  if (members.starts_with('^')) {
    set->negated = true;
    ++position;
  }
  while (position < members.size()) {
    if (members.substr(position).starts_with("[:")) throw OnlyRe2Knows();
    const auto first = ReadMember(members, &position, set);
    if (!first.has_value()) continue;
    char32_t last = *first;
    if (position + 1 < members.size() && members[position] == '-') {
      ++position;
      CharacterSet ignored;
      const auto end = ReadMember(members, &position, &ignored);
      if (!end.has_value()) throw OnlyRe2Knows();
      last = *end;
    }
    set->ranges.push_back({*first, last});
  }
}

// Works out which ASCII characters match, so that they need no more than a look.
void SettleAscii(CharacterSet* set) {
  const CharacterMembers members = set->Members();
  std::bitset<128>& ascii = set->ascii;
  for (const auto [first, last] : members.ranges) {
    for (char32_t c = first; c <= last && c < 128; ++c) ascii.set(c);
  }
  for (char32_t c = 0; members.categories != 0 && c < 128; ++c) {
    if (members.HasExactly(c)) ascii.set(c);
  }
  if (members.any_case) {
    for (char32_t upper = 'A'; upper <= 'Z'; ++upper) {
      const char32_t lower = upper | 0x20U;
      const bool has = ascii[upper] || ascii[lower] ||
                       (lower == 'k' && members.HasExactly(0x212A)) ||
                       (lower == 's' && members.HasExactly(0x017F));
      ascii[upper] = ascii[lower] = has;
    }
  }
  if (members.negated) ascii.flip();
}

}  // namespace

bool CharacterMembers::HasExactly(char32_t c) const {
  for (const CharacterRange& range : ranges) {
    if (range.first <= c && c <= range.last) return true;
  }
  if (categories == 0) return false;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & categories) != 0;
}

bool CharacterMembers::HasOther(char32_t c) const {
  bool has = HasExactly(c);
  if (!has && any_case) {
    const auto code_point = static_cast<UChar32>(c);
    // Those alone are letters of ASCII in another case. Without a dot, and with one above the
    // capital, i is a letter of its own, as it is to RE2.
    const bool may_be_ascii = c == U'\u212A' || c == U'\u017F';
    for (const UChar32 other :
         {u_tolower(code_point), u_toupper(code_point), u_foldCase(code_point, U_FOLD_CASE_DEFAULT),
          u_tolower(u_toupper(code_point))}) {
      const bool counts = other != code_point && (other >= 0x80 || may_be_ascii);
      has = has || (counts && HasExactly(static_cast<char32_t>(other)));
    }
    // The final sigma is neither the upper nor the lower case of the other small one.
    if (!has && (c == U'σ' || c == U'Σ')) has = HasExactly(U'ς');
  }
  return has != negated;
}

bool CharacterSet::MayHaveOthers() const {
  if (negated || categories != 0) return true;
  // The Kelvin sign and the long s are letters of ASCII in another case.
  if (any_case && (ascii['k'] || ascii['s'])) return true;
  return std::any_of(ranges.begin(), ranges.end(),
                     [](const CharacterRange& range) { return range.last >= 128; });
}

bool CharacterSet::TellsNoOthersApart() const {
  if (categories != 0) return false;
  return std::all_of(ranges.begin(), ranges.end(), [this](const CharacterRange& range) {
    if (range.last >= 128) return false;
    // In another case, letters of ASCII are others.
    for (char32_t c = range.first; any_case && c <= range.last; ++c) {
      if (IsAsciiLetter(c)) return false;
    }
    return true;
  });
}

std::optional<char32_t> ReadLiteral(std::string_view text) {
  if (text == "." || text[0] == '[') return std::nullopt;
  if (text[0] == '\\') {
    if (IsWordCharacter(static_cast<unsigned char>(text[1]))) return std::nullopt;
    text.remove_prefix(1);
  }
  size_t position = 0;
  return DecodeUtf8(text, &position);
}

std::optional<CharacterSet> ReadCharacterSet(std::string_view text, bool any_case) {
  if (text == " ") return std::nullopt;
  if (text == "'") return ReadCharacterSet("['’‘ʼ]", any_case);
  CharacterSet set;
  set.any_case = any_case;
  if (text == ".") {
    set.negated = true;
  } else if (text[0] == '[') {
    ReadClass(text.substr(1, text.size() - 2), &set);
  } else if (text[0] == '\\' && IsWordCharacter(static_cast<unsigned char>(text[1]))) {
    if (std::string_view("bBAz").find(text[1]) != std::string_view::npos) return std::nullopt;
    size_t position = 0;
    ReadMember(text, &position, &set);
  } else if (const auto literal = ReadLiteral(text)) {
    set.ranges.push_back({*literal, *literal});
  } else {
    return std::nullopt;
  }
  SettleAscii(&set);
  return set;
}

}  // namespace strigil
