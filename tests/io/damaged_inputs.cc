#include "tests/io/damaged_inputs.h"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "strigil/io/byte_source.h"
#include "strigil/io/record_reader.h"
#include "tests/io/compression_testing.h"
#include "tests/io/warc_testing.h"

namespace strigil {
namespace {

constexpr size_t kRecords = 12;
constexpr size_t kMaxDocumentBytes = 20'000;

std::string TextOf(size_t number) {
  std::mt19937_64 random(number);
  std::string text;
  const size_t size = 50 + random() % 1500;
  while (text.size() < size) text += "word" + std::to_string(random() % 100'000) + " ";
  return text;
}

// Every type of WARC record that holds text has its turn.
std::string WarcOf(size_t number, const std::string& text) {
  if (number % 3 == 0) return WetRecord(text);
  if (number % 3 == 1) return WarcRecord("resource", "Content-Type: text/plain\r\n", text);
  return WarcRecord("response", "Content-Type: application/http\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + text);
}

std::string RecordOf(RecordFormat format, size_t number) {
  const std::string text = TextOf(number);
  if (format == RecordFormat::kJsonl) return "{\"text\":\"" + text + "\"}\n";
  if (format == RecordFormat::kWarc) return WarcOf(number, text);
  return text + "\f";
}

// Returns `bytes`, which must not be empty, with one thing wrong.
std::string Damaged(std::string bytes, const std::string& other, std::mt19937_64* random) {
  const size_t place = (*random)() % bytes.size();
  switch ((*random)() % 5) {
    case 0:
      bytes[place] = static_cast<char>(bytes[place] ^ 1 << (*random)() % 8);
      break;
    case 1:
      for (int i = 0; i < 8; ++i) {
        char& byte = bytes[(*random)() % bytes.size()];
        byte = static_cast<char>(byte ^ 1 << (*random)() % 8);
      }
      break;
    case 2:
      bytes.resize(place);
      break;
    case 3:
      bytes.erase(place, 1 + (*random)() % 20);
      break;
    default:
      bytes.replace(place, std::string::npos, other.substr((*random)() % other.size()));
  }
  return bytes;
}

}  // namespace

std::string InputKind::ToString() const {
  std::string name = format == RecordFormat::kJsonl  ? "jsonl"
                     : format == RecordFormat::kWarc ? "warc"
                                                     : "text";
  if (compression != Compression::kNone) name.append(".").append(CompressionName(compression));
  return name;
}

std::vector<InputKind> AllInputKinds() {
  std::vector<InputKind> kinds;
  for (const auto format : {RecordFormat::kText, RecordFormat::kJsonl, RecordFormat::kWarc}) {
    for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd,
                                   Compression::kBzip2, Compression::kXz}) {
      kinds.push_back({format, compression});
    }
  }
  return kinds;
}

DamagedInputs::DamagedInputs(InputKind kind) : kind_(kind) {
  std::string plain;
  for (size_t i = 0; i < kRecords; ++i) {
    const std::string record = RecordOf(kind.format, i);
    texts_.push_back(TextOf(i));
    records_.push_back(Compressed(record, kind.compression));
    plain += record;
  }
  whole_ = Compressed(plain, kind.compression);
  other_ = Compressed(RecordOf(kind.format, kRecords), kind.compression);
}

// Returns whether the record behind `bytes`, what is left of a bad one, is still told from it.
bool DamagedInputs::EndsRecord(const std::string& bytes) const {
  if (kind_.format == RecordFormat::kWarc || bytes.empty()) return true;
  if (kind_.compression == Compression::kNone) {
    return bytes.back() == (kind_.format == RecordFormat::kJsonl ? '\n' : '\f');
  }
  // Behind damage in compressed data a line begins, but no page.
  return kind_.format == RecordFormat::kJsonl;
}

DamagedInput DamagedInputs::WithOneBadRecord(uint64_t seed) const {
  std::mt19937_64 random(seed);
  DamagedInput input;
  input.options.max_document_bytes = kMaxDocumentBytes;
  // The first record is what the compression and the format are told by.
  input.options.format = random() % 2 == 0 ? kind_.format : RecordFormat::kAuto;
  if (kind_.format == RecordFormat::kText) input.options.split.kind = TextSplit::Kind::kFormFeed;
  const size_t bad = 1 + random() % (kRecords - 1);
  const bool cut = random() % 8 == 0;
  bool told_apart = true;
  for (size_t i = 0; i < kRecords; ++i) {
    if (i == bad) {
      if (cut) {
        input.bytes.append(records_[i], 0, random() % records_[i].size());
        break;
      }
      const std::string damaged = Damaged(records_[i], other_, &random);
      // By chance, a cut WARC record's length may end exactly with the next one: a record that
      // holds another looks the same.
      told_apart = EndsRecord(damaged) &&
                   damaged.size() + records_[(i + 1) % kRecords].size() != records_[i].size();
      input.bytes += damaged;
      continue;
    }
    input.bytes += records_[i];
    if (i != bad + 1 || told_apart) input.intact.push_back(texts_[i]);
  }
  return input;
}

DamagedInput DamagedInputs::DamagedAnywhere(uint64_t seed) const {
  std::mt19937_64 random(seed);
  DamagedInput input;
  input.options.max_document_bytes = kMaxDocumentBytes;
  if (random() % 2 == 0) {
    for (const std::string& record : records_) input.bytes += record;
  } else {
    input.bytes = whole_;
  }
  for (uint64_t i = 1 + random() % 4; i > 0; --i) {
    input.bytes = Damaged(input.bytes, whole_, &random) + " ";
  }
  return input;
}

ReadInput Read(const DamagedInput& input) {
  ReadInput read;
  std::set<std::string> texts;
  const auto reader =
      NewRecordReader(std::make_unique<MemorySource>(input.bytes), "in", input.options);
  for (;;) {
    ReadResult result = reader->Next();
    if (std::holds_alternative<EndOfInput>(result)) break;
    if (auto* record = std::get_if<Record>(&result)) {
      ++read.records;
      texts.insert(std::move(record->bytes));
    } else {
      ++read.problems;
    }
  }
  std::copy_if(input.intact.begin(), input.intact.end(), std::back_inserter(read.missing),
               [&texts](const std::string& text) { return !texts.contains(text); });
  return read;
}

}  // namespace strigil
