#ifndef STRIGIL_STAGES_SCRATCH_H_
#define STRIGIL_STAGES_SCRATCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

namespace strigil {

// Memory for many arrays that are all done with at once. What a usual document needs stands in the
// object itself: dozens of small vectors for each document cost more than what is done with them.
// Not safe for use from two threads at once.
class Scratch {
 public:
  // Not filled before it is given away.
  Scratch() {}  // NOLINT(modernize-use-equals-default): that would fill it with zeros
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // Returns `count` elements, each as T() is. Valid as long as the object.
  template <typename T>
  std::span<T> Take(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    T* const first = static_cast<T*>(Allocate(count * sizeof(T)));
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  // The same for elements that are written before they are read: they have any value until then.
  template <typename T>
  std::span<T> TakeUnset(size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kAlignment);
    return {static_cast<T*>(Allocate(count * sizeof(T))), count};
  }

 private:
  static constexpr size_t kRoom = size_t{32} << 10;
  static constexpr size_t kAlignment = 16;

  void* Allocate(size_t bytes) {
    if (bytes > PTRDIFF_MAX - kAlignment) throw std::bad_alloc();
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > kRoom - used_) {
      more_.push_back(std::make_unique_for_overwrite<std::byte[]>(bytes));
      return more_.back().get();
    }
    used_ += bytes;
    return room_.data() + used_ - bytes;
  }

  size_t used_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> more_;  // each for what found no room
  alignas(kAlignment) std::array<std::byte, kRoom> room_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_SCRATCH_H_
