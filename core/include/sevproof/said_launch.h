// What the host's side says of a launch besides what its owner gave: its domain's configuration,
// and what the host reports. It proves nothing; but where it differs from what the owner gave, the
// guest was most likely started so, and a diagnosis tries it first.
#ifndef SEVPROOF_SAID_LAUNCH_H
#define SEVPROOF_SAID_LAUNCH_H

#include <cstdint>
#include <optional>
#include <string>

#include "sevproof/domain_config.h"
#include "sevproof/host_values.h"
#include "sevproof/measurement.h"
#include "sevproof/policy.h"

namespace sevproof {

// The direct kernel boot of a domain. Which files its paths lead to only the host knows.
struct SaidBoot {
  bool measured = false;  // it has a kernel, and kernel hashes are on
  bool initrd = false;
  std::string cmdline;  // empty where the domain has none, as it is then measured
};

struct SaidLaunch {
  // Where the domain's configuration is from.
  HostSource source = HostSource::kDomainXml;
  std::optional<Policy> policy;
  std::optional<std::uint32_t> vcpus;
  std::optional<std::uint32_t> cpu_signature;  // CPUID leaf 1 EAX
  bool default_cpu = false;                    // the domain names no model: QEMU's default
  std::optional<SaidBoot> boot;
  // What the host reports of the launch itself.
  std::optional<Policy> reported_policy;
  std::optional<ApiVersion> reported_api;
  std::optional<MeasurementBlob> reported_measurement;
};

// All that a domain's configuration says of its launch.
SaidLaunch said_by_domain(const DomainConfig& domain, HostSource source);

}  // namespace sevproof

#endif
