#include "sevproof/finding.h"

#include <array>

namespace sevproof {
namespace {

using enum FindingCode;
using enum Severity;

constexpr auto kCatalogue = std::to_array<FindingInfo>({
    {kPolicyDebugAllowed, "policy-debug-allowed", kError,
     "The policy allows debugging, so the host can read and change the guest's memory",
     "Start the guest with policy bit 0 (NODBG) set, for example policy 0xb, or 0xf for SEV-ES."},
    {kPolicyKeySharingAllowed, "policy-key-sharing-allowed", kWarning,
     "The policy allows the host to start other guests with this guest's memory key",
     "Start the guest with policy bit 1 (NOKS) set, unless guests are meant to share a key."},
    {kPolicyNoEs, "policy-no-es", kNote,
     "The policy does not ask for SEV-ES, so the host can see and change the guest's registers",
     "Where the host supports it, start the guest with policy bit 2 (ES) set, for example policy "
     "0xf."},
    {kPolicyReservedBits, "policy-reserved-bits", kWarning,
     "The policy has bits set that the specification reserves",
     "Check the number: it is decimal unless it begins with 0x."},
    {kPolicyApiTooOld, "policy-api-too-old", kWarning,
     "The policy asks for a newer firmware API than the host reports",
     "SEV firmware refuses such a launch: check the policy's upper 16 bits and the API version."},
    {kFirmwareNoSevTable, "firmware-no-sev-table", kWarning,
     "The firmware image has no GUIDed table, so it does not declare any support for SEV",
     "Check that this is the OVMF image that the host loads; builds since 2021 have the table."},
    {kFirmwareNoEsResetBlock, "firmware-no-es-reset-block", kError,
     "The firmware has no SEV-ES reset block, without which QEMU does not start a SEV-ES guest",
     "Use an OVMF build with SEV-ES support."},
    {kFirmwareNoHashArea, "firmware-no-hash-area", kError,
     "A kernel is given, but the firmware has no area for kernel hashes and does not check them",
     "QEMU refuses kernel-hashes=on with this firmware: use the AmdSev build of OVMF."},
    {kFirmwareCodeOnly, "firmware-code-only", kWarning,
     "The image is the CODE part of a split firmware, whose variable store is not measured",
     "Use a firmware that keeps no variables in flash, such as the AmdSev build of OVMF."},
    {kFirmwareVarsOnly, "firmware-vars-only", kError,
     "The image is a variable store and holds no firmware code",
     "Give the image that the guest executes, not the VARS file beside it."},
    {kInitrdEmpty, "initrd-empty", kNote, "A kernel is given with an empty initrd or none",
     "Measured as a file of 0 bytes: check that the host is given none either."},
    {kCmdlineEmpty, "cmdline-empty", kNote, "A kernel is given with an empty command line or none",
     "Measured as the empty string: check that the host is given none either."},
    {kCpuStateNotMeasured, "cpu-state-not-measured", kNote,
     "A CPU model or VMSA is given, but the policy is not SEV-ES, so CPU state is not measured",
     "If the guest is meant to be SEV-ES, policy bit 2 must be set."},
    {kVmsaCpu0Start, "vmsa-cpu0-start", kWarning,
     "The VMSA page of CPU 0 does not start at the reset vector 0xfffffff0",
     "Check that the file is the boot CPU's page and not that of another CPU."},
    {kVmsaCpu1Start, "vmsa-cpu1-start", kWarning,
     "The VMSA page of the further CPUs does not start at the firmware's reset address",
     "Check that page and firmware belong together and that the two pages are not swapped."},
    {kVmsaCpu1Unused, "vmsa-cpu1-unused", kNote,
     "A VMSA page for further CPUs is given, but the guest has one CPU",
     "Check the number of CPUs."},
    {kVmsaSignature, "vmsa-signature", kWarning, "The two VMSA pages hold different CPU signatures",
     "Take both pages from the same launch."},
    {kVmsaLayout, "vmsa-layout", kWarning,
     "The layout of the VMSA pages contradicts what else is given",
     "Take both pages from the same kind of host, and name their layout or leave it out."},
    {kVmsaSevFeatures, "vmsa-sev-features", kWarning,
     "The sev_features of the VMSA pages contradict what else is given",
     "Take both pages from the same launch, and name their features or leave them out."},
    {kVmsaSnpActive, "vmsa-snp-active", kError,
     "A VMSA page is that of a SEV-SNP guest, which a SEV-ES launch cannot have",
     "Take the page from a SEV-ES guest, or build it from the CPU model."},
    {kSecretTrailingNewline, "secret-trailing-newline", kWarning, "A secret ends in a newline",
     "The newline is part of the secret: if it should not be, write the file with printf '%s\\0' "
     "for GRUB, with printf '%s' for Linux."},
    {kSecretEmpty, "secret-empty", kWarning, "A secret is empty", "Check the file."},
    {kSecretAreaAbsent, "secret-area-absent", kWarning,
     "The firmware declares no area for launch secrets",
     "The host must be told an address to inject at, and this firmware will not look there."},
    {kSecretExceedsArea, "secret-exceeds-area", kError,
     "The secrets do not fit the area that the firmware declares, and would overwrite what lies "
     "there",
     "Inject less: the kernel-hashes table usually lies directly behind the area."},
    {kDomainNoSev, "domain-no-sev", kError, "The domain is not configured with SEV launch security",
     "It needs exactly one launchSecurity element of type sev; check that it is the right domain."},
    {kDomainNoDhCert, "domain-no-dh-cert", kError,
     "The domain has no owner certificate (dhCert), so its launch cannot be validated",
     "Start it with the dhCert and session that belong to your TIK and TEK."},
    {kDomainNoSession, "domain-no-session", kError,
     "The domain has no session data, so its launch cannot be validated",
     "Start it with the dhCert and session that belong to your TIK and TEK."},
    {kDomainNvram, "domain-nvram", kError,
     "The domain's firmware keeps variables in NVRAM, which is not measured",
     "Use a firmware that keeps no variables in flash, and a loader with stateless='yes'."},
    {kDomainLoaderCount, "domain-loader-count", kError,
     "The domain does not have exactly one firmware loader",
     "Name the firmware in one loader element; that of a running domain shows what libvirt chose."},
    {kDomainKernelHashesOff, "domain-kernel-hashes-off", kError,
     "A kernel is given, but the domain does not have kernel hashes measured",
     "Start the domain with kernelHashes='yes' in launchSecurity, or give no kernel."},
    {kDomainKernelNotMeasured, "domain-kernel-not-measured", kError,
     "The domain boots a kernel, initrd or command line that is not measured",
     "Start the domain with kernelHashes='yes' in launchSecurity."},
    {kDomainKernelMissing, "domain-kernel-missing", kError,
     "The domain asks for kernel hashes, but has no kernel, initrd or command line",
     "Remove kernelHashes from launchSecurity, or name the kernel in the os element."},
    {kDomainBootFileNotGiven, "domain-boot-file-not-given", kError,
     "The domain boots a measured file that is not given",
     "Give your own copy of it: what lies on the host is the host's to change."},
    {kDomainPolicyDiffers, "domain-policy-differs", kWarning,
     "The domain's policy is not the one given",
     "The launch was measured with one of them: check which domain and which start this is."},
    {kDomainDhCertMalformed, "domain-dh-cert-malformed", kWarning,
     "The domain's dhCert is not a SEV certificate in base64",
     "Copy the owner's certificate whole: SEV firmware refuses to start a guest with another."},
    {kDomainSessionMalformed, "domain-session-malformed", kWarning,
     "The domain's session is not SEV session data in base64",
     "Copy the session data whole: SEV firmware refuses to start a guest with other data."},
    {kDomainVcpusDiffer, "domain-vcpus-differ", kWarning,
     "The domain does not start with the number of CPUs given",
     "SEV-ES measures each CPU that is there at start: check the number."},
    {kDomainCpuDiffers, "domain-cpu-differs", kWarning,
     "The domain's CPU model is not the one given",
     "SEV-ES measures the model's signature: check the model."},
    {kDomainCpuNotFixed, "domain-cpu-not-fixed", kNote,
     "The domain fixes no known CPU model, so the CPU signature cannot be told from it",
     "Name a model with mode='custom', such as EPYC-Milan, to know what SEV-ES measures."},
    {kDomainBootDiffers, "domain-boot-differs", kWarning,
     "The domain boots with another initrd or command line than given",
     "Check both: the measurement covers what the domain was started with."},
    {kDomainLoaderUnsuitable, "domain-loader-unsuitable", kWarning,
     "The attributes of the domain's loader do not suit a measured guest",
     "Use type='rom', or type='pflash' with readonly='yes', and no secure='yes'."},
    {kDomainLoaderNotStateless, "domain-loader-not-stateless", kNote,
     "The domain's loader is not declared stateless",
     "With stateless='yes', libvirt never adds an NVRAM, which would not be measured."},
    {kDomainMemoryNotLocked, "domain-memory-not-locked", kNote,
     "The domain sets neither locked memory nor a hard memory limit",
     "QEMU pins a SEV guest's memory: without either, the host's lock limit may stop the guest."},
    {kDomainVirtioNoIommu, "domain-virtio-no-iommu", kNote,
     "Virtio devices lack iommu='on', without which they cannot reach the encrypted guest",
     "QEMU 6.0 and newer switch it on themselves; with older ones add it to each driver element."},
    {kDomainXmlUsed, "domain-xml-used", kNote,
     "A value that was not given is taken from the domain XML",
     "The measurement covers it; check that it is what you want."},
    {kDomainXmlTrusted, "domain-xml-trusted", kWarning,
     "What was not given is taken from the domain XML, so the verdict holds for whatever stands "
     "there",
     "Unless you wrote the XML yourself, give these values: the host can put anything into it."},
    {kHostReported, "host-reported", kNote, "What was not given is as the host reports it",
     "The measurement covers it, so a lie does not match; check that it is what you want."},
    {kHostTrusted, "host-trusted", kWarning,
     "What was not given is taken from the host, so the verdict holds for whatever the host has",
     "Only for tests: a host can show you what it likes. Give your own copies and values."},
    {kHostDiffers, "host-differs", kWarning, "The host reports another value than the one given",
     "What was given counts: check that it belongs to this domain and this start."},
    {kHostIsHere, "host-is-here", kWarning,
     "This was found out on the host itself, so that it proves nothing",
     "Whoever controls the host controls this: validate on a machine that you trust."},
    {kDomainNotPaused, "domain-not-paused", kWarning,
     "The guest was not paused when it was validated",
     "What it has done since its start nobody knows: start it paused, and validate before it "
     "runs."},
    {kFirmwareNoHashCode, "firmware-no-hash-code", kError,
     "A kernel is given, but the firmware has no code that checks kernel hashes, so the host can "
     "start any kernel",
     "It declares the area for them and nothing reads it: use the AmdSev build of OVMF."},
    {kFirmwareNoSecretCode, "firmware-no-secret-code", kError,
     "The firmware has no code that hands secrets on, so the guest does not find them",
     "It declares the area for them and nothing reads it: use the AmdSev build of OVMF."},
    {kFirmwareCodeUnknown, "firmware-code-unknown", kNote,
     "Whether the firmware has the code that this launch depends on cannot be told",
     "Without that code the host can start any kernel, and the guest finds no secret: make sure "
     "that this is a build made for SEV, such as the AmdSev build of OVMF."},
    {kKernelNeverHashed, "kernel-never-hashed", kError,
     "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on, so "
     "the "
     "host can start any kernel",
     "Give a bzImage, such as a distribution's vmlinuz: QEMU hashes that."},
    {kKernelTakesNoInitrd, "kernel-takes-no-initrd", kError,
     "An initrd is given with a unified kernel image, and QEMU refuses to start the two",
     "Leave out the initrd, since the image has its own, or give the bzImage that is in it."},
    {kDomainShim, "domain-shim-not-measured", kError,
     "The domain starts a shim, which is in no kernel hash",
     "Remove the shim from the os element: the firmware starts a kernel with hashes without it."},
    {kDomainDtb, "domain-dtb", kWarning,
     "The domain names a device tree (dtb), which QEMU appends to the kernel before it hashes it",
     "Remove the dtb from the os element, or the measurement does not match: an x86 guest needs "
     "none."},
    {kPolicyMigrationAllowed, "policy-migration-allowed", kWarning,
     "The policy allows the host to export the guest under a key of its own",
     "Start the guest with policy bit 3 (NOSEND) set, for example policy 0xb, or 0xf for SEV-ES; a "
     "guest that is to be migrated needs bit 5 (SEV) at least."},
    {kDomainVarstore, "domain-varstore", kError,
     "The domain's firmware keeps its variables in a varstore on the host, which is not measured",
     "Remove the varstore element, and use a firmware that keeps no variables."},
    {kSecretNotTerminated, "secret-not-terminated", kNote,
     "A disk passphrase does not end in a NUL byte: GRUB needs one, as printf '%s\\0' writes it; "
     "Linux's efi_secret needs none",
     "Pack it with the NUL byte if the GRUB of the AmdSev build of OVMF is to read it: printf "
     "'%s\\0' PASSPHRASE > FILE writes such a file. Linux's efi_secret hands over every byte."},
    {kSecretByteOrderMark, "secret-byte-order-mark", kWarning,
     "A secret begins with a byte order mark",
     "The mark is part of the secret: save the file without it."},
    {kSecretUtf16, "secret-utf16", kWarning, "A secret is text in UTF-16",
     "A passphrase that is typed elsewhere is UTF-8: save the file in that encoding, without a "
     "byte order mark."},
    {kPacketPaddingCounted, "packet-padding-counted", kNote,
     "The length of the packet's table counts its padding too",
     "Guests read entries until fewer than 20 bytes are left, so they find the same secrets."},
    {kPacketBytesIgnored, "packet-bytes-ignored", kWarning,
     "The packet's table has bytes behind its last entry that no guest reads",
     "An entry may have been cut: compare the secrets with what was packed."},
    {kPacketMacWithoutMeasurement, "packet-mac-without-measurement", kWarning,
     "The packet's MAC does not cover a measurement, as before SEV API 0.17",
     "So it is bound to the keys alone: it fits every launch with this session, and firmware since "
     "API 0.17 refuses it."},
    {kKernelUnlikely, "kernel-unlikely", kWarning, "The kernel looks like a file of another kind",
     "QEMU measures any file as a kernel: check that it is the one that the guest boots."},
    {kInitrdUnlikely, "initrd-unlikely", kWarning, "The initrd looks like a file of another kind",
     "QEMU measures any file as an initrd: check that it is the one that the guest boots."},
    {kFirmwareNotChecked, "firmware-not-checked", kNote,
     "The firmware is given by its SHA-256 alone, so nothing in it was checked",
     "Give the image to have its SEV table, and its areas for kernel hashes and secrets, looked "
     "at."},
    {kLaunchNotChecked, "launch-not-checked", kNote,
     "Only the launch digest is given, so nothing of what it stands for was checked",
     "Give firmware, kernel and CPUs instead to have them looked at; here, that they belong to "
     "this "
     "digest is your word."},
    {kSecretAreaNotChecked, "secret-area-not-checked", kWarning,
     "Without the firmware image it was not checked that the secrets fit its area for them",
     "Give the image: QEMU does not check this either, and what does not fit overwrites what lies "
     "behind the area."},
});

constexpr bool catalogue_is_in_order() {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    if (static_cast<std::size_t>(kCatalogue[i].code) != i) return false;
  }
  return true;
}
static_assert(catalogue_is_in_order());
static_assert(kCatalogue.size() == static_cast<std::size_t>(kSecretAreaNotChecked) + 1);

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

}  // namespace sevproof
