// Which host this is.
#ifndef SEVPROOF_CLI_HOST_THIS_MACHINE_H
#define SEVPROOF_CLI_HOST_THIS_MACHINE_H

#include <string>

namespace sevproof::cli {

// Whether `hostname`, as libvirt gives it for the host that it runs on, is that of this machine:
// its own name, or the one with a domain that the resolver has for it.
bool is_this_machine(const std::string& hostname);

}  // namespace sevproof::cli

#endif
