// The Mbed TLS configuration of sevproof: SHA-256, AES-128-CTR, constant-time comparison and
// wiping. The same file serves the native and the WebAssembly build, so that the tests test what
// both run.
#ifndef SEVPROOF_MBEDTLS_CONFIG_H
#define SEVPROOF_MBEDTLS_CONFIG_H

#define MBEDTLS_SHA256_C
// Arm has instructions that the library uses itself, where the CPU has them. Everywhere else its
// portable C is several times slower than the machine can: core/src/sha256_alt.cc stands in.
#if defined(__aarch64__) || defined(__arm__)
#define MBEDTLS_SHA256_USE_ARMV8_A_CRYPTO_IF_PRESENT
#else
#define MBEDTLS_SHA256_ALT
#endif
#define MBEDTLS_AES_C
#define MBEDTLS_CIPHER_MODE_CTR
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH
// Constant tables: nothing is computed on first use, so the core keeps no global state.
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES

#endif
