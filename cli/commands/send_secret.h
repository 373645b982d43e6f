// A packet of secrets on its way through the host of its guest. However it ends, it is said what
// the guest has and whether it runs.
#ifndef SEVPROOF_CLI_COMMANDS_SEND_SECRET_H
#define SEVPROOF_CLI_COMMANDS_SEND_SECRET_H

#include <string>

#include "host/libvirt_host.h"
#include "sevproof/result.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace sevproof::cli {

// What every error begins with that comes after a match.
inline constexpr const char* kMatches = "the measurement matches, but ";

class SecretSender {
 public:
  // Keeps `delivery` true at every moment.
  SecretSender(const HostDomain& domain, SecretDelivery& delivery)
      : domain_(domain), delivery_(delivery) {}

  // In this order. Fail with kDomainState where the guest is not paused or gone, else with kHost.
  Result<void> check_paused();
  Result<void> inject(const SecretPacket& packet);
  Result<void> resume();

  // What is to be said where the host says no more, at whatever point that is.
  Error unfinished(const std::string& why) const;

 private:
  enum class Stage { kChecking, kInjecting, kResuming };

  Error refused(const CommandResult& result) const;
  std::string start_anew() const;

  const HostDomain& domain_;
  SecretDelivery& delivery_;
  Stage stage_ = Stage::kChecking;
};

}  // namespace sevproof::cli

#endif
