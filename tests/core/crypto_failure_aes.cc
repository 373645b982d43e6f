// The functions of mbedtls/aes.h that may fail.
#include <cstddef>

#include "crypto_failure.h"

namespace {

constexpr int kFault = -0x6e;  // MBEDTLS_ERR_ERROR_CORRUPTION_DETECTED

bool fails(std::string_view function) { return sevproof::test::failing == function; }

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" {
struct mbedtls_aes_context;

int __real_mbedtls_aes_setkey_enc(mbedtls_aes_context*, const unsigned char*, unsigned int);
int __wrap_mbedtls_aes_setkey_enc(mbedtls_aes_context* context, const unsigned char* key,
                                  unsigned int bits) {
  if (fails("mbedtls_aes_setkey_enc")) return kFault;
  return __real_mbedtls_aes_setkey_enc(context, key, bits);
}

int __real_mbedtls_aes_crypt_ctr(mbedtls_aes_context*, std::size_t, std::size_t*, unsigned char*,
                                 unsigned char*, const unsigned char*, unsigned char*);
int __wrap_mbedtls_aes_crypt_ctr(mbedtls_aes_context* context, std::size_t size,
                                 std::size_t* offset, unsigned char* counter,
                                 unsigned char* stream_block, const unsigned char* in,
                                 unsigned char* out) {
  if (fails("mbedtls_aes_crypt_ctr")) return kFault;
  return __real_mbedtls_aes_crypt_ctr(context, size, offset, counter, stream_block, in, out);
}
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
