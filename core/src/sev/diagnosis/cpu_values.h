// The values that a diagnosis tries for CPUs.
#ifndef SEVPROOF_SEV_DIAGNOSIS_CPU_VALUES_H
#define SEVPROOF_SEV_DIAGNOSIS_CPU_VALUES_H

#include <cstdint>
#include <set>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// The likely ones: as given, none, DebugSwap.
std::set<std::uint64_t> usual_features(std::uint64_t given);

// 0, each single bit, and the given ones with one bit changed.
std::set<std::uint64_t> all_features(std::uint64_t given);

// Another address for APs than the firmware says: those of other firmware and of pages, those that
// OVMF can have, and where the boot CPU starts.
std::set<std::uint32_t> reset_addresses(const Space& space);

// Every other choice of pages than the given one: given pages in other places first, then
// candidates, then built pages, each where the other CPUs' page may be the given one.
std::vector<PagesOption> other_pages(const Space& space);

}  // namespace sevproof::internal

#endif
