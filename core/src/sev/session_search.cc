// Which policy a session was made for.
#include <array>

#include "crypto/hmac.h"
#include "sev/session_parts.h"

namespace sevproof::internal {
namespace {

constexpr std::uint32_t kFlagValues = 1U << 6;
constexpr std::uint32_t kReservedFlagValues = 1U << 16;
constexpr std::uint32_t kApis = 0x200;  // 0.0 to 1.255

using Order = std::uint32_t (*)(std::uint32_t);

std::uint32_t as_it_is(std::uint32_t policy) { return policy; }

// Major and minor of the minimum API in each other's place.
std::uint32_t exchange_api_bytes(std::uint32_t policy) {
  return (policy & 0xffff) | (policy & 0xff0000) << 8 | (policy >> 8 & 0xff0000);
}

std::uint32_t most_significant_first(std::uint32_t policy) { return __builtin_bswap32(policy); }

constexpr auto kWrongOrders = std::to_array<Order>({&exchange_api_bytes, &most_significant_first});

class Search {
 public:
  Search(const SessionBlob& session, const SessionKey& key)
      : policy_mac_(session.policy_mac), hmac_(key.view()) {}

  // As its bytes are written in any order.
  std::optional<FoundPolicy> find(Policy policy) const {
    if (auto found = try_order(policy, &as_it_is)) return found;
    for (const Order order : kWrongOrders) {
      if (auto found = try_order(policy, order)) return found;
    }
    return std::nullopt;
  }

  // Any policy with a meaning, then flags that have none, then bytes in a wrong order.
  std::optional<FoundPolicy> find_any() const {
    if (auto found = search_space(&as_it_is)) return found;
    for (std::uint32_t flags = kFlagValues; flags < kReservedFlagValues; ++flags) {
      if (auto found = try_order({flags}, &as_it_is)) return found;
    }
    for (const Order order : kWrongOrders) {
      if (auto found = search_space(order)) return found;
    }
    return std::nullopt;
  }

 private:
  // All flags that have a meaning, for each API.
  std::optional<FoundPolicy> search_space(Order order) const {
    for (std::uint32_t api = 0; api < kApis; ++api) {
      const std::uint32_t version = (api & 0xff) << 24 | (api >> 8) << 16;
      for (std::uint32_t flags = 0; flags < kFlagValues; ++flags) {
        if (auto found = try_order({version | flags}, order)) return found;
      }
    }
    return std::nullopt;
  }

  std::optional<FoundPolicy> try_order(Policy policy, Order order) const {
    const Policy written{order(policy.value)};
    std::array<std::uint8_t, 4> bytes{};
    store_le<std::uint32_t>(bytes, written.value);
    if (!constant_time_equal(hmac_.tag({bytes}), policy_mac_)) return std::nullopt;
    return FoundPolicy{written, policy};
  }

  const Sha256Digest& policy_mac_;
  HmacSha256 hmac_;
};

}  // namespace

std::optional<FoundPolicy> find_policy(const SessionBlob& session, const SessionKey& key,
                                       const std::optional<GivenPolicy>& given) {
  const Search search(session, key);
  if (given) {
    if (const auto found = search.find(given->policy)) return found;
  }
  return search.find_any();
}

}  // namespace sevproof::internal
