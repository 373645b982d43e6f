// The key derivation of SEV's sessions: NIST SP 800-108 section 4.1, counter mode with
// HMAC-SHA-256.
#ifndef SEVPROOF_CRYPTO_KDF_H
#define SEVPROOF_CRYPTO_KDF_H

#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/secret_bytes.h"

namespace sevproof {

// 128 bits, so one block of HMAC: counter 1 | label | 00 | context | 128, both numbers u32. SEV has
// them little-endian, which the standard leaves open. `label` comes without a NUL of its own;
// `context` may be empty. HMAC pads a key of less than 64 bytes with zeros, so that a z without its
// leading zeros is another key, and one without its trailing zeros is not.
SecretArray<16> kdf_hmac_sha256(ByteView key, std::string_view label, ByteView context);

}  // namespace sevproof

#endif
