# The few files of Mbed TLS that the core needs, behind one of two interfaces (SEVPROOF_PSA):
#   OFF        mbedtls/aes.h, which the 3.6 line has: the page is 4.6 KB smaller with it
#   ON         PSA, of the same tree; the tests run this in every build
#   INSTALLED  PSA, of a TF-PSA-Crypto that is installed: the crypto library of Mbed TLS 4
set(aes_by_header aes_ctr.cc)
set(aes_by_psa aes_ctr_psa.cc psa.cc)

if(SEVPROOF_PSA STREQUAL INSTALLED)
  set(crypto_library sevproof::psa)
  set(crypto_aes ${aes_by_psa})
  return()
endif()

set(mbedtls_files aes.c constant_time.c platform_util.c)
# The key store and the way from it to AES: no storage, no entropy. Of AEAD and RSA only calls are left,
# which say that they are not supported.
set(mbedtls_psa_files
    ${mbedtls_files}
    cipher.c
    cipher_wrap.c
    psa_crypto.c
    psa_crypto_aead.c
    psa_crypto_cipher.c
    psa_crypto_client.c
    psa_crypto_driver_wrappers_no_static.c
    psa_crypto_rsa.c
    psa_crypto_slot_management.c)
list(TRANSFORM mbedtls_files PREPEND "${mbedtls_SOURCE_DIR}/library/")
list(TRANSFORM mbedtls_psa_files PREPEND "${mbedtls_SOURCE_DIR}/library/")

add_library(sevproof_mbedtls_psa OBJECT EXCLUDE_FROM_ALL ${mbedtls_psa_files})
add_library(sevproof::psa ALIAS sevproof_mbedtls_psa)
target_include_directories(sevproof_mbedtls_psa SYSTEM PUBLIC "${mbedtls_SOURCE_DIR}/include")
target_include_directories(sevproof_mbedtls_psa PUBLIC mbedtls)
target_compile_definitions(
  sevproof_mbedtls_psa PUBLIC "MBEDTLS_CONFIG_FILE=\"sevproof_psa_config.h\""
                              "MBEDTLS_PSA_CRYPTO_CONFIG_FILE=\"sevproof_psa_config.h\"")

if(SEVPROOF_PSA STREQUAL ON)
  set_property(GLOBAL APPEND PROPERTY sevproof_rooms $<TARGET_OBJECTS:sevproof_mbedtls_psa>)
  set(crypto_library sevproof_mbedtls_psa)
  set(crypto_aes ${aes_by_psa})
else()
  somebody_elses(sevproof_mbedtls "${mbedtls_SOURCE_DIR}/include" ${mbedtls_files})
  target_include_directories(sevproof_mbedtls PUBLIC mbedtls)
  target_compile_definitions(sevproof_mbedtls PUBLIC "MBEDTLS_CONFIG_FILE=\"sevproof_mbedtls_config.h\"")
  set(crypto_library sevproof_mbedtls)
  set(crypto_aes ${aes_by_header})
endif()
