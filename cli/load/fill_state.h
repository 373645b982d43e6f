// What a host reports of a launch, put beside what its owner gave.
#ifndef SEVPROOF_CLI_LOAD_FILL_STATE_H
#define SEVPROOF_CLI_LOAD_FILL_STATE_H

#include "load/launch.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// For `fault`, which is in what the host said; kHost.
Error blame_host(const std::string& fault);

// Takes what is not given. What is given counts, and a finding says where the host differs or talks
// nonsense. Fails with kHost where it does and nothing was given.
Result<void> fill_state(const ReportedLaunch& reported, Launch& launch);

}  // namespace sevproof::cli

#endif
