// Sealing a secret packet with a given IV. Not public: the IV must never repeat under one TEK, so
// the only caller outside the tests is pack_secret, which draws a fresh one.
#ifndef SEVPROOF_SEV_SECRET_PACKET_H
#define SEVPROOF_SEV_SECRET_PACKET_H

#include "crypto/aes_ctr.h"
#include "sevproof/sev/secret.h"

namespace sevproof::internal {

// AMD SEV API specification, section 6.6. `table` is encrypted in place and becomes the payload.
SecretPacket seal_packet(SecretBytes table, const Tik& tik, const Tek& tek,
                         const Sha256Digest& measurement, const AesIv& iv);

}  // namespace sevproof::internal

#endif
