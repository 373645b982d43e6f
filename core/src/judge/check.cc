#include "sevproof/check.h"

#include <array>

#include "base/in_order.h"

namespace sevproof {
namespace {

using enum CheckCode;

constexpr auto kChecks = std::to_array<CheckInfo>({
    {kMeasurement, "measurement", Subject::kMeasurement, true,
     "The measurement that is reported is the one that this launch must have."},
    {kDomainConfiguration, "domain-configuration", Subject::kWhole, false,
     "The libvirt domain's configuration leaves nothing unmeasured that its guest depends on."},
    {kGuestPaused, "guest-paused", Subject::kWhole, false,
     "The guest was paused when it was validated, as before its first run."},
    {kArkPinned, "ark-pinned", Subject::kArk, false,
     "The root key (ARK) is one of AMD's that are built in, by its SHA-256. A chain without a root "
     "does not need it: AMD's signing keys (ASK) are built in, too."},
    {kArkSelf, "ark-self", Subject::kArk, false, "The ARK is signed by itself."},
    {kAskByArk, "ask-by-ark", Subject::kAsk, false, "The ASK is signed by the ARK."},
    {kCekByAsk, "cek-by-ask", Subject::kCek, true,
     "The chip's key (CEK) is signed by the ASK, and is none of those whose private key is known "
     "in "
     "public."},
    {kOcaSelf, "oca-self", Subject::kOca, true,
     "The key of the platform's owner (OCA) is signed by itself."},
    {kPekByOca, "pek-by-oca", Subject::kPek, true,
     "The platform's key (PEK) is signed by the OCA."},
    {kPekByCek, "pek-by-cek", Subject::kPek, true, "The PEK is signed by the CEK."},
    {kPdhByPek, "pdh-by-pek", Subject::kPdh, true,
     "The key that sessions are agreed on with (PDH) is signed by the PEK."},
    {kAttestationByPek, "attestation-by-pek", Subject::kEvidence, true,
     "The attestation report is signed by the PEK."},
    {kAttestationNonce, "attestation-nonce", Subject::kNonce, false,
     "The report answers the question that was asked: its nonce is the asker's."},
    {kAttestationDigest, "attestation-digest", Subject::kEvidence, false,
     "The report's launch digest is the one that was given."},
    {kAttestationPolicy, "attestation-policy", Subject::kEvidence, false,
     "The report's policy is the one that was given."},
    {kSessionShape, "session-shape", Subject::kSession, true,
     "The session has the size and the parts of one."},
    {kSessionPolicy, "session-policy", Subject::kPolicy, true,
     "Session, TIK and policy belong together: the session authenticates the policy under the "
     "TIK."},
    {kSessionGodh, "session-godh", Subject::kOwnerCertificate, false,
     "The owner's certificate (godh) is one of P-384 that firmware takes, and none of the "
     "platform's own."},
    {kSessionFresh, "session-fresh", Subject::kSession, false,
     "Nothing of the session was used in another one that was given: nonce, IV, keys."},
    {kSessionTek, "session-tek", Subject::kSession, false,
     "The TEK that was given is the session's. It cannot be checked."},
    {kSessionAgreement, "session-agreement", Subject::kSession, false,
     "The session was made for this platform, with the key in this owner's certificate. It cannot "
     "be checked."},
    {kIdBlockShape, "id-block-shape", Subject::kWhole, true,
     "Version and algorithms are known, reserved bytes are 0, keys are points of P-384."},
    {kIdBlockSigned, "id-block-signed", Subject::kWhole, true,
     "The ID block is signed by the ID key."},
    {kIdKeySigned, "id-key-signed", Subject::kWhole, false,
     "The ID key is signed by the author key."},
    {kIdBlockDigest, "id-block-digest", Subject::kLaunchDigest, false,
     "The ID block is for the launch digest that was given."},
    {kIdBlockPolicy, "id-block-policy", Subject::kPolicy, false,
     "The ID block is for the policy that was given."},
    {kIdBlockFamily, "id-block-family", Subject::kWhole, false,
     "The family id is the one that was given."},
    {kIdBlockImage, "id-block-image", Subject::kWhole, false,
     "The image id is the one that was given."},
    {kIdBlockSvn, "id-block-svn", Subject::kWhole, false,
     "The guest's security version is the one that was given."},
    {kIdKeyDigest, "id-key-digest", Subject::kWhole, false,
     "The ID key has the digest that was given."},
    {kAuthorKeyDigest, "author-key-digest", Subject::kWhole, false,
     "The author key has the digest that was given."},
    {kReportShape, "shape", Subject::kEvidence, true,
     "The report has the size and a version of one, and is signed, by an algorithm that is known."},
    {kReportChain, "chain", Subject::kReportChain, true,
     "A root of AMD's that is built in signs the intermediate key, and that key the report's "
     "(VCEK or VLEK); all are valid at the time that counts."},
    {kReportRevocation, "revocation", Subject::kReportChain, false,
     "AMD has not revoked the intermediate key. A chip's own key cannot be revoked by a list."},
    {kReportBinding, "binding", Subject::kEvidence, true,
     "The certificate is that of this chip, or of this provider, and of the firmware versions "
     "that the report names."},
    {kReportSignature, "signature", Subject::kEvidence, true,
     "The report, as it came, is signed by the key in the certificate."},
    {kReportVersion, "report-version", Subject::kEvidence, true,
     "The report's version is one that AMD has described."},
    {kReportReserved, "reserved", Subject::kEvidence, true,
     "No reserved byte of what is signed has a value: nobody here knows what it would mean."},
    {kReportData, "report-data", Subject::kEvidence, true,
     "REPORT_DATA is what was expected: without a nonce, any old report of the guest passes."},
    {kReportPolicy, "policy", Subject::kEvidence, true,
     "The guest's policy allows no debugging and no migration agent, unless that is accepted, and "
     "is as expected."},
    {kReportVmpl, "vmpl", Subject::kEvidence, true,
     "The report was asked for at the privilege level that is expected: 0, unless another is."},
    {kReportTcb, "tcb", Subject::kEvidence, false,
     "No component of the platform's firmware is older than is accepted."},
    {kReportFirmware, "firmware-version", Subject::kEvidence, false,
     "The platform's SEV firmware is not older than is accepted, and final where that is "
     "demanded."},
    {kReportIdBlock, "id-block", Subject::kEvidence, false,
     "Family, image, security version, ID key and author key are as expected."},
    {kReportHostData, "host-data", Subject::kEvidence, false, "HOST_DATA is what was expected."},
    {kReportChip, "chip", Subject::kEvidence, true,
     "The report names its chip, and chip or provider is one of those that are accepted."},
    {kReportId, "report-id", Subject::kEvidence, false,
     "The report is of the guest whose REPORT_ID was expected."},
    {kReportPlatform, "platform-info", Subject::kEvidence, false,
     "The platform's settings are as expected."},
    {kReportMitigations, "mitigations", Subject::kEvidence, false,
     "The platform has the mitigations that are demanded."},
    {kReportClaims, "claims", Subject::kEvidence, true,
     "What Azure's paravisor says beside the report is what REPORT_DATA has the hash of."},
});

static_assert(internal::is_in_order(kChecks, &CheckInfo::code));

}  // namespace

std::span<const CheckInfo> check_catalogue() { return kChecks; }

const CheckInfo& check_info(CheckCode code) { return kChecks[static_cast<std::size_t>(code)]; }

std::string_view outcome_name(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::kPass:
      return "pass";
    case CheckOutcome::kFail:
      return "fail";
    case CheckOutcome::kNotChecked:
      return "not-checked";
  }
  return "not-checked";
}

}  // namespace sevproof
