// The smallest use of the library: one dump in, its body and its title out.

#include <iostream>

#include "strigil/document/document.h"
#include "strigil/pipeline/chain.h"
#include "strigil/pipeline/profile.h"
#include "strigil/rules/pack_library.h"

int main() {
  const strigil::PackLibrary packs;
  const strigil::Chain chain(strigil::LoadProfile("news"), packs);

  strigil::Record record;
  record.source = "dump";
  record.bytes =
      "Two boats tie for the cup\n\n"
      "The harbour race ended in a tie on Sunday, after two boats had crossed the line within the "
      "same second and neither of the judges could tell which of them had been the first.\n\n"
      "Tom &amp; Ada Bright will keep the cup until Christmas, the club said, and hand it to the "
      "crew of the other boat for the second half of the year.\r\n\n"
      "Leave a Reply\n\n"
      "Your email address will not be published. Required fields are marked *\n";
  const strigil::Document document = chain.Clean(record);

  const std::string body = document.Body();
  std::cout << document.provenance().title << "\n\n" << body << '\n';
  const bool cleaned = body.starts_with("The harbour race") &&
                       body.ends_with("half of the year.") &&
                       body.find("Tom & Ada") != std::string::npos;
  if (!cleaned) {
    std::cerr << "consumer: this is not what the body should be\n";
  }
  return cleaned ? 0 : 1;
}
