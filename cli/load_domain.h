// The domain's configuration of --domain-xml: read, held against the other options, and used for
// what they leave out.
#ifndef SEVPROOF_CLI_LOAD_DOMAIN_H
#define SEVPROOF_CLI_LOAD_DOMAIN_H

#include <optional>
#include <vector>

#include "arguments.h"
#include "sevproof/domain_config.h"
#include "sevproof/launch.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Nothing without --domain-xml. Fails as read_file and parse_domain do.
Result<std::optional<DomainConfig>> load_domain(const Arguments& arguments);

// Checks the domain against `config` and `policy` (unless --ignore-config), then, under
// --insecure alone, puts into them what they lack and it has. Gives what is to be said about it.
// Fails where the domain is refused.
Result<std::vector<Finding>> apply_domain(const Arguments& arguments, const DomainConfig& domain,
                                          LaunchConfig& config, std::optional<Policy>& policy);

}  // namespace sevproof::cli

#endif
