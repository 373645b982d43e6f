// What the page hands over, read into the core's types.
#ifndef SEVPROOF_WASM_FIELDS_H
#define SEVPROOF_WASM_FIELDS_H

#include <emscripten/val.h>

#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof::wasm {

bool has(const emscripten::val& object, const char* key);

Bytes read_bytes(const emscripten::val& array);

// A FileDigest. Fails with kInvalid.
Result<FileDigest> read_digest(const emscripten::val& given);

}  // namespace sevproof::wasm

#endif
