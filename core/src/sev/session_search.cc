// Which policy a session was made for.
#include <array>

#include "crypto/hmac.h"
#include "sev/session_parts.h"

namespace sevproof::internal {
namespace {

constexpr std::uint32_t kFlagValues = 64;
constexpr std::uint32_t kApis = 0x200;  // 0.0 to 1.255

bool is_for(const SessionBlob& session, const HmacSha256& key, Policy policy) {
  std::array<std::uint8_t, 4> bytes{};
  store_le<std::uint32_t>(bytes, policy.value);
  return constant_time_equal(key.tag({bytes}), session.policy_mac);
}

std::optional<Policy> search(const SessionBlob& session, const HmacSha256& key) {
  for (std::uint32_t api = 0; api < kApis; ++api) {
    const std::uint32_t major = api >> 8;
    const std::uint32_t minor = api & 0xff;
    for (std::uint32_t flags = 0; flags < kFlagValues; ++flags) {
      const Policy policy{minor << 24 | major << 16 | flags};
      if (is_for(session, key, policy)) return policy;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Policy> find_policy(const SessionBlob& session, const SessionKey& key,
                                  const std::optional<GivenPolicy>& given) {
  const HmacSha256 hmac(key.view());
  if (given && is_for(session, hmac, given->policy)) return given->policy;
  return search(session, hmac);
}

}  // namespace sevproof::internal
