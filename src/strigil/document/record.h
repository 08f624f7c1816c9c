#ifndef STRIGIL_DOCUMENT_RECORD_H_
#define STRIGIL_DOCUMENT_RECORD_H_

#include <cstdint>
#include <string>

namespace strigil {

// One document's raw bytes and what its container said of it. An empty string says that the
// container said nothing.
struct Record {
  std::string bytes;
  std::string source;   // the input's name; with "#N" behind it, N from 1, where the input holds
                        // many documents
  uint64_t offset = 0;  // where the record begins in its input, in bytes (after decompression)
  uint64_t line = 1;    // the same in lines, from 1; 0 in containers that are not made of lines
  std::string id;
  bool id_is_number = false;  // `id` was a JSON number, and is one again in JSON output
  std::string url;
  std::string charset;
  std::string date;            // when it was fetched, as the container writes it
  std::string language;        // likewise; may name several
  std::string block_digest;    // of the container's record, such as "sha1:..."
  std::string payload_digest;  // of what the record carries
  // The JSON object's other members, to be carried to JSON output unchanged: the members' own
  // bytes, each preceded by a comma (`,"date":"2024-05-02","score":0.5`), in their order. Empty
  // where there are none.
  std::string carried_members;
  // The same for the members of the JSON object's own metadata.
  std::string carried_metadata;
};

}  // namespace strigil

#endif  // STRIGIL_DOCUMENT_RECORD_H_
