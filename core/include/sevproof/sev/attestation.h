// The attestation report of a running SEV guest (not SEV-SNP's): is it signed by this platform's
// PEK? SEV API specification (55766), section 6.8.
//
// It proves that a platform with this PEK launched a guest with this digest and policy, and signed
// after it saw the nonce. It does not prove that the owner's session was used, which guest answers
// now, or that the guest still is as it was launched: no ground for releasing a secret. The launch
// measurement is.
#ifndef SEVPROOF_SEV_ATTESTATION_H
#define SEVPROOF_SEV_ATTESTATION_H

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sevproof/check.h"
#include "sevproof/finding.h"
#include "sevproof/formats/attestation_report.h"
#include "sevproof/result.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sev/platform.h"

namespace sevproof {

// What the asker knows of it; only what is given is compared.
struct ExpectedAttestation {
  std::optional<Nonce> nonce;
  std::optional<Sha256Digest> launch_digest;
  std::optional<Policy> policy;
};

struct AttestationVerification {
  AttestationReport report;
  PlatformReport platform;
  // The platform's, then attestation-by-pek, attestation-nonce, attestation-digest and
  // attestation-policy.
  std::vector<Check> checks;
  std::vector<Finding> findings;
  // What makes it not hold.
  std::vector<CheckCode> broken;
  // Signed by the PEK, nothing differs from what was expected, the platform's own certificates do
  // not contradict each other, and the CEK is none that was taken out of a chip. Who vouches for
  // the PEK is another question: platform.voucher.
  bool holds() const { return broken.empty(); }
};

// Fails with kMissingInput where the chain has no PEK.
Result<AttestationVerification> verify_attestation(const AttestationReport& report,
                                                   const PlatformChain& chain,
                                                   const std::optional<NamedRoot>& root,
                                                   const ExpectedAttestation& expected = {});

}  // namespace sevproof

#endif
