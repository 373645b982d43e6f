// The measurement from a kept HMAC state of the TIK: a search computes it millions of times.
#ifndef SEVPROOF_SEV_KEYED_MESSAGE_H
#define SEVPROOF_SEV_KEYED_MESSAGE_H

#include <cstdint>

#include "crypto/hmac.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sha256.h"

namespace sevproof {

// The measurement of an honest host: `tik` is the HMAC state of the TIK.
Sha256Digest compute_measurement(const HmacSha256& tik, const MeasuredMessage& message);

// The message of SEV firmware whose API is older than 0.17: API version and build are no part of
// it.
enum class OldMessage : std::uint8_t {
  // policy | launch digest | nonce: what AMD's sev-tool hashes for such a version (src/commands.cpp
  // of github.com/AMDESE/sev-tool, Command::calculate_measurement).
  kBare,
  // 04 before it. No tool is known that expects it.
  kWithContext,
};

// The measurement of such a host.
Sha256Digest compute_old_measurement(const HmacSha256& tik, const MeasuredMessage& message,
                                     OldMessage form);

}  // namespace sevproof

#endif
