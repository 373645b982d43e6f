// What of a launch comes from its host because its owner did not give it, and what that means for
// the verdict.
#ifndef SEVPROOF_HOST_VALUES_H
#define SEVPROOF_HOST_VALUES_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/finding.h"

namespace sevproof {

enum class HostValue : std::uint8_t {
  // The measurement covers these: a host that lies about them gets a mismatch.
  kMeasurement,
  kApi,
  kPolicy,
  // These say what is measured: a verdict about them is one about what the host says.
  kFirmware,
  kKernel,
  kInitrd,
  kCmdline,
  kVcpus,
  kCpu,
};

// As in report.schema.json: "measurement", "api", "policy", "firmware" and so on.
std::string_view host_value_name(HostValue value);

// Those that say what is measured, in words: "kernel command line, number of CPUs". Empty if none:
// then a match is one about what the owner described.
std::string described_by_host(std::span<const HostValue> values);

// Where they stood.
enum class HostSource : std::uint8_t {
  kDomainXml,   // a file that the owner gave
  kLive,        // asked of libvirt
  kLaunchInfo,  // the host's own report of the launch, which the owner handed on
};

// At most a note for what the measurement covers and a warning for what it cannot judge.
std::vector<Finding> host_value_findings(HostSource source, std::span<const HostValue> values);

}  // namespace sevproof

#endif
