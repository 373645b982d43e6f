#include "sevproof/finding.h"

#include <algorithm>
#include <array>

#include "base/in_order.h"
#include "judge/platform_finding_rows.h"
#include "judge/session_finding_rows.h"
#include "judge/snp_finding_rows.h"
#include "judge/snp_report_finding_rows.h"

namespace sevproof {
namespace {

using enum FindingCode;
using enum Severity;

constexpr auto kLaunchFindings = std::to_array<FindingInfo>({
    {kPolicyDebugAllowed, "policy-debug-allowed", kError, Subject::kPolicy,
     "The policy allows debugging, so the host can read and change the guest's memory",
     "Start the guest with policy bit 0 (NODBG) set, for example policy 0xb, or 0xf for SEV-ES."},
    {kPolicyKeySharingAllowed, "policy-key-sharing-allowed", kWarning, Subject::kPolicy,
     "The policy allows the host to start other guests with this guest's memory key",
     "Start the guest with policy bit 1 (NOKS) set, for example policy 0xb, or 0xf for SEV-ES, "
     "unless guests are meant to share a key."},
    {kPolicyNoEs, "policy-no-es", kNote, Subject::kPolicy,
     "The policy does not ask for SEV-ES, so the host can see and change the guest's registers",
     "Where the host supports it, start the guest with policy bit 2 (ES) set, for example policy "
     "0xf."},
    {kPolicyReservedBits, "policy-reserved-bits", kWarning, Subject::kPolicy,
     "The policy has bits set that the specification reserves",
     "Check the number: it is decimal unless it begins with 0x."},
    {kPolicyApiTooOld, "policy-api-too-old", kWarning, Subject::kPolicy,
     "The policy asks for a newer firmware API than the host reports",
     "SEV firmware refuses such a launch: check the policy's upper 16 bits and the API version."},
    {kFirmwareNoSevTable, "firmware-no-sev-table", kWarning, Subject::kFirmware,
     "The firmware image has no GUIDed table, so it does not declare any support for SEV",
     "Check that this is the OVMF image that the host loads; builds since 2021 have the table."},
    {kFirmwareNoEsResetBlock, "firmware-no-es-reset-block", kError, Subject::kFirmware,
     "The firmware has no SEV-ES reset block, and QEMU does not start a SEV-ES guest without one",
     "Use an OVMF build with SEV-ES support."},
    {kFirmwareNoHashArea, "firmware-no-hash-area", kError, Subject::kFirmware,
     "A kernel is given, but the firmware has no area for kernel hashes and does not check them",
     "QEMU refuses kernel-hashes=on with this firmware: use the AmdSev build of OVMF."},
    {kFirmwareCodeOnly, "firmware-code-only", kWarning, Subject::kFirmware,
     "The image is the CODE part of a split firmware, whose variable store is not measured",
     "Use a firmware that keeps no variables in flash, such as the AmdSev build of OVMF."},
    {kFirmwareVarsOnly, "firmware-vars-only", kError, Subject::kFirmware,
     "The image is a variable store and holds no firmware code",
     "Give the image that the guest executes, not the VARS file beside it."},
    {kInitrdEmpty, "initrd-empty", kNote, Subject::kInitrd,
     "A kernel is given with an empty initrd or none",
     "It is measured as a file of 0 bytes: check that the host was given none either."},
    {kCmdlineEmpty, "cmdline-empty", kNote, Subject::kCmdline,
     "A kernel is given with an empty command line or none",
     "It is measured as the empty string: check that the host was given none either."},
    {kCpuStateNotMeasured, "cpu-state-not-measured", kNote, Subject::kPolicy,
     "A CPU model or VMSA is given, but the policy is not SEV-ES, so CPU state is not measured",
     "Set policy bit 2 if the guest is meant to be SEV-ES."},
    {kVmsaCpu0Start, "vmsa-cpu0-start", kWarning, Subject::kCpu0Page,
     "The boot CPU's VMSA page does not start at the reset vector 0xfffffff0",
     "Check that the file is the boot CPU's page and not that of an AP (application processor)."},
    {kVmsaCpu1Start, "vmsa-cpu1-start", kWarning, Subject::kCpuNPage,
     "The VMSA page of the APs does not start at the firmware's reset address",
     "Check that the page and the firmware belong together, and that the two pages are not "
     "swapped."},
    {kVmsaCpu1Unused, "vmsa-cpu1-unused", kNote, Subject::kCpuNPage,
     "A VMSA page for APs is given, but the guest has one CPU", "Check the number of CPUs."},
    {kVmsaSignature, "vmsa-signature", kWarning, Subject::kCpu,
     "The two VMSA pages hold different CPU signatures", "Take both pages from the same launch."},
    {kVmsaLayout, "vmsa-layout", kWarning, Subject::kVmsaLayout,
     "The layout of the VMSA pages contradicts the other inputs",
     "Take both pages from the same kind of host, and give their layout or leave it out."},
    {kVmsaSevFeatures, "vmsa-sev-features", kWarning, Subject::kSevFeatures,
     "The sev_features of the VMSA pages contradict the other inputs",
     "Take both pages from the same launch, and give their features or leave them out."},
    {kVmsaSnpActive, "vmsa-snp-active", kError, Subject::kSevFeatures,
     "A VMSA page belongs to a SEV-SNP guest, and a SEV-ES launch cannot have such a page",
     "Take the page from a SEV-ES guest, or build it from the CPU model."},
    {kSecretTrailingNewline, "secret-trailing-newline", kWarning, Subject::kSecrets,
     "A secret ends in a newline",
     "The newline is part of the secret. To leave it out, write the file with printf '%s\\0' for "
     "GRUB, or with printf '%s' for Linux."},
    {kSecretEmpty, "secret-empty", kWarning, Subject::kSecrets, "A secret is empty",
     "Check the file."},
    {kSecretAreaAbsent, "secret-area-absent", kWarning, Subject::kFirmware,
     "The firmware declares no area for launch secrets",
     "The host needs an address to inject at, and this firmware will not look there."},
    {kSecretExceedsArea, "secret-exceeds-area", kError, Subject::kSecrets,
     "The secrets do not fit the area that the firmware declares, and would overwrite other data",
     "Inject less: the kernel-hashes table usually lies directly after the area."},
    {kDomainNoSev, "domain-no-sev", kError, Subject::kDomainSecurity,
     "The domain is not configured with SEV launch security",
     "It needs exactly one launchSecurity element of type sev; check that it is the right domain."},
    {kDomainNoDhCert, "domain-no-dh-cert", kError, Subject::kDomainSecurity,
     "The domain has no owner certificate (dhCert), so its launch cannot be validated",
     "Start it with the dhCert and session that belong to your TIK and TEK."},
    {kDomainNoSession, "domain-no-session", kError, Subject::kDomainSecurity,
     "The domain has no session data, so its launch cannot be validated",
     "Start it with the dhCert and session that belong to your TIK and TEK."},
    {kDomainNvram, "domain-nvram", kError, Subject::kDomainBoot,
     "The domain's firmware keeps variables in NVRAM, which is not measured",
     "Use a firmware that keeps no variables in flash, and a loader with stateless='yes'."},
    {kDomainLoaderCount, "domain-loader-count", kError, Subject::kDomainBoot,
     "The domain does not have exactly one firmware loader",
     "Name the firmware in one loader element; the XML of a running domain shows what libvirt "
     "chose."},
    {kDomainKernelHashesOff, "domain-kernel-hashes-off", kError, Subject::kDomainSecurity,
     "A kernel is given, but the domain does not turn kernel hashes on",
     "Start the domain with kernelHashes='yes' in launchSecurity, or give no kernel."},
    {kDomainKernelNotMeasured, "domain-kernel-not-measured", kError, Subject::kDomainBoot,
     "The domain boots a kernel, initrd or command line that is not measured",
     "Start the domain with kernelHashes='yes' in launchSecurity."},
    {kDomainKernelMissing, "domain-kernel-missing", kError, Subject::kDomainBoot,
     "The domain asks for kernel hashes, but has no kernel, initrd or command line",
     "Remove kernelHashes from launchSecurity, or name the kernel in the os element."},
    {kDomainBootFileNotGiven, "domain-boot-file-not-given", kError, Subject::kKernel,
     "The domain boots a measured file that you did not give",
     "Give your own copy of it: the host can change the one that it has."},
    {kDomainPolicyDiffers, "domain-policy-differs", kWarning, Subject::kPolicy,
     "The domain's policy differs from the one given",
     "The launch was measured with one of them: check that this is the right domain and the right "
     "start."},
    {kDomainDhCertMalformed, "domain-dh-cert-malformed", kWarning, Subject::kDomainSecurity,
     "The domain's dhCert is not a SEV certificate in base64",
     "Copy the owner's whole certificate: QEMU passes on what it can decode of the text, and SEV "
     "firmware refuses another."},
    {kDomainSessionMalformed, "domain-session-malformed", kWarning, Subject::kDomainSecurity,
     "The domain's session is not SEV session data in base64",
     "Copy the whole session data: QEMU passes on what it can decode of the text, and SEV firmware "
     "refuses other data."},
    {kDomainVcpusDiffer, "domain-vcpus-differ", kWarning, Subject::kVcpus,
     "The domain does not start with the number of CPUs given",
     "SEV-ES and SEV-SNP measure every CPU that is present at the start: check the number."},
    {kDomainCpuDiffers, "domain-cpu-differs", kWarning, Subject::kCpu,
     "The domain's CPU model differs from the one given",
     "SEV-ES and SEV-SNP measure the model's signature: check the model."},
    {kDomainCpuNotFixed, "domain-cpu-not-fixed", kNote, Subject::kCpu,
     "The domain does not fix a known CPU model, so its XML does not tell the CPU signature",
     "Name a model with mode='custom', such as EPYC-Milan, to know what is measured."},
    {kDomainBootDiffers, "domain-boot-differs", kWarning, Subject::kCmdline,
     "The domain's initrd or command line differs from the one given",
     "Check both: the measurement covers what the domain was started with."},
    {kDomainLoaderUnsuitable, "domain-loader-unsuitable", kWarning, Subject::kDomainBoot,
     "The attributes of the domain's loader do not suit a measured guest",
     "Use type='rom', or type='pflash' with readonly='yes', and no secure='yes'."},
    {kDomainLoaderNotStateless, "domain-loader-not-stateless", kNote, Subject::kDomainBoot,
     "The domain's loader is not declared stateless",
     "With stateless='yes', libvirt never adds an NVRAM, which would not be measured."},
    {kDomainMemoryNotLocked, "domain-memory-not-locked", kNote, Subject::kDomainMachine,
     "The domain sets neither locked memory nor a hard memory limit",
     "QEMU pins a SEV guest's memory: without either, the host's lock limit may stop the guest."},
    {kDomainVirtioNoIommu, "domain-virtio-no-iommu", kNote, Subject::kDomainMachine,
     "Virtio devices lack iommu='on' and cannot reach the encrypted guest without it",
     "QEMU 6.0 and newer turn it on themselves; with older versions, add it to each driver "
     "element."},
    {kDomainXmlUsed, "domain-xml-used", kNote, Subject::kWhole,
     "A value that you did not give was taken from the domain XML",
     "The measurement covers it; check that it is what you want."},
    {kDomainXmlTrusted, "domain-xml-trusted", kWarning, Subject::kWhole,
     "Values that you did not give were taken from the domain XML, so the verdict holds for "
     "whatever it says",
     "Give these values unless you wrote the XML yourself: the host can put anything into it."},
    {kHostReported, "host-reported", kNote, Subject::kWhole,
     "Values that you did not give were taken from the host",
     "The measurement covers them, so a lie does not match; check that they are what you want."},
    {kHostTrusted, "host-trusted", kWarning, Subject::kWhole,
     "Values that you did not give were taken from the host, so the verdict holds for whatever the "
     "host has",
     "This is for tests only: a host can show you whatever it likes. Give your own copies and "
     "values."},
    {kHostDiffers, "host-differs", kWarning, Subject::kWhole,
     "The host reports a value that differs from the one given",
     "The one given counts: check that it belongs to this domain and this start."},
    {kHostIsHere, "host-is-here", kWarning, Subject::kWhole,
     "This check ran on the host itself, so it proves nothing",
     "Whoever controls the host controls this: validate on a machine that you trust."},
    {kDomainNotPaused, "domain-not-paused", kWarning, Subject::kGuestState,
     "The guest was not paused when it was validated",
     "It may have done anything since it started: start it paused, and validate it before it "
     "runs."},
    {kFirmwareNoHashCode, "firmware-no-hash-code", kError, Subject::kFirmware,
     "A kernel is given, but the firmware has no code that checks kernel hashes, so the host can "
     "start any kernel",
     "It declares the area for them, but nothing reads it: use the AmdSev build of OVMF."},
    {kFirmwareNoSecretCode, "firmware-no-secret-code", kError, Subject::kFirmware,
     "The firmware has no code that passes secrets on, so the guest does not find them",
     "It declares the area for them, but nothing reads it: use the AmdSev build of OVMF."},
    {kFirmwareCodeUnknown, "firmware-code-unknown", kNote, Subject::kFirmware,
     "sevproof cannot tell whether the firmware has the code that this launch depends on",
     "Without that code the host can start any kernel, and the guest finds no secret: make sure "
     "that this is a build made for SEV, such as the AmdSev build of OVMF."},
    {kKernelNeverHashed, "kernel-never-hashed", kError, Subject::kKernel,
     "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on, so "
     "the "
     "host can start any kernel",
     "Give a bzImage, such as a distribution's vmlinuz: QEMU hashes that."},
    {kKernelTakesNoInitrd, "kernel-takes-no-initrd", kError, Subject::kInitrd,
     "An initrd is given with a unified kernel image, and QEMU refuses to start them together",
     "Leave out the initrd, since the image has its own, or give the bzImage inside the image."},
    {kDomainShim, "domain-shim-not-measured", kError, Subject::kDomainBoot,
     "The domain starts a shim, and no kernel hash covers it",
     "Remove the shim from the os element: the firmware starts a kernel with hashes without one."},
    {kDomainDtb, "domain-dtb", kWarning, Subject::kDomainBoot,
     "The domain names a device tree (dtb), and QEMU appends it to the kernel before hashing",
     "Remove the dtb from the os element: an x86 guest needs none, and with it the measurement "
     "does not match."},
    {kPolicyMigrationAllowed, "policy-migration-allowed", kWarning, Subject::kPolicy,
     "The policy allows the host to export the guest under a key of its own",
     "Start the guest with policy bit 3 (NOSEND) set, for example policy 0xb, or 0xf for SEV-ES; a "
     "guest that you want to migrate needs at least bit 5 (SEV)."},
    {kDomainVarstore, "domain-varstore", kError, Subject::kDomainBoot,
     "The domain's firmware keeps its variables in a varstore on the host, which is not measured",
     "Remove the varstore element, and use a firmware that keeps no variables."},
    {kSecretNotTerminated, "secret-not-terminated", kNote, Subject::kSecrets,
     "A disk passphrase does not end in a NUL byte: GRUB needs one (printf '%s\\0' writes it), "
     "Linux's efi_secret needs none",
     "Add the NUL byte if the GRUB of the AmdSev build of OVMF reads the passphrase: printf "
     "'%s\\0' PASSPHRASE > FILE writes such a file. Linux's efi_secret hands over every byte."},
    {kSecretByteOrderMark, "secret-byte-order-mark", kWarning, Subject::kSecrets,
     "A secret begins with a byte order mark",
     "The mark is part of the secret: save the file without it."},
    {kSecretUtf16, "secret-utf16", kWarning, Subject::kSecrets, "A secret is text in UTF-16",
     "A passphrase typed elsewhere is UTF-8: save the file in that encoding, without a byte order "
     "mark."},
    {kPacketPaddingCounted, "packet-padding-counted", kNote, Subject::kSecrets,
     "The length of the packet's table includes its padding",
     "Guests read entries until fewer than 20 bytes are left, so they find the same secrets."},
    {kPacketBytesIgnored, "packet-bytes-ignored", kWarning, Subject::kSecrets,
     "The packet's table has bytes after its last entry that no guest reads",
     "An entry may have been truncated: compare the secrets with what was packed."},
    {kPacketMacWithoutMeasurement, "packet-mac-without-measurement", kWarning, Subject::kSecrets,
     "The packet's MAC does not cover a measurement, as before SEV API 0.17",
     "The packet is bound to the keys alone: it fits every launch with this session, and firmware "
     "since API 0.17 refuses it."},
    {kKernelUnlikely, "kernel-unlikely", kWarning, Subject::kKernel,
     "The kernel looks like a file of another kind",
     "QEMU measures any file as a kernel: check that it is the one that the guest boots."},
    {kInitrdUnlikely, "initrd-unlikely", kWarning, Subject::kInitrd,
     "The initrd looks like a file of another kind",
     "QEMU measures any file as an initrd: check that it is the one that the guest boots."},
    {kFirmwareNotChecked, "firmware-not-checked", kNote, Subject::kFirmware,
     "Only the firmware's SHA-256 is given, so nothing in the firmware was checked",
     "Give the image to have its SEV table and its areas for kernel hashes and secrets checked."},
    {kLaunchNotChecked, "launch-not-checked", kNote, Subject::kLaunchDigest,
     "Only the launch digest is given, so nothing that it stands for was checked",
     "Give firmware, kernel and CPUs instead to have them checked; for now sevproof takes your "
     "word that they belong to this digest."},
    {kSecretAreaNotChecked, "secret-area-not-checked", kWarning, Subject::kFirmware,
     "Without the firmware image, sevproof could not check that the secrets fit its area for them",
     "Give the image: QEMU does not check this either, and secrets that do not fit overwrite what "
     "lies after the area."},
});

// One after the other, as their codes are.
template <std::size_t A, std::size_t B>
constexpr std::array<FindingInfo, A + B> joined(const std::array<FindingInfo, A>& first,
                                                const std::array<FindingInfo, B>& second) {
  std::array<FindingInfo, A + B> all{};
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), all.begin()));
  return all;
}

constexpr auto kSevFindings =
    joined(joined(kLaunchFindings, internal::kPlatformFindings), internal::kSessionFindings);
constexpr auto kCatalogue =
    joined(joined(kSevFindings, internal::kSnpFindings), internal::kSnpReportFindings);

static_assert(internal::is_in_order(kCatalogue, &FindingInfo::code));
static_assert(kCatalogue.size() == static_cast<std::size_t>(kSnpTimeOfClock) + 1);

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case kError:
      return "error";
    case kWarning:
      return "warning";
    case kNote:
      return "note";
  }
  return "";
}

std::span<const FindingInfo> finding_catalogue() { return kCatalogue; }

const FindingInfo& finding_info(FindingCode code) {
  return kCatalogue[static_cast<std::size_t>(code)];
}

Subject subject_of(const Finding& finding) {
  return finding.about.value_or(finding_info(finding.code).about);
}

}  // namespace sevproof
