#ifndef STRIGIL_STAGES_STAGE_H_
#define STRIGIL_STAGES_STAGE_H_

#include <string>
#include <string_view>

#include "strigil/document/document.h"

namespace strigil {

// One filter of the chain: it looks at a document and marks what goes, with a reason. A stage owns
// nothing but its settings and its reasons and does not change after construction, so one stage
// serves every thread.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  // The name that profiles use.
  virtual std::string_view name() const = 0;

  // The digest of what the stage was made from besides its settings and the rule packs, such as a
  // learned model; empty where that is nothing.
  virtual std::string data_digest() const { return ""; }

  // Marks lines and spans of `document` as removed, or adds to its provenance. What other stages
  // removed stays removed. Never fails: a document that a stage can make nothing of is left as it
  // is. Safe to call from several threads, each with its own document. The document's reasons point
  // into the stage.
  virtual void Apply(Document& document) const = 0;

  // Whether the stage is applied again and again, together with the repeating stages beside it,
  // until none of them removes more: what one takes off lets another see more clearly. Such a stage
  // must decide by the lines that are kept as if the others had never been there; then a second
  // cleaning of a cleaned text finds nothing. A stage that found nothing to remove is not asked
  // again before another has removed something.
  virtual bool repeats() const { return true; }

  // Called when the stages that repeat together have been applied once, and whenever they remove no
  // more after that; where it removes something, they go on. Must do nothing when it is called
  // again on the same document.
  virtual void Finish(Document& document) const { static_cast<void>(document); }
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_STAGE_H_
