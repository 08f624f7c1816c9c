#include "strigil/rules/pattern_literals.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <set>

#include "strigil/rules/literal_words.h"
#include "strigil/text/block_scan.h"
#include "strigil/text/char_class.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

using Strings = std::set<std::string>;

// Larger sets would tell texts apart no better, only slower.
constexpr size_t kMostStrings = 160;
constexpr size_t kLongestString = 160;
constexpr size_t kMostClassMembers = 40;
constexpr int kWidestRange = 11;
constexpr size_t kMostRequired = 8;
constexpr uint32_t kMostCharacters = 1000000;

uint32_t AddCharacters(uint32_t a, uint32_t b) {
  return a == PatternLiterals::kUnbounded || b == PatternLiterals::kUnbounded ||
                 a + b > kMostCharacters
             ? PatternLiterals::kUnbounded
             : a + b;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// How often each byte is met in text, from 0 to 1, whatever stands before it.
std::array<double, 256> MakeByteFrequencies() {
  constexpr std::string_view kLetters = "enitrasoldhucmpgfvbwkyzjxq";
  constexpr double kMostFrequent = 0.12;
  std::array<double, 256> frequencies{};
  // The first byte of a character says which script it is of, the others which character.
  for (size_t byte = 0; byte < 256; ++byte) {
    frequencies[byte] = byte < 0x80 ? 0.001 : byte >= 0xC0 ? 0.05 : 0.01;
  }
  // Frequencies of letters fall off about geometrically with their rank.
  double frequency = kMostFrequent;
  for (const char letter : kLetters) {
    frequencies[static_cast<unsigned char>(letter)] = frequency;
    frequency *= 0.86;
  }
  for (const char mark : {'.', ',', '-'}) frequencies[static_cast<unsigned char>(mark)] = 0.01;
  for (size_t digit = '0'; digit <= '9'; ++digit) frequencies[digit] = 0.0007;
  frequencies[' '] = 0.15;
  return frequencies;
}

// The same behind another byte: digits stand together, spaces behind punctuation.
double FrequencyOf(char c, char before) {
  static const std::array<double, 256> frequencies = MakeByteFrequencies();
  constexpr std::string_view kPunctuation = ".,:;!?";
  if (c == ' ' && kPunctuation.find(before) != std::string_view::npos) return 0.8;
  if (IsDigit(c) && IsDigit(before)) return 0.1;
  return frequencies[static_cast<unsigned char>(c)];
}

double FrequencyOf(const Strings& strings) {
  double sum = 0;
  for (const std::string& string : strings) sum += strigil::FrequencyOf(std::string_view(string));
  return strings.empty() ? 1.0 : std::min(sum, 1.0);
}

bool IsEdge(char c) { return c == PatternLiterals::kWordEdge || c == PatternLiterals::kLineEnd; }

size_t EdgesOf(const std::string& string) {
  return static_cast<size_t>(std::count_if(string.begin(), string.end(), IsEdge));
}

size_t ShortestOf(const Strings& strings) {
  size_t shortest = SIZE_MAX;
  for (const std::string& string : strings)
    shortest = std::min(shortest, string.size() - EdgesOf(string));
  return strings.empty() ? 0 : shortest;
}

// The fewest bytes that are neither spaces nor edges: of spaces, a folded text may have fewer than
// the strings side by side.
uint32_t FewestBytes(const Strings& strings) {
  size_t fewest = strings.empty() ? 0 : SIZE_MAX;
  for (const std::string& string : strings) {
    const auto spaces = static_cast<size_t>(std::count(string.begin(), string.end(), ' '));
    fewest = std::min(fewest, string.size() - spaces - EdgesOf(string));
  }
  return static_cast<uint32_t>(fewest);
}

// What stands before and behind a part of a pattern for sure: an edge, or 0 where that is not
// known.
struct Context {
  char before = 0;
  char behind = 0;

  std::string Bound(const std::string& literal) const {
    std::string bound;
    if (before != 0) bound += before;
    bound += literal;
    if (behind != 0) bound += behind;
    return bound;
  }
  Strings Bound(const Strings& literals) const {
    if (before == 0 && behind == 0) return literals;
    Strings bound;
    for (const std::string& literal : literals) bound.insert(Bound(literal));
    return bound;
  }
};

uint64_t MarksOfAll(const Strings& strings) {
  uint64_t marks = strings.empty() ? 0 : ~uint64_t{0};
  for (const std::string& string : strings) marks &= MarksOf(string);
  return marks;
}

// What is known of the matches of a part of a pattern.
struct Knowledge {
  std::optional<Strings> exact;  // the matches, folded, are just these
  bool is_space = false;         // one character of white space
  bool is_certain = true;        // a text whose folded form is one of `exact` matches for sure
  Strings prefixes = {""};
  std::vector<Strings>
      required;        // sets of which every match holds one literal each, the rarest first
  uint64_t marks = 0;  // that every match has, all of them
  uint32_t min_bytes = 0;
  uint32_t max_characters = 0;
  bool may_hold_space = false;

  static Knowledge Exactly(Strings strings, uint32_t max_characters) {
    Knowledge result;
    result.exact = std::move(strings);
    result.prefixes = *result.exact;
    result.marks = MarksOfAll(*result.exact);
    result.min_bytes = FewestBytes(*result.exact);
    result.max_characters = max_characters;
    for (const std::string& string : *result.exact) {
      result.may_hold_space = result.may_hold_space || string.find(' ') != std::string::npos;
    }
    return result;
  }
  // One character that is not one of few.
  static Knowledge Anything(bool may_be_space = true) {
    Knowledge result;
    result.min_bytes = may_be_space ? 0 : 1;
    result.max_characters = 1;
    result.may_hold_space = may_be_space;
    return result;
  }

  void Require(const Strings& literals) {
    if (ShortestOf(literals) == 0 ||
        std::find(required.begin(), required.end(), literals) != required.end())
      return;
    const double frequency = FrequencyOf(literals);
    const auto rarer = [frequency](const Strings& other) {
      return FrequencyOf(other) <= frequency;
    };
    required.insert(std::find_if_not(required.begin(), required.end(), rarer), literals);
    if (required.size() > kMostRequired) required.pop_back();
  }

  // The sets of which every match holds one literal each, the matches themselves among them.
  std::vector<Strings> RequiredOrExact(Context context) const {
    if (!exact.has_value()) return required;
    Knowledge result = *this;
    result.Require(context.Bound(*exact));
    return result.required;
  }
};

std::optional<Strings> Product(const Strings& first, const Strings& second) {
  if (first.size() * second.size() > kMostStrings) return std::nullopt;
  Strings result;
  for (const std::string& a : first) {
    if (a.size() > kLongestString) return std::nullopt;
    for (const std::string& b : second) {
      // Folded text has one space for any run of white space.
      const bool two_spaces = a.ends_with(' ') && b.starts_with(' ');
      result.insert(two_spaces ? a + b.substr(1) : a + b);
    }
  }
  return result;
}

// An apostrophe matches all its kinds, and one of them is a letter.
bool IsInWord(char32_t c) {
  return c == '\'' || (CharTable::Get().ClassOf(c) & (kLetter | kDigit)) != 0;
}

// What the matches of a part of a pattern have at their ends.
struct Ends {
  bool may_be_empty = false;
  // Those that are not empty begin (end) with white space or a mark, all of them.
  bool begin_outside_words = false;
  bool end_outside_words = false;

  static Ends Of(bool outside_words) { return {false, outside_words, outside_words}; }
};

Ends FindEnds(const PatternNode& node);

Ends FindEndsOfText(std::string_view text) {
  // Beside these nothing stands, which is outside of words, too.
  if (text == "^" || text == "$" || text == "\\A" || text == "\\z") return {false, true, true};
  if (text == "\\b" || text == "\\B") return {true, true, true};
  if (text == ".") return Ends::Of(false);
  if (text[0] == '\\') {
    const bool is_space = text == "\\s" || text == "\\t" || text == "\\n";
    const auto escaped = static_cast<unsigned char>(text[1]);
    return Ends::Of(is_space || (text.size() == 2 && escaped < 0x80 && !IsInWord(escaped)));
  }
  if (text[0] != '[') {
    size_t position = 0;
    return Ends::Of(!IsInWord(DecodeUtf8(text, &position)));
  }
  // Of classes, those of plain members alone; a range may hold anything.
  if (text.starts_with("[^")) return Ends::Of(false);
  const std::string_view members = text.substr(1, text.size() - 2);
  for (size_t position = 0; position < members.size();) {
    const bool is_range = members[position] == '-' && position > 0 && position + 1 < members.size();
    if (is_range || members.substr(position).starts_with("[:")) return Ends::Of(false);
    if (members[position] == '\\') {
      const std::string_view escape = members.substr(position, 2);
      if (!FindEndsOfText(escape).begin_outside_words) return Ends::Of(false);
      position += 2;
    } else if (IsInWord(DecodeUtf8(members, &position))) {
      return Ends::Of(false);
    }
  }
  return Ends::Of(true);
}

Ends FindEnds(const PatternNode& node) {
  Ends ends;
  switch (node.kind) {
    case PatternNode::Kind::kText:
      return FindEndsOfText(node.text);
    case PatternNode::Kind::kGroup:
      return FindEnds(node.children[0]);
    case PatternNode::Kind::kRepetition:
      ends = FindEnds(node.children[0]);
      ends.may_be_empty = ends.may_be_empty || node.least == 0;
      return ends;
    case PatternNode::Kind::kAlternation:
      ends = FindEnds(node.children[0]);
      for (size_t i = 1; i < node.children.size(); ++i) {
        const Ends next = FindEnds(node.children[i]);
        ends.may_be_empty = ends.may_be_empty || next.may_be_empty;
        ends.begin_outside_words = ends.begin_outside_words && next.begin_outside_words;
        ends.end_outside_words = ends.end_outside_words && next.end_outside_words;
      }
      return ends;
    case PatternNode::Kind::kConcatenation:
      ends = {true, true, true};
      for (const PatternNode& child : node.children) {
        const Ends next = FindEnds(child);
        if (ends.may_be_empty)
          ends.begin_outside_words = ends.begin_outside_words && next.begin_outside_words;
        ends.end_outside_words =
            next.end_outside_words && (!next.may_be_empty || ends.end_outside_words);
        ends.may_be_empty = ends.may_be_empty && next.may_be_empty;
      }
      return ends;
  }
  return ends;
}

class Evaluator {
 public:
  // What is known of `node`'s matches where it stands.
  Knowledge Evaluate(const PatternNode& node, Context context) {
    switch (node.kind) {
      case PatternNode::Kind::kText:
        return Text(node.text);
      case PatternNode::Kind::kConcatenation:
        return Concatenation(node, context);
      case PatternNode::Kind::kAlternation:
        return Alternation(node, context);
      case PatternNode::Kind::kRepetition: {
        // Another round may stand beside this one.
        const Context inside = node.most == 1 ? context : Context();
        return Repeated(Evaluate(node.children[0], inside), node.least, node.most, inside);
      }
      case PatternNode::Kind::kGroup:
        return Group(node, context);
    }
    return {};
  }

 private:
  Knowledge Group(const PatternNode& node, Context context) {
    Knowledge inner = Evaluate(node.children[0], context);
    // Letters that match in one case only: folded text does not tell that.
    if (node.text == "(?-i:") inner.is_certain = false;
    return inner;
  }

  Knowledge Alternation(const PatternNode& node, Context context) {
    Knowledge result = Evaluate(node.children[0], context);
    for (size_t i = 1; i < node.children.size(); ++i) {
      const Knowledge next = Evaluate(node.children[i], context);
      const std::vector<Strings> required_a = result.RequiredOrExact(context);
      const std::vector<Strings> required_b = next.RequiredOrExact(context);
      result.prefixes.insert(next.prefixes.begin(), next.prefixes.end());
      if (result.exact.has_value() && next.exact.has_value()) {
        result.exact->insert(next.exact->begin(), next.exact->end());
      } else {
        result.exact.reset();
      }
      result.required.clear();
      if (!required_a.empty() && !required_b.empty()) {
        Strings either = required_a[0];
        either.insert(required_b[0].begin(), required_b[0].end());
        result.Require(either);
      }
      result.marks &= next.marks;
      result.min_bytes = std::min(result.min_bytes, next.min_bytes);
      result.max_characters = std::max(result.max_characters, next.max_characters);
      result.may_hold_space = result.may_hold_space || next.may_hold_space;
      result.is_certain = result.is_certain && next.is_certain;
      result.is_space = false;
      Limit(&result, context);
    }
    return result;
  }

  static void Limit(Knowledge* knowledge, Context context) {
    if (knowledge->exact.has_value() && knowledge->exact->size() > kMostStrings) {
      knowledge->Require(context.Bound(*knowledge->exact));
      knowledge->exact.reset();
    }
  }

  // The contexts of a concatenation's parts.
  static std::vector<Context> ContextsIn(const PatternNode& node, Context context) {
    const size_t count = node.children.size();
    std::vector<Ends> ends;
    ends.reserve(count);
    for (const PatternNode& child : node.children) ends.push_back(FindEnds(child));
    std::vector<Context> contexts(count);
    char before = context.before;
    for (size_t i = 0; i < count; ++i) {
      contexts[i].before = before;
      before = Beside(ends[i].may_be_empty, ends[i].end_outside_words, before);
    }
    char behind = context.behind;
    for (size_t i = count; i-- > 0;) {
      contexts[i].behind = behind;
      behind = Beside(ends[i].may_be_empty, ends[i].begin_outside_words, behind);
    }
    return contexts;
  }

  // The edge that a part makes for what stands on one side of it; `beyond` is the edge on the other
  // side.
  static char Beside(bool may_be_empty, bool is_outside_words, char beyond) {
    const bool is_edge = is_outside_words && (!may_be_empty || beyond != 0);
    return is_edge ? PatternLiterals::kWordEdge : '\0';
  }

  Knowledge Concatenation(const PatternNode& node, Context context) {
    if (node.children.size() == 1) return Evaluate(node.children[0], context);
    const std::vector<Context> contexts = ContextsIn(node, context);
    Knowledge result = Knowledge::Exactly({""}, 0);
    Strings run = {""};  // exact matches of the parts since the last one that is not exact
    char before_run = context.before;
    bool first_run = true;
    bool exact = true;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const Knowledge part = Evaluate(node.children[i], contexts[i]);
      result.marks |= part.marks;
      result.min_bytes += part.min_bytes;
      result.max_characters = AddCharacters(result.max_characters, part.max_characters);
      result.may_hold_space = result.may_hold_space || part.may_hold_space;
      result.is_certain = result.is_certain && part.is_certain;
      std::optional<Strings> product;
      if (part.exact.has_value()) product = Product(run, *part.exact);
      if (product.has_value()) {
        run = std::move(*product);
        if (first_run) result.prefixes = run;
        continue;
      }
      const char behind_run = i == 0 ? '\0' : contexts[i - 1].behind;
      const std::optional<Strings> prefixes = Product(run, part.prefixes);
      if (first_run) {
        result.prefixes = prefixes.has_value() ? *prefixes : Context{0, behind_run}.Bound(run);
      }
      first_run = false;
      exact = false;
      result.Require(Context{before_run, behind_run}.Bound(run));
      for (const Strings& literals : part.RequiredOrExact(contexts[i])) result.Require(literals);
      if (prefixes.has_value()) result.Require(Context{before_run, 0}.Bound(*prefixes));
      run = part.exact.has_value() ? *part.exact : Strings{""};
      before_run = part.exact.has_value()    ? contexts[i].before
                   : i + 1 < contexts.size() ? contexts[i + 1].before
                                             : '\0';
    }
    if (exact) {
      result.exact = run;
    } else {
      result.exact.reset();
      result.Require(Context{before_run, context.behind}.Bound(run));
    }
    return result;
  }

  static Knowledge Repeated(const Knowledge& part, uint32_t least, uint32_t most, Context context) {
    if (least == 1 && most == 1) return part;
    if (part.is_space) {
      Knowledge spaces = Knowledge::Exactly(least == 0 ? Strings{"", " "} : Strings{" "}, 1);
      spaces.is_certain = least == 1 && most == PatternNode::kUnbounded;
      return spaces;
    }
    Knowledge result;
    result.is_certain = part.is_certain;
    result.min_bytes = least * std::min<uint32_t>(part.min_bytes, 1000);
    result.may_hold_space = part.may_hold_space;
    if (part.max_characters == 0) {
      result.max_characters = 0;
    } else if (most == PatternNode::kUnbounded ||
               part.max_characters == PatternLiterals::kUnbounded ||
               uint64_t{most} * part.max_characters > kMostCharacters) {
      result.max_characters = PatternLiterals::kUnbounded;
    } else {
      result.max_characters = most * part.max_characters;
    }
    if (least == 0) {
      if (most == 1) {
        result.exact = part.exact;
        if (result.exact.has_value()) result.exact->insert("");
        result.prefixes = part.prefixes;
        result.prefixes.insert("");
      }
      return result;
    }
    result.marks = part.marks;
    result.prefixes = part.prefixes;
    result.required = part.RequiredOrExact(context);
    return result;
  }

  static Knowledge Text(std::string_view text) {
    if (text == ".") return Knowledge::Anything();
    if (text == "$") return Assertion({PatternLiterals::kLineEnd});
    if (text == "^") return Assertion();
    if (text.starts_with('[')) return Class(text);
    if (text.starts_with('\\')) return Escape(text);
    return Literal(text);
  }

  // What takes no character; `edge` is what it asserts to be there, as far as literals can tell.
  static Knowledge Assertion(const std::string& edge = "") {
    Knowledge assertion = Knowledge::Exactly({edge}, 0);
    assertion.is_certain = false;
    return assertion;
  }

  static Knowledge Literal(std::string_view character) {
    return Knowledge::Exactly({FoldForLiterals(character)}, 1);
  }

  static Knowledge Escape(std::string_view text) {
    switch (text[1]) {
      case 'd': {
        Strings digits;
        for (char digit = '0'; digit <= '9'; ++digit) digits.insert(std::string(1, digit));
        return Knowledge::Exactly(digits, 1);
      }
      case 'z':
        return Assertion({PatternLiterals::kLineEnd});
      case 'b':
      case 'B':
      case 'A':
        return Assertion();
      case 's':
      case 't':
      case 'n': {
        Knowledge space = Knowledge::Exactly({" "}, 1);
        space.is_space = true;
        space.is_certain = false;  // one character of a run that folded text has as one
        return space;
      }
      default: {
        if (text[1] == 'w' || text[1] == 'S') return Knowledge::Anything(false);
        const bool is_letter_or_digit = (text[1] >= 'a' && text[1] <= 'z') ||
                                        (text[1] >= 'A' && text[1] <= 'Z') ||
                                        (text[1] >= '0' && text[1] <= '9');
        if (is_letter_or_digit) return Knowledge::Anything();
        Knowledge literal = Literal(text.substr(1));
        // Just this space or apostrophe: folded text has the same for others.
        literal.is_certain = text[1] != ' ' && text[1] != '\'';
        return literal;
      }
    }
  }

  // Whether a class of these members may match white space; true where that is not plain to see.
  static bool MayBeSpace(std::string_view members) {
    const bool is_negated = members.starts_with('^');
    const bool names_all_space = members.find("\\s") != std::string_view::npos;
    if (is_negated) return !names_all_space;
    const bool may_name_space = members.find(' ') != std::string_view::npos || names_all_space ||
                                members.find("[:") != std::string_view::npos ||
                                members.find('\\') != std::string_view::npos;
    // A range that begins below the digits could span the space.
    const bool has_wide_range = members.find("!-") != std::string_view::npos;
    return may_name_space || has_wide_range;
  }

  // The members of a class where they are few; else any character.
  static Knowledge Class(std::string_view text) {
    const std::string_view members = text.substr(1, text.size() - 2);
    Knowledge any = Knowledge::Anything(MayBeSpace(members));
    if (members.starts_with('^') || members.find("[:") != std::string_view::npos) return any;
    Strings found;
    bool is_certain = true;
    size_t position = 0;
    while (position < members.size()) {
      const size_t begin = position++;
      if (members[begin] == '\\') ++position;
      while (position < members.size() && IsContinuation(members[position])) ++position;
      const std::string_view member = members.substr(begin, position - begin);
      const Knowledge known = member[0] == '\\' ? Escape(member) : Literal(member);
      if (!known.exact.has_value()) return any;
      if (members.substr(position).starts_with('-') && position + 1 < members.size()) {
        const char first = member[0];
        const char last = members[position + 1];
        if (member.size() != 1 || last == '\\' || static_cast<unsigned char>(last) >= 0x80 ||
            last < first || last - first > kWidestRange) {
          return any;
        }
        for (char c = first; c <= last; ++c) found.insert(FoldForLiterals(std::string_view(&c, 1)));
        position += 2;
        continue;
      }
      // One space, one kind of apostrophe: folded text has the same for more than these.
      is_certain = is_certain && known.is_certain && !known.exact->contains(" ") &&
                   !known.exact->contains("'");
      found.insert(known.exact->begin(), known.exact->end());
    }
    if (found.empty() || found.size() > kMostClassMembers) return any;
    Knowledge result = Knowledge::Exactly(found, 1);
    result.is_certain = is_certain;
    return result;
  }
};

// Folds eight bytes into `out` as far as they are plain: ASCII without controls, no two spaces in a
// row. Returns how many are; what stands behind these in `out` is of no use.
size_t FoldPlainBytes(uint64_t block, bool after_space, char* out) {
  static_assert(std::endian::native == std::endian::little);
  constexpr uint64_t kOnes = 0x0101010101010101ULL;
  constexpr uint64_t kHigh = 0x8080808080808080ULL;
  // Without the high bits, so that no sum carries into the next byte.
  const uint64_t low_bits = block & ~kHigh;
  const uint64_t below_space = ~(low_bits + (0x80 - 0x20) * kOnes) & kHigh;
  const uint64_t space = ~((low_bits ^ 0x20 * kOnes) + 0x7F * kOnes) & kHigh;
  const uint64_t upper =
      (low_bits + (0x80 - 'A') * kOnes) & ~(low_bits + (0x7F - 'Z') * kOnes) & kHigh;
  const uint64_t folded = block | upper >> 2U;
  std::memcpy(out, &folded, 8);
  const uint64_t not_plain =
      (block & kHigh) | below_space | (space & (space << 8U | (after_space ? uint64_t{0x80} : 0)));
  return static_cast<size_t>(std::countr_zero(not_plain)) / 8;
}

// Returns the bytes of `text` from `position` on, eight at most, and 0 behind its end.
uint64_t LoadBlock(std::string_view text, size_t position) {
  uint64_t block = 0;
  const size_t rest = text.size() - position;
  if (rest >= 8) {
    std::memcpy(&block, text.data() + position, 8);
  } else if (text.size() >= 8) {
    std::memcpy(&block, text.data() + text.size() - 8, 8);
    block >>= 8 * (8 - rest);
  } else {
    for (size_t i = 0; i < rest; ++i)
      block |= uint64_t{static_cast<unsigned char>(text[position + i])} << (8 * i);
  }
  return block;
}

// Folds the character at `*position` into `out` and moves behind it. Returns the end of what was
// written.
char* FoldCharacter(std::string_view text, bool after_space, size_t* position, char* out) {
  const size_t begin = *position;
  const auto byte = static_cast<unsigned char>(text[begin]);
  if (byte < 0x80) {
    ++*position;
    if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
      *out = ' ';
      return out + (after_space ? 0 : 1);
    }
    *out = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    return out + 1;
  }
  const char32_t c = DecodeUtf8(text, position);
  if (c == U'’' || c == U'‘' || c == U'ʼ') {
    *out = '\'';
    return out + 1;
  }
  const char32_t folded = CharTable::Get().Fold(c);
  if (folded == c) {
    return std::copy(text.begin() + static_cast<ptrdiff_t>(begin),
                     text.begin() + static_cast<ptrdiff_t>(*position), out);
  }
  std::string character;
  AppendUtf8(folded, &character);
  return std::copy(character.begin(), character.end(), out);
}

// Folds sixteen bytes, where a character begins, into `out` if they are plain or of characters from
// U+00C0 to U+00FF, and the next of them goes on so. Returns how many bytes of whole characters
// that are, 0 where they are others; what stands behind these in `out` is of no use.
size_t FoldPlainBlock(const char* text, char* out) {
  constexpr unsigned char kLead = 0xC3;
  ByteBlock block = BlockAt(text);
  const ByteBlock next = BlockAt(text + 1);
  const ByteBlock before = BehindOneZero(block);
  const ByteMask second = before == kLead;
  const ByteMask two_spaces = (block == ' ') & (next == ' ');
  if (HasAny(~(InRange(block, ' ', 0x7F) | (block == kLead) | second) | two_spaces)) return 0;
  const ByteMask capital =
      InRange(block, 'A', 'Z') | (second & InRange(block, 0x80, 0x9E) & (block != 0x97));
  block |= std::bit_cast<ByteBlock>(capital) & ('a' - 'A');
  std::memcpy(out, &block, sizeof(block));
  return block[sizeof(block) - 1] == kLead ? sizeof(block) - 1 : sizeof(block);
}

}  // namespace

char* FoldForLiterals(std::string_view text, char* out) {
  constexpr size_t kBlock = sizeof(ByteBlock);
  bool after_space = false;
  for (size_t position = 0; position < text.size();) {
    while (position + kBlock < text.size() && !(after_space && text[position] == ' ')) {
      const size_t bytes = FoldPlainBlock(text.data() + position, out);
      if (bytes == 0) break;
      position += bytes;
      out += bytes;
      after_space = out[-1] == ' ';
    }
    const size_t plain = FoldPlainBytes(LoadBlock(text, position), after_space, out);
    position += plain;
    out += plain;
    after_space = plain > 0 ? out[-1] == ' ' : after_space;
    if (plain == 8 || position >= text.size()) continue;
    // Where one character above ASCII stands, in many scripts more do.
    do {
      char* const end = FoldCharacter(text, after_space, &position, out);
      after_space = end > out ? end[-1] == ' ' : after_space;
      out = end;
    } while (position < text.size() && static_cast<unsigned char>(text[position]) >= 0x80);
  }
  return out;
}

std::string FoldForLiterals(std::string_view text) {
  std::string folded(MostFoldedBytes(text.size()), '\0');
  folded.resize(static_cast<size_t>(FoldForLiterals(text, folded.data()) - folded.data()));
  return folded;
}

std::string WithoutEdges(std::string_view literal) {
  std::string plain(literal);
  std::erase_if(plain, IsEdge);
  return plain;
}

double FrequencyOf(std::string_view literal) {
  double frequency = 1;
  char before = '\0';
  for (const char c : literal) {
    if (IsEdge(c)) continue;
    frequency *= FrequencyOf(c, before);
    before = c;
  }
  return frequency;
}

double FrequencyOf(const std::vector<std::string>& literals) {
  return FrequencyOf(Strings(literals.begin(), literals.end()));
}

PatternLiterals ExtractLiterals(std::string_view pattern, MatchAnchors anchors) {
  const std::optional<PatternNode> node = ParsePattern(pattern);
  return node.has_value() ? ExtractLiterals(*node, anchors) : PatternLiterals();
}

PatternLiterals ExtractLiterals(const PatternNode& pattern, MatchAnchors anchors) {
  PatternLiterals literals;
  const Context context = {anchors.start ? PatternLiterals::kWordEdge : '\0',
                           anchors.end ? PatternLiterals::kLineEnd : '\0'};
  const Knowledge knowledge = Evaluator().Evaluate(pattern, context);
  literals.marks = knowledge.marks;
  literals.min_bytes = knowledge.min_bytes;
  literals.max_characters = knowledge.max_characters;
  literals.may_hold_space = knowledge.may_hold_space;
  if (knowledge.exact.has_value() && knowledge.is_certain) {
    literals.exact.assign(knowledge.exact->begin(), knowledge.exact->end());
  }
  const Strings prefixes = knowledge.exact.has_value()
                               ? Context{0, context.behind}.Bound(*knowledge.exact)
                               : knowledge.prefixes;
  if (ShortestOf(prefixes) > 0) literals.prefixes.assign(prefixes.begin(), prefixes.end());
  for (const Strings& required : knowledge.RequiredOrExact(context)) {
    literals.required.emplace_back(required.begin(), required.end());
  }
  return literals;
}

}  // namespace strigil
