#include "strigil/rules/pattern_edges.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>

#include "strigil/rules/pattern_characters.h"
#include "strigil/rules/pattern_literals.h"

namespace strigil {
namespace {

constexpr size_t kBytes = PatternEdges::kBytes;
constexpr size_t kLongestCharacter = 4;

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

ByteSet NonAsciiBytes() {
  ByteSet bytes;
  for (size_t byte = 0x80; byte < bytes.size(); ++byte) bytes.set(byte);
  return bytes;
}

Reach Character(const PatternCharacters& characters) {
  Reach reach;
  reach.lengths = 0;
  if (characters.ascii.any()) {
    reach.lengths |= 1U << 1U;
    reach.bytes[0] |= characters.ascii;
  }
  if (characters.may_be_other) {
    const ByteSet non_ascii = NonAsciiBytes();
    for (size_t i = 0; i < std::min(kLongestCharacter, kBytes); ++i) reach.bytes[i] |= non_ascii;
    reach.lengths |= 0b11110;  // what a character folds to may be shorter: apostrophes, U+212A and
                               // U+017F are one byte
    for (const char folded : {'\'', 'k', 's'})
      reach.bytes[0].set(static_cast<unsigned char>(folded));
  }
  // White space folds to one space, so that this one may be gone in the one before.
  if (characters.ascii[' ']) reach.lengths |= 1;
  return reach;
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
    return Character(CharactersOf("."));
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
    if (text == "." || text[0] == '[') return Character(CharactersOf(text));
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

  Reach Escape(std::string_view text) const {
    switch (text[1]) {
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return {};
      default:
        return IsLiteralEscape(text) ? Literal(text.substr(1)) : Character(CharactersOf(text));
    }
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
