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
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
