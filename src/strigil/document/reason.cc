#include "strigil/document/reason.h"

#include <map>
#include <mutex>
#include <utility>

namespace strigil {
namespace {

class Groups {
 public:
  static Groups& OfProgram() {
    static Groups groups;
    return groups;
  }

  uint32_t NumberOf(const std::string& group) {
    const std::lock_guard lock(mutex_);
    return numbers_.emplace(group, static_cast<uint32_t>(numbers_.size())).first->second;
  }

  size_t size() {
    const std::lock_guard lock(mutex_);
    return numbers_.size();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, uint32_t> numbers_;
};

}  // namespace

Reason::Reason(std::string the_stage, std::string the_rule, std::string the_group)
    : stage(std::move(the_stage)),
      rule(std::move(the_rule)),
      group(std::move(the_group)),
      group_number(Groups::OfProgram().NumberOf(group)) {}

size_t Reason::GroupNumbers() { return Groups::OfProgram().size(); }

}  // namespace strigil
