// The domain's configuration, from --domain-xml or from its host: held against the other options,
// and used for what they leave out.
#ifndef SEVPROOF_CLI_LOAD_LOAD_DOMAIN_H
#define SEVPROOF_CLI_LOAD_LOAD_DOMAIN_H

#include <optional>

#include "load/launch.h"
#include "options/options.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Nothing without --domain-xml. Fails as read_file and parse_domain do.
Result<std::optional<DomainConfig>> load_domain(const Path& path);

// Adds what is to be said about the domain, unless --ignore-config; fails where it is refused.
// `reads_host_files`: see DomainContext.
Result<void> check_configuration(const DomainOptions& options, const DomainConfig& domain,
                                 bool reads_host_files, Launch& launch);

// The same for --domain-xml; then, under --insecure alone, takes from it what the launch lacks and
// the domain has.
Result<void> apply_domain(const DomainOptions& options, const DomainConfig& domain, Launch& launch);

}  // namespace sevproof::cli

#endif
