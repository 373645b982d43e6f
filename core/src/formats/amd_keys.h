// AMD's RSA keys that are built in, as moduli, big-endian; the exponent of each is 65537. A
// generation has the same ARK and ASK for SEV and for SEV-SNP, in two formats of certificates.
#ifndef SEVPROOF_FORMATS_AMD_KEYS_H
#define SEVPROOF_FORMATS_AMD_KEYS_H

#include "sevproof/bytes.h"
#include "sevproof/formats/amd_certificate.h"

namespace sevproof::internal {

inline constexpr std::uint32_t kAmdExponent = 65537;

ByteView amd_ask_modulus(AmdGeneration generation);  // of Naples 256 bytes, of all others 512
// Of those that have SEV-SNP: of Naples and Rome nothing.
ByteView amd_ark_modulus(AmdGeneration generation);
ByteView amd_asvk_modulus(AmdGeneration generation);

}  // namespace sevproof::internal

#endif
