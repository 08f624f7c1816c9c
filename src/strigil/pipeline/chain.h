#ifndef STRIGIL_PIPELINE_CHAIN_H_
#define STRIGIL_PIPELINE_CHAIN_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "strigil/document/document.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack_library.h"
#include "strigil/stages/stage.h"

namespace strigil {

// How long each stage of a chain took, in the order of Chain::stages().
using StageTimes = std::vector<std::chrono::nanoseconds>;

// The stages of a profile, ready to clean documents. Immutable; safe to use from any thread.
class Chain {
 public:
  // Makes the stages. `packs` must outlive the chain. Throws ConfigError where a setting is unknown
  // or wrong or a pack is missing.
  Chain(const Profile& profile, const PackLibrary& packs);

  // Returns the cleaned document of a record. Never fails: where the decode stage is disabled,
  // bytes that are not valid UTF-8 become U+FFFD all the same. Where it is not, the document's
  // record has its bytes no more: they became the text. The document's reasons point into the
  // chain, which must outlive it. Where `times` is given, what each stage took is added to it; it
  // grows to the number of stages first.
  Document Clean(Record record, StageTimes* times = nullptr) const;

  const std::vector<std::unique_ptr<Stage>>& stages() const { return stages_; }

  // The profile's name and the SHA-256 of the resolved profile: every stage with every setting in
  // force, the packs' texts and the content model. The same digest means the same output for the
  // same input.
  const std::string& profile_digest() const { return profile_digest_; }

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
  std::string profile_digest_;
};

}  // namespace strigil

#endif  // STRIGIL_PIPELINE_CHAIN_H_
