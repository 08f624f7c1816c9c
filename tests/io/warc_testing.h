#ifndef STRIGIL_TESTS_IO_WARC_TESTING_H_
#define STRIGIL_TESTS_IO_WARC_TESTING_H_

#include <string>
#include <string_view>

namespace strigil {

// A record with a header of `fields`, each with its line end, and Content-Length.
inline std::string WarcRecord(std::string_view type, std::string_view fields,
                              std::string_view content) {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) + "\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + std::string(content) +
         "\r\n\r\n";
}

// A conversion record as WET files have them.
inline std::string WetRecord(std::string_view content) {
  return WarcRecord("conversion",
                    "WARC-Target-URI: https://example.org/a\r\n"
                    "WARC-Date: 2024-12-03T09:30:00Z\r\n"
                    "WARC-Record-ID: <urn:uuid:5f1b9f6e-8c2a-4b7e-9d55-2f3c1a7b9e10>\r\n"
                    "WARC-Identified-Content-Language: eng,deu\r\n"
                    "WARC-Block-Digest: sha1:AAAA\r\n"
                    "Content-Type: text/plain\r\n",
                    content);
}

}  // namespace strigil

#endif  // STRIGIL_TESTS_IO_WARC_TESTING_H_
