// The crypto library's configuration where AES comes by PSA: AES-128-CTR and a key store. Written
// for both lines: MBEDTLS_CONFIG_FILE of Mbed TLS 3.6, TF_PSA_CRYPTO_CONFIG_FILE of Mbed TLS 4.
#ifndef SEVPROOF_PSA_CONFIG_H
#define SEVPROOF_PSA_CONFIG_H

#define MBEDTLS_PSA_CRYPTO_C
// 3.6 reads PSA_WANT_* only with this; 4 always does.
#ifndef TF_PSA_CRYPTO_VERSION_NUMBER
#define MBEDTLS_PSA_CRYPTO_CONFIG
#endif
#define PSA_WANT_ALG_CTR 1
#define PSA_WANT_KEY_TYPE_AES 1

// crypto/psa.cc; no entropy pool and no generator of the library's own.
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
// No copies of what is passed: nobody shares memory with a caller here.
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS

#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH
// Constant tables: none is computed on first use.
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES

#endif
