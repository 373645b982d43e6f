#ifndef SEVPROOF_BASE_UTF8_H
#define SEVPROOF_BASE_UTF8_H

#include <cstddef>
#include <string_view>

#include "sevproof/bytes.h"

namespace sevproof::internal {

// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode, table 3-7), or 0.
std::size_t utf8_length(std::string_view text);

// True for UTF-8 with no control characters but those of terminals and documents. `is_cut`: it may
// end inside of a character.
bool is_text(ByteView bytes, bool is_cut);

}  // namespace sevproof::internal

#endif
