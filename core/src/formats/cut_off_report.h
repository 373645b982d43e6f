// An attestation report of SEV-SNP whose end is missing, as after a copy that broke off.
#ifndef SEVPROOF_FORMATS_CUT_OFF_REPORT_H
#define SEVPROOF_FORMATS_CUT_OFF_REPORT_H

#include "sevproof/bytes.h"
#include "sevproof/formats/snp_report.h"

namespace sevproof::internal {

// VERSION is small, bit 17 of POLICY set and its upper half not, and SIGNATURE_ALGO is 1.
inline bool is_cut_off_report(ByteView content) {
  constexpr std::size_t kLeast = 0x50;
  constexpr std::uint32_t kVersions = 16;
  if (content.size() < kLeast || content.size() >= kSnpReportSize) return false;
  const auto version = load_le<std::uint32_t>(content);
  const auto policy = load_le<std::uint64_t>(content.subspan(0x08));
  return version >= 2 && version < kVersions && (policy >> 17 & 1) == 1 && policy >> 32 == 0 &&
         load_le<std::uint32_t>(content.subspan(0x34)) == 1;
}

}  // namespace sevproof::internal

#endif
