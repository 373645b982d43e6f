// AMD's keys that are built in.
#ifndef SEVPROOF_SEV_AMD_ROOTS_H
#define SEVPROOF_SEV_AMD_ROOTS_H

#include <array>
#include <optional>

#include "sevproof/formats/amd_certificate.h"
#include "sevproof/sev/platform.h"

namespace sevproof::internal {

inline constexpr auto kGenerations =
    std::to_array({AmdGeneration::kNaples, AmdGeneration::kRome, AmdGeneration::kMilan,
                   AmdGeneration::kGenoa, AmdGeneration::kTurin});

// Nothing where it is none of AMD's. Decided by all signed bytes: a key id is a label that anybody
// can copy.
std::optional<AmdGeneration> generation_of_ark(const AmdCertificate& ark);
std::optional<AmdGeneration> generation_of_ask(const AmdCertificate& ask);

}  // namespace sevproof::internal

#endif
