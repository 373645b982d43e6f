// The rows of the catalogue of findings that are about platforms and sessions.
#ifndef SEVPROOF_JUDGE_PLATFORM_FINDING_ROWS_H
#define SEVPROOF_JUDGE_PLATFORM_FINDING_ROWS_H

#include <array>

#include "sevproof/finding.h"

namespace sevproof::internal {

inline constexpr auto kPlatformFindings = std::to_array<FindingInfo>({
    {FindingCode::kPlatformCekUnsigned, "platform-cek-unsigned", Severity::kWarning, Subject::kCek,
     "The CEK is unsigned, as hosts export it: AMD has the signed one",
     "On a computer with a network, fetch it from https://kdsintf.amd.com/cek/id/ with the chip id "
     "in hex behind it (virsh nodesevinfo prints the id as cpu0-id, in base64), and give the file "
     "together with the others. sevproof itself makes no connection."},
    {FindingCode::kPlatformCekExtracted, "platform-cek-extracted", Severity::kError, Subject::kCek,
     "The private key of this CEK was taken out of a chip and used in public",
     "Whoever has the key can pose as this platform: do not start a guest there."},
    {FindingCode::kPlatformCekOfOtherChip, "platform-cek-of-other-chip", Severity::kWarning,
     Subject::kCek, "The signed CEK belongs to another chip than the files of the host",
     "Fetch the CEK of the chip whose id the host reports."},
    {FindingCode::kPlatformCekOldServer, "platform-cek-old-server", Severity::kNote, Subject::kCek,
     "The CEK is one of 2019, with a wrong usage in the place for a second signature",
     "AMD's server sent it so at that time. No signature covers that place: nothing to do."},
    {FindingCode::kPlatformRootNamed, "platform-root-named", Severity::kWarning, Subject::kArk,
     "The root is one that you named, and none that is built in",
     "Without a root of your own, only those that are built in count."},
    {FindingCode::kPlatformRootDiffers, "platform-root-differs", Severity::kNote, Subject::kArk,
     "The files have another root than the one that was named; it does not count",
     "Compare the fingerprints if the two should be the same."},
    {FindingCode::kAttestationPekUnknown, "attestation-pek-unknown", Severity::kWarning,
     Subject::kPek, "Nobody vouches for this PEK, so anybody may have signed the report",
     "`sevproof platform verify` says which link of the chain does not hold."},
    {FindingCode::kAttestationProvesLittle, "attestation-proves-little", Severity::kNote,
     Subject::kEvidence,
     "The report says neither that your session was used, nor which guest answers you now, nor "
     "that "
     "the guest still is as it was launched",
     "Release secrets on the launch measurement alone: `sevproof --help` says how it is "
     "validated."},
    {FindingCode::kPlatformOfHost, "platform-of-host", Severity::kNote, Subject::kWhole,
     "The host says that these are its platform's keys; nobody vouched for that",
     "Compare them with those of the platform that the session was made for; `sevproof platform "
     "verify` checks the whole chain."},
    {FindingCode::kPlatformExportOfOtherChip, "platform-export-of-other-chip", Severity::kWarning,
     Subject::kCek, "The unsigned CEK belongs to another chip than the other certificates",
     "The signed CEK is this platform's, and nothing depends on the other one. Look whether files "
     "of two hosts were mixed."},
    {FindingCode::kPlatformIncomplete, "platform-incomplete", Severity::kError, Subject::kWhole,
     "Certificates are missing, so nobody can vouch for this platform",
     "`virsh nodesevinfo` or `sevctl export --full` on the host gives PDH, PEK, OCA and CEK. Give "
     "them together with the signed CEK that AMD has for this chip."},
    {FindingCode::kPlatformRootUnknown, "platform-root-unknown", Severity::kError, Subject::kArk,
     "The root (ARK) among the files is none of AMD's",
     "If it is a root that you trust, name it with --root. Otherwise somebody else made the keys "
     "of this platform: do not start a guest there."},
    {FindingCode::kPlatformLinkBroken, "platform-link-broken", Severity::kError, Subject::kWhole,
     "A link of the platform's chain does not hold",
     "Export the host's certificates again, all of them at once: certificates of two hosts, or "
     "from before and after a change of the platform's owner, do not fit together."},
    {FindingCode::kPlatformCekUnsignedUnderRoot, "platform-cek-unsigned-under-root",
     Severity::kError, Subject::kCek,
     "The CEK is unsigned, so the root that you named vouches for nothing",
     "Give the CEK that this root's ASK signed, too. AMD has only its own, at the address of the "
     "chip's id."},
    {FindingCode::kPlatformCekForeign, "platform-cek-foreign", Severity::kError, Subject::kCek,
     "None of AMD's signing keys that are built in (Naples to Turin) signed this CEK",
     "It is damaged, of a newer generation, or not AMD's: do not start a guest there. Fetch the "
     "CEK "
     "again from AMD's address, or name the root with --root if it is your own."},
    {FindingCode::kPlatformAskMissing, "platform-ask-missing", Severity::kError, Subject::kAsk,
     "The ASK of this root is missing",
     "A root that is not AMD's needs its ASK: give it among the files, or in the file of --root."},
    {FindingCode::kAttestationNoNonce, "attestation-no-nonce", Severity::kWarning, Subject::kNonce,
     "No nonce was given to compare with, so the report may be an old one",
     "Ask with random bytes of your own (QMP's mnonce), and give them with --nonce."},
    {FindingCode::kAttestationNotSigned, "attestation-not-signed", Severity::kError,
     Subject::kEvidence, "This PEK did not sign the report",
     "Give the certificates of the host on which the guest runs. If they are, the report was "
     "changed."},
});

}  // namespace sevproof::internal

#endif
