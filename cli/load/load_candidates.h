// --also-try: files that the guest may have been started with instead of those that are given.
#ifndef SEVPROOF_CLI_LOAD_LOAD_CANDIDATES_H
#define SEVPROOF_CLI_LOAD_LOAD_CANDIDATES_H

#include <string>
#include <vector>

#include "sevproof/formats/candidate.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Reads each to its end. `digest_only`: of the launch nothing but its digest is known, so that only
// keys are taken. Fails as the readers do, and with kInvalid for more than kMaxCandidates.
Result<std::vector<Candidate>> load_candidates(const std::vector<std::string>& paths,
                                               bool digest_only);

// How messages call the files: as much from the end of each path as tells it from the others, so
// that a report names no more folders than it must.
std::vector<std::string> short_names(const std::vector<std::string>& paths);

}  // namespace sevproof::cli

#endif
