#include <array>

#include "sevproof/diagnosis.h"

namespace sevproof {
namespace {

using enum Hypothesis;

constexpr std::string_view kAll = "all of it";
// Of what was said.
constexpr std::string_view kSaid =
    "all of it; with everything else that was said, and with that also one more change of keys, "
    "message, blob, API version (one number, or a usual one), policy (where none was said), "
    "firmware, kernel, initrd, command line or CPUs (all but the signatures that no server of AMD "
    "has); and, with the ES bit as given, any CPU model, layout, 1 to 512 vCPUs and one of the "
    "usual "
    "features at once";
constexpr std::string_view kFirmwareProducts =
    "all of it; also with any CPU model, layout, number and one of the usual features, and with "
    "any kernel, initrd, command line and key of the candidates, at once";

constexpr std::array<HypothesisScope, 49> kScopes = {{
    {kKeysSwapped, "the TEK in the place of the TIK", kAll},
    {kTkReversed, "the halves of the TK file the other way round", kAll},
    {kKeyText, "a TK file of 32 hexadecimal digits, as the TIK that they spell", kAll},
    {kKeyCandidate,
     "each candidate of 16 or 32 bytes, or that is hexadecimal or base64 text of so many: as TIK, "
     "as TK, and as TK with its halves the other way round",
     kAll},
    {kNoSession, "a TIK of 16 zero bytes, which firmware uses where no session data is given",
     kAll},

    {kApiVersion, "every API major 0 to 2, minor 0 to 255 and build 0 to 255",
     "one of the three numbers, or a usual version: minor and build below 64 of the given major, "
     "of "
     "1 and of 0 (there, where another is given, minors below 32); all three together with a "
     "change "
     "of keys, blob or one policy flag"},
    {kApiSwapped, "API major and minor, and minor and build, exchanged", kAll},
    {kNumberBase,
     "major, minor, build and policy with their decimal digits read as hexadecimal ones, and the "
     "other way round",
     kAll},
    {kPolicyFlags, "every policy that differs in one or two of bits 0 to 15",
     "all of it; with a usual API version, one flag"},
    {kPolicyEs,
     "the ES bit of the policy, alone or with one other flag, with what follows from it: CPUs are "
     "measured or not. Where no CPUs are given: QEMU's models and AMD's server CPUs, both layouts, "
     "sev_features 0 and "
     "DebugSwap, 1 to 512 vCPUs",
     "where the CPUs are given: keys, blob, message form, the API version (one number, or a usual "
     "one), firmware and kernel; and another CPU model, layout, features, number or page"},
    {kSaidMeasurement,
     "the measurement that a live domain's host reports, where it is not the given one", kSaid},
    {kSaidPolicy,
     "the policy in the domain's configuration, and the one that the host reports, where they are "
     "not the given one; where CPUs are measured then, as many and such as the configuration has",
     kSaid},
    {kSaidApi, "the API version that a live domain's host reports, where it is not the given one",
     kSaid},
    {kMessageForm,
     "the message of SEV API versions below 0.17, which does not cover the API version: policy, "
     "launch digest and nonce, as AMD's sev-tool hashes it; and the same with the byte 04 in front",
     kAll},
    {kBlobSwapped, "the reported 48 bytes as nonce, then measurement", kAll},

    {kKernelHashesOff, "no kernel-hashes table though a kernel is given", kAll},
    {kKernelHashesOn, "a kernel-hashes table though no kernel is given, of the candidates", kAll},
    {kKernelCandidate, "each candidate that can be a kernel",
     "all of it; with another initrd also one more change of keys, API version (one number), "
     "policy, "
     "command line (where that makes no more than a million) or CPUs"},
    {kInitrdCandidate, "each candidate that can be an initrd",
     "all of it; with another kernel also one more change of these"},
    {kInitrdAbsent, "no initrd though one is given", kAll},
    {kKernelInitrdSwapped, "kernel and initrd exchanged", kAll},
    {kCmdlineCandidate,
     "the text in each candidate that can be a command line: without the end of its line, as it "
     "is, "
     "and without blanks, quotes or a byte order mark around it",
     kAll},
    {kCmdlineBlanks,
     "blanks and tabs at the beginning and end of the command line, added or removed", kAll},
    {kCmdlineLineEnd,
     "newlines and carriage returns in the command line, added at an end or removed", kAll},
    {kCmdlineNul,
     "one NUL byte more or less at the end of the command line, or nothing from a NUL byte on",
     kAll},
    {kCmdlineQuotes,
     "quotes around the command line, added or removed, and those in it removed, as a shell does; "
     "like the following also without the white space around the line and BOOT_IMAGE= in it",
     kAll},
    {kCmdlineInitrd, "initrd= parts of the command line, removed, or added with the usual names",
     kAll},
    {kCmdlineSpaces,
     "blanks within the command line: several made one, and each one doubled or made one less",
     kAll},
    {kCmdlineWords,
     "parameters that are often added (quiet, console=ttyS0, single, init=/bin/sh and the like) at "
     "the beginning or end of the command line, and each word of it left out, or two side by side",
     kAll},
    {kCmdlineEmpty, "an empty command line", kAll},
    {kSaidCmdline,
     "the command line in the domain's configuration, where it is not the given one: the empty "
     "one where it has none",
     kSaid},
    {kSaidNoInitrd, "no initrd, where the domain's configuration has none and one is given", kSaid},
    {kSaidKernelHashesOff,
     "no kernel-hashes table, where the domain's configuration has no kernel or does not turn "
     "kernel hashes on, and a kernel is given",
     kSaid},

    {kVcpus, "1 to 512 vCPUs",
     "all of it; also with any model, layout and one of the usual features at once"},
    {kCpuModel,
     "every AMD and Hygon model of QEMU 7.2 to 11.1 (EPYC to Turin, Dhyana, Opteron_G1 to G5, "
     "phenom, "
     "athlon, qemu64), kvm64 and base",
     "all of it; also with any number, layout and one of the usual features at once"},
    {kCpuSignature, "every model and stepping of the AMD families 23, 25 and 26",
     "those of AMD's server CPUs (25/1/2, 25/17/1, 25/17/2, 25/160/2, 26/2/1, 26/17/0) as a QEMU "
     "model; of others a change of keys, blob, message form, exchanged API numbers and a policy "
     "with "
     "one other flag or in another base, and any layout and one of the usual features at once"},
    {kVmsaLayout, "the layouts legacy and init2",
     "all of it; also with any model, number and one of the usual features at once"},
    {kSevFeatures,
     "sev_features 0, each single bit (DebugSwap among them), and the given ones with any one bit "
     "changed",
     "all of it; the usual ones (as given, 0, DebugSwap) also with any model, layout and number at "
     "once"},
    {kResetAddress,
     "the further CPUs starting where another image or page says, at 0x800004 and every 4 KiB on "
     "to 0x82f004, or where CPU 0 does",
     "all of it"},
    {kVmsaSwapped, "the given VMSA pages exchanged, or one of them for all CPUs", kAll},
    {kVmsaBuilt,
     "built pages in the place of those from files, one or all: for the signature, layout and "
     "features that the page of CPU 0 has, and for others",
     kAll},
    {kVmsaCandidate,
     "each candidate of 4096 bytes as a VMSA page, beside the others and beside given and built "
     "pages",
     "all but the ES bit, where no CPUs are given"},
    {kSaidVcpus, "the number of vCPUs in the domain's configuration, where it is not the given one",
     kSaid},
    {kSaidCpu,
     "the CPU model in the domain's configuration, where it is not the given one: qemu64, QEMU's "
     "default, where it names none",
     kSaid},

    {kFirmwareCode, "the code part alone of an image with both parts", kFirmwareProducts},
    {kFirmwareVars,
     "a variable store before or behind the code, of the given image and the candidates (of two "
     "that each have both parts, none with the other's)",
     kFirmwareProducts},
    {kFirmwarePadded,
     "the image filled up to one of the next three powers of two with zero or 0xff bytes, before "
     "or behind",
     kFirmwareProducts},
    {kFirmwareTrimmed,
     "the first or last bytes of the image, one of the three powers of two below its size; or the "
     "image without the padding at an end of it",
     kFirmwareProducts},
    {kFirmwareCandidate, "each candidate that is a firmware image", kFirmwareProducts},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kScopes.size(); ++i) {
    if (static_cast<std::size_t>(kScopes[i].hypothesis) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const HypothesisScope& hypothesis_scope(Hypothesis hypothesis) {
  return kScopes.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
