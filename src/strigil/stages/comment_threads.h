#ifndef STRIGIL_STAGES_COMMENT_THREADS_H_
#define STRIGIL_STAGES_COMMENT_THREADS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strigil/document/document.h"

namespace strigil {

// Lines [begin, end) of a document.
struct CommentThread {
  size_t begin = 0;
  size_t end = 0;
};

// Returns the threads of readers' comments that stand behind an article, in order and disjoint.
//
// What readers write looks like any other prose; what the page puts around it does not. A thread is
// known by its signs, the lines that were removed by the rules comment-thread.reply-button* (what
// one presses to answer) and, with a date, comment-thread.says* ("Martha says:"), where at least
// three of them, or two right above a reply form, stand no further apart than comments are long. It
// runs from the name and date above the first comment to the last sign, and where that begins a
// comment, to this one's end.
//
// There is none before `fewest_words` words of kept prose. Lines that only look like signs, a turn
// of an interview or a time in a live blog, begin no thread. Nothing is found in a document that
// the rules have not seen. Safe to call from any thread, for different documents.
std::vector<CommentThread> FindCommentThreads(const Document& document, uint64_t fewest_words);

}  // namespace strigil

#endif  // STRIGIL_STAGES_COMMENT_THREADS_H_
