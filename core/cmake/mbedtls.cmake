# The few files of Mbed TLS that the core needs, behind PSA, which both of its lines have (SEVPROOF_PSA):
#   BUNDLED    compiled of the sources of the 3.6 line
#   INSTALLED  a TF-PSA-Crypto that is installed: the crypto library of Mbed TLS 4
set(crypto_library sevproof::psa)
if(SEVPROOF_PSA STREQUAL INSTALLED)
  return()
endif()

# AES and constant time; the key store, with no storage and no entropy; what verifies certificates and makes
# sessions. Of AEAD only calls are left, which say that they are not supported.
set(mbedtls_files
    aes.c
    asn1parse.c
    asn1write.c
    base64.c
    bignum.c
    bignum_core.c
    cipher.c
    cipher_wrap.c
    constant_time.c
    ecdh.c
    ecdsa.c
    ecp.c
    ecp_curves.c
    md.c
    oid.c
    pem.c
    pk.c
    pk_ecc.c
    pk_wrap.c
    pkparse.c
    platform.c
    platform_util.c
    psa_crypto.c
    psa_crypto_aead.c
    psa_crypto_cipher.c
    psa_crypto_client.c
    psa_crypto_driver_wrappers_no_static.c
    psa_crypto_ecp.c
    psa_crypto_hash.c
    psa_crypto_rsa.c
    psa_crypto_slot_management.c
    psa_util.c
    rsa.c
    rsa_alt_helpers.c
    sha256.c
    sha512.c)
list(TRANSFORM mbedtls_files PREPEND "${mbedtls_SOURCE_DIR}/library/")
somebody_elses(sevproof_mbedtls "${mbedtls_SOURCE_DIR}/include" ${mbedtls_files})
add_library(sevproof::psa ALIAS sevproof_mbedtls)
target_include_directories(sevproof_mbedtls PUBLIC mbedtls)
target_compile_definitions(
  sevproof_mbedtls PUBLIC "MBEDTLS_CONFIG_FILE=\"sevproof_psa_config.h\""
                          "MBEDTLS_PSA_CRYPTO_CONFIG_FILE=\"sevproof_psa_config.h\"")
