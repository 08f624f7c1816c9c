#include "strigil/rules/literal_words.h"

#include <algorithm>
#include <cmath>

#include "strigil/text/char_class.h"
#include "strigil/text/line_scan.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// Whether a word that has the character at this end of a text goes on where the text does.
bool IsOpen(char32_t end) {
  const uint16_t char_class = CharTable::Get().ClassOf(end);
  return (char_class & (kLetter | kDigit)) != 0 && (char_class & kWide) == 0;
}

bool StartsOpen(std::string_view literal) {
  size_t position = 0;
  return !literal.empty() && IsOpen(DecodeUtf8(literal, &position));
}

bool EndsOpen(std::string_view literal) {
  return !literal.empty() && IsOpen(DecodeUtf8Before(literal, literal.size()));
}

// Grammar's words fill half of any text; of the others, long ones are rare.
double FrequencyOf(const Word& word) {
  constexpr double kFunctionWord = 0.01;
  constexpr double kShortWord = 0.0005;
  constexpr double kPerLetter = 0.7;
  if (word.function_word != 0) return kFunctionWord;
  return kShortWord * std::pow(kPerLetter, std::max(0, word.letters - 3));
}

// The words of `literal` that are whole in it.
std::vector<LiteralWord> WholeWords(std::string_view literal) {
  std::vector<Word> words;
  ScanLine(literal, &words);
  if (EndsOpen(literal)) words.pop_back();
  if (StartsOpen(literal) && !words.empty()) words.erase(words.begin());
  std::vector<LiteralWord> whole;
  whole.reserve(words.size());
  for (const Word& word : words) whole.push_back({word.hash, FrequencyOf(word)});
  return whole;
}

}  // namespace

std::vector<std::vector<LiteralWord>> RunsOfWords(std::string_view literal) {
  std::vector<std::vector<LiteralWord>> runs;
  // A folded apostrophe stands for several characters, and one of them is a letter.
  for (size_t begin = 0; begin <= literal.size();) {
    const size_t end = std::min(literal.find('\'', begin), literal.size());
    runs.push_back(WholeWords(literal.substr(begin, end - begin)));
    begin = end + 1;
  }
  return runs;
}

std::vector<LiteralWord> LeadingWords(std::string_view literal) {
  if (StartsOpen(literal)) return {};
  // What stands before an apostrophe may go on behind it.
  return WholeWords(literal.substr(0, literal.find('\'')));
}

uint64_t MarksOf(std::string_view literal) {
  uint64_t marks = 0;
  for (size_t position = 0; position < literal.size();) {
    const char32_t c = DecodeUtf8(literal, &position);
    const uint16_t char_class = CharTable::Get().ClassOf(c);
    if (c >= '0' && c <= '9') marks |= kDigitMark;
    if ((char_class & (kLetter | kDigit | kSpace)) == 0 && c != '\'') marks |= MarkBit(c);
  }
  return marks;
}

}  // namespace strigil
