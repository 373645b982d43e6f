// A LaunchRequest of the page (web/src/core/face.d.ts), read into the core's own.
#ifndef SEVPROOF_WASM_REQUEST_H
#define SEVPROOF_WASM_REQUEST_H

#include <emscripten/val.h>

#include <optional>
#include <string_view>
#include <vector>

#include "sevproof/domain_config.h"
#include "sevproof/launch_secret.h"
#include "sevproof/said_launch.h"
#include "sevproof/validation.h"

namespace sevproof::wasm {

// An error and the request's field in whose place the page shows it; empty for the whole request.
struct FieldError {
  std::string_view field;
  Error error;
};

template <typename T>
using Read = tl::expected<T, FieldError>;

// Puts an error in its field's place.
tl::unexpected<FieldError> misfit(std::string_view field, Error error);

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

Bytes read_bytes(const emscripten::val& array);
// A FileDigest; `field` is where an error belongs.
Read<FileDigest> read_digest(const emscripten::val& given, std::string_view field);
// Puts what is to be said about the domain and its XML into a report.
void add_domain_part(const PageRequest& request, Report& report);
Read<DomainConfig> read_domain(const emscripten::val& xml);
Read<PageKeys> read_keys(const emscripten::val& request);
Read<MeasurementBlob> read_measurement(const emscripten::val& request);
Read<PageRequest> read_request(const emscripten::val& request);
Read<std::vector<LaunchSecret>> read_secrets(const emscripten::val& secrets);

}  // namespace sevproof::wasm

#endif
