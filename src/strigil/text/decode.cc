#include "strigil/text/decode.h"

#include <algorithm>
#include <utility>

#include "strigil/text/characters.h"
#include "strigil/text/charset.h"
#include "strigil/text/entities.h"
#include "strigil/text/mojibake.h"

namespace strigil {
namespace {

// Counts and makes the repairs that the options ask for, one kind after the other.
class Repairs {
 public:
  Repairs(const DecodeOptions& options, DecodedText* decoded)
      : options_(options), decoded_(*decoded) {}

  // Repairs until nothing is left to repair: what one kind puts right can be what another waits for
  // (an entity that is a no-break space, an entity cut in two by a soft hyphen). Each change takes
  // bytes away or settles a form for good, so this ends. Long texts made to be tedious are left
  // after kMostRounds, shorter ones once so many rounds have gone through kMostBytes.
  void Run() {
    constexpr size_t kKinds = 4;
    constexpr size_t kMostRounds = 16;
    constexpr size_t kMostBytes = size_t{128} << 20U;
    const size_t most_rounds = std::max(kMostRounds, kMostBytes / (decoded_.text.size() + 1));
    size_t quiet = 0;
    for (size_t turn = 0; quiet < kKinds && turn < kKinds * most_rounds; ++turn) {
      quiet = Repair(turn % kKinds) ? 0 : quiet + 1;
    }
  }

 private:
  // Returns whether the text has changed.
  bool Repair(size_t kind) {
    switch (kind) {
      case 0:
        return options_.resolve_entities &&
               Count(DecodeChange::kEntity, ResolveEntities(&decoded_.text));
      case 1:
        return options_.repair_mojibake &&
               Count(DecodeChange::kMojibake, RepairMojibake(&decoded_.text));
      case 2:
        return options_.clean_characters && Clean();
      default:
        return options_.compose &&
               Count(DecodeChange::kComposed, ComposeCharacters(&decoded_.text));
    }
  }

  bool Clean() {
    const CharacterChanges changes = CleanCharacters(&decoded_.text);
    Count(DecodeChange::kControl, changes.controls);
    Count(DecodeChange::kInvisible, changes.invisible);
    Count(DecodeChange::kSpace, changes.spaces);
    Count(DecodeChange::kLineEnd, changes.line_ends);
    return changes.total() > 0;
  }

  bool Count(DecodeChange change, size_t count) {
    decoded_.changes[static_cast<size_t>(change)] += count;
    return count > 0;
  }

  const DecodeOptions& options_;
  DecodedText& decoded_;
};

}  // namespace

std::string_view DecodeChangeName(DecodeChange change) {
  switch (change) {
    case DecodeChange::kByteOrderMark:
      return "byte-order-mark";
    case DecodeChange::kInvalidBytes:
      return "invalid-bytes";
    case DecodeChange::kMojibake:
      return "mojibake";
    case DecodeChange::kEntity:
      return "entity";
    case DecodeChange::kComposed:
      return "composed";
    case DecodeChange::kControl:
      return "control";
    case DecodeChange::kInvisible:
      return "invisible";
    case DecodeChange::kSpace:
      return "space";
    case DecodeChange::kLineEnd:
      return "line-end";
  }
  return "";
}

DecodedText Decode(std::string bytes, const DecodeOptions& options) {
  ConvertedText converted =
      ConvertToUtf8(std::move(bytes), options.declared_charset, options.detect_charset);
  DecodedText decoded;
  decoded.text = std::move(converted.text);
  decoded.charset = std::move(converted.charset);
  decoded.changes[static_cast<size_t>(DecodeChange::kByteOrderMark)] =
      converted.byte_order_mark ? 1 : 0;
  decoded.changes[static_cast<size_t>(DecodeChange::kInvalidBytes)] = converted.invalid;
  Repairs(options, &decoded).Run();
  return decoded;
}

}  // namespace strigil
