#ifndef STRIGIL_REPORT_EXPLAIN_H_
#define STRIGIL_REPORT_EXPLAIN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

struct ExplainStyle {
  bool color = false;  // ANSI colours
  size_t columns = 0;  // of the terminal; 0: it is none, lines are as long as they are
};

// Shows what was decided about documents, line by line, for people to read:
//
//   == dumps/ferry.txt
//      2 of 4 lines kept, 152 of 197 bytes
//      Title: Island ferry to run through the winter
//
//   - rules/navigation.menu 0.02 | Home | News | Sport
//                           0.97 | Island ferry to run through the winter
//   ~ rules/share-bar.share 0.91 | The ferry will run every day. [-Share this-]
//   - rules/reply-form.name 0.04 | Leave a Reply
//
// "-" is a line removed, "~" one that lost the parts in "[-" and "-]", and nothing stands before a
// line that was kept. Then the reason, and the score where a stage judged lines. A run of blank
// lines is shown as one. Where the terminal is narrow (kNarrowColumns), reasons stand in rows of
// their own, "# REASON", and scores are left out. Whatever the text holds, no control character of
// it reaches the terminal.
//
// Not safe for use from two threads at once.
class Explanation {
 public:
  static constexpr size_t kNarrowColumns = 64;

  explicit Explanation(ExplainStyle style) : style_(style) {}

  // Appends `document`, which must have a text and whose reasons must still live, and adds it to
  // the summary.
  void Append(const Document& document, std::string* out);

  // Appends what was kept and removed of all documents so far, by reason: lines, where a part of a
  // line counts as one, and bytes, all of which together are those of the decoded texts. Nothing
  // where there was no document.
  void AppendSummary(std::string* out) const;

 private:
  void AppendHeading(const Document& document, uint64_t kept_bytes, std::string* out) const;
  void AppendLines(const Document& document, const std::vector<RemovedSpan>& removed,
                   std::string* out) const;

  const ExplainStyle style_;
  uint64_t documents_ = 0;
  RemovalCount kept_;
  std::map<std::string, RemovalCount> removed_;
};

}  // namespace strigil

#endif  // STRIGIL_REPORT_EXPLAIN_H_
