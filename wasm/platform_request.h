// A host's platform as the page gives it: files by their names, and what its owner names besides.
#ifndef SEVPROOF_WASM_PLATFORM_REQUEST_H
#define SEVPROOF_WASM_PLATFORM_REQUEST_H

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "field_error.h"
#include "sevproof/sev/platform.h"

namespace sevproof::wasm {

struct PlatformRequest {
  PlatformChain chain;
  std::optional<NamedRoot> root;
};

// The names of an object's files.
std::vector<std::string> names_in(const emscripten::val& files);

// `root` has the one file that is named as root, or none; `chip_id` is text, or empty.
Read<PlatformRequest> read_platform(const emscripten::val& files, const emscripten::val& root,
                                    const std::string& chip_id);

}  // namespace sevproof::wasm

#endif
