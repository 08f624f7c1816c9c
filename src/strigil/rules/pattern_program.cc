#include "strigil/rules/pattern_program.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "strigil/rules/character_set.h"
#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

constexpr int kMostSteps = 4000;
constexpr int kDeepest = 400;

// Of a line of the cache, and of as many lines as most tries come to.
constexpr size_t kLineWords = 64 / sizeof(uint64_t);
constexpr size_t kFetchedWords = 6 * kLineWords;

bool HasBit(const uint64_t* bits, size_t index) {
  return (bits[index / 64] >> index % 64 & 1U) != 0;
}

}  // namespace

// One try of a program on a text. Positions are borders of characters.
template <PatternProgram::Direction kDirection>
class PatternProgram::Run {
 public:
  Run(const uint64_t* words, const Header& header, std::string_view text, bool takes_marks)
      : words_(words),
        classes_(reinterpret_cast<const unsigned char*>(words + kClasses)),
        header_(header),
        text_(text),
        takes_marks_(takes_marks),
        table_(CharTable::Get()) {}

  bool gave_up() const { return steps_ <= 0; }

  // Returns whether the program succeeds from `position` on.
  bool From(size_t position) { return At(kCode, position, 0); }

  // Returns the first position behind `begin` where a match may begin; behind the end of the text
  // where there is none.
  size_t NextBegin(size_t begin) const {
    const uint64_t* const first = words_ + header_.beginnings;
    const uint64_t* const second = first + kByteSetWords;
    for (++begin; begin < text_.size(); ++begin) {
      if (IsContinuation(text_[begin])) continue;
      if (header_.beginnings == 0) return begin;
      if (HasBit(first, ByteAt(begin)) &&
          (begin + 1 == text_.size() || HasBit(second, ByteAt(begin + 1))))
        return begin;
    }
    return header_.beginnings == 0 ? begin : text_.size() + 1;
  }

  // What was found, once From(begin) has succeeded.
  Found FoundFrom(size_t begin) const {
    Found found;
    found.match = text_.substr(begin, match_end_ - begin);
    for (size_t fact = 0; fact < found.facts.size(); ++fact) {
      const size_t fact_begin = marks_[2 * fact];
      found.facts[fact] = text_.substr(fact_begin, marks_[2 * fact + 1] - fact_begin);
    }
    return found;
  }

 private:
  static constexpr bool kBackward = kDirection == Direction::kBackward;

  bool At(Address address, size_t position, int depth) {
    if (depth > kDeepest) steps_ = 0;
    for (;;) {
      if (--steps_ <= 0) return false;
      const auto now = std::bit_cast<Instruction>(words_[address]);
      const uint64_t* const operands = words_ + address + 1;
      address = now.next;
      switch (now.operation) {
        case Operation::kString:
          if (!PassString(StringAt(operands, now.operand), &position)) return false;
          break;
        case Operation::kExactString:
          if (!PassExactString(StringAt(operands, now.operand), &position)) return false;
          break;
        case Operation::kSetMany: {
          size_t end = position;
          uint32_t taken = Take(now, operands, &end);
          const uint64_t* const follow = operands + header_.mask_words;
          for (; taken > now.least; --taken) {
            if (HasBit(follow, ClassAt(end)) && At(address, end, depth + 1)) return true;
            if (steps_ <= 0) return false;
            Unget(&end);
          }
          if (taken < now.least || !HasBit(follow, ClassAt(end))) return false;
          position = end;
          break;
        }
        case Operation::kSetAll:
          if (Take(now, operands, &position) < now.least) return false;
          break;
        case Operation::kSplit: {
          const size_t next_class = ClassAt(position);
          const bool may_go_on = HasBit(operands, next_class);
          if (HasBit(operands + header_.mask_words, next_class)) {
            if (may_go_on && At(address, position, depth + 1)) return true;
            address = now.operand;
          } else if (!may_go_on) {
            return false;
          }
          break;
        }
        case Operation::kChoice:
          address = AddressesAt(operands)[ClassAt(position)];
          if (address == 0) return false;
          break;
        case Operation::kTryEach: {
          const Address* const addresses = AddressesAt(operands);
          const size_t last = now.operand - size_t{1};
          for (size_t i = 0; i < last; ++i) {
            if (At(addresses[i], position, depth + 1)) return true;
          }
          address = addresses[last];
          break;
        }
        case Operation::kMark:
          if (takes_marks_) return Mark(now.operand, address, position, depth);
          break;
        case Operation::kBegin:
          if (position != 0) return false;
          break;
        case Operation::kEnd:
          if (position != text_.size()) return false;
          break;
        case Operation::kWordBoundary:
        case Operation::kNoWordBoundary:
          if (IsWordBoundary(position) != (now.operation == Operation::kWordBoundary)) return false;
          break;
        case Operation::kMatch:
          match_end_ = position;
          return IsAtLastEnd(position) || !MustReachLastEnd(header_.where, kDirection);
      }
    }
  }

  static std::string_view StringAt(const uint64_t* operands, size_t size) {
    return {reinterpret_cast<const char*>(operands), size};
  }
  static const Address* AddressesAt(const uint64_t* operands) {
    return reinterpret_cast<const Address*>(operands);
  }

  bool IsAtLastEnd(size_t position) const { return position == (kBackward ? 0 : text_.size()); }

  unsigned char ByteAt(size_t position) const {
    return static_cast<unsigned char>(text_[position]);
  }
  // A byte of the next character, which there must be: the character itself where it is ASCII.
  unsigned char NextByte(size_t position) const {
    return ByteAt(kBackward ? position - 1 : position);
  }

  size_t ClassAt(size_t position) const {
    if (IsAtLastEnd(position)) return header_.end_class;
    const unsigned char byte = NextByte(position);
    return byte < 0x80 ? classes_[byte] : header_.others_class;
  }

  // Moves over the next character, which there must be.
  char32_t Next(size_t* position) const {
    if constexpr (!kBackward) return DecodeUtf8(text_, position);
    do --*position;
    while (IsContinuation(text_[*position]));
    size_t end = *position;
    return DecodeUtf8(text_, &end);
  }

  // Moves back over the character before, which there must be.
  void Unget(size_t* position) const {
    if constexpr (kBackward) {
      DecodeUtf8(text_, position);
    } else {
      do --*position;
      while (IsContinuation(text_[*position]));
    }
  }

  // Moves over `folded`, whatever its case in the text. Returns whether it stands at `position`.
  bool PassString(std::string_view folded, size_t* position) const {
    if constexpr (kBackward) {
      for (size_t i = folded.size(); i > 0;) {
        if (*position == 0) return false;
        const char32_t wanted = DecodeUtf8Before(folded, i);
        do --i;
        while (IsContinuation(folded[i]));
        if (table_.Fold(Next(position)) != wanted) return false;
      }
    } else {
      for (size_t i = 0; i < folded.size();) {
        if (*position >= text_.size()) return false;
        if (table_.Fold(Next(position)) != DecodeUtf8(folded, &i)) return false;
      }
    }
    return true;
  }

  bool PassExactString(std::string_view exact, size_t* position) const {
    if constexpr (kBackward) {
      if (!text_.substr(0, *position).ends_with(exact)) return false;
      *position -= exact.size();
    } else {
      if (!text_.substr(*position).starts_with(exact)) return false;
      *position += exact.size();
    }
    return true;
  }

  // Moves over as many characters of the set as there are and may be. Returns how many.
  uint32_t Take(const Instruction& now, const uint64_t* set, size_t* position) const {
    uint32_t taken = 0;
    size_t end = *position;
    for (; (taken < now.most || now.most == Instruction::kNoLimit) && !IsAtLastEnd(end); ++taken) {
      const unsigned char byte = NextByte(end);
      if (byte < 0x80) {
        if (!HasBit(set, classes_[byte])) break;
        end = kBackward ? end - 1 : end + 1;
        continue;
      }
      size_t after = end;
      if (!HasOther(now.operand, Next(&after))) break;
      end = after;
    }
    *position = end;
    return taken;
  }

  bool HasOther(Address others, char32_t c) const {
    if (others <= kAllOthers) return others == kAllOthers;
    const auto [categories, range_count, negated, any_case] = std::bit_cast<Others>(words_[others]);
    const auto* const ranges = reinterpret_cast<const CharacterRange*>(words_ + others + 1);
    return CharacterMembers{{ranges, range_count}, categories, negated, any_case}.HasOther(c);
  }

  // Notes the position for as long as what follows succeeds. The end of a group is come to last.
  bool Mark(size_t mark, Address next, size_t position, int depth) {
    const size_t before = std::exchange(marks_[mark], position);
    if (At(next, position, depth + 1)) return true;
    marks_[mark] = before;
    return false;
  }

  bool IsWordBoundary(size_t position) const {
    const bool before = position > 0 && IsWordCharacter(ByteAt(position - 1));
    const bool after = position < text_.size() && IsWordCharacter(ByteAt(position));
    return before != after;
  }

  const uint64_t* const words_;
  const unsigned char* const classes_;  // of ASCII characters
  const Header header_;
  const std::string_view text_;
  const bool takes_marks_;
  const CharTable& table_;
  std::array<size_t, kMarks> marks_{};
  size_t match_end_ = 0;  // where At() ended that succeeded
  int steps_ = kMostSteps;
};

PatternProgram::Answer PatternProgram::Match(std::string_view text, Found* found) const {
  // What is at the beginning is asked for bit by bit: all of it is fetched at once.
  for (size_t i = 0; i < std::min(words_.size(), kFetchedWords); i += kLineWords)
    __builtin_prefetch(&words_[i]);
  const auto header = std::bit_cast<Header>(words_[0]);
  if (header.direction == Direction::kBackward) {
    Run<Direction::kBackward> run(words_.data(), header, text, false);
    if (run.From(text.size())) return Answer::kYes;
    return run.gave_up() ? Answer::kUnknown : Answer::kNo;
  }
  Run<Direction::kForward> run(words_.data(), header, text, found != nullptr);
  for (size_t begin = 0; begin <= text.size(); begin = run.NextBegin(begin)) {
    if (run.From(begin)) {
      if (found != nullptr) *found = run.FoundFrom(begin);
      return Answer::kYes;
    }
    if (run.gave_up()) return Answer::kUnknown;
    if (IsTiedToFirstEnd(header.where, header.direction)) break;
  }
  return Answer::kNo;
}

}  // namespace strigil
