// What the page took from the domain's XML and from the host's report.
#ifndef SEVPROOF_WASM_REQUEST_DOMAIN_H
#define SEVPROOF_WASM_REQUEST_DOMAIN_H

#include <emscripten/val.h>

#include <vector>

#include "request.h"
#include "sevproof/formats/domain_config.h"

namespace sevproof::wasm {

// The launch's values that the page filled in from the host's report of it.
std::vector<HostValue> read_from_launch_info(const emscripten::val& request);

Read<DomainConfig> read_domain(const emscripten::val& xml);

// Adds what the domain's XML gives to a request that is whole but for it.
Read<void> add_domain(const emscripten::val& request, PageRequest& page);

// Puts what is to be said about the domain and its XML into a report.
void add_domain_part(const PageRequest& request, Report& report);

}  // namespace sevproof::wasm

#endif
