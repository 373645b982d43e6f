// A mistake that a diagnosis names is one row: here, in mistakes_kernel.h, or in mistakes_snp.h.
// Only what a face shows gets into it: mistakes.cc has that part of the rows, and scope.cc what the
// documentation shows.
#ifndef SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_H
#define SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_H

#include "judge/diagnosis/mistakes_snp.h"

namespace sevproof::internal {

inline constexpr std::string_view kFirmwareHint =
    "Have the guest started with your firmware, or give the very file that QEMU loads if you trust "
    "it.";
inline constexpr std::string_view kFirmwareProducts =
    "all of it; also with any CPU model, layout, number and one of the usual features, and with "
    "any kernel, initrd, command line and key of the candidates, at once";

inline constexpr Mistake kKeyMistakes[] = {
    {kKeysSwapped, "keys-swapped", Subject::kWhole, "TIK and TEK are swapped",
     "Swap the two files.", "swapped keys", "the TEK instead of the TIK"},
    {kTkReversed, "tk-reversed", Subject::kWhole,
     "The halves of the TK file are swapped: the TIK comes first in it",
     "A TK file holds the TEK, then the TIK. You can also give the first half as TIK and the "
     "second as TEK.",
     "a TK file with its halves swapped", "the halves of the TK file swapped"},
    {kKeyCandidate, "key-candidate", Subject::kWhole, "The TIK of the guest's session is {found}",
     "You gave another key. Give a file of TEK and TIK as TK, and one of 16 bytes as TIK. `head -c "
     "16` takes the TIK from a file that begins with it; `xxd -r -p` or `base64 -d` turns text "
     "into bytes.",
     "the keys among the candidates: 16 or 32 bytes, hexadecimal or base64",
     "each candidate of 16 or 32 bytes, or of hexadecimal or base64 text for that many: as TIK, as "
     "TK, and as TK with its halves swapped"},
    {kNoSession, "no-session", Subject::kWhole,
     "The guest was started without your session: it was measured under a TIK of zeros",
     "Anybody can compute such a measurement, so it proves nothing, whatever else is right. Have "
     "the guest started with the dhCert and session that belong to your keys.",
     "a launch without a session",
     "a TIK of 16 zero bytes, which firmware uses when no session data is given"}};

inline constexpr Mistake kHostMistakes[] = {
    {kApiVersion, "api-version", Subject::kApi,
     "The host's SEV firmware has API {found}, but {giver} {given}",
     "Take major, minor and build from the host that runs the guest.",
     "API major 0 to 2 with every minor and build",
     "every API major 0 to 2, minor 0 to 255 and build 0 to 255",
     "one of the three numbers, or a usual version: minor and build below 64 of the given major, "
     "of 1 and of 0 (for major 0, unless it was given, minors below 32); all three together with a "
     "change of keys, blob or one policy flag"},
    {kApiSwapped, "api-swapped", Subject::kApi,
     "Two numbers of the SEV API version are swapped: the host has {found}, but {giver} {given}",
     "The order is major, minor, build.", "API major and minor swapped, or minor and build",
     "API major and minor swapped, and minor and build swapped"},
    {kNumberBase, "number-base", Subject::kApi,
     "The {found}, but {giver} {given}: the same digits in another base",
     "Numbers are decimal unless they begin with 0x. If you meant yours as written, take the "
     "number from the host that runs the guest.",
     "API numbers and policy with decimal digits read as hexadecimal, or the other way round",
     "major, minor, build and policy with their decimal digits read as hexadecimal, and the other "
     "way round"},
    {kPolicyFlags, "policy-flags", Subject::kPolicy,
     "The guest was started with policy {found}, but {giver} {given}",
     "Have the guest started with the policy that you want. Give the one that it has only if you "
     "accept it: without NODBG, for example, the host can read all of the guest's memory.",
     "policies with the same ES bit that differ in one or two of bits 0 to 15",
     "every policy with the same ES bit that differs in one or two of bits 0 to 15",
     "all of it; with a usual API version, one flag"},
    {kPolicyEs, "policy-es", Subject::kPolicy,
     "The guest was started with policy {found}, but {giver} {given}",
     "Have the guest started with the policy that you want: bit 2 (ES) decides whether the CPUs' "
     "state is protected and measured.",
     "the ES bit of the policy, with the CPUs given, or else with 1 to 512 CPUs of a QEMU model or "
     "an AMD server and sev_features 0 or DebugSwap",
     "the ES bit of the policy, alone or with one other flag, and what follows from it: CPUs are "
     "measured or not. Where no CPUs are given: QEMU's models and AMD's server CPUs, both layouts, "
     "sev_features 0 and DebugSwap, 1 to 512 vCPUs",
     "where the CPUs are given: keys, blob, message form, the API version (one number, or a usual "
     "one), firmware and kernel; and another CPU model, layout, features, number or page"},
    {kSaidMeasurement, "said-measurement", Subject::kMeasurement,
     "The measurement that you gave is not the one that the host reports now",
     "Yours belongs to another start of the guest, or to another guest: take the one that the host "
     "reports, and validate again.",
     "the measurement that the host reports now",
     "the measurement that a live domain's host reports, where it is not the given one", kSaid},
    {kSaidPolicy, "said-policy", Subject::kPolicy,
     "The guest was started with policy {found}; {giver} {given}",
     "The guest's configuration is not what you asked for: correct it and start the guest again. "
     "Give the policy that it has only if you accept it: without NODBG, for example, the host can "
     "read all of the guest's memory.",
     "the policy that the guest's configuration or its host names",
     "the policy in the domain's configuration, and the one that the host reports, where they are "
     "not the given one; if CPUs are then measured, those of the configuration, with their number "
     "and model",
     kSaid},
    {kSaidApi, "said-api", Subject::kApi,
     "The host's SEV firmware has API {found}, as the host itself reports; {giver} {given}",
     "Give the API version that the host reports, if this host runs the guest.",
     "the API version that the host reports",
     "the API version that a live domain's host reports, where it is not the given one", kSaid},
    {kMessageForm, "message-form", Subject::kApi,
     "The host's SEV firmware is older than API 0.17: its measurement covers {found}",
     "Such firmware has known weaknesses: have the host updated.",
     "both messages of API versions below 0.17",
     "the message of SEV API versions below 0.17, which does not cover the API version: policy, "
     "launch digest and nonce, as AMD's sev-tool hashes it; and the same with the byte 04 before "
     "it"},
    {kBlobSwapped, "blob-swapped", Subject::kMeasurement,
     "The measurement that you gave starts with the nonce",
     "The order is measurement (32 bytes), then nonce (16 bytes).",
     "the nonce before the measurement", "the reported 48 bytes as nonce, then measurement"}};

inline constexpr Mistake kCpuMistakes[] = {
    {kVcpus, "vcpus", Subject::kVcpus, "The host started {found}, but {giver} {given}",
     "Have the guest started with the number that you want, or give the one that it has.",
     "1 to 512 vCPUs", "1 to 512 vCPUs",
     "all of it; also with any model, layout and one of the usual features at once"},
    {kCpuModel, "cpu-model", Subject::kCpu, "The guest's CPU is {found}, but {giver} {given}",
     "Give the model that the guest's configuration names.", "QEMU's AMD and Hygon CPU models",
     "every AMD and Hygon model of QEMU 7.2 to 11.1 (EPYC to Turin, Dhyana, Opteron_G1 to G5, "
     "phenom, athlon, qemu64), kvm64 and base",
     "all of it; also with any number, layout and one of the usual features at once"},
    {kCpuSignature, "cpu-signature", Subject::kCpu,
     "The guest's CPU is {found}, but {giver} {given}",
     "No model of QEMU has this signature, but `-cpu host` may: give family, model and stepping.",
     "every signature of the AMD families 23, 25 and 26",
     "every model and stepping of the AMD families 23, 25 and 26",
     "those of AMD's server CPUs (25/1/2, 25/17/1, 25/17/2, 25/160/2, 26/2/1, 26/17/0) as a QEMU "
     "model; of others a change of keys, blob, message form, swapped API numbers and a policy with "
     "one other flag or in another base, and any layout and one of the usual features at once"},
    {kVmsaLayout, "vmsa-layout", Subject::kVmsaLayout,
     "The host made VMSA pages of layout {found}, but {giver} {given}",
     "QEMU makes init2 pages only if it was started with legacy-vm-type=off, which libvirt never "
     "writes, and legacy pages otherwise: find out which applies to this guest, and give that "
     "layout.",
     "both layouts of the VMSA", "the layouts legacy and init2",
     "all of it; also with any model, number and one of the usual features at once"},
    {kSevFeatures, "sev-features", Subject::kSevFeatures,
     "The host started the CPUs with sev_features {found}, but {giver} {given}",
     "Give these if you accept them: kernels of about 6.6 to 6.8 set DebugSwap (0x20) by "
     "themselves.",
     "sev_features 0, each single bit, and the given ones with any one bit changed",
     "sev_features 0, each single bit (DebugSwap among them), and the given ones with any one bit "
     "changed",
     "all of it; the usual ones (as given, 0, DebugSwap) also with any model, layout and number at "
     "once"},
    {kResetAddress, "reset-address", Subject::kCpuNPage,
     "The APs start at {found}, but the firmware that was used says {given}",
     "QEMU takes the address from the firmware: do not trust a host that starts CPUs elsewhere "
     "until you know why.",
     "APs that start where another image or page says, where the boot CPU does, or at any 4 KiB "
     "step from 0x800004 to 0x82f004",
     "the APs starting where another image or page says, at every 4 KiB step from 0x800004 to "
     "0x82f004, or where the boot CPU does"},
    {kVmsaSwapped, "vmsa-swapped", Subject::kVmsa,
     "VMSA pages are mixed up: the page measured for {found}",
     "VMSA CPU 0 is the page of the boot CPU, VMSA CPU 1 that of all APs.",
     "the given VMSA pages swapped, or one of them for all CPUs",
     "the given VMSA pages swapped, or one of them for all CPUs"},
    {kVmsaBuilt, "vmsa-built", Subject::kVmsa,
     "A usual VMSA page was measured instead of the one that you gave, for {found}",
     "Give the CPU model instead of the files, or find out where the files come from.",
     "built pages instead of VMSA files, with the signature, layout and features of the boot CPU's "
     "page, or with one of these changed",
     "built pages instead of those from files, one or all: for the signature, layout and features "
     "of the boot CPU's page, and for others"},
    {kVmsaCandidate, "vmsa-candidate", Subject::kVmsa,
     "A VMSA page comes from another file: {found}",
     "Give that file if you want the guest to be started with it.",
     "the VMSA pages among the candidates",
     "each candidate of 4096 bytes as a VMSA page, together with the others and with given and "
     "built pages",
     "all but the ES bit, where no CPUs are given"},
    {kSaidVcpus, "said-vcpus", Subject::kVcpus, "The host started {found}; {giver} {given}",
     kDomainHint, "the number of vCPUs in the guest's configuration",
     "the number of vCPUs in the domain's configuration, where it is not the given one", kSaid},
    {kSaidCpu, "said-cpu", Subject::kCpu, "The guest's CPU is {found}; {giver} {given}",
     kDomainHint, "the CPU model of the guest's configuration",
     "the CPU model in the domain's configuration, where it is not the given one: qemu64, QEMU's "
     "default, where it names none",
     kSaid}};

inline constexpr Mistake kFirmwareMistakes[] = {
    {kFirmwareCode, "firmware-code", Subject::kFirmware,
     "The firmware that was used is only the code part, {found}", kFirmwareHint,
     "the code part of the firmware alone", "the code part alone of an image with both parts",
     kFirmwareProducts},
    {kFirmwareVars, "firmware-vars", Subject::kFirmware,
     "The firmware that was used is the {found}", kFirmwareHint,
     "variable stores of the image and the candidates before or after code from these",
     "a variable store before or after the code, from the given image and the candidates (two "
     "images that each have both parts are not mixed)",
     kFirmwareProducts},
    {kFirmwarePadded, "firmware-padded", Subject::kFirmware,
     "The firmware that was used is your image, padded {found}", kFirmwareHint,
     "the firmware padded to one of the next three powers of two with zero or 0xff bytes at one "
     "end",
     "the image padded to one of the next three powers of two with zero or 0xff bytes, before or "
     "after",
     kFirmwareProducts},
    {kFirmwareTrimmed, "firmware-trimmed", Subject::kFirmware,
     "The firmware that was used is only the {found} of your image", kFirmwareHint,
     "the firmware's first or last bytes, as many as one of the three powers of two below its "
     "size, or the firmware without the padding at one end",
     "the first or last bytes of the image, one of the three powers of two below its size; or the "
     "image without the padding at one end",
     kFirmwareProducts},
    {kFirmwareCandidate, "firmware-candidate", Subject::kFirmware,
     "The firmware that was used is {found}", kFirmwareHint,
     "the firmware images among the candidates", "each candidate that is a firmware image",
     kFirmwareProducts}};

// What `make` makes of each, in the order of Hypothesis.
template <typename Row, typename Make>
constexpr auto rows_of_mistakes(Make make) {
  std::array<Row, static_cast<std::size_t>(kIgvmOrder) + 1> rows{};
  std::size_t at = 0;
  const auto add = [&](HypothesisGroup group, std::span<const Mistake> mistakes) {
    for (const Mistake& mistake : mistakes) rows.at(at++) = make(group, mistake);
  };
  add(HypothesisGroup::kKeys, kKeyMistakes);
  add(HypothesisGroup::kHost, kHostMistakes);
  add(HypothesisGroup::kKernel, kKernelMistakes);
  add(HypothesisGroup::kCpus, kCpuMistakes);
  add(HypothesisGroup::kFirmware, kFirmwareMistakes);
  add(HypothesisGroup::kSnp, kSnpMistakes);
  return rows;
}

}  // namespace sevproof::internal

#endif
