#include "strigil/rules/pattern_split.h"

#include <deque>
#include <optional>
#include <utility>

#include "strigil/rules/pattern_literals.h"

namespace strigil {
namespace {

using Kind = PatternNode::Kind;
using Sequence = std::vector<PatternNode>;

// A group that says no more than what it holds; whether it captures that makes no difference here.
bool IsPlainGroup(const PatternNode& node) {
  return node.kind == Kind::kGroup &&
         (node.text == "(" || node.text == "(?:" || node.text.starts_with("(?P<"));
}

// What is left of a repetition behind its first round; nothing where that was the last.
std::optional<PatternNode> WithoutFirstRound(const PatternNode& repetition) {
  if (repetition.most == 1) return std::nullopt;
  PatternNode rest = repetition;
  rest.least = repetition.least == 0 ? 0 : repetition.least - 1;
  if (repetition.most != PatternNode::kUnbounded) rest.most = repetition.most - 1;
  return rest;
}

// The bytes of the one literal character that the node is, 0 where it is something else.
size_t LiteralBytes(const PatternNode& node) {
  if (node.kind != Kind::kText) return 0;
  const PatternLiterals literals = ExtractLiterals(node);
  return literals.exact.size() == 1 ? literals.exact[0].size() : 0;
}

// A sequence whose first `fixed` elements are literal characters.
struct Piece {
  Sequence sequence;
  size_t fixed = 0;
  size_t literal_bytes = 0;
};

// The piece with element `fixed` replaced by `replacement`.
Piece Replaced(const Piece& piece, const PatternNode* replacement) {
  Piece result;
  result.fixed = piece.fixed;
  result.literal_bytes = piece.literal_bytes;
  const auto at = piece.sequence.begin() + static_cast<ptrdiff_t>(piece.fixed);
  result.sequence.assign(piece.sequence.begin(), at);
  if (replacement != nullptr) {
    if (replacement->kind == Kind::kConcatenation) {
      result.sequence.insert(result.sequence.end(), replacement->children.begin(),
                             replacement->children.end());
    } else {
      result.sequence.push_back(*replacement);
    }
  }
  result.sequence.insert(result.sequence.end(), at + 1, piece.sequence.end());
  return result;
}

// Takes the piece apart at its first element that is no literal. Returns the pieces that take its
// place; none where that element cannot be taken apart, or the piece is a literal as a whole or for
// long enough.
std::vector<Piece> TakeApart(Piece* piece) {
  while (piece->fixed < piece->sequence.size()) {
    const PatternNode& element = piece->sequence[piece->fixed];
    const size_t bytes = LiteralBytes(element);
    if (bytes > 0) {
      piece->literal_bytes += bytes;
      ++piece->fixed;
      continue;
    }
    if (element.kind == Kind::kAlternation) {
      std::vector<Piece> pieces;
      for (const PatternNode& alternative : element.children)
        pieces.push_back(Replaced(*piece, &alternative));
      return pieces;
    }
    if (element.kind == Kind::kConcatenation || IsPlainGroup(element)) {
      const PatternNode inner =
          element.kind == Kind::kConcatenation ? element : element.children[0];
      return {Replaced(*piece, &inner)};
    }
    // A repetition of single characters is short enough as it is, and would be taken apart without
    // end.
    if (element.kind == Kind::kRepetition && element.most > 0 &&
        (element.most == 1 || element.children[0].kind != Kind::kText || element.least == 0)) {
      PatternNode round;
      round.children.push_back(element.children[0]);
      if (const auto rest = WithoutFirstRound(element)) round.children.push_back(*rest);
      std::vector<Piece> pieces = {Replaced(*piece, &round)};
      if (element.least == 0) pieces.push_back(Replaced(*piece, nullptr));
      return pieces;
    }
    break;
  }
  return {};
}

// What a look-up by prefix tells apart; taking a longer literal apart finds no rule faster.
constexpr size_t kTellingBytes = 4;

}  // namespace

std::vector<PatternNode> SplitPattern(const PatternNode& pattern) {
  std::vector<PatternNode> done;
  // Breadth first: where the number is limited, all alternatives are told apart by as much.
  std::deque<Piece> open(1);
  open[0].sequence.push_back(pattern);
  while (!open.empty()) {
    Piece piece = std::move(open.front());
    open.pop_front();
    std::vector<Piece> parts;
    const bool is_told_apart = piece.literal_bytes >= kTellingBytes;
    if (!is_told_apart && done.size() + open.size() < kMostPieces) parts = TakeApart(&piece);
    if (parts.empty()) {
      PatternNode node;
      node.children = std::move(piece.sequence);
      done.push_back(std::move(node));
    } else {
      open.insert(open.end(), std::make_move_iterator(parts.begin()),
                  std::make_move_iterator(parts.end()));
    }
  }
  return done;
}

}  // namespace strigil
