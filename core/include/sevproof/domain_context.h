// A domain's configuration beside the launch that its owner asks for.
#ifndef SEVPROOF_DOMAIN_CONTEXT_H
#define SEVPROOF_DOMAIN_CONTEXT_H

#include <optional>

#include "sevproof/domain_config.h"
#include "sevproof/launch.h"
#include "sevproof/policy.h"

namespace sevproof {

// What check_domain holds the domain against: number of CPUs, CPU signature, boot files and command
// line of `config`, where given. Secure, and without files of the host.
DomainContext domain_context(const LaunchConfig& config, const std::optional<Policy>& policy);

}  // namespace sevproof

#endif
