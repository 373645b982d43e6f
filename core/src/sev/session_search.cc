// Which policy a session was made for.
#include <array>

#include "crypto/hmac.h"
#include "sev/session_parts.h"

namespace sevproof::internal {
namespace {

constexpr std::uint32_t kFlagValues = 1U << 6;
constexpr std::uint32_t kReservedFlagValues = 1U << 16;
constexpr std::uint32_t kApis = 0x200;  // 0.0 to 1.255

// The ways in which a policy's bytes are written: right, with those of the API exchanged, and most
// significant first.
constexpr auto kOrders = std::to_array<std::uint32_t (*)(std::uint32_t)>({
    [](std::uint32_t value) { return value; },
    &exchange_api_bytes,
    [](std::uint32_t value) { return __builtin_bswap32(value); },
});

class Search {
 public:
  Search(const SessionBlob& session, const SessionKey& key)
      : policy_mac_(session.policy_mac), hmac_(key.view()) {}

  std::optional<FoundPolicy> try_orders(Policy policy) const {
    for (const auto order : kOrders) {
      const Policy written{order(policy.value)};
      if (fits(written)) return FoundPolicy{written, policy};
    }
    return std::nullopt;
  }

  // With all flags that have a meaning, for each API; then also with those that have none.
  std::optional<FoundPolicy> search() const {
    for (std::uint32_t api = 0; api < kApis; ++api) {
      const std::uint32_t version = (api & 0xff) << 24 | (api >> 8) << 16;
      for (std::uint32_t flags = 0; flags < kFlagValues; ++flags) {
        if (fits({version | flags})) return FoundPolicy{{version | flags}, {version | flags}};
      }
    }
    for (std::uint32_t flags = kFlagValues; flags < kReservedFlagValues; ++flags) {
      if (fits({flags})) return FoundPolicy{{flags}, {flags}};
    }
    for (std::uint32_t api = 0; api < kApis; ++api) {
      const std::uint32_t version = (api & 0xff) << 24 | (api >> 8) << 16;
      for (std::uint32_t flags = 0; flags < kFlagValues; ++flags) {
        if (const auto found = try_orders({version | flags})) return found;
      }
    }
    return std::nullopt;
  }

 private:
  bool fits(Policy policy) const {
    std::array<std::uint8_t, 4> bytes{};
    store_le<std::uint32_t>(bytes, policy.value);
    return constant_time_equal(hmac_.tag({bytes}), policy_mac_);
  }

  const Sha256Digest& policy_mac_;
  HmacSha256 hmac_;
};

}  // namespace

std::uint32_t exchange_api_bytes(std::uint32_t policy) {
  return (policy & 0xffff) | (policy & 0xff0000) << 8 | (policy >> 8 & 0xff0000);
}

std::optional<FoundPolicy> find_policy(const SessionBlob& session, const SessionKey& key,
                                       const std::optional<GivenPolicy>& given) {
  const Search search(session, key);
  if (given) {
    if (const auto found = search.try_orders(given->policy)) return found;
  }
  return search.search();
}

}  // namespace sevproof::internal
