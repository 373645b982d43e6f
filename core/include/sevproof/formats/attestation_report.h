// The report of ATTESTATION: SEV API specification (55766), section 6.8, and what QMP's
// query-sev-attestation-report answers. It is not the measurement, and not SEV-SNP's report.
#ifndef SEVPROOF_FORMATS_ATTESTATION_REPORT_H
#define SEVPROOF_FORMATS_ATTESTATION_REPORT_H

#include <array>
#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof {

inline constexpr std::size_t kAttestationReportSize = 208;

struct AttestationReport {
  std::array<std::uint8_t, 16> nonce;  // the asker's
  Sha256Digest launch_digest;
  std::uint32_t policy;
  SevEcdsa signature;
  // nonce, launch digest and policy: what the PEK signs.
  std::array<std::uint8_t, 0x34> signed_bytes;
};

// Exactly 208 bytes, raw, or text of them: base64, hex, or QMP's answer. Fails with
// kMalformedAttestation, also where one of the unsigned fields has another value than the
// specification's: usage 0x1002, algorithm 2, reserved 0.
Result<AttestationReport> parse_attestation_report(ByteView content,
                                                   std::string_view what = "attestation report");

}  // namespace sevproof

#endif
