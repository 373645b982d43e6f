// The files that a SEV-SNP launch consists of.
#ifndef SEVPROOF_CLI_LOAD_LOAD_SNP_H
#define SEVPROOF_CLI_LOAD_LOAD_SNP_H

#include <optional>

#include "options/options.h"
#include "os/console.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"
#include "sevproof/snp/draft.h"

namespace sevproof::cli {

// A whole IGVM file.
Result<HashedBytes> load_igvm(const std::string& path);

// Nothing without --domain-xml. Fails as load_domain does, and with kDomainConfig where it is none
// of SEV-SNP.
Result<std::optional<DomainConfig>> load_snp_domain(const Options& options);

// Fails as these, snp::take_domain and snp::complete do.
Result<snp::LaunchRequest> load_snp(Options& options, Console& console);

}  // namespace sevproof::cli

#endif
