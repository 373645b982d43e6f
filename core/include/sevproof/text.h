// What people type and read: numbers, taken strictly, and texts of others, shown safely.
#ifndef SEVPROOF_TEXT_H
#define SEVPROOF_TEXT_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof {

// `text` in single quotes. Control characters and bytes that are not valid UTF-8 are shown as \xNN;
// after max_shown characters it is cut and its length given.
std::string quote(std::string_view text, std::size_t max_shown = 80);

// "1 CPU", "2 CPUs"
std::string cpus_text(std::uint32_t count);

// The name of a file, whose end tells as much as its beginning: cut in the middle.
std::string quote_name(std::string_view name, std::size_t max_shown = 80);

// The same without quotes, for a sentence of somebody else's program.
std::string printable(std::string_view text, std::size_t max_shown = 400);

// Reads a whole number in [low, high]. Leading zeros are decimal digits (013 is thirteen). Signs,
// spaces, digit separators and anything behind the digits are refused. `what` names the value in
// the message. Fails with kInvalid.
Result<std::uint64_t> parse_number(std::string_view what, std::string_view text, std::uint64_t low,
                                   std::uint64_t high);

// How files that belong together begin. It becomes part of their names, and of an option of QEMU,
// where a comma ends a value. Fails with kInvalidInput.
Result<void> check_output_name(std::string_view what, std::string_view name);

}  // namespace sevproof

#endif
