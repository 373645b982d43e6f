#include <array>

#include "sevproof/diagnosis.h"

namespace sevproof {
namespace {

using enum Hypothesis;
using enum HypothesisGroup;

constexpr std::string_view kAll = "all of it";
constexpr std::string_view kCmdlineHint =
    "Every byte of the command line counts: give it exactly as the guest was started with it, or "
    "correct the guest's configuration.";
constexpr std::string_view kFirmwareHint =
    "Give the very file that QEMU loads, or have the guest started with yours.";

constexpr std::array<HypothesisInfo, 40> kTable = {{
    {kKeysSwapped, "keys-swapped", kKeys, "the TEK in the place of the TIK", kAll,
     "TIK and TEK are swapped", "Exchange the two files.", "swapped keys"},
    {kTkReversed, "tk-reversed", kKeys, "the halves of the TK file the other way round", kAll,
     "The TK file has its halves the other way round: the TIK comes first in it",
     "A TK file holds the TEK, then the TIK; or give its first half as TIK and its second as TEK.",
     "a TK file with its halves the other way round"},
    {kKeyText, "key-text", kKeys, "a TK file of 32 hexadecimal digits, as the TIK that they spell",
     kAll, "What you gave as {given} is {found}",
     "Convert it to 16 bytes, as `xxd -r -p` does, and give these as the TIK.",
     "a key file that is hex text"},
    {kKeyCandidate, "key-candidate", kKeys,
     "each candidate of 16 or 32 bytes, or that is hexadecimal or base64 text of so many: as TIK, "
     "as TK, and as TK with its halves the other way round",
     kAll, "The TIK of the guest's session is {found}",
     "The key that you gave is another one: give this file in its place.", "keys in other files"},

    {kApiVersion, "api-version", kHost, "every API major 0 to 2, minor 0 to 255 and build 0 to 255",
     "one of the three numbers, or minor and build below 64 at once; all three together with a "
     "change of keys, blob or one policy flag",
     "The host's SEV firmware has API {found}, you gave {given}",
     "Take major, minor and build from the host on which the guest is running.",
     "API major 0 to 2 with every minor and build"},
    {kApiSwapped, "api-swapped", kHost, "API major and minor, and minor and build, exchanged", kAll,
     "Two numbers of the SEV API version are exchanged: the host has {found}, you gave {given}",
     "The order is major, minor, build.", "exchanged numbers of the API version"},
    {kNumberBase, "number-base", kHost,
     "major, minor, build and policy with their decimal digits read as hexadecimal ones, and the "
     "other way round",
     kAll, "A number was read in the wrong base: it is {found}, you gave {given}",
     "Numbers are decimal unless they begin with 0x.", "numbers read in the wrong base"},
    {kPolicyFlags, "policy-flags", kHost, "every policy that differs in one or two of bits 0 to 15",
     "all of it; with minor and build at once, one flag",
     "The guest was started with policy {found}, you gave {given}",
     "Have the guest started with the policy that you want, or give the one that it has if you "
     "accept it.",
     "policies with one or two other flags"},
    {kPolicyEs, "policy-es", kHost,
     "the ES bit of the policy, alone or with one other flag, with what follows from it: CPUs are "
     "measured or not. Where no CPUs are given: QEMU's models, both layouts, sev_features 0 and "
     "DebugSwap, 1 to 512 vCPUs",
     "where the CPUs are given: keys, blob, message form, the API version (one number, or minor "
     "and "
     "build below 64), firmware and kernel; and another CPU model, layout, features, number or "
     "page",
     "The guest was started with policy {found}, you gave {given}",
     "Bit 2 (ES) decides whether the CPUs' state is protected and measured: have the guest started "
     "with the policy that you want.",
     "the ES bit of the policy, with the CPUs given or else of a model of QEMU"},
    {kMessageForm, "message-form", kHost,
     "the message of SEV API versions below 0.17, which does not cover the API version", kAll,
     "The host's SEV firmware is older than API 0.17: its measurement does not cover the API "
     "version",
     "Such a firmware has known weaknesses: have the host updated.",
     "the message of API versions below 0.17"},
    {kBlobSwapped, "blob-swapped", kHost, "the reported 48 bytes as nonce, then measurement", kAll,
     "In what you gave as measurement the nonce comes first",
     "The order is measurement (32 bytes), then nonce (16 bytes).",
     "a nonce before the measurement"},

    {kKernelHashesOff, "kernel-hashes-off", kKernel,
     "no kernel-hashes table though a kernel is given", kAll,
     "The host measured no kernel, initrd and command line, though you gave them: it can start "
     "any others",
     "Have the guest started with kernel-hashes=on (libvirt: kernelHashes='yes').",
     "a kernel that was not measured"},
    {kKernelHashesOn, "kernel-hashes-on", kKernel,
     "a kernel-hashes table though no kernel is given, of the candidates", kAll,
     "The host measured {found}, and you gave no kernel",
     "Give what was measured, if it is what you want to be started.",
     "a kernel among the other files that was measured"},
    {kKernelCandidate, "kernel-candidate", kKernel, "each candidate that can be a kernel", kAll,
     "The kernel that was started is {found}",
     "Give that kernel, or have the guest started with yours.",
     "the kernels among the other files"},
    {kInitrdCandidate, "initrd-candidate", kKernel, "each candidate that can be an initrd", kAll,
     "The initrd that was started is {found}",
     "Give that initrd, or have the guest started with yours.",
     "the initrds among the other files"},
    {kInitrdAbsent, "initrd-absent", kKernel, "no initrd though one is given", kAll,
     "The guest was started without an initrd, and you gave one",
     "Leave the initrd out, or have the guest started with it.", "a guest without an initrd"},
    {kKernelInitrdSwapped, "kernel-initrd-swapped", kKernel, "kernel and initrd exchanged", kAll,
     "Kernel and initrd are swapped", "Exchange the two files.", "swapped kernel and initrd"},
    {kCmdlineCandidate, "cmdline-candidate", kKernel,
     "the text in each candidate that can be a command line, without the end of its line and as it "
     "is",
     kAll, "The command line that was started is the text in {found}", kCmdlineHint,
     "the command lines among the other files"},
    {kCmdlineBlanks, "cmdline-blanks", kKernel,
     "blanks and tabs at the beginning and end of the command line, added or removed", kAll,
     "The command line that was started has {found}", kCmdlineHint,
     "blanks at an end of the command line"},
    {kCmdlineLineEnd, "cmdline-line-end", kKernel,
     "newlines and carriage returns in the command line, added at an end or removed", kAll,
     "The command line that was started has {found}", kCmdlineHint,
     "newlines and carriage returns in the command line"},
    {kCmdlineNul, "cmdline-nul", kKernel,
     "one NUL byte more or less at the end of the command line, or nothing from a NUL byte on",
     kAll, "The command line that was started has {found}", kCmdlineHint,
     "NUL bytes in the command line"},
    {kCmdlineQuotes, "cmdline-quotes", kKernel,
     "quotes around the command line, added or removed, and those in it removed, as a shell does",
     kAll, "The command line that was started has {found}", kCmdlineHint,
     "quotes of the command line"},
    {kCmdlineInitrd, "cmdline-initrd", kKernel,
     "initrd= parts of the command line, removed, or added with the usual names", kAll,
     "The command line that was started has {found}", kCmdlineHint,
     "initrd= parts of the command line"},
    {kCmdlineSpaces, "cmdline-spaces", kKernel,
     "blanks within the command line: several made one, and each one doubled or made one less",
     kAll, "The command line that was started has {found}", kCmdlineHint,
     "doubled blanks in the command line"},
    {kCmdlineWords, "cmdline-words", kKernel,
     "parameters that are often added (quiet, console=ttyS0, single, init=/bin/sh and the like) at "
     "the "
     "beginning or end of the command line, and each word of it left out",
     kAll, "The command line that was started has {found}",
     "Give the command line that was started only if you mean it: a parameter such as init=/bin/sh "
     "opens the guest to its host.",
     "one parameter more or less in the command line"},
    {kCmdlineEmpty, "cmdline-empty", kKernel, "an empty command line", kAll,
     "The command line that was started has {found}", kCmdlineHint, "an empty command line"},

    {kVcpus, "vcpus", kCpus, "1 to 512 vCPUs",
     "all of it; also with any model, layout and one of the usual features at once",
     "The host started {found}, you gave {given}",
     "Have the guest started with the number that you want, or give the one that it has.",
     "1 to 512 vCPUs"},
    {kCpuModel, "cpu-model", kCpus, "every QEMU model of an AMD CPU",
     "all of it; also with any number, layout and one of the usual features at once",
     "The guest's CPU is {found}, you gave {given}",
     "Give the model that the guest's configuration names.", "QEMU's CPU models"},
    {kCpuSignature, "cpu-signature", kCpus,
     "every model and stepping of the AMD families 23, 25 and 26",
     "a change of keys, blob, message form, exchanged API numbers and one policy flag; also with "
     "any layout and one of the usual features at once",
     "The guest's CPU is {found}, you gave {given}",
     "No model of QEMU has this signature, but `-cpu host` may: give family, model and stepping.",
     "every signature of the AMD families 23, 25 and 26"},
    {kVmsaLayout, "vmsa-layout", kCpus, "the layouts legacy and init2",
     "all of it; also with any model, number and one of the usual features at once",
     "The host made VMSA pages of layout {found}, you gave {given}",
     "Hosts with kernels from 6.10 on make init2, older ones legacy: give that VMSA layout.",
     "both layouts of the VMSA"},
    {kSevFeatures, "sev-features", kCpus,
     "sev_features 0, each single bit (DebugSwap among them), and the given ones with any one bit "
     "changed",
     "all of it; the usual ones (as given, 0, DebugSwap) also with any model, layout and number at "
     "once",
     "The host started the CPUs with sev_features {found}, you gave {given}",
     "Give these, if they are what you accept: kernels of about 6.6 to 6.8 set DebugSwap (0x20) by "
     "themselves.",
     "sev_features 0 and each single bit"},
    {kResetAddress, "reset-address", kCpus,
     "the further CPUs starting where another image or page says, at 0x800004 and every 4 KiB on "
     "to "
     "0x82f004, or where CPU 0 does",
     "all of it", "The further CPUs start at {found}, your firmware says {given}",
     "The address comes from the firmware: check that yours is the image that QEMU loads.",
     "other reset addresses"},
    {kVmsaSwapped, "vmsa-swapped", kCpus,
     "the given VMSA pages exchanged, or one of them for all CPUs", kAll,
     "VMSA pages are in the wrong place: measured was for {found}",
     "VMSA CPU 0 is the page of the first CPU, VMSA CPU 1 that of all others.",
     "VMSA pages in the wrong place"},
    {kVmsaBuilt, "vmsa-built", kCpus,
     "built pages in the place of those from files, one or all: for the signature, layout and "
     "features "
     "that the page of CPU 0 has, and for others",
     kAll, "Not the VMSA page that you gave was measured but a usual one, for {found}",
     "Give the CPU model instead of the files, or find out where these come from.",
     "built VMSA pages"},
    {kVmsaCandidate, "vmsa-candidate", kCpus,
     "each candidate of 4096 bytes as a VMSA page, beside the others and beside given and built "
     "pages",
     "all but the ES bit, where no CPUs are given",
     "A VMSA page comes from another file, for {found}",
     "Give that file, if it is what you want to be started.", "VMSA pages from other files"},

    {kFirmwareCode, "firmware-code", kFirmware, "the code part alone of an image with both parts",
     kAll, "The firmware that was started is only the code part, {found}", kFirmwareHint,
     "the code part of the firmware alone"},
    {kFirmwareVars, "firmware-vars", kFirmware,
     "a variable store before or behind the code, of the given image and the candidates", kAll,
     "The firmware that was started is the {found}", kFirmwareHint,
     "variable stores beside other code"},
    {kFirmwarePadded, "firmware-padded", kFirmware,
     "the image filled up to one of the next three powers of two with zero or 0xff bytes, before "
     "or behind",
     kAll, "The firmware that was started is your image, filled up {found}", kFirmwareHint,
     "a padded firmware"},
    {kFirmwareTrimmed, "firmware-trimmed", kFirmware,
     "the first or last bytes of the image, one of the three powers of two below its size; or the "
     "image "
     "without the padding at an end of it",
     kAll, "The firmware that was started is only the {found} of your image", kFirmwareHint,
     "a trimmed firmware"},
    {kFirmwareCandidate, "firmware-candidate", kFirmware, "each candidate that is a firmware image",
     "all of it; also with any CPU model, layout, number and one of the usual features, and with "
     "any "
     "kernel, initrd, command line and key of the candidates, at once",
     "The firmware that was started is {found}", kFirmwareHint,
     "the firmware images among the other files"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].hypothesis) != i) return false;
  }
  return true;
}
static_assert(in_order());

constexpr std::array<std::string_view, 3> kCauses = {
    "The measurement is of another start of the guest, or the keys are those of another session.",
    "What the guest was started with is not among what you gave: another file or command line, or "
    "a "
    "kernel where you gave none.",
    "The host is not honest.",
};

void replace(std::string& text, std::string_view mark, const std::string& value) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
}

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

std::string diagnosis_sentence(const DiagnosisChange& change) {
  std::string text(hypothesis_info(change.hypothesis).sentence);
  // In this order: what was given is short and ours, what was found may name a file.
  replace(text, "{given}", change.given);
  replace(text, "{found}", change.found);
  return text;
}

std::string_view outcome_name(DiagnosisOutcome outcome) {
  switch (outcome) {
    case DiagnosisOutcome::kExplained:
      return "explained";
    case DiagnosisOutcome::kNotExplained:
      return "not-explained";
    case DiagnosisOutcome::kUnfinished:
      return "unfinished";
  }
  return "unfinished";
}

std::span<const std::string_view> unexplained_causes() { return kCauses; }

}  // namespace sevproof
