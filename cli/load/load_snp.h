// The files that a SEV-SNP launch consists of.
#ifndef SEVPROOF_CLI_LOAD_LOAD_SNP_H
#define SEVPROOF_CLI_LOAD_LOAD_SNP_H

#include "options/options.h"
#include "os/console.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"
#include "sevproof/snp/draft.h"

namespace sevproof::cli {

// A whole IGVM file.
Result<HashedBytes> load_igvm(const std::string& path);

// Fails as the readers and snp::complete do.
Result<snp::LaunchRequest> load_snp(Options& options, Console& console);

}  // namespace sevproof::cli

#endif
