#include "crypto/p384.h"

#include <psa/crypto.h>

#include <type_traits>
#include <utility>

#include "crypto/psa_key.h"

namespace sevproof {
namespace {

using internal::hold_psa;
using internal::psa_must_work;

// What p384.h, which others read without the library's headers, takes for a key's id.
static_assert(std::is_same_v<psa_key_id_t, std::uint32_t>);

constexpr internal::PsaKeyUse verifying(psa_algorithm_t algorithm) {
  return {PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), algorithm,
          PSA_KEY_USAGE_VERIFY_HASH};
}
constexpr psa_algorithm_t kEcdsaSha256 = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
constexpr psa_algorithm_t kEcdsaSha384 = PSA_ALG_ECDSA(PSA_ALG_SHA_384);
constexpr internal::PsaKeyUse kAgreeing = {PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1),
                                           PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE};

psa_key_attributes_t agreeing_attributes() {
  psa_key_attributes_t attributes = internal::psa_attributes(kAgreeing);
  psa_set_key_bits(&attributes, 384);
  return attributes;
}

tl::unexpected<Error> no_random_numbers() {
  return fail(ErrorCode::kNoRandomNumbers, "the system gave no random numbers",
              "No key was made: one that is not random would protect nothing.");
}

void destroy(psa_key_id_t id) { psa_must_work(psa_destroy_key(id), "psa_destroy_key"); }

}  // namespace

bool is_p384_scalar(const P384Number& number) {
  // FIPS 186-4 appendix D.1.2.4
  static constexpr P384Number kOrder = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                        0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37,
                                        0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a,
                                        0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};
  return number != P384Number{} && number < kOrder;
}

std::optional<P384Point> P384Point::make(const P384Number& x, const P384Number& y) {
  Encoded encoded{4};
  put_bytes(std::span(encoded).subspan<1, 48>(), x);
  put_bytes(std::span(encoded).subspan<49>(), y);
  const auto held = hold_psa();
  // The library takes no other point for a key.
  if (!internal::PsaKey(verifying(kEcdsaSha256), encoded).is_key()) return std::nullopt;
  return P384Point(encoded);
}

bool P384Point::verifies_hash(std::uint32_t algorithm, ByteView digest, const P384Number& r,
                              const P384Number& s) const {
  std::array<std::uint8_t, 96> signature{};
  put_bytes(std::span(signature).first<48>(), r);
  put_bytes(std::span(signature).last<48>(), s);
  const auto held = hold_psa();
  const internal::PsaKey key(verifying(algorithm), encoded_);
  psa_must_work(key.status(), "psa_import_key");
  return internal::psa_verifies(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(),
                                                signature.data(), signature.size()));
}

bool P384Point::verifies(const Sha256Digest& digest, const P384Number& r,
                         const P384Number& s) const {
  return verifies_hash(kEcdsaSha256, digest, r, s);
}

bool P384Point::verifies(const Sha384Digest& digest, const P384Number& r,
                         const P384Number& s) const {
  return verifies_hash(kEcdsaSha384, digest, r, s);
}

Result<P384PrivateKey> P384PrivateKey::generate() {
  const auto held = hold_psa();
  const psa_key_attributes_t attributes = agreeing_attributes();
  psa_key_id_t id = 0;
  const psa_status_t status = psa_generate_key(&attributes, &id);
  if (status == PSA_ERROR_INSUFFICIENT_ENTROPY) return no_random_numbers();
  psa_must_work(status, "psa_generate_key");
  return take(id);
}

Result<P384PrivateKey> P384PrivateKey::from_bytes(std::span<const std::uint8_t, 48> d) {
  const auto held = hold_psa();
  const psa_key_attributes_t attributes = agreeing_attributes();
  psa_key_id_t id = 0;
  const psa_status_t status = psa_import_key(&attributes, d.data(), d.size(), &id);
  if (status == PSA_ERROR_INVALID_ARGUMENT) {
    return fail(ErrorCode::kMalformedKey,
                "expected a private key of P-384 from 1 to n - 1, got 0, or n or more",
                "Give the 48 bytes of the key, the most significant one first.");
  }
  psa_must_work(status, "psa_import_key");
  return take(id);
}

// While PSA is held. The key is destroyed where its public point cannot be had.
Result<P384PrivateKey> P384PrivateKey::take(std::uint32_t id) {
  P384Point::Encoded encoded{};
  std::size_t written = 0;
  const psa_status_t status = psa_export_public_key(id, encoded.data(), encoded.size(), &written);
  if (status == PSA_ERROR_INSUFFICIENT_ENTROPY) {
    destroy(id);
    return no_random_numbers();
  }
  psa_must_work(status, "psa_export_public_key");
  psa_must_work(written == encoded.size() ? PSA_SUCCESS : PSA_ERROR_BUFFER_TOO_SMALL,
                "psa_export_public_key");
  return P384PrivateKey(id, P384Point(encoded));
}

P384PrivateKey::P384PrivateKey(P384PrivateKey&& other) noexcept
    : id_(std::exchange(other.id_, 0)), public_point_(other.public_point_) {}

P384PrivateKey& P384PrivateKey::operator=(P384PrivateKey&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(public_point_, other.public_point_);
  return *this;
}

P384PrivateKey::~P384PrivateKey() {
  if (id_ == 0) return;
  const auto held = hold_psa();
  destroy(id_);
}

Result<SecretArray<48>> P384PrivateKey::shared_secret(const P384Point& other) const {
  const auto held = hold_psa();
  SecretArray<48> z;
  std::size_t written = 0;
  const psa_status_t status =
      psa_raw_key_agreement(PSA_ALG_ECDH, id_, other.encoded_.data(), other.encoded_.size(),
                            z.writable().data(), z.writable().size(), &written);
  if (status == PSA_ERROR_INSUFFICIENT_ENTROPY) return no_random_numbers();
  psa_must_work(status, "psa_raw_key_agreement");
  psa_must_work(written == SecretArray<48>::kSize ? PSA_SUCCESS : PSA_ERROR_BUFFER_TOO_SMALL,
                "psa_raw_key_agreement");
  return z;
}

}  // namespace sevproof
