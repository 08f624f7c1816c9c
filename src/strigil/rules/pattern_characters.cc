#include "strigil/rules/pattern_characters.h"

#include <string>

#include "strigil/rules/pattern_literals.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

bool IsSetName(char escaped) {
  return (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z') ||
         (escaped >= '0' && escaped <= '9');
}

ByteSet Between(char first, char last) {
  ByteSet bytes;
  for (int c = static_cast<unsigned char>(first); c <= static_cast<unsigned char>(last); ++c)
    bytes.set(static_cast<size_t>(c));
  return bytes;
}

ByteSet Ascii() { return Between('\0', '\x7F'); }

PatternCharacters AnyCharacter() { return {Ascii(), true}; }

class ClassReader {
 public:
  explicit ClassReader(std::string_view members) : members_(members) {}

  PatternCharacters Read() {
    const bool is_negated = members_.starts_with('^');
    if (is_negated) members_.remove_prefix(1);
    if (members_.find("[:") != std::string_view::npos) return AnyCharacter();
    while (position_ < members_.size()) TakeMember();
    if (!is_known_) return AnyCharacter();
    if (!is_negated) return {ascii_, may_be_other_};
    // Letters are let through in any case: in a case-sensitive group only one case may be meant.
    ByteSet rest = (~ascii_ & Ascii()) | Between('a', 'z');
    // A space of folded text may have been another one.
    if (!names_all_space_) rest.set(' ');
    return {rest, true};
  }

 private:
  void TakeMember() {
    const std::string_view first = TakeCharacter();
    const bool is_range = position_ + 1 < members_.size() && members_[position_] == '-';
    if (!is_range) {
      if (!first.empty()) Add(first);
      return;
    }
    ++position_;
    const std::string_view last = TakeCharacter();
    if (IsAscii(first) && IsAscii(last)) {
      for (int c = static_cast<unsigned char>(first[0]); c <= static_cast<unsigned char>(last[0]);
           ++c) {
        const char member = static_cast<char>(c);
        Add({&member, 1});
      }
      return;
    }
    // A range into or within what is not ASCII; of one that begins in ASCII, that is left open.
    may_be_other_ = true;
    is_known_ = is_known_ && !first.empty() && !IsAscii(first);
  }

  static bool IsAscii(std::string_view character) {
    return !character.empty() && static_cast<unsigned char>(character[0]) < 0x80;
  }

  // Takes the next character or escape. Returns the character that it stands for; nothing where it
  // stands for a set, which is added.
  std::string_view TakeCharacter() {
    size_t begin = position_++;
    if (members_[begin] == '\\') {
      begin = position_++;
      const char escaped = members_[begin];
      if (escaped == 's' || escaped == 't' || escaped == 'n') {
        names_all_space_ = names_all_space_ || escaped == 's';
        return " ";
      }
      if (IsSetName(escaped)) {
        position_ = begin;
        TakeSet();
        return {};
      }
    }
    while (position_ < members_.size() && IsContinuation(members_[position_])) ++position_;
    return members_.substr(begin, position_ - begin);
  }

  // Adds what the escape of a set, such as \d or \p{Lu}, stands for: position_ is behind its
  // backslash, and moves behind it.
  void TakeSet() {
    const char kind = members_[position_++];
    if (kind == 'd') {
      ascii_ |= Between('0', '9');
      return;
    }
    std::string_view name;
    if (kind == 'p' || kind == 'P') {
      name = members_.substr(position_++, 1);
      if (name == "{") {
        const size_t end = members_.find('}', position_);
        name = members_.substr(position_, end - position_);
        position_ = end + 1;
      }
    }
    may_be_other_ = true;
    if (kind == 'p' && (name == "L" || name == "Lu" || name == "Ll")) {
      ascii_ |= Between('a', 'z');
    } else if (kind == 'p' && name == "N") {
      ascii_ |= Between('0', '9');
    } else {
      is_known_ = false;
    }
  }

  void Add(std::string_view character) {
    if (IsAscii(character)) {
      ascii_.set(static_cast<unsigned char>(FoldForLiterals(character)[0]));
    } else {
      may_be_other_ = true;
    }
  }

  std::string_view members_;
  size_t position_ = 0;
  ByteSet ascii_;
  bool may_be_other_ = false;
  bool is_known_ = true;  // else any character may be one of it
  bool names_all_space_ = false;
};

}  // namespace

bool IsLiteralEscape(std::string_view escape) { return !IsSetName(escape[1]); }

PatternCharacters CharactersOf(std::string_view text) {
  if (text == ".") return AnyCharacter();
  if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
  return ClassReader(text).Read();
}

}  // namespace strigil
