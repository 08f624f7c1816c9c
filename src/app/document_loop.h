#ifndef STRIGIL_APP_DOCUMENT_LOOP_H_
#define STRIGIL_APP_DOCUMENT_LOOP_H_

#include <functional>

#include "app/options.h"
#include "strigil/document/document.h"
#include "strigil/pipeline/chain.h"

namespace strigil {

// Reads the records of the inputs one after the other, cleans each and hands the document to
// `take`. Tells what was bad on standard error and goes on behind it. What `take` throws ends the
// loop and is thrown. Returns kAllGood or kSomeBad.
int ForEachDocument(const InputOptions& input, const Chain& chain,
                    const std::function<void(const Document&)>& take);

}  // namespace strigil

#endif  // STRIGIL_APP_DOCUMENT_LOOP_H_
