// A launch on its way from the options to a request: what is given, and what was put beside it.
#ifndef SEVPROOF_CLI_PARTIAL_LAUNCH_H
#define SEVPROOF_CLI_PARTIAL_LAUNCH_H

#include <optional>
#include <vector>

#include "load_state.h"
#include "sevproof/finding.h"
#include "sevproof/host_values.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/launch.h"

namespace sevproof::cli {

struct PartialLaunch {
  LaunchState state;
  LaunchConfig config;  // the firmware is empty where none is given
  std::vector<HostValue> from_host;
  std::optional<SaidLaunch> said;  // where there is a domain
  std::vector<Finding> findings;   // about the domain and its host

  void add(const std::vector<Finding>& more) {
    findings.insert(findings.end(), more.begin(), more.end());
  }
};

}  // namespace sevproof::cli

#endif
