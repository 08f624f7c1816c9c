#include "strigil/rules/pattern_edges.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>

#include "strigil/rules/pattern_literals.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr size_t kBytes = PatternEdges::kBytes;
constexpr size_t kLongestCharacter = 4;

ByteSet AnyByte() { return ByteSet().set(); }

ByteSet NonAsciiBytes() {
  ByteSet bytes;
  for (size_t byte = 0x80; byte < 0x100; ++byte) bytes.set(byte);
  return bytes;
}

// The bytes that may stand at each place of a part of a pattern, seen from the end where the
// looking begins, and how long the part may be: bit i for i bytes, bit kBytes for that many or
// more.
struct Reach {
  std::array<ByteSet, kBytes> bytes;
  uint32_t lengths = 1;

  static constexpr uint32_t kMore = 1U << kBytes;
};

// The lengths of one part behind another.
uint32_t AddLengths(uint32_t a, uint32_t b) {
  uint32_t sum = 0;
  for (size_t i = 0; i <= kBytes; ++i) {
    if ((a >> i & 1U) == 0) continue;
    for (size_t j = 0; j <= kBytes; ++j) {
      if ((b >> j & 1U) != 0) sum |= 1U << std::min(i + j, kBytes);
    }
  }
  return sum;
}

void Append(const Reach& next, Reach* reach) {
  for (size_t offset = 0; offset < kBytes; ++offset) {
    if ((reach->lengths >> offset & 1U) == 0) continue;
    for (size_t i = 0; offset + i < kBytes; ++i) reach->bytes[offset + i] |= next.bytes[i];
  }
  reach->lengths = AddLengths(reach->lengths, next.lengths);
}

void Unite(const Reach& other, Reach* reach) {
  for (size_t i = 0; i < kBytes; ++i) reach->bytes[i] |= other.bytes[i];
  reach->lengths |= other.lengths;
}

// One character out of `ascii`, or one that is not ASCII where `others` says so.
Reach Character(const ByteSet& ascii, bool others) {
  Reach reach;
  reach.lengths = 0;
  if (ascii.any()) {
    reach.lengths |= 1U << 1U;
    reach.bytes[0] |= ascii;
  }
  if (others) {
    const ByteSet non_ascii = NonAsciiBytes();
    for (size_t i = 0; i < std::min(kLongestCharacter, kBytes); ++i) reach.bytes[i] |= non_ascii;
    reach.lengths |= 0b11110;  // what a character folds to may be shorter: apostrophes, U+212A and
                               // U+017F are one byte
    for (const char folded : {'\'', 'k', 's'})
      reach.bytes[0].set(static_cast<unsigned char>(folded));
  }
  // White space folds to one space, so that this one may be gone in the one before.
  if (ascii[' ']) reach.lengths |= 1;
  return reach;
}

Reach AnyCharacter() {
  ByteSet ascii = AnyByte() & ~NonAsciiBytes();
  return Character(ascii, true);
}

class EdgeFinder {
 public:
  explicit EdgeFinder(bool from_end) : from_end_(from_end) {}

  Reach Find(const PatternNode& node) const {
    switch (node.kind) {
      case PatternNode::Kind::kText:
        return Text(node.text);
      case PatternNode::Kind::kConcatenation:
        return Concatenation(node);
      case PatternNode::Kind::kAlternation: {
        Reach reach = Find(node.children[0]);
        for (size_t i = 1; i < node.children.size(); ++i) Unite(Find(node.children[i]), &reach);
        return reach;
      }
      case PatternNode::Kind::kRepetition:
        return Repetition(node);
      case PatternNode::Kind::kGroup:
        return Find(node.children[0]);
    }
    return AnyCharacter();
  }

 private:
  Reach Concatenation(const PatternNode& node) const {
    Reach reach;
    for (size_t i = 0; i < node.children.size(); ++i) {
      // What stands too far from the end to be seen is spared.
      if (reach.lengths == Reach::kMore) break;
      Append(Find(node.children[from_end_ ? node.children.size() - 1 - i : i]), &reach);
    }
    return reach;
  }

  Reach Repetition(const PatternNode& node) const {
    const Reach round = Find(node.children[0]);
    Reach reach;
    Reach all;
    if (node.least > 0) all.lengths = 0;
    // More rounds than there are bytes to see add nothing but length.
    const uint32_t most = std::min<uint32_t>(node.most, kBytes + 1);
    for (uint32_t i = 1; i <= most; ++i) {
      Append(round, &reach);
      if (i >= std::min<uint32_t>(node.least, kBytes + 1)) Unite(reach, &all);
    }
    if (node.most > kBytes && (round.lengths & ~1U) != 0) all.lengths |= Reach::kMore;
    return all;
  }

  Reach Text(const std::string& text) const {
    if (text == "^" || text == "$") return {};
    if (text == ".") return AnyCharacter();
    if (text[0] == '[') return Class(text);
    if (text[0] == '\\') return Escape(text);
    return Literal(text);
  }

  Reach Literal(std::string_view character) const {
    std::string folded = FoldForLiterals(character);
    if (from_end_) std::reverse(folded.begin(), folded.end());
    Reach reach;
    for (size_t i = 0; i < folded.size() && i < kBytes; ++i)
      reach.bytes[i].set(static_cast<unsigned char>(folded[i]));
    reach.lengths = 1U << std::min(folded.size(), kBytes);
    if (folded == " ") reach.lengths |= 1;
    return reach;
  }

  static ByteSet Digits() {
    ByteSet digits;
    for (size_t digit = '0'; digit <= '9'; ++digit) digits.set(digit);
    return digits;
  }

  static ByteSet Letters() {
    ByteSet letters;
    for (size_t letter = 'a'; letter <= 'z'; ++letter) letters.set(letter);
    return letters;
  }

  // A set of characters, as far as bytes tell.
  struct Set {
    ByteSet ascii;  // folded
    bool others = false;
    bool is_known = true;  // else any character may be one of it
  };

  // Adds what the escape of a set, such as \d or \p{Lu}, stands for: `position` is behind its
  // backslash, and moves behind it.
  static void TakeSet(std::string_view text, size_t* position, Set* set) {
    const char kind = text[(*position)++];
    if (kind == 'd') {
      set->ascii |= Digits();
      return;
    }
    set->others = true;
    std::string_view name;
    if (kind == 'p' || kind == 'P') {
      name = text.substr((*position)++, 1);
      if (name == "{") {
        const size_t end = text.find('}', *position);
        name = text.substr(*position, end - *position);
        *position = end + 1;
      }
    }
    if (kind == 'p' && (name == "L" || name == "Lu" || name == "Ll")) {
      set->ascii |= Letters();
    } else if (kind == 'p' && name == "N") {
      set->ascii |= Digits();
    } else {
      set->is_known = false;
    }
  }

  static bool IsSetEscape(char escaped) {
    return (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z') ||
           (escaped >= '0' && escaped <= '9');
  }

  Reach Escape(std::string_view text) const {
    switch (text[1]) {
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return {};
      case 's':
      case 't':
      case 'n':
        return Character(ByteSet().set(' '), false);
      default: {
        if (!IsSetEscape(text[1])) return Literal(text.substr(1));
        Set set;
        size_t position = 1;
        TakeSet(text, &position, &set);
        return set.is_known ? Character(set.ascii, set.others) : AnyCharacter();
      }
    }
  }

  // The members of a class; any character where they are not plain to see.
  static Reach Class(std::string_view text) {
    std::string_view members = text.substr(1, text.size() - 2);
    const bool is_negated = members.starts_with('^');
    if (is_negated) members.remove_prefix(1);
    if (members.find("[:") != std::string_view::npos) return AnyCharacter();
    Set set;
    bool names_all_space = false;
    size_t position = 0;
    const auto take = [&](char* character) {
      // Returns whether a single ASCII character was taken.
      *character = members[position++];
      if (*character == '\\') {
        const char escaped = members[position++];
        if (escaped == 's' || escaped == 't' || escaped == 'n') {
          *character = ' ';
          names_all_space = names_all_space || escaped == 's';
          return true;
        }
        if (IsSetEscape(escaped)) {
          --position;
          TakeSet(members, &position, &set);
          return false;
        }
        *character = escaped;
        return true;
      }
      if (static_cast<unsigned char>(*character) < 0x80) return true;
      set.others = true;
      while (position < members.size() && IsContinuation(members[position])) ++position;
      return false;
    };
    const auto add = [&set](char character) {
      // Folded text has lower case; a negated class takes out only what it takes out in both cases.
      const char lower = character >= 'A' && character <= 'Z'
                             ? static_cast<char>(character - 'A' + 'a')
                             : character;
      set.ascii.set(static_cast<unsigned char>(lower));
    };
    while (position < members.size()) {
      char first = 0;
      const bool is_single = take(&first);
      if (position + 1 < members.size() && members[position] == '-') {
        ++position;
        char last = 0;
        const bool ends_single = take(&last);
        if (!is_single || !ends_single) {
          // A range into or within what is not ASCII; one that begins in ASCII holds the rest of
          // that.
          set.others = true;
          if (is_single) set.ascii = AnyByte() & ~NonAsciiBytes();
          continue;
        }
        for (int c = static_cast<unsigned char>(first); c <= static_cast<unsigned char>(last); ++c)
          add(static_cast<char>(c));
        continue;
      }
      if (is_single) add(first);
    }
    if (!set.is_known) return AnyCharacter();
    if (is_negated) {
      // Letters are let through in any case: in a case-sensitive group only one case may be meant.
      ByteSet rest = AnyByte() & ~NonAsciiBytes() & ~set.ascii;
      for (size_t c = 'a'; c <= 'z'; ++c) rest.set(c);
      // A space of folded text may have been another one.
      if (!names_all_space) rest.set(' ');
      return Character(rest, true);
    }
    return Character(set.ascii, set.others);
  }

  bool from_end_;
};

}  // namespace

PatternEdges FindEdges(const PatternNode& pattern) {
  PatternEdges edges;
  const Reach first = EdgeFinder(false).Find(pattern);
  edges.first = first.bytes;
  edges.shortest = first.lengths == 0 ? 0 : static_cast<size_t>(std::countr_zero(first.lengths));
  edges.last = EdgeFinder(true).Find(pattern).bytes;
  return edges;
}

}  // namespace strigil
