// The chain of certificates under a report.
#ifndef SEVPROOF_SNP_REPORT_CHAIN_H
#define SEVPROOF_SNP_REPORT_CHAIN_H

#include <optional>
#include <string>
#include <vector>

#include "snp/issuers.h"

namespace sevproof::snp::internal {

struct ReportChain {
  std::vector<ChainLink> links;  // root first
  std::optional<Intermediate> intermediate;
  std::string fault;            // why it does not hold; empty where it does
  bool is_out_of_time = false;  // and that it does not hold then is all that is wrong with it
};

// Whether AMD vouches for this VCEK (or VLEK) at the time of `issuers`. The root is built in.
ReportChain build_chain(Issuers& issuers, AmdGeneration line, const GivenCertificate& vek);

}  // namespace sevproof::snp::internal

#endif
