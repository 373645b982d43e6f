// What the launch was started with: firmware or its digest, boot files, CPUs.
#ifndef SEVPROOF_WASM_REQUEST_CONFIG_H
#define SEVPROOF_WASM_REQUEST_CONFIG_H

#include <emscripten/val.h>

#include "field_error.h"
#include "sevproof/sev/launch.h"

namespace sevproof::wasm {

Read<LaunchConfig> read_config(const emscripten::val& request);

}  // namespace sevproof::wasm

#endif
