// Mistakes about a SEV-SNP launch that SEV does not know.
#ifndef SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_SNP_H
#define SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_SNP_H

#include "judge/diagnosis/mistakes_kernel.h"

namespace sevproof::internal {

inline constexpr Mistake kSnpMistakes[] = {
    {kDigestOrder, "digest-order", Subject::kMeasurement,
     "The digest that you gave is the right one with {found}",
     "Give the 48 bytes of the report's MEASUREMENT in their own order: whatever printed them read "
     "them as numbers.",
     "the digest with its bytes in reverse order, or those of each word of 16, 32 or 64 bits",
     "the bytes of the given digest in reverse order: all of them, or those of each word of 16, 32 "
     "or 64 bits",
     "all of it"},
    {kDigestOfPart, "digest-of-part", Subject::kMeasurement,
     "The digest that you gave is that of a part of the launch: {found}",
     "Give the MEASUREMENT of the guest's report, which covers the CPUs too.",
     "the digest of the firmware's pages alone, or of all pages but those of CPUs",
     "the digest after the firmware's own pages, and that before the pages of CPUs",
     "another firmware; of the second also another kernel, initrd or command line, and another "
     "VMM"},
    {kVmm, "vmm", Subject::kWhole, "The guest was started by {found}, but {giver} {given}",
     "Each VMM makes its pages in its own way: name the one that starts the guest.",
     "QEMU with each likely CPU, Amazon EC2 and Google Compute Engine",
     "QEMU, Amazon EC2 and Google Compute Engine, each with RDX as KVM resets it, 0, and every "
     "likely CPU signature",
     "every other variant of a VMM; also with any likely CPU, number and usual guest features at "
     "once; a kernel, initrd, command line or firmware"},
    {kSectionOrder, "section-order", Subject::kFirmware,
     "The sections of the firmware's SEV metadata were measured in the order of their addresses, "
     "not in that of their table",
     "QEMU takes them in the order of the table: whatever started the guest, or computed this "
     "digest, sorts them.",
     "the firmware's sections in the order of their addresses",
     "the sections of the SEV metadata in the order of their addresses", "as `vmm`"},
    {kVmsaAddress, "vmsa-address", Subject::kVmsa,
     "The VMSA pages were measured at address {found}, but {giver} {given}",
     "It is 0xfffffffff000 everywhere but on Google Compute Engine, which takes 0xffffffffff000 on "
     "platforms of the Genoa line.",
     "the VMSA pages at 0xfffffffff000 and 0xffffffffff000",
     "the VMSA pages at 0xfffffffff000 and at 0xffffffffff000", "as `vmm`"},
    {kApFloats, "ap-floats", Subject::kVmsa,
     "The APs (application processors) start with MXCSR and the x87 control word 0",
     "QEMU 10.1 and later hand them over so, but KVM measures the values of a reset: ask your host "
     "which kernel does otherwise.",
     "APs that start with MXCSR and the x87 control word 0",
     "MXCSR and the x87 control word of the APs 0", "as `vmm`"},
    {kGuestFeatures, "guest-features", Subject::kSevFeatures,
     "The host started the CPUs with guest features {found}, but {giver} {given}",
     "Give these if you accept them: Linux 6.6 and 6.7 set DebugSwap (0x20) by themselves, and "
     "SecureTSC (0x200) is a wish of whoever started the guest.",
     "guest features 0x1, 0x21, 0x201 and 0x221, each single bit with bit 0, and the given ones "
     "with any one bit changed",
     "guest features (sev_features) 0x1, 0x21, 0x201 and 0x221, each single bit with SNPActive, "
     "and the given ones with any one bit changed",
     "all of it with another number or likely CPU; the first four also with any likely CPU and "
     "number at once, by any VMM, or with another firmware"},
    {kVmsaRdx, "vmsa-rdx", Subject::kCpu, "The CPUs start with {found} in RDX, but {giver} {given}",
     "RDX is the signature of the guest's CPU model where QEMU starts it, and 0x600 on Amazon EC2 "
     "and Google Compute Engine; some tools take 0 there.",
     "RDX 0x600, as KVM resets it, and 0", "RDX 0x600, as KVM resets it, and 0", "as `cpu-model`"},
    {kIgvmCandidate, "igvm-candidate", Subject::kIgvm,
     "The guest was started from the IGVM file {found}",
     "Have it started from what you gave, or give that very file if you trust it.",
     "the IGVM files among the candidates", "each candidate that is an IGVM file",
     "any number of CPUs, and any likely CPU for those that have no page in it"},
    {kIgvmOrder, "igvm-order", Subject::kIgvm,
     "The digest that you gave is that of the IGVM file in its own order, and QEMU starts it in "
     "another",
     "Tools for IGVM files print that digest, and other hosts may start a guest so: of a guest of "
     "QEMU give the MEASUREMENT of its report.",
     "the IGVM file in its own order", "the digest in the order of the file",
     "another file, and each order of bytes of the digest"}};

}  // namespace sevproof::internal

#endif
