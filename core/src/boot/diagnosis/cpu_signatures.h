// The CPUs that a diagnosis tries: how many, and of which signatures.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_CPU_SIGNATURES_H
#define SEVPROOF_BOOT_DIAGNOSIS_CPU_SIGNATURES_H

#include <cstdint>
#include <vector>

namespace sevproof::internal {

inline constexpr std::uint32_t kMostVcpus = 512;

// The signatures of QEMU's models and AMD's servers.
std::vector<std::uint32_t> likely_signatures();

// Every signature of the AMD families that have SEV-ES.
std::vector<std::uint32_t> all_signatures();

// Whether a model of QEMU has this one.
bool is_model(std::uint32_t signature);

}  // namespace sevproof::internal

#endif
