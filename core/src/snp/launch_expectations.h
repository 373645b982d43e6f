// What a launch that was described says of its report.
#ifndef SEVPROOF_SNP_LAUNCH_EXPECTATIONS_H
#define SEVPROOF_SNP_LAUNCH_EXPECTATIONS_H

#include "sevproof/result.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::snp::internal {

// Its digests become the measurements that are expected (of measurements that are given besides
// those that are its), and the policy, HOST_DATA and ID block of its domain or IGVM file what they
// must be. Without a launch nothing changes. Fails with kContradictingInputs where something else
// is expected already, with kInvalidInput for a value of the domain that cannot be read.
Result<void> expect_launch(ReportInput& input);

}  // namespace sevproof::snp::internal

#endif
