#ifndef STRIGIL_APP_MESSAGES_H_
#define STRIGIL_APP_MESSAGES_H_

#include <string_view>

namespace strigil {

// Writes "strigil: MESSAGE" and a line end to standard error, at once. What `message` has of
// control characters is written out, so that the name of a file cannot play tricks on a terminal;
// bytes that are not UTF-8 become U+FFFD.
void TellError(std::string_view message);

// Writes `text`, which is known to be harmless, to standard error as it is.
void WriteRaw(std::string_view text);

}  // namespace strigil

#endif  // STRIGIL_APP_MESSAGES_H_
