// The Mbed TLS configuration of sevproof, natively and as WebAssembly: SHA-256, AES-128-CTR,
// constant-time comparison and wiping. SHA-256 runs in another way on each kind of machine, and the
// tests run on all ways that a machine has.
#ifndef SEVPROOF_MBEDTLS_CONFIG_H
#define SEVPROOF_MBEDTLS_CONFIG_H

#define MBEDTLS_SHA256_C
// On Arm the library uses the CPU's instructions for it by itself, where there are any; where the
// system tells of them, asking is safe on several threads. Everywhere else its portable C is
// several times slower than the machine can: core/src/crypto/sha256_alt.cc stands in.
#if (defined(__aarch64__) || defined(__arm__)) && (defined(__linux__) || defined(__APPLE__))
#define MBEDTLS_SHA256_USE_ARMV8_A_CRYPTO_IF_PRESENT
#else
#define MBEDTLS_SHA256_ALT
#endif
#define MBEDTLS_AES_C
#define MBEDTLS_CIPHER_MODE_CTR
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH
// Constant tables: none is computed on first use.
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES

#endif
