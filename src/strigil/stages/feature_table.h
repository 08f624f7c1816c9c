#ifndef STRIGIL_STAGES_FEATURE_TABLE_H_
#define STRIGIL_STAGES_FEATURE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace strigil {

// Features of consecutive lines, a byte each, feature by feature: what a neighbour some lines away
// has is the same row, read from another place. Lines before the first and behind the last have
// zeros.
class FeatureTable {
 public:
  // How far outside of a row's lines may be read, on either side.
  static constexpr size_t kMargin = 40;

  // `features` rows for `lines` lines, all zeros.
  FeatureTable(size_t features, size_t lines)
      : lines_(lines), stride_(lines + 2 * kMargin), bytes_(features * stride_) {}

  size_t lines() const { return lines_; }

  // Returns the row of a feature: its element 0 is the first line's. From -kMargin to kMargin
  // behind the last line may be read, only the lines' own may be written.
  uint8_t* Row(size_t feature) { return bytes_.data() + feature * stride_ + kMargin; }
  const uint8_t* Row(size_t feature) const { return bytes_.data() + feature * stride_ + kMargin; }

 private:
  size_t lines_;
  size_t stride_;
  std::vector<uint8_t> bytes_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_FEATURE_TABLE_H_
