// Text that somebody copied from a terminal, a mail or a document, made plain.
#ifndef SEVPROOF_FORMATS_PLAIN_TEXT_H
#define SEVPROOF_FORMATS_PLAIN_TEXT_H

#include <optional>
#include <string>
#include <string_view>

namespace sevproof::internal {

// UTF-8 whose lines end in '\n'. UTF-16 is decoded, with a byte order mark or without. What only
// changes how a text looks goes: byte order mark, terminal escapes, characters without width.
// Spaces of other kinds, typographic quotes and hyphens, bullets, and the colon, equals sign, comma
// and bar of other scripts become their ASCII relatives. Whatever else there is stays, bytes that
// are no UTF-8 included. The result is written to one block of memory, so that a caller can wipe
// it.
std::string plain_text(std::string_view text);

// What plain_text takes for UTF-16, as UTF-8 and otherwise as it is; nothing where it is none.
std::optional<std::string> utf16_text(std::string_view text);

// True for text in UTF-32, with a byte order mark or beginning with a character below U+0100.
bool is_utf32(std::string_view text);

}  // namespace sevproof::internal

#endif
