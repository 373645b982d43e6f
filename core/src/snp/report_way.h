// From a report to a root of AMD's, by the certificates that are given.
#ifndef SEVPROOF_SNP_REPORT_WAY_H
#define SEVPROOF_SNP_REPORT_WAY_H

#include <optional>
#include <string>

#include "snp/report_binding.h"
#include "snp/report_chain.h"

namespace sevproof::snp::internal {

// One way from the report to a root; the best that there is.
struct Way {
  VekCandidate vek;
  ReportChain chain;
  std::string signature_fault;

  bool holds() const { return vek.fault.empty() && chain.fault.empty() && signature_fault.empty(); }
};

// The first that holds, or else the first whose key signed the report, or else the first:
// candidates come with the most fitting first. The bounds are for whoever hands in thousands.
std::optional<Way> best_way(const Anchors& anchors, const ReportInput& input);

}  // namespace sevproof::snp::internal

#endif
