#include "crypto/rsa_pss.h"

#include <psa/crypto.h>

#include "crypto/big_endian.h"
#include "crypto/psa_key.h"
#include "sevproof/sha256.h"
#include "sevproof/sha384.h"

namespace sevproof {
namespace {

// Shorter contents have a length of one byte, which does not occur here.
void append_long(Bytes& out, std::uint8_t tag, std::size_t size) {
  append(out, std::array<std::uint8_t, 4>{tag, 0x82, static_cast<std::uint8_t>(size >> 8),
                                          static_cast<std::uint8_t>(size)});
}

// Numbers are signed: the zero before one keeps it positive. DER wants the shortest form of the
// exponent, too.
Bytes encode_key(ByteView modulus, std::uint32_t exponent) {
  constexpr std::uint8_t kInteger = 0x02;
  constexpr std::uint8_t kSequence = 0x30;
  Bytes numbers;
  append_long(numbers, kInteger, modulus.size() + 1);
  numbers.push_back(0);
  append(numbers, modulus);
  std::array<std::uint8_t, 5> wide{};
  internal::store_be(wide.data() + 1, exponent);
  ByteView shortest = wide;
  while (shortest[0] == 0 && shortest[1] < 0x80) shortest = shortest.subspan(1);
  append(numbers, std::array{kInteger, static_cast<std::uint8_t>(shortest.size())});
  append(numbers, shortest);
  Bytes encoded;
  append_long(encoded, kSequence, numbers.size());
  append(encoded, numbers);
  return encoded;
}

bool verifies_digest(ByteView key, psa_algorithm_t hash, ByteView digest, ByteView signature) {
  const psa_algorithm_t algorithm = PSA_ALG_RSA_PSS(hash);
  const auto held = internal::hold_psa();
  const internal::PsaKey rsa({PSA_KEY_TYPE_RSA_PUBLIC_KEY, algorithm, PSA_KEY_USAGE_VERIFY_HASH},
                             key);
  // A library may refuse more keys than RsaPublicKey::make does; none of them verifies anything.
  return rsa.is_key() &&
         internal::psa_verifies(psa_verify_hash(rsa.id(), algorithm, digest.data(), digest.size(),
                                                signature.data(), signature.size()));
}

}  // namespace

std::optional<RsaPublicKey> RsaPublicKey::make(ByteView modulus, std::uint32_t exponent) {
  if (modulus.size() != 256 && modulus.size() != 512) return std::nullopt;
  const bool is_whole = modulus.front() >= 0x80;
  const bool is_odd = (modulus.back() & 1) != 0;
  if (!is_whole || !is_odd || exponent < 3 || (exponent & 1) == 0) return std::nullopt;
  return RsaPublicKey(encode_key(modulus, exponent));
}

bool RsaPublicKey::verifies(PssHash hash, ByteView message, ByteView signature) const {
  if (hash == PssHash::kSha256) {
    return verifies_digest(encoded_, PSA_ALG_SHA_256, sha256(message), signature);
  }
  return verifies_digest(encoded_, PSA_ALG_SHA_384, sha384(message), signature);
}

}  // namespace sevproof
