// The launch to be validated: from the options and their files, a domain's XML, or its host.
#ifndef SEVPROOF_CLI_LOAD_LAUNCH_H
#define SEVPROOF_CLI_LOAD_LAUNCH_H

#include <vector>

#include "arguments.h"
#include "console.h"
#include "load_host.h"
#include "sevproof/result.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/validation.h"

namespace sevproof::cli {

struct LoadedLaunch {
  LaunchConfig config;
  ApiVersion api;
  Policy policy;
  MeasurementBlob reported;
  std::vector<HostValue> from_host;
  std::vector<HostValue> from_launch_info;
  std::optional<SaidLaunch> said;  // where there is a domain
  std::vector<Finding> findings;
  LiveDomain live;  // with --domain only
};

// Which of the options about libvirt go together, and what is needed without a host. Reads nothing.
Result<void> check_launch_usage(const Arguments& arguments);

// Files are read before a host is asked, so that a guest is judged in the state it then has. Fails
// as the readers, parsers and the host do.
Result<LoadedLaunch> load_launch(const Arguments& arguments, Console& console);

}  // namespace sevproof::cli

#endif
