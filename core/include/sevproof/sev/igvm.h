// The launch digest of a SEV or SEV-ES guest that is started from an IGVM file.
#ifndef SEVPROOF_SEV_IGVM_H
#define SEVPROOF_SEV_IGVM_H

#include <cstdint>
#include <optional>
#include <vector>

#include "sevproof/finding.h"
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

// The finding that these two digests, QEMU's and that in the order of the file, differ, and why
// (igvm_difference); none where they are the same. `cpus` as above.
std::optional<Finding> review_igvm_orders(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                                          const Sha256Digest& of_file, const Sha256Digest& of_qemu,
                                          const std::optional<IgvmCpus>& cpus);

struct IgvmGuest {
  bool es = false;
  // Of SEV-ES; where it is not given, as many as the file has VMSA pages for, and at least 1.
  std::optional<std::uint32_t> vcpus;
  std::optional<std::uint32_t> cpu_signature;  // as of IgvmCpus
};

struct MeasuredIgvm {
  Sha256Digest launch_digest{};        // as QEMU starts it
  Sha256Digest in_order{};             // as the directives stand in the file
  std::uint32_t contexts = 0;          // VMSA pages in it
  std::optional<std::uint32_t> vcpus;  // of SEV-ES
  std::vector<Finding> findings;
};

// Both digests of a guest, and what a careful reviewer would say. Fails as igvm_launch and the
// above do: of SEV and SEV-ES, nothing but QEMU is known to start guests from such files.
Result<MeasuredIgvm> measure_igvm(const Igvm& igvm, const IgvmGuest& guest);

}  // namespace sevproof

#endif
