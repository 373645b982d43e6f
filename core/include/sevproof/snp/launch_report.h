// What is found out about a SEV-SNP launch: its digests, and what a careful reviewer would say. No
// verdict: there is nothing from a host yet.
#ifndef SEVPROOF_SNP_LAUNCH_REPORT_H
#define SEVPROOF_SNP_LAUNCH_REPORT_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/id_block.h"

namespace sevproof::snp {

// Of an IGVM file.
struct MeasuredIgvm {
  std::uint32_t contexts = 0;           // VMSA pages in it
  Sha384Digest in_order{};              // as the directives stand in the file
  std::optional<std::uint64_t> policy;  // that it names
  std::optional<IdBlockReport> id_block;
  // Why QEMU does not start it; empty where it does.
  std::string refused;
};

struct LaunchReport {
  LaunchRequest request;
  std::optional<MeasuredLaunch> launch;  // of a firmware
  std::optional<MeasuredIgvm> igvm;
  std::vector<CountedDigest> digests;  // of each number of CPUs; of an IGVM file as QEMU starts it
  std::vector<Finding> findings;
};

// Fails as measure() and parse_igvm() do, and of an IGVM file where it is not for SEV-SNP. Where
// QEMU alone refuses such a file, that is a finding. `observe` sees the pages of the largest number
// of CPUs; of an IGVM file those that QEMU sends, if any.
Result<LaunchReport> measure_request(LaunchRequest request, const Observer& observe = {});

}  // namespace sevproof::snp

#endif
