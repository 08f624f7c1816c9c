#ifndef STRIGIL_STAGES_FEATURE_TABLE_H_
#define STRIGIL_STAGES_FEATURE_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace strigil {

// Features of consecutive lines, a byte each, feature by feature: what a neighbour some lines away
// has is the same row, read from another place. Lines before the first and behind the last have
// zeros.
class FeatureTable {
 public:
  // How many lines before the first and behind the last a row has, on either side.
  static constexpr size_t kMargin = 8;
  // How many bytes behind a row's margin may be read, too, whatever they are.
  static constexpr size_t kSlack = 64;

  // `features` rows for `lines` lines, which have anything until they are written.
  FeatureTable(size_t features, size_t lines)
      : lines_(lines),
        stride_(lines + kMargin),
        bytes_(std::make_unique_for_overwrite<uint8_t[]>(features * stride_ + kMargin + kSlack)) {
    uint8_t* margin = bytes_.get();
    for (size_t feature = 0; feature < features; ++feature, margin += stride_)
      std::fill_n(margin, kMargin, uint8_t{0});
    std::fill_n(margin, kMargin + kSlack, uint8_t{0});
  }

  size_t lines() const { return lines_; }

  // Returns the row of a feature: its element 0 is the first line's. From -kMargin to kMargin +
  // kSlack behind the last line may be read, only the lines' own may be written.
  uint8_t* Row(size_t feature) { return bytes_.get() + feature * stride_ + kMargin; }
  const uint8_t* Row(size_t feature) const { return bytes_.get() + feature * stride_ + kMargin; }

 private:
  size_t lines_;
  size_t stride_;
  // Between two rows stands one margin for both.
  std::unique_ptr<uint8_t[]> bytes_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_FEATURE_TABLE_H_
