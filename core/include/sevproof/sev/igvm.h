// The launch digest of a SEV or SEV-ES guest that is started from an IGVM file.
#ifndef SEVPROOF_SEV_IGVM_H
#define SEVPROOF_SEV_IGVM_H

#include <cstdint>
#include <optional>

#include "sevproof/formats/igvm_launch.h"
#include "sevproof/sha256.h"

namespace sevproof {

// Fails with kInvalidInput about kIgvm for pages of secrets or CPUID values, which SEV-SNP alone
// has. `launch` is of IgvmLoader::kInOrder: VMSA pages are among the others.
Result<Sha256Digest> measure_igvm_in_order(const IgvmLaunch& launch);

struct IgvmCpus {
  std::uint32_t vcpus = 1;
  // Of the guest's CPU model: for those that have no VMSA page in the file.
  std::optional<std::uint32_t> cpu_signature;
};

// As QEMU starts it (10.2): SEV without `cpus`, else SEV-ES, whose VMSA pages come last. `launch`
// is of IgvmLoader::kQemu. Fails as the above and as igvm_vmsa_pages does, and for VMSA pages of a
// guest that is not SEV-ES.
Result<Sha256Digest> measure_igvm(const IgvmLaunch& launch, const std::optional<IgvmCpus>& cpus);

}  // namespace sevproof

#endif
