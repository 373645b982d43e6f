// --domain: what a live domain's host says about the launch, checked and put beside the options.
#ifndef SEVPROOF_CLI_LOAD_LOAD_HOST_H
#define SEVPROOF_CLI_LOAD_LOAD_HOST_H

#include "load/launch.h"
#include "options/options.h"
#include "os/console.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Follows virt-qemu-sev-validate(1): kInsecure on the host itself without --insecure, kDomainState
// where the domain is not running or, without --insecure, not paused, and the refusals of
// check_domain. Measurement, API version and policy are taken from the host where they are not
// given; everything else only with --insecure and only where the host is this machine: without
// --insecure kInsecure, elsewhere kIncomplete. kHost where the host fails or says what cannot be.
Result<void> load_host(const Options& options, Launch& launch, Console& console);

}  // namespace sevproof::cli

#endif
