#ifndef STRIGIL_STAGES_PERSON_NAME_H_
#define STRIGIL_STAGES_PERSON_NAME_H_

#include "strigil/text/line_scan.h"

namespace strigil {

// Returns whether the line could be a person's name and nothing else: two to four capitalized words
// without a digit, a comma or a word that grammar needs.
inline bool IsNameLike(const LineShape& shape) {
  return shape.words >= 2 && shape.words <= 4 && shape.capitalized_words == shape.words &&
         shape.digits == 0 && shape.inner_punctuation == 0 && shape.function_words == 0;
}

}  // namespace strigil

#endif  // STRIGIL_STAGES_PERSON_NAME_H_
