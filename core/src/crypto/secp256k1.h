// The curve secp256k1 (SEC 2 section 2.4.1), of which a chip's identifier is a point.
#ifndef SEVPROOF_CRYPTO_SECP256K1_H
#define SEVPROOF_CRYPTO_SECP256K1_H

#include "sevproof/bytes.h"

namespace sevproof {

// Whether (x, y), 32 bytes each and big-endian, is on the curve; `point` is 64 bytes.
bool is_on_secp256k1(ByteView point);

}  // namespace sevproof

#endif
