// What QEMU has to know of a host's memory encryption, as hosts say it.
#ifndef SEVPROOF_FORMATS_ENCRYPTION_BITS_H
#define SEVPROOF_FORMATS_ENCRYPTION_BITS_H

#include <cstdint>
#include <optional>

#include "sevproof/bytes.h"

namespace sevproof {

struct EncryptionBits {
  std::uint32_t cbitpos = 0;            // the bit of an address that says: encrypted
  std::uint32_t reduced_phys_bits = 0;  // by which addresses are shorter

  friend bool operator==(const EncryptionBits&, const EncryptionBits&) = default;
};

// In the output of `virsh nodesevinfo`, or QMP's answer to query-sev-capabilities. Nothing where
// `content` does not say both, or says what cannot be (0 to 63).
std::optional<EncryptionBits> find_encryption_bits(ByteView content);

}  // namespace sevproof

#endif
