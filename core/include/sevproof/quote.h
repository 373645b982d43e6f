// Foreign text in a message: quoted, bounded, and unable to disturb a terminal.
#ifndef SEVPROOF_QUOTE_H
#define SEVPROOF_QUOTE_H

#include <cstddef>
#include <string>
#include <string_view>

namespace sevproof {

// `text` in single quotes. Control characters and bytes that are not valid UTF-8 are shown as \xNN;
// after max_shown characters it is cut and its length given.
std::string quote(std::string_view text, std::size_t max_shown = 80);

// The name of a file, whose end tells as much as its beginning: cut in the middle.
std::string quote_name(std::string_view name, std::size_t max_shown = 80);

// The same without quotes, for a sentence of somebody else's program.
std::string printable(std::string_view text, std::size_t max_shown = 400);

}  // namespace sevproof

#endif
