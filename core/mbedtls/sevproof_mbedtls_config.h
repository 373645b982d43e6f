// The Mbed TLS configuration of sevproof, natively and as WebAssembly: AES-128-CTR, constant-time
// comparison and wiping. SHA-256 is the project's own (core/src/crypto/sha256_variant.h).
#ifndef SEVPROOF_MBEDTLS_CONFIG_H
#define SEVPROOF_MBEDTLS_CONFIG_H

// check_config.h wants it there, and nothing of it is used.
#ifdef _WIN32
#define MBEDTLS_PLATFORM_C
#endif

#define MBEDTLS_AES_C
#define MBEDTLS_CIPHER_MODE_CTR
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH
// Constant tables: none is computed on first use.
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES

#endif
