#include "strigil/stages/content_model.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "strigil/text/error.h"

namespace strigil {
namespace {

constexpr std::string_view kMagic = "strigil content model 3\n";
constexpr uint32_t kMostTrees = 1000;
// Of the first level's scores as bytes: an even one, and how many steps a unit of log-odds is.
constexpr int32_t kEven = 128;
constexpr int32_t kSteps = 21;

// Reads little-endian numbers from a model's bytes, and says where it stands when one is wrong.
class ModelReader {
 public:
  ModelReader(std::string_view bytes, std::string_view file) : bytes_(bytes), file_(file) {}

  [[noreturn]] void Fail(size_t offset, const std::string& message) const {
    throw ConfigError(std::string(file_) + ": byte " + std::to_string(offset) + ": " + message);
  }

  size_t offset() const { return offset_; }
  std::string_view Until(size_t offset) const { return bytes_.substr(0, offset); }

  void ExpectMagic() {
    if (!bytes_.starts_with(kMagic)) Fail(0, "expected a content model of version 3");
    offset_ = kMagic.size();
  }

  void ExpectEnd() const {
    if (offset_ != bytes_.size()) Fail(offset_, "expected the model to end here");
  }

  uint64_t Unsigned(size_t size) {
    if (bytes_.size() - offset_ < size) Fail(bytes_.size(), "the model is cut short");
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i)
      value |= uint64_t{static_cast<unsigned char>(bytes_[offset_ + i])} << (8 * i);
    offset_ += size;
    return value;
  }

  // A number of up to `most`.
  uint32_t Count(uint32_t most, const std::string& what) {
    const size_t at = offset_;
    const auto count = static_cast<uint32_t>(Unsigned(4));
    if (count > most) {
      Fail(at, "expected at most " + std::to_string(most) + " " + what + ", not " +
                   std::to_string(count));
    }
    return count;
  }

  int32_t Signed32() { return static_cast<int32_t>(static_cast<uint32_t>(Unsigned(4))); }
  int16_t Signed16() { return static_cast<int16_t>(static_cast<uint16_t>(Unsigned(2))); }
  int8_t Signed8() { return static_cast<int8_t>(static_cast<uint8_t>(Unsigned(1))); }

 private:
  std::string_view bytes_;
  std::string_view file_;
  size_t offset_ = 0;
};

LexicalModel ReadLexical(ModelReader* reader) {
  const uint32_t count = reader->Count(LexicalModel::kSlots, "words");
  if (count == 0) return {};
  std::vector<LexicalModel::Slot> slots(LexicalModel::kSlots);
  size_t next = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const size_t at = reader->offset();
    const auto slot = static_cast<size_t>(reader->Unsigned(2));
    if (slot < next) reader->Fail(at, "expected the slots of words in rising order");
    next = slot + 1;
    slots[slot].tag = static_cast<uint8_t>(reader->Unsigned(1));
    slots[slot].weight = reader->Signed8();
  }
  return LexicalModel(std::move(slots));
}

ObliviousTrees ReadTrees(ModelReader* reader, uint8_t features) {
  const int32_t bias = reader->Signed32();
  if (std::abs(int64_t{bias}) > 100 * ContentModel::kUnit)
    reader->Fail(reader->offset() - 4, "expected a bias of at most 100 units");
  std::vector<ObliviousTree> trees(reader->Count(kMostTrees, "trees"));
  for (ObliviousTree& tree : trees) {
    for (TreeSplit& split : tree.splits) {
      const size_t at = reader->offset();
      split.feature = static_cast<uint8_t>(reader->Unsigned(1));
      split.offset = reader->Signed8();
      split.threshold = static_cast<uint8_t>(reader->Unsigned(1));
      if (split.feature >= features) reader->Fail(at, "expected a feature of this level");
      if (std::abs(int{split.offset}) > kFarthestNeighbour) {
        reader->Fail(at + 1, "expected a line at most " + std::to_string(kFarthestNeighbour) +
                                 " lines away");
      }
    }
    for (int16_t& leaf : tree.leaves) leaf = reader->Signed16();
  }
  return {bias, trees};
}

// FNV-1a: G. Fowler, L. Noll and K.-P. Vo.
uint64_t ChecksumOf(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

}  // namespace

ContentModel ContentModel::Parse(std::string_view bytes, std::string_view file) {
  ModelReader reader(bytes, file);
  ContentModel model;
  reader.ExpectMagic();
  model.lexical_ = ReadLexical(&reader);
  model.first_level_ = ReadTrees(&reader, kFirstLevelFeatures);
  model.second_level_ = ReadTrees(&reader, kContentFeatures);
  const size_t end = reader.offset();
  if (reader.Unsigned(8) != ChecksumOf(reader.Until(end)))
    reader.Fail(end, "the checksum is not that of the bytes before it");
  reader.ExpectEnd();
  return model;
}

const ContentModel& ContentModel::Builtin() {
  static const ContentModel model = Parse(BuiltinContentModel(), "rules/content.model");
  return model;
}

std::vector<int32_t> ContentModel::Score(ContentFeatures* features) const {
  const std::vector<int32_t> first = first_level_.Evaluate(features->table());
  std::vector<uint8_t> scores(first.size());
  std::transform(first.begin(), first.end(), scores.begin(), [](int32_t log_odds) {
    return static_cast<uint8_t>(std::clamp(kEven + log_odds * kSteps / kUnit, 1, 255));
  });
  features->AddScores(scores);
  return second_level_.empty() ? first : second_level_.Evaluate(features->table());
}

std::vector<int32_t> ContentModel::Score(const Document& document, std::span<const size_t> kept,
                                         bool with_removed) const {
  ContentFeatures features(document, kept, lexical_, with_removed);
  return Score(&features);
}

uint32_t ProbabilityOf(int32_t log_odds) {
  // The logistic function at 0, 1/2, 1, ... 8, in 65536ths; between them, lines.
  constexpr std::array<int64_t, 17> kLogistic = {32768, 40793, 47911, 53578, 57724, 60569,
                                                 62428, 63601, 64357, 64812, 65098, 65269,
                                                 65374, 65438, 65476, 65500, 65514};
  constexpr int64_t kStep = ContentModel::kUnit / 2;
  const int64_t distance =
      std::min<int64_t>(std::abs(int64_t{log_odds}), kStep * (kLogistic.size() - 1) - 1);
  const auto step = static_cast<size_t>(distance / kStep);
  const int64_t above =
      kLogistic[step] + (kLogistic[step + 1] - kLogistic[step]) * (distance % kStep) / kStep;
  return static_cast<uint32_t>(log_odds < 0 ? 65536 - above : above);
}

}  // namespace strigil
