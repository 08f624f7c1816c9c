#include "app/explain.h"

#include <memory>
#include <string>
#include <utility>

#include "app/chain_setup.h"
#include "app/document_loop.h"
#include "app/terminal.h"
#include "strigil/io/output_sink.h"
#include "strigil/report/explain.h"

namespace strigil {

namespace {

// Writes the explanations, and at a terminal each as soon as it is there.
class ExplanationOutput final : public DocumentHandler {
 public:
  explicit ExplanationOutput(ColorMode color)
      : explanation_({.color = WantsColor(color), .columns = OutputColumns()}),
        watched_(OutputIsTerminal()),
        sink_(OpenOutput("-")) {}

  PreparedDocument Prepare(Document document) const override {
    PreparedDocument prepared;
    prepared.document = std::move(document);
    return prepared;
  }

  void Take(PreparedDocument prepared) override {
    std::string text;
    explanation_.Append(prepared.document.value(), &text);
    sink_->Write(text);
    if (watched_) sink_->Flush();
  }

  void Finish() {
    std::string text;
    explanation_.AppendSummary(&text);
    sink_->Write(text);
    sink_->Commit();
  }

 private:
  Explanation explanation_;
  const bool watched_;
  const std::unique_ptr<OutputSink> sink_;
};

}  // namespace

int RunExplain(const ExplainOptions& options) {
  const auto setup = LoadSetup(options.profile);
  const Chain chain(setup->profile, setup->packs);
  ExplanationOutput output(options.color);
  const int status = ForEachDocument(options.input, chain, RunOptions(), &output);
  output.Finish();
  return status;
}

}  // namespace strigil
