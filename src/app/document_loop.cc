#include "app/document_loop.h"

#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "app/exit_status.h"
#include "app/messages.h"
#include "strigil/io/input_files.h"

namespace strigil {
namespace {

// Returns the cleaned document, nothing where it is too large for that; `problem` then says so.
std::optional<Document> Clean(const Chain& chain, Record record, Problem* problem) {
  problem->source = record.source;
  problem->line = record.line;
  problem->offset = record.offset;
  try {
    return chain.Clean(std::move(record));
  } catch (const std::length_error& error) {
    problem->message = error.what();
  } catch (const std::bad_alloc&) {
    problem->message = "there is not enough memory for this document";
  }
  return std::nullopt;
}

}  // namespace

int ForEachDocument(const InputOptions& input, const Chain& chain,
                    const std::function<void(const Document&)>& take) {
  InputReader reader(input.operands, input.reader);
  int status = kAllGood;
  for (;;) {
    ReadResult result = reader.Next();
    if (std::holds_alternative<EndOfInput>(result)) return status;
    Problem problem;
    if (auto* record = std::get_if<Record>(&result)) {
      if (const auto document = Clean(chain, std::move(*record), &problem)) {
        take(*document);
        continue;
      }
    } else {
      problem = std::get<Problem>(std::move(result));
    }
    TellError(problem.ToString());
    status = kSomeBad;
  }
}

}  // namespace strigil
