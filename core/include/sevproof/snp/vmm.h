// What starts a SEV-SNP guest. Each makes its pages in its own way, and so another digest.
#ifndef SEVPROOF_SNP_VMM_H
#define SEVPROOF_SNP_VMM_H

#include <cstdint>
#include <optional>
#include <string_view>

#include "sevproof/formats/vmsa.h"
#include "sevproof/result.h"
#include "sevproof/snp/launch_digest.h"

namespace sevproof::snp {

enum class Vmm : std::uint8_t {
  kQemu,  // QEMU with KVM
  kEc2,   // Amazon EC2
  kGce,   // Google Compute Engine
};

std::string_view vmm_name(Vmm vmm);  // "qemu", "ec2", "gce"

// Fails with kInvalid for any other name.
Result<Vmm> parse_vmm(std::string_view name);

// Where the pages of virtual CPUs lie: KVM's address, which is the highest page of 48 bits.
inline constexpr std::uint64_t kVmsaGpa = 0x0000fffffffff000;
// The same of 52 bits: GCE on platforms of the Genoa line.
inline constexpr std::uint64_t kWideVmsaGpa = 0x000ffffffffff000;

// RDX where the VMM does not set the guest's CPU model before: KVM's value after a reset.
inline constexpr std::uint32_t kResetRdx = 0x600;

struct VcpuSpec {
  // RDX: the signature of the guest's CPU model. Without it, kResetRdx; QEMU sets one always.
  std::optional<std::uint32_t> cpu_signature;
  std::uint64_t sev_features = kSevFeatureSnpActive;
};

// The page of the boot CPU, and that of every AP. AMD64 Architecture Programmer's Manual volume 2,
// table B-4.
VmsaPage build_boot_vmsa(Vmm vmm, const VcpuSpec& spec);
VmsaPage build_ap_vmsa(Vmm vmm, const VcpuSpec& spec, std::uint32_t reset_address);

}  // namespace sevproof::snp

#endif
