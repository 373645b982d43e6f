// What the host reports about the launch: from the five options, from --launch-info, or from both.
#ifndef SEVPROOF_CLI_LOAD_STATE_H
#define SEVPROOF_CLI_LOAD_STATE_H

#include <cstdint>
#include <optional>
#include <vector>

#include "arguments.h"
#include "sevproof/host_values.h"
#include "sevproof/result.h"
#include "sevproof/sev/measurement.h"

namespace sevproof::cli {

struct LaunchState {
  std::optional<MeasurementBlob> reported;
  std::optional<std::uint8_t> api_major;
  std::optional<std::uint8_t> api_minor;
  std::optional<std::uint8_t> build;
  std::optional<Policy> policy;
  std::vector<HostValue> from_launch_info;  // what no option says
};

// An option beside --launch-info must agree with it: fails with kInvalid where they differ, and for
// values that are malformed or out of range.
Result<LaunchState> load_state(const Arguments& arguments);

// The host's API version; fails with kIncomplete, naming the options, where a part is missing.
// `was_asked`: the host was, and does not report it.
Result<ApiVersion> require_api(const LaunchState& state, bool was_asked);

}  // namespace sevproof::cli

#endif
