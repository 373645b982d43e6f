// The functions of PSA that may fail.
#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "crypto_failure.h"

namespace {

bool fails(std::string_view function) { return sevproof::test::failing == function; }

constexpr psa_status_t kFault = PSA_ERROR_CORRUPTION_DETECTED;

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" {
decltype(psa_crypto_init) __real_psa_crypto_init;
psa_status_t __wrap_psa_crypto_init() {
  if (fails("psa_crypto_init")) return kFault;
  return __real_psa_crypto_init();
}

decltype(psa_import_key) __real_psa_import_key;
psa_status_t __wrap_psa_import_key(const psa_key_attributes_t* attributes, const std::uint8_t* data,
                                   std::size_t size, mbedtls_svc_key_id_t* key) {
  if (fails("psa_import_key")) return kFault;
  return __real_psa_import_key(attributes, data, size, key);
}

decltype(psa_cipher_encrypt_setup) __real_psa_cipher_encrypt_setup;
psa_status_t __wrap_psa_cipher_encrypt_setup(psa_cipher_operation_t* operation,
                                             mbedtls_svc_key_id_t key, psa_algorithm_t algorithm) {
  if (fails("psa_cipher_encrypt_setup")) return kFault;
  return __real_psa_cipher_encrypt_setup(operation, key, algorithm);
}

decltype(psa_cipher_set_iv) __real_psa_cipher_set_iv;
psa_status_t __wrap_psa_cipher_set_iv(psa_cipher_operation_t* operation, const std::uint8_t* iv,
                                      std::size_t size) {
  if (fails("psa_cipher_set_iv")) return kFault;
  return __real_psa_cipher_set_iv(operation, iv, size);
}

decltype(psa_cipher_update) __real_psa_cipher_update;
psa_status_t __wrap_psa_cipher_update(psa_cipher_operation_t* operation, const std::uint8_t* in,
                                      std::size_t in_size, std::uint8_t* out, std::size_t out_size,
                                      std::size_t* written) {
  if (fails("psa_cipher_update")) return kFault;
  return __real_psa_cipher_update(operation, in, in_size, out, out_size, written);
}

decltype(psa_cipher_finish) __real_psa_cipher_finish;
psa_status_t __wrap_psa_cipher_finish(psa_cipher_operation_t* operation, std::uint8_t* out,
                                      std::size_t out_size, std::size_t* written) {
  if (fails("psa_cipher_finish")) return kFault;
  return __real_psa_cipher_finish(operation, out, out_size, written);
}

decltype(psa_destroy_key) __real_psa_destroy_key;
psa_status_t __wrap_psa_destroy_key(mbedtls_svc_key_id_t key) {
  if (fails("psa_destroy_key")) return kFault;
  return __real_psa_destroy_key(key);
}

decltype(psa_verify_hash) __real_psa_verify_hash;
psa_status_t __wrap_psa_verify_hash(mbedtls_svc_key_id_t key, psa_algorithm_t algorithm,
                                    const std::uint8_t* hash, std::size_t hash_size,
                                    const std::uint8_t* signature, std::size_t signature_size) {
  if (fails("psa_verify_hash")) return kFault;
  return __real_psa_verify_hash(key, algorithm, hash, hash_size, signature, signature_size);
}

decltype(psa_generate_key) __real_psa_generate_key;
psa_status_t __wrap_psa_generate_key(const psa_key_attributes_t* attributes,
                                     mbedtls_svc_key_id_t* key) {
  if (fails("psa_generate_key")) return kFault;
  return __real_psa_generate_key(attributes, key);
}

decltype(psa_export_public_key) __real_psa_export_public_key;
psa_status_t __wrap_psa_export_public_key(mbedtls_svc_key_id_t key, std::uint8_t* out,
                                          std::size_t out_size, std::size_t* written) {
  if (fails("psa_export_public_key")) return kFault;
  return __real_psa_export_public_key(key, out, out_size, written);
}

decltype(psa_raw_key_agreement) __real_psa_raw_key_agreement;
psa_status_t __wrap_psa_raw_key_agreement(psa_algorithm_t algorithm, mbedtls_svc_key_id_t key,
                                          const std::uint8_t* peer, std::size_t peer_size,
                                          std::uint8_t* out, std::size_t out_size,
                                          std::size_t* written) {
  if (fails("psa_raw_key_agreement")) return kFault;
  return __real_psa_raw_key_agreement(algorithm, key, peer, peer_size, out, out_size, written);
}
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
