// A LaunchRequest of the page (web/src/core/face.d.ts), read into the core's own.
#ifndef SEVPROOF_WASM_REQUEST_H
#define SEVPROOF_WASM_REQUEST_H

#include <emscripten/val.h>

#include <optional>
#include <vector>

#include "field_error.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace sevproof::wasm {

struct PageRequest {
  LaunchRequest launch;
  std::optional<Tek> tek;
  bool keys_in_one_file = false;
  std::vector<HostValue> from_launch_info;
  // What is to be said about the domain, and about what the page filled in from its XML.
  std::vector<Finding> findings;
  std::optional<SaidLaunch> said;  // where the domain's XML is given
};

// Reads keys only: either tk, or tik with or without tek.
struct PageKeys {
  Tik tik;
  std::optional<Tek> tek;
};

Read<PageKeys> read_keys(const emscripten::val& request);
Read<MeasurementBlob> read_measurement(const emscripten::val& request);
Read<PageRequest> read_request(const emscripten::val& request);
Read<std::vector<LaunchSecret>> read_secrets(const emscripten::val& secrets);

}  // namespace sevproof::wasm

#endif
