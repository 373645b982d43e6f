#include "crypto/sha384.h"

#include <psa/crypto.h>

#include "crypto/psa.h"

namespace sevproof {

Sha384Digest sha384(ByteView bytes) {
  const auto held = internal::hold_psa();
  Sha384Digest digest{};
  std::size_t written = 0;
  internal::psa_must_work(psa_hash_compute(PSA_ALG_SHA_384, bytes.data(), bytes.size(),
                                           digest.data(), digest.size(), &written),
                          "psa_hash_compute");
  return digest;
}

}  // namespace sevproof
