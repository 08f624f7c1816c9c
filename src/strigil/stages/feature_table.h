#ifndef STRIGIL_STAGES_FEATURE_TABLE_H_
#define STRIGIL_STAGES_FEATURE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

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

  // `features` rows for `lines` lines, all zeros.
  FeatureTable(size_t features, size_t lines)
      : lines_(lines), stride_(lines + kMargin), bytes_(features * stride_ + kMargin + kSlack) {}

  size_t lines() const { return lines_; }

  // Returns the row of a feature: its element 0 is the first line's. From -kMargin to kMargin +
  // kSlack behind the last line may be read, only the lines' own may be written.
  uint8_t* Row(size_t feature) { return bytes_.data() + feature * stride_ + kMargin; }
  const uint8_t* Row(size_t feature) const { return bytes_.data() + feature * stride_ + kMargin; }

 private:
  size_t lines_;
  size_t stride_;
  // Between two rows stands one margin for both.
  std::vector<uint8_t> bytes_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_FEATURE_TABLE_H_
