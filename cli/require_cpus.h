// What must be known of the CPUs of a SEV-ES guest, by the names of the options.
#ifndef SEVPROOF_CLI_REQUIRE_CPUS_H
#define SEVPROOF_CLI_REQUIRE_CPUS_H

#include "sevproof/formats/domain_config.h"
#include "sevproof/sev/launch.h"

namespace sevproof::cli {

// Fails with kIncomplete where the number of CPUs, a model or a VMSA page is missing. `domain`,
// null without a domain XML, is told in the hint: it may be what is to be given.
Result<void> require_cpus(const LaunchConfig& config, bool es, const DomainConfig* domain);

}  // namespace sevproof::cli

#endif
