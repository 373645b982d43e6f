// Pieces that the JSON documents share. Keys keep the order in which they are written.
#ifndef SEVPROOF_REPORT_JSON_PARTS_H
#define SEVPROOF_REPORT_JSON_PARTS_H

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "sevproof/finding.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/measurement.h"

namespace sevproof::internal {

using Json = nlohmann::ordered_json;

// Schema version and generator, with which every document begins.
Json json_document();
// The document's text: two spaces, a newline at the end.
std::string json_text(const Json& document);

Json json_policy(Policy policy);
Json json_api(const ApiVersion& api);
Json json_findings(std::span<const Finding> findings);
// firmware, kernel, initrd, cmdline.
void add_json_files(Json& inputs, const MeasuredLaunch& launch);
// vcpus and vmsa.
void add_json_cpus(Json& inputs, const MeasuredLaunch& launch);
Json json_kernel_hashes_table(const MeasuredLaunch& launch);

}  // namespace sevproof::internal

#endif
