// CPUs as they can be built: the values of signature, layout and features that a diagnosis tries.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SPECS_H
#define SEVPROOF_SEV_DIAGNOSIS_SPECS_H

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "sevproof/formats/vmsa.h"

namespace sevproof::internal {

using Specs = std::vector<VmsaSpec>;

VmsaSpec with_signature(VmsaSpec spec, std::uint32_t signature);

// The signature of each QEMU model, the given one before them.
std::vector<std::uint32_t> likely_signatures(std::optional<std::uint32_t> given);

// Every signature of the AMD families that have SEV-ES.
std::vector<std::uint32_t> all_signatures();

// 0, each single bit, and the given ones with one bit changed.
std::set<std::uint64_t> all_features(std::uint64_t given);

// Every spec with one likely difference from `given`.
Specs differing_specs(const VmsaSpec& given);

// Both layouts with the usual features: as given, 0 and DebugSwap.
Specs layouts_and_features(const VmsaSpec& given);

// The same for every model.
Specs model_products(const VmsaSpec& given);

// What a page says of itself.
VmsaSpec spec_of_page(const VmsaPage& page);

}  // namespace sevproof::internal

#endif
