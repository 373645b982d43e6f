// The part of a document that is about a SEV-SNP launch.
#ifndef SEVPROOF_REPORT_SNP_LAUNCH_JSON_H
#define SEVPROOF_REPORT_SNP_LAUNCH_JSON_H

#include "report/json_parts.h"
#include "sevproof/snp/launch_report.h"

namespace sevproof::internal {

// inputs, domain and computed; without a launch null, null, and an object of nulls.
void add_json_snp_launch(Json& document, const std::optional<snp::LaunchReport>& launch);

}  // namespace sevproof::internal

#endif
