// What code the page's firmware holds: it is asked with every change on the page, and the look
// takes a third of a second.
#ifndef SEVPROOF_WASM_KNOWN_CODE_H
#define SEVPROOF_WASM_KNOWN_CODE_H

#include "sevproof/formats/firmware.h"
#include "sevproof/sha256.h"

namespace sevproof::wasm {

// find_firmware_code, or its last answer where the image is the same.
const FirmwareCode& known_code(const HashedBytes& image);

}  // namespace sevproof::wasm

#endif
