// What the host's side said otherwise than the owner: the part of it that a diagnosis tries, and
// its words.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SAID_H
#define SEVPROOF_SEV_DIAGNOSIS_SAID_H

#include <optional>
#include <string>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// What of `input.said` differs from the request; everything else is absent.
SaidLaunch said_otherwise(const DiagnosisInput& input);

// Each gives the change to what was said, where a trial has just that; nothing where it has not.
std::optional<Change> said_policy(const Space& space, Policy found, const std::string& given,
                                  const std::string& text);
std::optional<Change> said_api(const Space& space, const ApiVersion& found);
std::optional<Change> said_vcpus(const Space& space, std::uint32_t found);
std::optional<Change> said_cpu(const Space& space, std::uint32_t given, std::uint32_t found);
std::optional<Change> said_kernel_hashes_off(const Space& space);

// For an option of its list: the domain has no initrd.
std::optional<Change> said_no_initrd(const Space& space);
// Options: the domain's command line, where it is another one, with the line endings that its XML
// can hide too.
std::vector<HashOption> said_cmdlines(const Space& space, const std::optional<std::string>& given);

}  // namespace sevproof::internal

#endif
