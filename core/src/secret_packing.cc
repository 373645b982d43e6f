#include "sevproof/secret_packing.h"

#include <string>

#include "secret_packet.h"
#include "sevproof/random.h"

namespace sevproof {
namespace {

std::string secret_text(const LaunchSecret& secret) {
  const std::string_view alias = secret_alias(secret.guid);
  return "secret " + (alias.empty() ? secret.guid.to_string() : std::string(alias));
}

// What a table of `size` bytes injected at the secret area would run over; empty if nothing.
std::string overrun(const MemoryArea& area, const std::optional<MemoryArea>& hash_area,
                    std::size_t size) {
  if (area.size < size) {
    return std::to_string(size) + " bytes to inject, area of " + std::to_string(area.size);
  }
  const std::uint64_t end = std::uint64_t{area.base} + size;
  const bool hits_hashes =
      usable(hash_area) && area.base < hash_area->base && end > hash_area->base;
  if (hits_hashes) return "the area overlaps the kernel-hashes area";
  return {};
}

}  // namespace

Result<std::vector<Finding>> check_secrets(std::span<const LaunchSecret> secrets,
                                           const std::optional<Firmware>& firmware) {
  using enum FindingCode;
  const auto table = build_secret_table(secrets);
  if (!table) return fail(table.error());
  std::vector<Finding> findings;
  for (const LaunchSecret& secret : secrets) {
    const ByteView data = secret.data.view();
    if (data.empty()) findings.push_back({kSecretEmpty, secret_text(secret)});
    if (!data.empty() && data.back() == '\n') {
      findings.push_back({kSecretTrailingNewline, secret_text(secret)});
    }
  }
  if (!firmware) {
    findings.push_back({kSecretAreaNotChecked, {}});
  } else if (!usable(firmware->secret_area)) {
    findings.push_back({kSecretAreaAbsent, {}});
  } else if (auto text = overrun(*firmware->secret_area, firmware->hash_area, table->size());
             !text.empty()) {
    findings.push_back({kSecretExceedsArea, std::move(text)});
  }
  return findings;
}

Result<SecretPacket> pack_secret(const ValidatedLaunch& launch, const Tek& tek,
                                 std::span<const LaunchSecret> secrets) {
  auto table = build_secret_table(secrets);
  if (!table) return fail(table.error());
  AesIv iv{};
  if (auto drawn = fill_random(iv); !drawn) return fail(drawn.error());
  return internal::seal_packet(std::move(*table), launch.tik(), tek, launch.measurement(), iv);
}

}  // namespace sevproof
