#include "strigil/stages/stages.h"
#include "strigil/text/decode.h"

namespace strigil {
namespace {

class DecodeStage final : public Stage {
 public:
  explicit DecodeStage(SettingsReader* settings) {
    settings->Read("charset", "the charset of records whose container names none; empty: detected",
                   &options_.declared_charset);
    settings->Read(
        "detect-charset",
        "detect the charset of bytes that are not valid UTF-8; false: they are Windows-1252",
        &options_.detect_charset);
    settings->Read("resolve-entities", "resolve HTML entities left by the scraper",
                   &options_.resolve_entities);
    settings->Read("repair-mojibake", "put UTF-8 that was read as Windows-1252 right",
                   &options_.repair_mojibake);
    settings->Read("compose", "bring the text into Unicode's NFC", &options_.compose);
    settings->Read("clean-characters",
                   "take out controls and invisible characters; fold odd spaces and line ends",
                   &options_.clean_characters);
  }

  std::string_view name() const override { return "decode"; }
  bool repeats() const override { return false; }

  void Apply(Document& document) const override {
    DecodeOptions options = options_;
    if (!document.record().charset.empty()) options.declared_charset = document.record().charset;
    DecodedText decoded = Decode(document.TakeBytes(), options);
    document.SetText(std::move(decoded.text));
    document.provenance().charset = std::move(decoded.charset);
    document.provenance().decode_changes = decoded.changes;
  }

 private:
  DecodeOptions options_;
};

}  // namespace

std::unique_ptr<Stage> MakeDecodeStage(SettingsReader* settings, const StageContext&) {
  return std::make_unique<DecodeStage>(settings);
}

}  // namespace strigil
