/* The Mbed TLS configuration of mbedtls_sha256.cc: nothing but SHA-256 in the library's portable C.
 */
#ifndef SEVPROOF_BENCH_PORTABLE_MBEDTLS_CONFIG_H
#define SEVPROOF_BENCH_PORTABLE_MBEDTLS_CONFIG_H

#define MBEDTLS_SHA256_C

#define mbedtls_sha256_init portable_sha256_init
#define mbedtls_sha256_free portable_sha256_free
#define mbedtls_sha256_clone portable_sha256_clone
#define mbedtls_sha256_starts portable_sha256_starts
#define mbedtls_sha256_update portable_sha256_update
#define mbedtls_sha256_finish portable_sha256_finish
#define mbedtls_sha256 portable_sha256
#define mbedtls_internal_sha256_process portable_internal_sha256_process

#endif
