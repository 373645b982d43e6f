// The crypto library's configuration, natively and as WebAssembly: AES-128-CTR, what verifies
// platform certificates (RSA-PSS, ECDSA on P-384), ECDH on P-384, and a key store. Written for both
// lines: MBEDTLS_CONFIG_FILE of Mbed TLS 3.6, TF_PSA_CRYPTO_CONFIG_FILE of Mbed TLS 4. What the
// core hashes by SHA-256 is hashed by its own (core/src/crypto/sha256_variant.h).
#ifndef SEVPROOF_PSA_CONFIG_H
#define SEVPROOF_PSA_CONFIG_H

// check_config.h of 3.6 wants it there; what reads OIDs prints by it.
#ifdef _WIN32
#define MBEDTLS_PLATFORM_C
#endif

#define MBEDTLS_PSA_CRYPTO_C
// 3.6 reads PSA_WANT_* only with this; 4 always does.
#ifndef TF_PSA_CRYPTO_VERSION_NUMBER
#define MBEDTLS_PSA_CRYPTO_CONFIG
#endif
#define PSA_WANT_ALG_CTR 1
#define PSA_WANT_KEY_TYPE_AES 1
#define PSA_WANT_ALG_SHA_384 1
// Of the library, because its RSA-PSS hashes by its own.
#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_RSA_PSS 1
#define PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY 1
#define PSA_WANT_ECC_SECP_R1_384 1
// Of which a chip id is a point; nobody signs or agrees on keys with it.
#define PSA_WANT_ECC_SECP_K1_256 1
#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ALG_ECDH 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_BASIC 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_IMPORT 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE 1

// Private keys in files, PEM or DER.
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C
#define MBEDTLS_PEM_PARSE_C
#define MBEDTLS_BASE64_C
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_OID_C

// crypto/psa.cc; no entropy pool and no generator of the library's own.
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
// No copies of what is passed: nobody shares memory with a caller here.
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS

#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH
// Constant tables: none is computed on first use.
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES

// Certificates are short: bytes of the page count for more than the time of their hashes.
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA512_SMALLER
// P-384's own reduction, which is several times as fast.
#define MBEDTLS_ECP_NIST_OPTIM
// In the page no table of its generator's multiples; natively the table, and the library's
// assembler.
#ifdef __EMSCRIPTEN__
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#else
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 1
#define MBEDTLS_HAVE_ASM
#endif

#endif
