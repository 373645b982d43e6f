// Text in columns.
#ifndef SEVPROOF_CLI_COMMANDS_COLUMNS_H
#define SEVPROOF_CLI_COMMANDS_COLUMNS_H

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace sevproof::cli {

// With spaces behind it up to this width; what is longer stays whole.
inline std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.resize(std::max(out.size(), width), ' ');
  return out;
}

}  // namespace sevproof::cli

#endif
