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
SaidLaunch said_otherwise(const DiagnosisInput& input, const std::optional<VmsaSpec>& given_spec);

// Who said it; and ", as the domain XML says".
std::string source_name(const Space& space);
std::string as_said(const Space& space);

// Whether a message about this command line has all of it, as it is.
bool is_shown_whole(const std::string& line);

// The change to what was said; nothing where nothing else was said.
std::optional<Change> said_kernel_hashes_off(const Space& space);
std::optional<Change> said_no_initrd(const Space& space);
// Options: the domain's command line, where it is another one, with the line endings that its XML
// can hide too.
std::vector<HashOption> said_cmdlines(const Space& space, const std::optional<std::string>& given);

}  // namespace sevproof::internal

#endif
