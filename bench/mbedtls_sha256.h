// Mbed TLS's own SHA-256 in portable C, under names of its own beside the one that the core uses:
// what to measure against.
#ifndef SEVPROOF_BENCH_MBEDTLS_SHA256_H
#define SEVPROOF_BENCH_MBEDTLS_SHA256_H

#include "sevproof/sha256.h"

namespace sevproof::bench {

Sha256Digest mbedtls_sha256_of(ByteView bytes);

}  // namespace sevproof::bench

#endif
