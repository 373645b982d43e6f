// Changes that a launch of firmware and one from an IGVM file have in common, in words.
#ifndef SEVPROOF_SNP_DIAGNOSIS_COUNT_WORDS_H
#define SEVPROOF_SNP_DIAGNOSIS_COUNT_WORDS_H

#include <cstdint>
#include <vector>

#include "snp/diagnosis/space.h"

namespace sevproof::snp::internal {

void describe_target(const Target& target, sevproof::internal::Changes& changes);

// Nothing where `vcpus` is one of `counts`.
void describe_count(const std::vector<std::uint32_t>& counts, std::uint32_t vcpus,
                    sevproof::internal::Changes& changes, const SaidGuest& said = {});

}  // namespace sevproof::snp::internal

#endif
