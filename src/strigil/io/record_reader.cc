#include "strigil/io/record_reader.h"

namespace strigil {

std::string Problem::ToString() const {
  std::string text = source + ": ";
  if (line > 0) {
    text += "line " + std::to_string(line) + ", byte " +
            std::to_string(error_offset.value_or(offset)) + ": ";
  } else if (error_offset) {
    text += "byte " + std::to_string(*error_offset) + ": ";
  }
  return text + message;
}

}  // namespace strigil
