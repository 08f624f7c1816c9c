#ifndef STRIGIL_STAGES_CONTENT_MODEL_H_
#define STRIGIL_STAGES_CONTENT_MODEL_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/stages/content_features.h"
#include "strigil/stages/lexical_model.h"
#include "strigil/stages/oblivious_trees.h"

namespace strigil {

// What was learned about which lines are main text. Two levels of boosted trees: the second sees
// what the first made of the neighbours (W. Cohen and V. Carvalho, "Stacked Sequential Learning",
// IJCAI 2005). Integers alone: the same scores on every machine. Immutable; safe to use from any
// thread.
class ContentModel {
 public:
  // Scores are logarithms of odds, in this many parts.
  static constexpr int32_t kUnit = 1024;

  // Reads a model as docs/formats.md describes it. `file` is the name for messages. Throws
  // ConfigError, with the offset of what is wrong, where `bytes` is anything else.
  static ContentModel Parse(std::string_view bytes, std::string_view file);

  // Returns the model that is compiled in. Made when first asked for; valid for the life of the
  // program.
  static const ContentModel& Builtin();

  const LexicalModel& lexical() const { return lexical_; }

  // Returns the log-odds of main text of each of the lines `kept` of `document`, in kUnit. `kept`
  // must be the document's kept lines; of the others nothing is seen but, `with_removed`, why they
  // went.
  std::vector<int32_t> Score(const Document& document, std::span<const size_t> kept,
                             bool with_removed) const;

  // The same, with all features that the scores were made from left in `features`, which must have
  // been made with lexical().
  std::vector<int32_t> Score(ContentFeatures* features) const;

 private:
  LexicalModel lexical_;
  ObliviousTrees first_level_;
  ObliviousTrees second_level_;
};

// Returns the bytes of the model that is compiled in.
std::string_view BuiltinContentModel();

// Returns the probability of log-odds in ContentModel::kUnit, in 65536ths.
uint32_t ProbabilityOf(int32_t log_odds);

}  // namespace strigil

#endif  // STRIGIL_STAGES_CONTENT_MODEL_H_
