#ifndef SEVPROOF_BASE_UTF8_H
#define SEVPROOF_BASE_UTF8_H

#include <cstddef>
#include <string_view>

namespace sevproof::internal {

// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode, table 3-7), or 0.
std::size_t utf8_length(std::string_view text);

}  // namespace sevproof::internal

#endif
