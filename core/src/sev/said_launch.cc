#include "sevproof/sev/domain.h"

namespace sevproof {

SaidLaunch said_by_domain(const DomainConfig& domain, HostSource source) {
  SaidLaunch said;
  static_cast<SaidGuest&>(said) = said_guest(domain, source);
  said.policy = domain_policy(domain);
  if (domain.session.size() == kSessionSize) {
    const auto session = parse_session(*domain.session.bytes);
    if (session) said.session = *session;
  }
  return said;
}

}  // namespace sevproof
