#include <array>
#include <utility>

#include "base/in_order.h"
#include "sevproof/error.h"

namespace sevproof {
namespace {

using enum ErrorCode;

constexpr auto kMeanings = std::to_array<std::pair<ErrorCode, std::string_view>>({
    {kMissingInput, "Something that is needed was not given."},
    {kInvalidInput, "Something given cannot be used; no other code says more."},
    {kContradictingInputs, "Two things were given that exclude or contradict each other."},
    {kUnknownCommand, "The command line names no command of sevproof."},
    {kUnknownOption,
     "The command line has an option that the command does not have, or whose "
     "abbreviation is ambiguous."},
    {kMalformedOption, "An option lacks its value, or has one and takes none."},
    {kUnexpectedArgument, "The command line has a word that belongs to no option."},
    {kMalformedNumber, "Something that must be a number is none."},
    {kNumberOutOfRange, "A number is too small or too large."},
    {kMalformedHex, "Text is not the hex digits that are expected."},
    {kMalformedBase64, "Text is not base64."},
    {kMalformedGuid, "Text is neither a GUID nor the alias of one."},
    {kTruncatedData, "Data ends before what its format promises."},
    {kWrongFileType, "A file is recognised as something else than what it was given as."},
    {kWrongFileSize, "A file has a size that its kind cannot have."},
    {kMalformedFirmware, "The firmware image is damaged: its table contradicts itself."},
    {kUnknownCpuModel, "QEMU has no AMD or Hygon CPU of that name, or no CPU has those numbers."},
    {kUnknownVmsaLayout, "The VMSA layout is neither legacy nor init2."},
    {kWrongKeySize, "A file of keys does not have the size of a key, or of two."},
    {kMalformedKey,
     "A file of keys has the right size, but does not hold secret keys as raw "
     "bytes."},
    {kMalformedMeasurement, "Text is not a launch measurement, or not a nonce."},
    {kMalformedLaunchData,
     "Launch data has a field that is unknown or malformed, or contradicts "
     "itself."},
    {kMalformedCertificate,
     "Bytes are none of the certificates that a SEV platform has, or not whole."},
    {kMalformedSession, "Bytes are not a launch session."},
    {kMalformedIgvm, "An IGVM file does not have the format of one."},
    {kMalformedAttestation, "Bytes are not SEV's attestation report."},
    {kMalformedChipId, "Text is not the id of a chip."},
    {kMalformedDomainXml, "Text is not a libvirt domain's XML."},
    {kMalformedHostData, "A host's description of itself is malformed."},
    {kMalformedRequest, "A request in JSON does not follow its schema."},
    {kMalformedSecretTable, "A table of secrets contradicts itself."},
    {kDuplicateSecret, "A secret's GUID is given twice."},
    {kSecretsTooLarge, "The secrets do not fit one packet."},
    {kMalformedPacket, "The two files are not a packet of secrets."},
    {kPacketNotAuthentic, "The packet's MAC does not hold under these keys and this measurement."},
    {kTooManyCandidates, "More candidates are given than a diagnosis takes."},
    {kMeasurementMismatch,
     "Only a launch whose measurement matches can have what was asked "
     "for."},
    {kCallOutOfOrder, "A call of the page's core comes when it cannot be answered."},
    {kClashingFiles, "One file or stream is named for two things that exclude each other."},
    {kLibvirtMissing, "A host is to be asked, and libvirt is not there."},
    {kFileUnreadable, "An input cannot be opened or read, is empty, or changed meanwhile."},
    {kFileTooLarge, "An input is larger than its kind can be."},
    {kOutputNotWritten, "An output could not be written; nothing half-written is left."},
    {kOutOfMemory, "There is not enough memory."},
    {kInsecureUsage, "The result could not be trusted; no other code says more."},
    {kInsecureDomain,
     "The domain's configuration leaves something unmeasured that its guest "
     "depends on."},
    {kHostIsLocal, "The host that is to be judged is the machine that would judge."},
    {kHostDescribedLaunch, "The host itself said what is measured, so that no secret is packed."},
    {kUnsuitableDomain, "A launch of this domain cannot be validated."},
    {kDomainNotPaused, "The domain is not started and paused."},
    {kDomainGone, "The domain is gone."},
    {kHostFailed, "The host answered with an error."},
    {kHostUnreachable, "The host cannot be reached."},
    {kHostSilent, "The host does not answer in time."},
    {kHostSaidNonsense, "The host answered with something that cannot be."},
    {kDomainNotFound, "The host has no such domain."},
    {kSecretNotDelivered,
     "The secret was not injected, or it is unknown whether it was: "
     "`delivery` says which."},
    {kGuestNotResumed,
     "The secret was injected, but the guest was not resumed, or it is unknown "
     "whether it was: `delivery` says which."},
    {kNoRandomNumbers, "The system gave no random numbers."},
    {kInternal, "A bug in sevproof: please report it."},
});

static_assert(internal::is_in_order(kMeanings, &decltype(kMeanings)::value_type::first));
static_assert(kMeanings.size() == static_cast<std::size_t>(kInternal) + 1);

}  // namespace

std::string_view error_meaning(ErrorCode code) {
  return kMeanings[static_cast<std::size_t>(code)].second;
}

}  // namespace sevproof
