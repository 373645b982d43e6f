// Packing secrets for a validated launch, and for no other: there is no way to a ValidatedLaunch
// but a match.
#ifndef SEVPROOF_SECRET_PACKING_H
#define SEVPROOF_SECRET_PACKING_H

#include <optional>
#include <span>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/firmware.h"
#include "sevproof/launch_secret.h"
#include "sevproof/result.h"
#include "sevproof/validation.h"

namespace sevproof {

// Checks before any verdict that the secrets can be packed, and says what is odd about them, and
// what is not checked where there is no firmware to look into. Fails as build_secret_table does.
Result<std::vector<Finding>> check_secrets(std::span<const LaunchSecret> secrets,
                                           const std::optional<Firmware>& firmware);

// Whether a launch may be one that its host described.
enum class HostWord {
  kRefused,
  kAccepted,  // for tests
};

// Encrypts and authenticates the table of `secrets` under a fresh random IV (AMD SEV API
// specification, section 6.6). Fails as build_secret_table does, with kInsecure where the host
// itself said what is measured (described_by_host), or with kInternal when the system has no random
// numbers.
Result<SecretPacket> pack_secret(const ValidatedLaunch& launch, const Tek& tek,
                                 std::span<const LaunchSecret> secrets,
                                 HostWord word = HostWord::kRefused);

}  // namespace sevproof

#endif
