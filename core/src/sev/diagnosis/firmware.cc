// Firmware images.
#include "sev/diagnosis/space.h"

namespace sevproof::internal {
namespace {

std::optional<std::uint32_t> reset_address_at_end(ByteView image) {
  const auto parsed = parse_firmware(image);
  if (!parsed || !has_reset_address(*parsed)) return std::nullopt;
  return parsed->reset_address;
}

// The image that was given, or that one of the candidates of which the SHA-256 was given.
std::optional<HashedBytes> given_image(const DiagnosisInput& input) {
  const LaunchConfig& config = input.request.config;
  if (!config.known) return config.firmware;
  if (config.known->of != KnownDigest::Of::kFirmware) return std::nullopt;
  for (const Candidate& candidate : input.candidates) {
    if (!candidate.firmware || candidate.file.sha256 != config.known->sha256) continue;
    return HashedBytes(candidate.firmware, *candidate.firmware);
  }
  return std::nullopt;
}

}  // namespace

void add_firmwares(const DiagnosisInput& input, Space& space) {
  const auto firmware = given_image(input);
  if (firmware) {
    space.firmwares.push_back(
        {std::make_unique<Lazy<Sha256>>([image = *firmware] { return image.hash(); }),
         reset_address_at_end(firmware->bytes()), std::nullopt});
  } else {
    const Sha256Digest& digest = input.request.config.known->sha256;
    space.firmwares.push_back({nullptr, std::nullopt, std::nullopt, digest});
  }
  if (space.digest_only()) return;
  ImageOptions others = other_images(firmware, input.candidates);
  for (ImageOption& image : others.all) {
    // What is not at its end does not change where the owner's image says that CPUs start.
    const auto own = reset_address_at_end(image.pieces.back().bytes);
    auto hash = [pieces = std::move(image.pieces)] { return hash_of(pieces); };
    space.firmwares.push_back({std::make_unique<Lazy<Sha256>>(std::move(hash)),
                               own ? own : space.firmwares.front().reset_address,
                               std::move(image.change)});
  }
  set_firmware_tiers(
      {static_cast<Index>(1 + others.candidates), static_cast<Index>(1 + others.changed),
       static_cast<Index>(space.firmwares.size())},
      space.tiers[kFirmwareAxis]);
}

}  // namespace sevproof::internal
