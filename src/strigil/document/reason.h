#ifndef STRIGIL_DOCUMENT_REASON_H_
#define STRIGIL_DOCUMENT_REASON_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace strigil {

// Why something was removed: the stage and its rule. Reasons are compared and kept by address: each
// stage owns its reasons, and they live as long as the stage does. Making one is safe from any
// thread.
struct Reason {
  Reason(std::string the_stage, std::string the_rule, std::string the_group);

  std::string stage;  // "rules"
  std::string rule;   // "reply-form.leave-a-reply"
  std::string
      group;  // what counts are kept by: the pack for a rule of a pack, else the stage's own rule
  // The same for reasons of the same group and for no others, below GroupNumbers(): tells groups
  // apart without comparing names.
  uint32_t group_number;

  // Returns "rules/reply-form.leave-a-reply".
  std::string ToString() const { return stage + "/" + rule; }

  // Returns how many groups the program's reasons have had so far. Safe to call from any thread.
  static size_t GroupNumbers();
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_REASON_H_
