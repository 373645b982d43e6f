#include <array>

#include "sevproof/diagnosis.h"

namespace sevproof {
namespace {

using enum Hypothesis;
using enum HypothesisGroup;

constexpr std::string_view kCmdlineHint =
    "Every byte of the command line counts: give exactly the one that the guest was started with, "
    "or correct the guest's configuration.";
constexpr std::string_view kParameterHint =
    "Give the command line that was used only if you want it: one parameter added (init=/bin/sh), "
    "missing (lockdown=) or with another value can open the guest to its host.";
constexpr std::string_view kFirmwareHint =
    "Have the guest started with your firmware, or give the very file that QEMU loads if you trust "
    "it.";

constexpr std::string_view kDomainHint =
    "The guest's configuration is not what you asked for: correct it and start the guest again, or "
    "give this if it is what you want.";

constexpr std::array<HypothesisInfo, 56> kTable = {{
    {kKeysSwapped, "keys-swapped", kKeys, "TIK and TEK are swapped", "Swap the two files.",
     "swapped keys"},
    {kTkReversed, "tk-reversed", kKeys,
     "The halves of the TK file are swapped: the TIK comes first in it",
     "A TK file holds the TEK, then the TIK. You can also give the first half as TIK and the "
     "second as TEK.",
     "a TK file with its halves swapped"},
    {kKeyCandidate, "key-candidate", kKeys, "The TIK of the guest's session is {found}",
     "You gave another key. Give a file of TEK and TIK as TK, and one of 16 bytes as TIK. `head -c "
     "16` takes the TIK from a file that begins with it; `xxd -r -p` or `base64 -d` turns text "
     "into bytes.",
     "the keys among the candidates: 16 or 32 bytes, hexadecimal or base64"},
    {kNoSession, "no-session", kKeys,
     "The guest was started without your session: it was measured under a TIK of zeros",
     "Anybody can compute such a measurement, so it proves nothing, whatever else is right. Have "
     "the "
     "guest started with the dhCert and session that belong to your keys.",
     "a launch without a session"},

    {kApiVersion, "api-version", kHost,
     "The host's SEV firmware has API {found}, but {giver} {given}",
     "Take major, minor and build from the host that runs the guest.",
     "API major 0 to 2 with every minor and build"},
    {kApiSwapped, "api-swapped", kHost,
     "Two numbers of the SEV API version are swapped: the host has {found}, but {giver} {given}",
     "The order is major, minor, build.", "API major and minor swapped, or minor and build"},
    {kNumberBase, "number-base", kHost,
     "The {found}, but {giver} {given}: the same digits in another base",
     "Numbers are decimal unless they begin with 0x. If you meant yours as written, take the "
     "number from the host that runs the guest.",
     "API numbers and policy with decimal digits read as hexadecimal, or the other way round"},
    {kPolicyFlags, "policy-flags", kHost,
     "The guest was started with policy {found}, but {giver} {given}",
     "Have the guest started with the policy that you want. Give the one that it has only if you "
     "accept it: without NODBG, for example, the host can read all of the guest's memory.",
     "policies with the same ES bit that differ in one or two of bits 0 to 15"},
    {kPolicyEs, "policy-es", kHost,
     "The guest was started with policy {found}, but {giver} {given}",
     "Have the guest started with the policy that you want: bit 2 (ES) decides whether the CPUs' "
     "state is protected and measured.",
     "the ES bit of the policy, with the CPUs given, or else with 1 to 512 CPUs of a QEMU model or "
     "an AMD server and sev_features 0 or DebugSwap"},
    {kSaidMeasurement, "said-measurement", kHost,
     "The measurement that you gave is not the one that the host reports now",
     "Yours belongs to another start of the guest, or to another guest: take the one that the host "
     "reports, and validate again.",
     "the measurement that the host reports now"},
    {kSaidPolicy, "said-policy", kHost,
     "The guest was started with policy {found}; {giver} {given}",
     "The guest's configuration is not what you asked for: correct it and start the guest again. "
     "Give the policy that it has only if you accept it: without NODBG, for example, the host can "
     "read all of the guest's memory.",
     "the policy that the guest's configuration or its host names"},
    {kSaidApi, "said-api", kHost,
     "The host's SEV firmware has API {found}, as the host itself reports; {giver} {given}",
     "Give the API version that the host reports, if this host runs the guest.",
     "the API version that the host reports"},
    {kMessageForm, "message-form", kHost,
     "The host's SEV firmware is older than API 0.17: its measurement covers {found}",
     "Such firmware has known weaknesses: have the host updated.",
     "both messages of API versions below 0.17"},
    {kBlobSwapped, "blob-swapped", kHost, "The measurement that you gave starts with the nonce",
     "The order is measurement (32 bytes), then nonce (16 bytes).",
     "the nonce before the measurement"},

    {kKernelHashesOff, "kernel-hashes-off", kKernel,
     "You gave a kernel, but the host measured no kernel, initrd or command line: it can start any",
     "Have the guest started with kernel-hashes=on (libvirt: kernelHashes='yes').",
     "a kernel that was not measured"},
    {kKernelHashesOn, "kernel-hashes-on", kKernel,
     "The host measured {found}, but you gave no kernel",
     "Give what was measured if you want it to be started.",
     "the kernels among the candidates, measured with an initrd and a command line from these or "
     "none"},
    {kKernelCandidate, "kernel-candidate", kKernel, "The kernel that was used is {found}",
     "Give that kernel if it is the one that you want, or have the guest started with yours.",
     "the candidates that can be a kernel"},
    {kInitrdCandidate, "initrd-candidate", kKernel, "The initrd that was used is {found}",
     "Give that initrd if it is the one that you want, or have the guest started as you describe "
     "it.",
     "the candidates that can be an initrd"},
    {kInitrdAbsent, "initrd-absent", kKernel,
     "The guest was started without an initrd, but you gave one",
     "Leave the initrd out if you want none, or have the guest started with it.",
     "a guest without an initrd"},
    {kKernelInitrdSwapped, "kernel-initrd-swapped", kKernel, "Kernel and initrd are swapped",
     "Swap the two files.", "swapped kernel and initrd"},
    {kKernelDtb, "kernel-dtb", kKernel, "QEMU was started with -dtb {found}",
     "Have the guest started without a device tree (libvirt: no <dtb>): QEMU hashes it with the "
     "kernel, and the host chose it.",
     "the device trees among the candidates, with the kernels"},
    {kCmdlineCandidate, "cmdline-candidate", kKernel,
     "The command line that was used is the text in {found}", kCmdlineHint,
     "the text of each candidate of up to 4096 bytes, also without line ending, spaces, quotes or "
     "BOOT_IMAGE= around it"},
    {kCmdlineMarked, "cmdline-marked", kKernel,
     "The command line that was used is the text in {found}", kCmdlineHint,
     "in each candidate that is text of up to 1 MiB, the last 16 command lines after -append, the "
     "last 16 in <cmdline>, and the last 16 in boot entries and settings"},
    {kCmdlineText, "cmdline-text", kKernel, "The command line that was used is the text in {found}",
     kCmdlineHint,
     "up to 256 lines, parts of lines and quoted texts of each candidate that is text of up to 1 "
     "MiB"},
    {kCmdlineBlanks, "cmdline-blanks", kKernel, "The command line that was used has {found}",
     kCmdlineHint,
     "one or two spaces, or a tab, added at one end of the command line, or none there"},
    {kCmdlineLineEnd, "cmdline-line-end", kKernel, "The command line that was used has {found}",
     kCmdlineHint,
     "a line ending added at the end of the command line, or a newline at its beginning, all of "
     "one kind in it replaced by another, or none"},
    {kCmdlineNul, "cmdline-nul", kKernel, "The command line that was used has {found}",
     kCmdlineHint, "one NUL byte more or less at the end of the command line"},
    {kCmdlineQuotes, "cmdline-quotes", kKernel, "The command line that was used has {found}",
     kCmdlineHint,
     "quotes around the command line, or no quotes of one kind or of both kinds in it"},
    {kCmdlineInitrd, "cmdline-initrd", kKernel, "The command line that was used has {found}",
     kCmdlineHint, "no initrd= part in the command line, or one of 8 usual ones at one end of it"},
    {kCmdlineSpaces, "cmdline-spaces", kKernel, "The command line that was used has {found}",
     kCmdlineHint,
     "one of the command line's spaces doubled, one of several in a row removed, or single spaces "
     "everywhere"},
    {kCmdlineWords, "cmdline-words", kKernel, "The command line that was used has {found}",
     kParameterHint,
     "one of 38 parameters added at one end of the command line, or one word or two adjacent words "
     "of it removed"},
    {kCmdlineEmpty, "cmdline-empty", kKernel, "The command line that was used has {found}",
     kCmdlineHint, "an empty command line"},
    {kSaidCmdline, "said-cmdline", kKernel, "The command line that was used is the one in {found}",
     "The guest's configuration is not what you asked for: correct it and start the guest again, "
     "or give this command line if it is what you want. One parameter added (init=/bin/sh) or "
     "missing (lockdown=) can open the guest to its host.",
     "the command line of the guest's configuration, also with carriage returns for its newlines "
     "and the other way round"},
    {kSaidNoInitrd, "said-no-initrd", kKernel,
     "The guest was started without an initrd, as {found} says, but you gave one",
     "The guest's configuration is not what you asked for: add the initrd to it and start the "
     "guest "
     "again, or leave the initrd out if you want none.",
     "a guest without an initrd, as its configuration has none"},
    {kSaidKernelHashesOff, "said-kernel-hashes-off", kKernel,
     "You gave a kernel, but the host measured no kernel, initrd or command line, as {found} says: "
     "it can start any",
     "Have the guest started with kernel-hashes=on (libvirt: kernelHashes='yes').",
     "a kernel that was not measured, as the guest's configuration says"},
    {kCmdlineInserted, "cmdline-inserted", kKernel, "The command line that was used has {found}",
     kParameterHint,
     "one of the usual parameters added anywhere in the command line, with a value that "
     "docs/diagnosis.md lists for it, or a word of it repeated beside itself or at the end"},
    {kCmdlineValue, "cmdline-value", kKernel, "The command line that was used has {found}",
     kParameterHint,
     "one parameter of the command line with a value that docs/diagnosis.md lists for it, or a "
     "number of up to 15 digits (12 after 0x) near its own"},
    {kCmdlineOrder, "cmdline-order", kKernel, "The command line that was used has {found}",
     kCmdlineHint, "two words of the command line swapped, or one moved"},
    {kCmdlineWhiteSpace, "cmdline-white-space", kKernel,
     "The command line that was used has {found}", kCmdlineHint,
     "up to two spaces, tabs, carriage returns and newlines at both ends of the command line or "
     "four at one, up to 24 spaces there, also after a newline, and 16 kinds of gaps between all "
     "its words or two adjacent ones"},
    {kCmdlineQuoted, "cmdline-quoted", kKernel, "The command line that was used has {found}",
     kCmdlineHint,
     "quotes of 4 kinds around up to 12 words of the command line, beginning at a word or a value, "
     "or around all of it, and its own quotes removed as a shell does"},

    {kVcpus, "vcpus", kCpus, "The host started {found}, but {giver} {given}",
     "Have the guest started with the number that you want, or give the one that it has.",
     "1 to 512 vCPUs"},
    {kCpuModel, "cpu-model", kCpus, "The guest's CPU is {found}, but {giver} {given}",
     "Give the model that the guest's configuration names.", "QEMU's AMD and Hygon CPU models"},
    {kCpuSignature, "cpu-signature", kCpus, "The guest's CPU is {found}, but {giver} {given}",
     "No model of QEMU has this signature, but `-cpu host` may: give family, model and stepping.",
     "every signature of the AMD families 23, 25 and 26"},
    {kVmsaLayout, "vmsa-layout", kCpus,
     "The host made VMSA pages of layout {found}, but {giver} {given}",
     "QEMU makes init2 pages only if it was started with legacy-vm-type=off, which libvirt never "
     "writes, and legacy pages otherwise: find out which applies to this guest, and give that "
     "layout.",
     "both layouts of the VMSA"},
    {kSevFeatures, "sev-features", kCpus,
     "The host started the CPUs with sev_features {found}, but {giver} {given}",
     "Give these if you accept them: kernels of about 6.6 to 6.8 set DebugSwap (0x20) by "
     "themselves.",
     "sev_features 0, each single bit, and the given ones with any one bit changed"},
    {kResetAddress, "reset-address", kCpus,
     "The APs start at {found}, but the firmware that was used says {given}",
     "QEMU takes the address from the firmware: do not trust a host that starts CPUs elsewhere "
     "until you know why.",
     "APs that start where another image or page says, where the boot CPU does, or at any 4 KiB "
     "step from 0x800004 to 0x82f004"},
    {kVmsaSwapped, "vmsa-swapped", kCpus, "VMSA pages are mixed up: the page measured for {found}",
     "VMSA CPU 0 is the page of the boot CPU, VMSA CPU 1 that of all APs.",
     "the given VMSA pages swapped, or one of them for all CPUs"},
    {kVmsaBuilt, "vmsa-built", kCpus,
     "A usual VMSA page was measured instead of the one that you gave, for {found}",
     "Give the CPU model instead of the files, or find out where the files come from.",
     "built pages instead of VMSA files, with the signature, layout and features of the boot CPU's "
     "page, or with one of these changed"},
    {kVmsaCandidate, "vmsa-candidate", kCpus, "A VMSA page comes from another file: {found}",
     "Give that file if you want the guest to be started with it.",
     "the VMSA pages among the candidates"},
    {kSaidVcpus, "said-vcpus", kCpus, "The host started {found}; {giver} {given}", kDomainHint,
     "the number of vCPUs in the guest's configuration"},
    {kSaidCpu, "said-cpu", kCpus, "The guest's CPU is {found}; {giver} {given}", kDomainHint,
     "the CPU model of the guest's configuration"},

    {kFirmwareCode, "firmware-code", kFirmware,
     "The firmware that was used is only the code part, {found}", kFirmwareHint,
     "the code part of the firmware alone"},
    {kFirmwareVars, "firmware-vars", kFirmware, "The firmware that was used is the {found}",
     kFirmwareHint,
     "variable stores of the image and the candidates before or after code from these"},
    {kFirmwarePadded, "firmware-padded", kFirmware,
     "The firmware that was used is your image, padded {found}", kFirmwareHint,
     "the firmware padded to one of the next three powers of two with zero or 0xff bytes at one "
     "end"},
    {kFirmwareTrimmed, "firmware-trimmed", kFirmware,
     "The firmware that was used is only the {found} of your image", kFirmwareHint,
     "the firmware's first or last bytes, as many as one of the three powers of two below its "
     "size, or the firmware without the padding at one end"},
    {kFirmwareCandidate, "firmware-candidate", kFirmware, "The firmware that was used is {found}",
     kFirmwareHint, "the firmware images among the candidates"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].hypothesis) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::string_view group_title(HypothesisGroup group) {
  switch (group) {
    case kKeys:
      return "Keys";
    case kHost:
      return "What the host reports";
    case kKernel:
      return "Kernel, initrd and command line";
    case kCpus:
      return "CPUs (SEV-ES)";
    case kFirmware:
      return "Firmware";
  }
  return "";
}

std::span<const HypothesisInfo> hypothesis_table() { return kTable; }

const HypothesisInfo& hypothesis_info(Hypothesis hypothesis) {
  return kTable.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
