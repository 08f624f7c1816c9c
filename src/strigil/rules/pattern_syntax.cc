#include "strigil/rules/pattern_syntax.h"

#include "strigil/text/utf8.h"

namespace strigil {
namespace {

struct Unreadable {};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  PatternNode Parse() {
    PatternNode root = Alternation(0);
    if (!AtEnd()) throw Unreadable();
    return root;
  }

 private:
  static constexpr int kDeepest = 100;

  bool AtEnd() const { return position_ >= pattern_.size(); }
  char Peek() const { return AtEnd() ? '\0' : pattern_[position_]; }
  bool Take(std::string_view text) {
    if (!pattern_.substr(position_).starts_with(text)) return false;
    position_ += text.size();
    return true;
  }
  void SkipBehind(std::string_view text) {
    const size_t found = pattern_.find(text, position_);
    if (found == std::string_view::npos) throw Unreadable();
    position_ = found + text.size();
  }

  PatternNode Alternation(int depth) {
    if (depth > kDeepest) throw Unreadable();
    PatternNode first = Concatenation(depth);
    if (Peek() != '|') return first;
    PatternNode alternation;
    alternation.kind = PatternNode::Kind::kAlternation;
    alternation.children.push_back(std::move(first));
    while (Take("|")) alternation.children.push_back(Concatenation(depth));
    return alternation;
  }

  PatternNode Concatenation(int depth) {
    PatternNode concatenation;
    while (!AtEnd() && Peek() != '|' && Peek() != ')')
      concatenation.children.push_back(Repetition(depth));
    return concatenation;
  }

  PatternNode Repetition(int depth) {
    PatternNode node = Atom(depth);
    for (;;) {
      const size_t begin = position_;
      uint32_t least = 0;
      uint32_t most = PatternNode::kUnbounded;
      if (Take("*")) {
      } else if (Take("+")) {
        least = 1;
      } else if (Take("?")) {
        most = 1;
      } else if (Peek() == '{' && position_ + 1 < pattern_.size() &&
                 IsDigit(pattern_[position_ + 1])) {
        ++position_;
        least = Number();
        most = least;
        if (Take(",")) most = IsDigit(Peek()) ? Number() : PatternNode::kUnbounded;
        if (!Take("}")) throw Unreadable();
      } else {
        return node;
      }
      Take("?");  // a lazy match matches the same texts
      PatternNode repetition;
      repetition.kind = PatternNode::Kind::kRepetition;
      repetition.text = pattern_.substr(begin, position_ - begin);
      repetition.least = least;
      repetition.most = most;
      repetition.children.push_back(std::move(node));
      node = std::move(repetition);
    }
  }

  uint32_t Number() {
    uint32_t number = 0;
    while (IsDigit(Peek()) && number < 100000)
      number = number * 10 + static_cast<uint32_t>(pattern_[position_++] - '0');
    return number;
  }

  PatternNode Atom(int depth) {
    const size_t begin = position_;
    if (Take("(")) {
      if (Take("?")) {
        if (Take("P<")) {
          SkipBehind(">");
        } else if (!Take(":") && !Take("-i:") && !Take("i:")) {
          throw Unreadable();
        }
      }
      PatternNode group;
      group.kind = PatternNode::Kind::kGroup;
      group.text = pattern_.substr(begin, position_ - begin);
      group.children.push_back(Alternation(depth + 1));
      if (!Take(")")) throw Unreadable();
      return group;
    }
    if (Take("[")) {
      SkipClass();
    } else if (Take("\\")) {
      SkipEscape();
    } else {
      if (std::string_view("*+?").find(Peek()) != std::string_view::npos) throw Unreadable();
      SkipCharacter();
    }
    PatternNode text;
    text.kind = PatternNode::Kind::kText;
    text.text = pattern_.substr(begin, position_ - begin);
    return text;
  }

  void SkipCharacter() {
    ++position_;
    while (!AtEnd() && IsContinuation(Peek())) ++position_;
  }

  void SkipEscape() {
    if (AtEnd()) throw Unreadable();
    const char c = pattern_[position_];
    if (c == 'Q') throw Unreadable();
    SkipCharacter();
    if (c == 'p' || c == 'P') {
      if (Take("{")) {
        SkipBehind("}");
      } else {
        ++position_;
      }
    } else if (c == 'x') {
      if (Take("{")) {
        SkipBehind("}");
      } else {
        position_ += 2;
      }
    }
    if (position_ > pattern_.size()) throw Unreadable();
  }

  void SkipClass() {
    Take("^");
    Take("]");  // a bracket that stands first is a member
    while (Peek() != ']') {
      if (AtEnd()) throw Unreadable();
      if (Take("[:")) {
        SkipBehind(":]");
      } else if (Take("\\")) {
        SkipEscape();
      } else {
        SkipCharacter();
      }
    }
    ++position_;
  }

  std::string_view pattern_;
  size_t position_ = 0;
};

}  // namespace

std::optional<PatternNode> ParsePattern(std::string_view pattern) {
  try {
    return Parser(pattern).Parse();
  } catch (const Unreadable&) {
    return std::nullopt;
  }
}

}  // namespace strigil
