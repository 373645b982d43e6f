// AES-128 in counter mode (NIST SP 800-38A section 6.5) with a 16-byte big-endian counter block, as
// the SEV firmware decrypts LAUNCH_SECRET payloads. Encryption and decryption are the same
// operation.
#ifndef SEVPROOF_CRYPTO_AES_CTR_H
#define SEVPROOF_CRYPTO_AES_CTR_H

#include <array>
#include <cstdint>
#include <span>

#include "sevproof/bytes.h"
#include "sevproof/secret_bytes.h"

namespace sevproof {

using AesIv = std::array<std::uint8_t, 16>;

// XORs the key stream onto `data` in place.
void aes128_ctr(const SecretArray<16>& key, const AesIv& iv, std::span<std::uint8_t> data);

}  // namespace sevproof

#endif
