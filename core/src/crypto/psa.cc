#include "crypto/psa.h"

#include <psa/crypto.h>

#include <algorithm>
#include <limits>
#include <new>

#include "crypto/must_work.h"
#include "crypto/random.h"

// Where the library has its random numbers from: the system's generator, like everything here. One
// that was configured otherwise does not ask. Here, and not in a file of its own: what calls the
// library then always brings it along.
#if defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG)
extern "C" psa_status_t mbedtls_psa_external_get_random(
    mbedtls_psa_external_random_context_t* /*context*/, std::uint8_t* output,
    std::size_t output_size, std::size_t* output_length) {
  constexpr std::size_t kMost = 256;
  *output_length = 0;
  while (*output_length < output_size) {
    const std::size_t size = std::min(output_size - *output_length, kMost);
    if (!sevproof::fill_random({output + *output_length, size})) {
      return PSA_ERROR_INSUFFICIENT_ENTROPY;
    }
    *output_length += size;
  }
  return PSA_SUCCESS;
}
#endif

namespace sevproof::internal {

std::unique_lock<std::mutex> hold_psa() {
  static std::mutex mutex;
  std::unique_lock lock(mutex);
  psa_must_work(psa_crypto_init(), "psa_crypto_init");
  return lock;
}

void psa_must_work(std::int32_t status, const char* call) {
  // operator new knows what to do, and this code cannot throw.
  constexpr std::size_t kMoreThanThereIs = std::numeric_limits<std::ptrdiff_t>::max();
  if (status == PSA_ERROR_INSUFFICIENT_MEMORY) ::operator delete(::operator new(kMoreThanThereIs));
  must_work(status, call);
}

bool psa_verifies(std::int32_t status) {
  if (status == PSA_ERROR_INVALID_SIGNATURE || status == PSA_ERROR_INVALID_ARGUMENT) return false;
  psa_must_work(status, "psa_verify_hash");
  return true;
}

}  // namespace sevproof::internal
