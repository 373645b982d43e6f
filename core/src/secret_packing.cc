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

}  // namespace

Result<std::vector<Finding>> check_secrets(std::span<const LaunchSecret> secrets,
                                           const Firmware& firmware) {
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
  if (!usable(firmware.secret_area)) {
    findings.push_back({kSecretAreaAbsent, {}});
  } else if (firmware.secret_area->size < table->size()) {
    findings.push_back({kSecretExceedsArea, std::to_string(table->size()) +
                                                " bytes to inject, area of " +
                                                std::to_string(firmware.secret_area->size)});
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
