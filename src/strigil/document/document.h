#ifndef STRIGIL_DOCUMENT_DOCUMENT_H_
#define STRIGIL_DOCUMENT_DOCUMENT_H_

#include <any>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strigil/document/line.h"
#include "strigil/document/provenance.h"
#include "strigil/document/reason.h"
#include "strigil/document/record.h"
#include "strigil/document/stem_index.h"

namespace strigil {

// A removed stretch of the document's text, in bytes: [begin, end).
struct RemovedSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  const Reason* reason = nullptr;
  float score = -1.0F;  // the line's, where a stage judged it; else negative
};

// A rule whose pattern matches a line, or may match it, wherever in the document the line stands.
struct RuleHit {
  enum class State : uint8_t { kMatches, kMayMatch, kMisses };

  uint32_t line = 0;  // index in Document::lines()
  int rule = 0;       // as the stage that sets it counts its rules
  // Index in Document::rule_hits(): of the same rule and a line with the same text, the first hit,
  // whose state holds for all of them.
  uint32_t first_same = 0;
  State state = State::kMatches;
};

// Lines (and spans inside lines) removed for one reason group.
struct RemovalCount {
  uint64_t lines = 0;
  uint64_t bytes = 0;
};

// A record decoded to UTF-8, cut into lines, with what was decided about them. Stages mark; nothing
// here deletes or moves text, so every report and every output reads the same decisions.
//
// A document owns its text. Reasons belong to the stages: a document must not be asked for them
// once the chain that cleaned it is gone. Not safe for use from two threads at once; different
// documents are independent.
class Document {
 public:
  // Takes the record over. The document has no text until SetText() is called.
  explicit Document(Record record);

  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // The largest text that SetText() takes, in bytes.
  static constexpr uint32_t kMaxTextBytes = 1U << 30;

  const Record& record() const { return record_; }

  // Returns the record's bytes, which are gone from it then: the text made of them may be the same.
  std::string TakeBytes() { return std::exchange(record_.bytes, std::string()); }

  // Makes `text` the document's text and cuts it into lines; earlier lines and decisions are
  // dropped. `text` must be valid UTF-8 whose lines end in '\n' (ToValidUtf8(), Decode()) of at
  // most kMaxTextBytes; more is a std::length_error.
  void SetText(std::string text);
  bool has_text() const { return has_text_; }

  // Valid until SetText() or the document's end.
  std::string_view text() const { return text_; }

  // The lines that are not blank, in order.
  std::span<const Line> lines() const { return lines_; }
  const Line& line(size_t index) const { return lines_[index]; }
  std::string_view Text(const Line& line) const {
    return std::string_view(text_).substr(line.begin, line.end - line.begin);
  }
  std::string_view Bare(const Line& line) const {
    return std::string_view(text_).substr(line.bare_begin, line.bare_end - line.bare_begin);
  }

  // What is kept of a line's text: all of it but its removed spans; nothing where the line is
  // removed.
  std::string KeptText(const Line& line) const;

  // The words of all lines, in order.
  std::span<const Word> words() const { return words_; }
  std::span<const Word> Words(const Line& line) const {
    return std::span(words_).subspan(line.words_begin, line.words_end - line.words_begin);
  }

  // The content words of all lines, kept or not. Made when first asked for, and valid until
  // SetText().
  const StemIndex& Stems() const;

  // The indices of the lines that are kept, in order.
  std::vector<size_t> KeptLines() const;

  // A count that grows with every line or span that is removed or restored.
  uint64_t revision() const { return revision_; }

  // What the rules stage found in the lines, kept for the stages behind it and for when it runs
  // again. Sorted by line. Dropped by SetText().
  void SetRuleHits(std::vector<RuleHit> hits);
  bool has_rule_hits() const { return has_rule_hits_; }
  std::span<const RuleHit> rule_hits() const { return rule_hits_; }
  // Returns what is known of hit `index` of rule_hits().
  RuleHit::State StateOfRuleHit(size_t index) const {
    return rule_hits_[rule_hits_[index].first_same].state;
  }
  // Notes whether hit `index` of rule_hits(), of which that was open, matches.
  void SettleRuleHit(size_t index, bool matches) {
    rule_hits_[rule_hits_[index].first_same].state =
        matches ? RuleHit::State::kMatches : RuleHit::State::kMisses;
  }

  // A place where a stage keeps what it worked out of the text for when it is asked again, by an
  // address that is nothing else's as long as the document lives; empty at first and after
  // SetText(). Valid until then, or until a place with another owner is asked for.
  std::any& NotesOf(const void* owner) const;

  // Whether the text is hard-wrapped: its lines are paragraphs of several physical lines.
  bool hard_wrapped() const { return hard_wrapped_; }

  // Marks a line as removed. A line that is removed already keeps its first reason. `reason` must
  // not be null.
  void RemoveLine(size_t index, const Reason* reason);

  // Marks a span inside a line: [begin, end) in bytes of text(), clipped to the line. Nothing
  // happens where the line is removed; a part that is removed already keeps its first reason. A
  // span that leaves nothing of the line, or white space alone, removes the line: the whole of it,
  // for this reason. One over whole physical lines of a hard-wrapped paragraph takes a line end
  // with it.
  void RemoveSpan(size_t index, uint32_t begin, uint32_t end, const Reason* reason);

  // Takes every decision about line `index` back, its spans included.
  void RestoreLine(size_t index);
  void RestoreAll();

  void SetScore(size_t index, float score) { lines_[index].score = score; }

  // What is removed, sorted and disjoint; with Body() it makes up text() without a byte left over.
  // White space between removed lines goes with them; white space that is left out for layout alone
  // (runs of blank lines, blank lines at the ends) has the reason "layout/blank-lines".
  std::vector<RemovedSpan> Removed() const;

  // What is kept: lines in order, the blank lines between them folded to one, none at either end,
  // no line end behind the last. With `unwrap` the line ends inside hard-wrapped paragraphs become
  // spaces.
  std::string Body(bool unwrap = false) const;

  size_t kept_lines() const;
  size_t removed_lines() const { return lines_.size() - kept_lines(); }

  // Whether a part of a line that is kept is removed.
  bool has_removed_spans() const { return !inner_spans_.empty(); }

  // Whether nothing is removed.
  bool is_whole() const;

  // Removed lines and spans, layout left out, for each Reason::group that has some, in the order of
  // their names. The names are the reasons', and live as long.
  std::vector<std::pair<std::string_view, RemovalCount>> CountRemovals() const;

  Provenance& provenance() { return provenance_; }
  const Provenance& provenance() const { return provenance_; }

  // A dropped document is not written at all (quality stage).
  void Drop() { dropped_ = true; }
  bool dropped() const { return dropped_; }

 private:
  struct InnerSpan {
    uint32_t begin;
    uint32_t end;
    const Reason* reason;
  };

  // The spans inside `line`: an empty range at their place where there are none.
  std::span<const InnerSpan> SpansIn(const Line& line) const;
  void EraseSpans(const Line& line);

  Record record_;
  std::string text_;
  std::vector<Line> lines_;
  std::vector<Word> words_;
  mutable std::optional<StemIndex> stems_;                       // what Stems() has made
  mutable std::vector<std::pair<const void*, std::any>> notes_;  // by owner
  std::vector<InnerSpan> inner_spans_;  // sorted by begin, disjoint, none in a removed line
  std::vector<RuleHit> rule_hits_;
  Provenance provenance_;
  uint64_t revision_ = 0;
  bool has_rule_hits_ = false;
  bool has_text_ = false;
  bool hard_wrapped_ = false;
  bool dropped_ = false;
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_DOCUMENT_H_
