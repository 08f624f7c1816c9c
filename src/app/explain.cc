#include "app/explain.h"

#include <string>

#include "app/chain_setup.h"
#include "app/document_loop.h"
#include "app/terminal.h"
#include "strigil/io/output_sink.h"
#include "strigil/report/explain.h"

namespace strigil {

int RunExplain(const ExplainOptions& options) {
  const auto setup = LoadSetup(options.profile);
  const Chain chain(setup->profile, setup->packs);
  Explanation explanation({.color = WantsColor(options.color), .columns = OutputColumns()});
  const auto sink = OpenOutput("-");
  const bool watched = OutputIsTerminal();
  std::string text;
  const int status = ForEachDocument(options.input, chain, [&](const Document& document) {
    text.clear();
    explanation.Append(document, &text);
    sink->Write(text);
    if (watched) sink->Flush();
  });
  text.clear();
  explanation.AppendSummary(&text);
  sink->Write(text);
  sink->Commit();
  return status;
}

}  // namespace strigil
