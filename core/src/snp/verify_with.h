// A report's verification under other roots than AMD's, for tests: no face has a way to ask for
// it, and no VerifiedReport comes of it.
#ifndef SEVPROOF_SNP_VERIFY_WITH_H
#define SEVPROOF_SNP_VERIFY_WITH_H

#include "sevproof/snp/report_verification.h"
#include "snp/anchors.h"

namespace sevproof::snp::internal {

// As verify_report(), of an input whose launch has been taken, and without `verified`.
ReportVerification verify_with(const Anchors& anchors, ReportInput input);

}  // namespace sevproof::snp::internal

#endif
