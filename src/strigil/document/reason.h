#ifndef STRIGIL_DOCUMENT_REASON_H_
#define STRIGIL_DOCUMENT_REASON_H_

#include <string>
#include <string_view>

namespace strigil {

// Why something was removed: the stage and its rule. Reasons are compared and kept by address: each
// stage owns its reasons, and they live as long as the stage does.
struct Reason {
  std::string stage;  // "rules"
  std::string rule;   // "reply-form.leave-a-reply"
  std::string
      group;  // what counts are kept by: the pack for a rule of a pack, else the stage's own rule

  // Returns "rules/reply-form.leave-a-reply".
  std::string ToString() const { return stage + "/" + rule; }
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_REASON_H_
