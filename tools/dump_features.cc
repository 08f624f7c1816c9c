// Writes what the content stage sees of documents, for training (tools/README.md):
//
//   dump_features MODEL PROFILE < DOCUMENTS.jsonl > FEATURES
//
// Each document is cleaned by PROFILE without its stage `content`: what is kept then is what the
// stage sees when it is first asked. FEATURES are in the byte order of the machine, for each
// document in order:
//
//   u32 kept lines, features, bytes of text, tokens; u32 1 where nothing was removed, else 0
//   lines x u32 bytes of each line's text, then the texts
//   features x lines u8, feature by feature; those of the second level under MODEL
//   lines x i32, the scores under MODEL
//   lines x u32 numbers of tokens (LexicalModel), then the tokens, u32 each

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "strigil/io/byte_source.h"
#include "strigil/io/jsonl_reader.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack.h"
#include "strigil/rules/pack_library.h"
#include "strigil/stages/content_features.h"
#include "strigil/stages/content_model.h"
#include "strigil/stages/lexical_model.h"

namespace strigil {
namespace {

template <typename Number>
void WriteNumbers(std::ostream& out, std::span<const Number> numbers) {
  out.write(reinterpret_cast<const char*>(numbers.data()),
            static_cast<std::streamsize>(numbers.size_bytes()));
}

void WriteDocument(std::ostream& out, const Document& document, const ContentModel& model) {
  const std::vector<size_t> kept = document.KeptLines();
  std::string text;
  std::vector<uint32_t> text_sizes;
  std::vector<uint32_t> token_counts;
  std::vector<uint32_t> tokens;
  for (const size_t i : kept) {
    const std::string line = document.KeptText(document.line(i));
    text += line;
    text_sizes.push_back(static_cast<uint32_t>(line.size()));
    const size_t tokens_before = tokens.size();
    const Line& shown = document.line(i);
    AppendTokens(document.Words(shown), shown.shape.marks, &tokens);
    token_counts.push_back(static_cast<uint32_t>(tokens.size() - tokens_before));
  }
  ContentFeatures features(document, kept, model.lexical(), true);
  const std::vector<int32_t> scores = model.Score(&features);
  const std::vector<uint32_t> head = {
      static_cast<uint32_t>(kept.size()), kContentFeatures, static_cast<uint32_t>(text.size()),
      static_cast<uint32_t>(tokens.size()), document.is_whole() ? 1U : 0U};
  WriteNumbers(out, std::span(head));
  WriteNumbers(out, std::span(std::as_const(text_sizes)));
  out << text;
  for (size_t feature = 0; feature < kContentFeatures; ++feature)
    WriteNumbers(out, std::span(features.table().Row(feature), kept.size()));
  WriteNumbers(out, std::span(scores));
  WriteNumbers(out, std::span(std::as_const(token_counts)));
  WriteNumbers(out, std::span(std::as_const(tokens)));
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.size() != 2) {
    std::cerr << "usage: dump_features MODEL PROFILE < DOCUMENTS.jsonl > FEATURES\n";
    return 2;
  }
  const ContentModel model = ContentModel::Parse(ReadConfigFile(arguments[0]), arguments[0]);
  const PackLibrary packs;
  Profile profile = LoadProfile(arguments[1]);
  DisableStage("content", &profile);
  const Chain chain(profile, packs);
  const std::unique_ptr<RecordReader> reader =
      NewJsonlReader(FileSource::Borrow(0), "stdin", JsonKeys(), kDefaultMaxDocumentBytes);
  for (;;) {
    ReadResult result = reader->Next();
    if (std::holds_alternative<EndOfInput>(result)) break;
    if (const Problem* problem = std::get_if<Problem>(&result)) {
      std::cerr << problem->ToString() << '\n';
      return 1;
    }
    const Document document = chain.Clean(std::get<Record>(std::move(result)));
    WriteDocument(std::cout, document, model);
  }
  std::cout.flush();
  return std::cout ? 0 : 1;
}

}  // namespace
}  // namespace strigil

int main(int argc, char** argv) {
  try {
    return strigil::Main(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
