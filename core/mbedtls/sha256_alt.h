// Mbed TLS's SHA-256 context where this project brings the implementation (MBEDTLS_SHA256_ALT,
// core/src/crypto/sha256_alt.cc). Included by mbedtls/sha256.h.
#ifndef SEVPROOF_SHA256_ALT_H
#define SEVPROOF_SHA256_ALT_H

#include <stdint.h>

typedef struct mbedtls_sha256_context {
  uint32_t state[8];
  uint64_t size;       // bytes so far
  uint8_t buffer[64];  // the last size % 64 of them, not yet compressed
} mbedtls_sha256_context;

#endif
