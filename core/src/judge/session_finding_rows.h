// The rows of the catalogue of findings that are about launch sessions.
#ifndef SEVPROOF_JUDGE_SESSION_FINDING_ROWS_H
#define SEVPROOF_JUDGE_SESSION_FINDING_ROWS_H

#include <array>

#include "sevproof/finding.h"

namespace sevproof::internal {

inline constexpr auto kSessionFindings = std::to_array<FindingInfo>({
    {FindingCode::kPolicyNotation, "policy-notation", Severity::kWarning, Subject::kPolicy,
     "The policy's number has two meanings: libvirt's <policy> is always hex, sevctl's is decimal",
     "Write it with 0x, or as names of flags."},
    {FindingCode::kSessionUnverified, "session-unverified", Severity::kError, Subject::kPdh,
     "The session was made for a platform that nobody vouches for",
     "Whoever made this PDH can read the session's keys: use it for tests only."},
    {FindingCode::kSessionOtherPolicy, "session-other-policy", Severity::kError, Subject::kPolicy,
     "The session was made for another policy",
     "Start the guest with the policy of its session, or make a new session: otherwise QEMU stops "
     "with fw_error=11 'Bad measurement'."},
    {FindingCode::kSessionOtherKey, "session-other-key", Severity::kError, Subject::kSession,
     "The key does not belong to this session",
     "Look for the TIK that was written together with this session, or make a new session: the "
     "keys cannot be computed from it."},
    {FindingCode::kSessionKeysExchanged, "session-keys-exchanged", Severity::kError,
     Subject::kSession, "TIK and TEK are exchanged",
     "Give the two files the other way round, and look which one was used where before."},
    {FindingCode::kSessionHalvesExchanged, "session-halves-exchanged", Severity::kError,
     Subject::kSession, "The TK file has its keys in the wrong order: the TEK comes first",
     "Exchange its two halves of 16 bytes, or give them as --tek and --tik."},
    {FindingCode::kSessionFilesExchanged, "session-files-exchanged", Severity::kError,
     Subject::kSession, "The session and the owner's certificate are exchanged",
     "In libvirt's XML, the certificate (godh) goes into dhCert, the session into session; QEMU's "
     "options are dh-cert-file and session-file."},
    {FindingCode::kSessionGodhOfPlatform, "session-godh-of-platform", Severity::kError,
     Subject::kOwnerCertificate, "The owner's certificate is one of the platform's",
     "Give the certificate that was written together with the session, such as vm_godh.b64."},
    {FindingCode::kSessionGodhDoubtful, "session-godh-doubtful", Severity::kWarning,
     Subject::kOwnerCertificate,
     "The owner's certificate names a firmware's API, as a platform's PDH does",
     "Compare it with the platform's PDH: `sevproof session check` does so with --platform."},
    {FindingCode::kSessionReused, "session-reused", Severity::kError, Subject::kSession,
     "Parts of this session (nonce, IV or keys) were used in another one",
     "Make a new session for each start of a guest: under the same TIK, a host can show an old "
     "measurement again."},
    {FindingCode::kSessionPolicyBytes, "session-policy-bytes", Severity::kError, Subject::kPolicy,
     "The session was made for a policy with its bytes in the wrong order",
     "With the right policy, firmware refuses it with fw_error=11 'Bad measurement': make a new "
     "session for that policy. Some libraries exchange the bytes of the minimum API version."},
    {FindingCode::kPolicyEsOnNaples, "policy-es-on-naples", Severity::kWarning, Subject::kPolicy,
     "The policy demands SEV-ES, which platforms of the generation Naples do not have",
     "A guest with this session does not start there: choose a host from Rome on, or policy 0xb, "
     "which does without SEV-ES."},
    {FindingCode::kPolicyMigrationToSev, "policy-migration-to-sev", Severity::kNote,
     Subject::kPolicy,
     "The policy lets the host send the guest to any platform that a chain of AMD's vouches for",
     "Keys of chips have been taken out and used in public, and whoever has one can pose as such a "
     "platform. Set policy bit 3 (NOSEND) unless the guest has to migrate."},
    {FindingCode::kPolicyApiUnlikely, "policy-api-unlikely", Severity::kWarning, Subject::kPolicy,
     "The policy's minimum API version is one that no firmware has",
     "Bits 16 to 23 are its major and bits 24 to 31 its minor number: 0x1700000f asks for 0.23."},
    {FindingCode::kDomainSessionOther, "domain-session-other", Severity::kWarning,
     Subject::kDomainSecurity, "The domain's session was not made with your TIK",
     "If the measurement matches, the XML is that of another start: get the one of this start. "
     "Otherwise look for the TIK that was written together with this session."},
    {FindingCode::kDomainQemuArguments, "domain-qemu-arguments", Severity::kWarning,
     Subject::kDomainMachine, "The domain passes arguments to QEMU that are not checked",
     "They can change what is measured and what the guest is given: check each of them, or remove "
     "the commandline element."},
});

}  // namespace sevproof::internal

#endif
