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
     "besides the others. sevproof itself asks nobody."},
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
     "The root is one that you named: it says nothing about who made the platform",
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
});

}  // namespace sevproof::internal

#endif
