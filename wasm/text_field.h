// One text field of the page: its name for people, what may stand in it, and what it means.
#ifndef SEVPROOF_WASM_TEXT_FIELD_H
#define SEVPROOF_WASM_TEXT_FIELD_H

#include <cstdint>
#include <string>
#include <string_view>

#include "field_error.h"

namespace sevproof::wasm {

// A whole number in its field's range. `field` is the request's key of a number.
Read<std::uint64_t> read_number(std::string_view field, std::string_view text);

// A QEMU model name, or FAMILY/MODEL/STEPPING in decimal or with 0x: the CPU signature.
Read<std::uint32_t> read_cpu(std::string_view text);

// What the text is read as, in a few words; empty where there is nothing to add. Fails as the
// validation would.
Read<std::string> describe_text(std::string_view field, std::string_view text);

// Whether read_number takes this field.
bool is_number(std::string_view field);

}  // namespace sevproof::wasm

#endif
