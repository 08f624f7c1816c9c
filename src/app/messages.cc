#include "app/messages.h"

#include <cstdio>
#include <string>

#include "strigil/report/terminal_text.h"
#include "strigil/text/utf8.h"

namespace strigil {

void TellError(std::string_view message) {
  std::string line = "strigil: ";
  AppendVisible(ToValidUtf8(message), &line);
  line += '\n';
  // There is nobody left to tell where this fails.
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

void WriteRaw(std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace strigil
