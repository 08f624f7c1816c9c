#include "strigil/text/mojibake.h"

#include <unicode/uchar.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "strigil/text/block_scan.h"
#include "strigil/text/quoted.h"
#include "strigil/text/utf8.h"
#include "strigil/text/windows_1252.h"

namespace strigil {
namespace {

// How often a text is taken to have been misread.
constexpr int kMaxDepth = 3;

// The byte that a character outside ASCII was read from, 0x80 to 0xFF; 0 where it was not read from
// one.
unsigned char ByteOf(char32_t c) {
  const int byte = CodePointToWindows1252(c);
  return byte >= 0x80 ? static_cast<unsigned char>(byte) : 0;
}

// A character as it was meant, and the text that it was misread to.
struct Reading {
  size_t end = 0;  // in bytes of the text
  char32_t code_point = 0;
  int depth = 0;  // how often it was misread; 0: it stands there as it is
};

// Reads the character at `position`, which may have been misread up to `depth` times.
Reading Read(std::string_view text, size_t position, int depth) {
  if (depth == 0) {
    Reading plain;
    plain.end = position;
    plain.code_point = DecodeUtf8(text, &plain.end);
    return plain;
  }
  const Reading first = Read(text, position, depth - 1);
  const unsigned char lead = ByteOf(first.code_point);
  if (lead < 0xC2 || lead > 0xF4) return first;
  char bytes[4] = {static_cast<char>(lead)};
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  Reading reading = first;
  for (size_t index = 1; index < length; ++index) {
    if (reading.end == text.size()) return first;
    reading = Read(text, reading.end, depth - 1);
    const unsigned char byte = ByteOf(reading.code_point);
    if (byte < 0x80 || byte > 0xBF) return first;
    bytes[index] = static_cast<char>(byte);
  }
  const std::string_view sequence(bytes, length);
  if (const Utf8Part part = NextUtf8Part(sequence); !part.valid) return first;
  size_t end = 0;
  reading.code_point = DecodeUtf8(sequence, &end);
  reading.depth = depth;
  return reading;
}

// Whether a text of our days may have the character.
bool IsPlausible(char32_t c) {
  if (c < 0xA0) return false;
  // What two bytes make beyond the scripts in use: what natural text ("Spaß“") would turn to.
  if ((c >= 0x250 && c <= 0x2FF) || (c >= 0x530 && c <= 0x58F) || (c >= 0x700 && c <= 0x7FF)) {
    return false;
  }
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
    case U_CONTROL_CHAR:
      return false;
    default:
      return true;
  }
}

bool IsLower(char32_t c) {
  return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c));
}
bool IsUpper(char32_t c) {
  return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c));
}
bool IsLetter(char32_t c) {
  return IsLower(c) || IsUpper(c) || (c >= 0x80 && u_isalpha(static_cast<UChar32>(c)));
}
bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

// Whether the character of Windows-1252's `byte` often follows a letter in natural text: closing
// marks, dashes, marks of footnotes and trade.
bool FollowsLetters(unsigned char byte) {
  switch (byte) {
    case 0x80:  // €
    case 0x82:  // ‚
    case 0x84:  // „
    case 0x85:  // …
    case 0x86:  // †
    case 0x87:  // ‡
    case 0x89:  // ‰
    case 0x8B:  // ‹
    case 0x91:
    case 0x92:
    case 0x93:
    case 0x94:
    case 0x95:  // •
    case 0x96:
    case 0x97:
    case 0x99:  // ™
    case 0x9B:  // ›
    case 0xA0:
    case 0xA9:  // ©
    case 0xAA:  // ª
    case 0xAB:  // «
    case 0xAD:
    case 0xAE:  // ®
    case 0xB0:  // °
    case 0xB2:
    case 0xB3:
    case 0xB4:
    case 0xB7:  // ·
    case 0xB9:
    case 0xBA:  // º
    case 0xBB:  // »
      return true;
    default:
      return false;
  }
}

enum class Evidence : uint8_t {
  kNone,    // spoken about: stays
  kWeak,    // may be natural: repaired where the text has clear cases with the same first byte
  kMedium,  // hardly natural, but alone: repaired where the text has any other
  kStrong,
};

struct Candidate {
  size_t begin = 0;
  size_t end = 0;
  char32_t code_point = 0;
  int depth = 0;
  unsigned char lead = 0;
  Evidence evidence = Evidence::kNone;
};

// The next character that stands for the first byte of a sequence and has a non-ASCII character
// behind it, or npos.
size_t FindLead(std::string_view text, size_t from) {
  const auto may_be_lead = [](const ByteBlock& b0, const ByteBlock& b1,
                              const ByteBlock& b2) -> ByteMask {
    return (b0 == 0xC3) & InRange(b1, 0x82, 0xB4) & (b2 >= 0xC2);
  };
  return FindPlace(text, from, may_be_lead, may_be_lead, [text](const unsigned char* bytes) {
    const auto* const end = reinterpret_cast<const unsigned char*>(text.data()) + text.size();
    return bytes[0] == 0xC3 && bytes[1] >= 0x82 && bytes[1] <= 0xB4 && end - bytes > 2 &&
           bytes[2] >= 0xC2;
  });
}

// The candidate at `position`, or one with depth 0.
Candidate ReadCandidate(std::string_view text, size_t position) {
  Candidate candidate;
  candidate.begin = position;
  const Reading plain = Read(text, position, 0);
  candidate.lead = ByteOf(plain.code_point);
  for (int depth = kMaxDepth; depth > 0; --depth) {
    const Reading reading = Read(text, position, depth);
    if (reading.depth == 0) break;
    if (!IsPlausible(reading.code_point)) continue;
    candidate.end = reading.end;
    candidate.code_point = reading.code_point;
    candidate.depth = reading.depth;
    return candidate;
  }
  // A right double quotation mark has a last byte that Windows-1252 does not define, and that many
  // readers lost.
  constexpr std::string_view kCutQuote = "â€";
  constexpr std::string_view kReplacement = "\uFFFD";
  if (text.substr(position).starts_with(kCutQuote)) {
    candidate.end = position + kCutQuote.size();
    if (text.substr(candidate.end).starts_with(kReplacement)) candidate.end += kReplacement.size();
    candidate.code_point = 0x201D;
    candidate.depth = 1;
    candidate.evidence = Evidence::kWeak;
  }
  return candidate;
}

// Judges sequences by what stands in them and beside them.
class Judge {
 public:
  Judge(std::string_view text, const std::vector<Candidate>& candidates)
      : text_(text), candidates_(candidates) {}

  Evidence EvidenceOf(size_t index) const {
    const Candidate& candidate = candidates_[index];
    const bool touches_previous = index > 0 && candidates_[index - 1].end == candidate.begin;
    const bool touches_next =
        index + 1 < candidates_.size() && candidates_[index + 1].begin == candidate.end;
    if (IsQuotedAlone(text_.substr(0, candidate.begin), text_.substr(candidate.end))) {
      return Evidence::kNone;
    }
    if (candidate.evidence != Evidence::kNone) return candidate.evidence;
    if (candidate.depth > 1 || candidate.lead >= 0xF0) return Evidence::kStrong;

    char32_t before = ' ';
    if (touches_previous) {
      before = candidates_[index - 1].code_point;
    } else if (candidate.begin > 0) {
      before = DecodeUtf8Before(text_, candidate.begin);
    }
    char32_t behind = ' ';
    if (touches_next) {
      behind = candidates_[index + 1].code_point;
    } else if (candidate.end < text_.size()) {
      size_t end = candidate.end;
      behind = DecodeUtf8(text_, &end);
    }

    size_t position = candidate.begin;
    DecodeUtf8(text_, &position);
    const char32_t second = DecodeUtf8(text_, &position);
    bool may_follow = FollowsLetters(ByteOf(second));
    bool has_control = IsLostControl(second);
    while (position < candidate.end) {
      const char32_t next = DecodeUtf8(text_, &position);
      may_follow = may_follow && FollowsLetters(ByteOf(next));
      has_control = has_control || IsLostControl(next);
    }
    if (has_control) return Evidence::kStrong;
    if (candidate.lead >= 0xE0) {
      const bool punctuation =
          candidate.lead == 0xE2 && (second == U'€' || second == U'‚' || second == U'„');
      const bool mark =
          candidate.code_point == 0xFEFF || candidate.code_point == kReplacementCharacter;
      return punctuation || mark || !may_follow || touches_previous || touches_next
                 ? Evidence::kStrong
                 : Evidence::kWeak;
    }
    if (candidate.lead == 0xC2) return EvidenceOfLatinSign(candidate, second, before, behind);
    if (candidate.lead >= 0xCE) {
      return touches_previous || touches_next ? Evidence::kStrong : Evidence::kWeak;
    }
    // What is left has a capital in front, which does not stand behind a small letter.
    if (IsLower(before)) return Evidence::kStrong;
    const bool in_word = IsLetter(before) || IsLetter(behind);
    if (!may_follow) {
      return in_word && (candidate.lead == 0xC3 || IsLower(behind)) ? Evidence::kStrong
                                                                    : Evidence::kMedium;
    }
    if (candidate.lead == 0xC3 && second == U'©') {
      return in_word ? Evidence::kStrong : Evidence::kMedium;
    }
    if (!IsLower(behind)) return Evidence::kWeak;
    // Between a capital and a small letter only what joins words stands by intent: "MALMÅ—the
    // city".
    const bool joins = second == 0xA0 || second == U'…' || second == U'–' || second == U'—';
    if (joins && IsUpper(before)) return Evidence::kWeak;
    // "Å" is a word of its own.
    return second == 0xA0 && candidate.lead != 0xC3 ? Evidence::kWeak : Evidence::kStrong;
  }

 private:
  // C1 controls but NEL are in no text by intent.
  static bool IsLostControl(char32_t c) { return c >= 0x80 && c <= 0x9F && c != 0x85; }

  // "Â" and a sign or no-break space: U+00A0 to U+00BF.
  Evidence EvidenceOfLatinSign(const Candidate& candidate, char32_t sign, char32_t before,
                               char32_t behind) const {
    if (IsUpper(before)) return FollowsLetters(ByteOf(sign)) ? Evidence::kWeak : Evidence::kMedium;
    if (IsLower(before) || IsDigit(before) || IsDigit(behind) || sign == 0xA0) {
      return Evidence::kStrong;
    }
    const std::string_view rest = text_.substr(candidate.end);
    return rest.size() > 1 && rest[0] == ' ' && IsDigit(static_cast<unsigned char>(rest[1]))
               ? Evidence::kStrong
               : Evidence::kMedium;
  }

  std::string_view text_;
  const std::vector<Candidate>& candidates_;
};

// Repairs sequences whose last byte, a no-break space, has become a plain space: "Ã " for "à", "Â "
// for the no-break space itself. Only for texts that are known to have mojibake. Returns how many.
size_t RepairLostSpaces(std::string* text) {
  size_t repaired = 0;
  size_t copied = 0;
  std::string out;
  size_t position = text->find("\xC3");
  for (; position != std::string::npos; position = text->find("\xC3", position + 1)) {
    const std::string_view rest = std::string_view(*text).substr(position);
    const bool letter = rest.starts_with("Ã ");
    if (!letter && !rest.starts_with("Â ")) continue;
    const char32_t before = position > 0 ? DecodeUtf8Before(*text, position) : U' ';
    if (IsUpper(before)) continue;
    out.append(*text, copied, position - copied);
    copied = position + 2;
    if (letter) {
      out += "à";
      // The space of the sequence and the one behind the word.
      if (rest.substr(3).starts_with(' ')) ++copied;
    }
    ++repaired;
  }
  if (repaired == 0) return 0;
  out.append(*text, copied);
  *text = std::move(out);
  return repaired;
}

}  // namespace

size_t RepairMojibake(std::string* text) {
  const std::string_view all = *text;
  std::vector<Candidate> candidates;
  size_t place = FindLead(all, 0);
  while (place != std::string_view::npos) {
    const Candidate candidate = ReadCandidate(all, place);
    if (candidate.depth > 0) candidates.push_back(candidate);
    place = FindLead(all, candidate.depth > 0 ? candidate.end : place + 2);
  }
  if (candidates.empty()) return 0;

  // What is clear, in all and by first byte, and what is nearly so.
  std::array<size_t, 256> strong_by_lead{};
  size_t strong = 0;
  size_t medium = 0;
  const Judge judge(all, candidates);
  std::vector<Evidence> evidence(candidates.size());
  for (size_t index = 0; index < candidates.size(); ++index) {
    evidence[index] = judge.EvidenceOf(index);
    if (evidence[index] == Evidence::kStrong) {
      ++strong;
      ++strong_by_lead[candidates[index].lead];
    } else if (evidence[index] == Evidence::kMedium) {
      ++medium;
    }
  }
  const auto is_repaired = [&](size_t index) {
    switch (evidence[index]) {
      case Evidence::kStrong:
        return true;
      case Evidence::kMedium:
        return strong + medium >= 2;
      case Evidence::kWeak:
        return strong_by_lead[candidates[index].lead] >= 2;
      case Evidence::kNone:
        break;
    }
    return false;
  };

  size_t repaired = 0;
  size_t copied = 0;
  std::string out;
  for (size_t index = 0; index < candidates.size(); ++index) {
    if (!is_repaired(index)) continue;
    if (repaired == 0) out.reserve(all.size());
    const Candidate& candidate = candidates[index];
    out.append(all, copied, candidate.begin - copied);
    AppendUtf8(candidate.code_point, &out);
    copied = candidate.end;
    ++repaired;
  }
  if (repaired == 0) return 0;
  out.append(all, copied);
  *text = std::move(out);
  if (strong >= 2) repaired += RepairLostSpaces(text);
  return repaired;
}

}  // namespace strigil
