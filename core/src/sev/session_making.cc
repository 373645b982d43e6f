#include "sev/session_making.h"

#include <string>
#include <utility>

#include "crypto/hmac.h"
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "formats/sev_number.h"

namespace sevproof::internal {
namespace {

using WrappedKeys = std::array<std::uint8_t, 2 * kTransportKeySize>;

// What both ends compute of z: section 6.2's KEK and KIK.
struct SessionKeys {
  SecretArray<16> encryption;
  SecretArray<16> integrity;
};

SessionKeys derive_keys(const SecretArray<48>& z, const Nonce& nonce) {
  const auto master = kdf_hmac_sha256(z.view(), "sev-master-secret", nonce);
  return {kdf_hmac_sha256(master.view(), "sev-kek", {}),
          kdf_hmac_sha256(master.view(), "sev-kik", {})};
}

// TEK, then TIK.
WrappedKeys wrap_keys(const TransportKeys& keys, const SecretArray<16>& kek, const AesIv& iv) {
  SecretArray<2 * kTransportKeySize> wrapped;
  const std::span<std::uint8_t> bytes = wrapped.writable();
  put_bytes(bytes.first(kTransportKeySize), keys.tek.bytes().view());
  put_bytes(bytes.last(kTransportKeySize), keys.tik.bytes().view());
  aes128_ctr(kek, iv, bytes);
  WrappedKeys out{};
  put_bytes(out, wrapped.view());
  return out;
}

SessionBlob seal(const SecretArray<48>& z, const SessionSeed& seed, Policy policy) {
  const SessionKeys derived = derive_keys(z, seed.nonce);
  SessionBlob session{};
  session.nonce = seed.nonce;
  session.wrapped_keys = wrap_keys(seed.keys, derived.encryption, seed.iv);
  session.iv = seed.iv;
  session.wrap_mac = HmacSha256(derived.integrity.view()).tag({session.wrapped_keys});
  session.policy_mac = policy_mac(seed.keys.tik.bytes(), policy);
  return session;
}

tl::unexpected<Error> unusable(const std::string& fault) {
  return tl::unexpected(
      about(Subject::kPdh, Error(ErrorCode::kMalformedCertificate, "PDH: " + fault,
                                 "Only the host's firmware makes this key: export it again.")));
}

Result<void> check_policy(Policy policy) {
  if (policy.reserved_bits() == 0) return {};
  return tl::unexpected(about(
      Subject::kPolicy,
      Error(ErrorCode::kInvalidInput,
            "policy " + to_hex_number(policy.value) + ": expected bits 6 to 15 to be zero, got " +
                to_hex_number(policy.reserved_bits()),
            "They are reserved: firmware refuses a guest with such a policy.")));
}

tl::unexpected<Error> no_random_numbers(std::string message) {
  return fail(ErrorCode::kNoRandomNumbers, std::move(message),
              "No session was made: keys that are not random would protect nothing.");
}

Result<void> draw(std::span<std::uint8_t> out) {
  if (!fill_random(out)) return no_random_numbers("the system gave no random numbers");
  return {};
}

Result<SecretArray<kTransportKeySize>> draw_key() {
  SecretArray<kTransportKeySize> key;
  if (auto drawn = draw(key.writable()); !drawn) return fail(drawn.error());
  // What a broken generator gives.
  if (is_zero(key.view())) return no_random_numbers("the system's random numbers are zeros");
  return key;
}

}  // namespace

Sha256Digest policy_mac(const SecretArray<kTransportKeySize>& tik, Policy policy) {
  std::array<std::uint8_t, 4> bytes{};
  store_le<std::uint32_t>(bytes, policy.value);
  return HmacSha256(tik.view()).tag({bytes});
}

SevCertificate owner_certificate(const P384Point& key) {
  constexpr std::size_t kX = 0x14;
  constexpr std::size_t kY = kX + kSevNumberField;
  std::array<std::uint8_t, kSevCertificateSize> bytes{};
  const std::span<std::uint8_t> out(bytes);
  const auto put = [&](std::size_t offset, std::uint32_t value) {
    store_le<std::uint32_t>(out.subspan(offset), value);
  };
  put(0x000, 1);  // version
  put(0x008, static_cast<std::uint32_t>(SevKeyUsage::kPdh));
  put(0x00c, kSevEcdhSha256);
  put(0x010, 2);  // P-384
  write_sev_number(out.subspan(kX), key.x());
  write_sev_number(out.subspan(kY), key.y());
  for (const std::size_t signature : {0x414U, 0x61cU}) {
    put(signature, static_cast<std::uint32_t>(SevKeyUsage::kUnused));  // and no algorithm: 0
  }
  return *parse_sev_certificate(bytes);
}

Result<TransportKeys> draw_transport_keys() {
  const auto tek = draw_key();
  if (!tek) return fail(tek.error());
  const auto tik = draw_key();
  if (!tik) return fail(tik.error());
  return TransportKeys{Tik(tik->view().first<kTransportKeySize>()),
                       Tek(tek->view().first<kTransportKeySize>())};
}

Result<SessionSeed> draw_session_seed() {
  auto owner = P384PrivateKey::generate();
  if (!owner) return fail(owner.error());
  auto keys = draw_transport_keys();
  if (!keys) return fail(keys.error());
  SessionSeed seed{std::move(*owner), {}, {}, std::move(*keys)};
  for (const std::span<std::uint8_t> out : {std::span(seed.nonce), std::span(seed.iv)}) {
    if (auto drawn = draw(out); !drawn) return fail(drawn.error());
  }
  return seed;
}

Result<LaunchSession> build_session(const SevCertificate& pdh, Policy policy, SessionSeed seed) {
  if (auto checked = check_policy(policy); !checked) return fail(checked.error());
  if (pdh.usage != SevKeyUsage::kPdh) {
    return unusable("expected a PDH, got the " + std::string(sev_usage_name(pdh.usage)));
  }
  if (!pdh.key_fault.empty()) return unusable(pdh.key_fault);
  const auto point = P384Point::make(pdh.x, pdh.y);
  if (!point) return unusable("its point is not on the curve P-384");
  const auto z = seed.owner.shared_secret(*point);
  if (!z) return fail(z.error());
  const SessionBlob session = seal(*z, seed, policy);
  wipe_stack();
  return LaunchSession{policy, std::move(seed.keys), session,
                       owner_certificate(seed.owner.public_point())};
}

}  // namespace sevproof::internal
