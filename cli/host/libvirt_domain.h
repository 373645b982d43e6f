// A domain of a libvirt host.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_DOMAIN_H
#define SEVPROOF_CLI_HOST_LIBVIRT_DOMAIN_H

#include <memory>

#include "host/libvirt_host.h"
#include "host/libvirt_library.h"

namespace sevproof::cli {

struct FreeDomain {
  void operator()(virDomainPtr domain) const { libvirt().virDomainFree(domain); }
};
using DomainHandle = std::unique_ptr<virDomain, FreeDomain>;

std::unique_ptr<HostDomain> make_domain(AnswerLimit& limit, DomainHandle handle);

}  // namespace sevproof::cli

#endif
