#include <string>

#include "crypto/random.h"
#include "sev/secret_findings.h"
#include "sev/secret_packet.h"
#include "sevproof/sev/secret.h"

namespace sevproof {
namespace {

// What a table of `size` bytes injected at the secret area would run over; empty if nothing.
std::string overrun(const MemoryArea& area, const std::optional<MemoryArea>& hash_area,
                    std::size_t size) {
  if (area.size < size) {
    return std::to_string(size) + " bytes to inject, area of " + std::to_string(area.size);
  }
  if (!usable(hash_area)) return {};
  const std::uint64_t end = std::uint64_t{area.base} + size;
  const std::uint64_t hash_end = std::uint64_t{hash_area->base} + hash_area->size;
  if (area.base < hash_end && end > hash_area->base) {
    return "the area overlaps the kernel-hashes area";
  }
  return {};
}

void review_secret_code(const Firmware& firmware, std::vector<Finding>& findings) {
  using enum FindingCode;
  if (!firmware.code) return;
  const FirmwareCode& code = *firmware.code;
  if (code.secret_table == CodePresence::kAbsent) findings.push_back({kFirmwareNoSecretCode, {}});
  if (code.secret_table == CodePresence::kUnknown && code.has_volume) {
    findings.push_back({kFirmwareCodeUnknown, "passing on of secrets: " + code.problem});
  }
}

}  // namespace

Result<std::vector<Finding>> check_secrets(std::span<const LaunchSecret> secrets,
                                           const std::optional<Firmware>& firmware) {
  using enum FindingCode;
  const auto table = build_secret_table(secrets);
  if (!table) return fail(table.error());
  std::vector<Finding> findings;
  for (const LaunchSecret& secret : secrets) {
    internal::review_secret(secret, findings);
  }
  if (!firmware) {
    findings.push_back({kSecretAreaNotChecked, {}});
  } else if (!usable(firmware->secret_area)) {
    findings.push_back({kSecretAreaAbsent, {}});
  } else if (auto text = overrun(*firmware->secret_area, firmware->hash_area, table->size());
             !text.empty()) {
    findings.push_back({kSecretExceedsArea, std::move(text)});
  }
  if (firmware && usable(firmware->secret_area)) review_secret_code(*firmware, findings);
  return findings;
}

Result<SecretPacket> pack_secret(const ValidatedLaunch& launch, const Tek& tek,
                                 std::span<const LaunchSecret> secrets, HostWord word) {
  const std::string described = described_by_host(launch.from_host());
  if (!described.empty() && word == HostWord::kRefused) {
    return fail(
        ErrorCode::kHostDescribedLaunch,
        "expected a launch that its owner described, got the host's word for the " + described,
        "Compare these values with what you asked for, and give them yourself: a host can claim to "
        "have started anything.");
  }
  auto table = build_secret_table(secrets);
  if (!table) return fail(table.error());
  AesIv iv{};
  if (auto drawn = fill_random(iv); !drawn) return fail(drawn.error());
  return internal::seal_packet(std::move(*table), launch.tik(), tek, launch.measurement(), iv);
}

}  // namespace sevproof
