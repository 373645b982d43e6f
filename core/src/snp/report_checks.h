// What of a report is held against what its owner expects.
#ifndef SEVPROOF_SNP_REPORT_CHECKS_H
#define SEVPROOF_SNP_REPORT_CHECKS_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/snp/report_verification.h"

namespace sevproof::snp::internal {

// report-version to claims, in the order of the catalogue, the measurement first; claims where the
// evidence has some. A check for which
// nothing is expected is there too, as not made.
std::vector<Check> check_expectations(const ReportInput& input, std::optional<AmdGeneration> line,
                                      const std::optional<VekExtensions>& vek);

// What a careful reviewer of the report would say, whatever became of its checks.
std::vector<Finding> report_findings(const SnpEvidence& evidence,
                                     std::optional<AmdGeneration> line);

// What is reserved and not zero, "0x49, CURRENT_TCB 0400..."; empty where all is. Of an unknown
// line versions of firmware have nothing that is known to be reserved.
std::string reserved_text(const SnpReport& report, std::optional<AmdGeneration> line);

// The platform runs firmware that its host can still go back from.
bool is_provisional(const SnpReport& report);

// The versions that are described: 2, 3 and 5. What is new in 4 is not published.
bool is_described(std::uint32_t version);

}  // namespace sevproof::snp::internal

#endif
