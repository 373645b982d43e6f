#include <algorithm>

#include "firmware_internal.h"

namespace sevproof::internal {
namespace {

constexpr Guid kNvDataVolume = Guid::literal("fff12b8d-7696-4c8b-a985-2747075b4f50");
constexpr Guid kFfs2Volume = Guid::literal("8c8ce578-8a3d-4f1c-9935-896185c32dd3");

// EFI_FIRMWARE_VOLUME_HEADER: zero vector 16 | file system GUID 16 | length u64 | "_FVH".
constexpr std::size_t kVolumeHeaderSize = 56;
constexpr std::size_t kVolumeGuidOffset = 16;
constexpr std::size_t kVolumeLengthOffset = 32;
constexpr std::size_t kVolumeSignatureOffset = 40;

std::uint64_t volume_length(ByteView image) {
  return load_le<std::uint64_t>(image.subspan(kVolumeLengthOffset));
}

}  // namespace

FirmwareImageKind recognise_image(ByteView image) {
  if (image.size() < kVolumeHeaderSize) return FirmwareImageKind::kOther;
  const ByteView signature = image.subspan(kVolumeSignatureOffset, 4);
  if (!same_bytes(signature, as_bytes("_FVH"))) return FirmwareImageKind::kOther;

  const Guid volume = Guid::from_bytes(image.subspan(kVolumeGuidOffset));
  if (volume == kFfs2Volume) return FirmwareImageKind::kCodeOnly;
  if (volume != kNvDataVolume) return FirmwareImageKind::kOther;
  // The variable store alone, or followed by the code.
  return volume_length(image) >= image.size() ? FirmwareImageKind::kVarsOnly
                                              : FirmwareImageKind::kCombined;
}

std::size_t first_volume_size(ByteView image) {
  return static_cast<std::size_t>(volume_length(image));
}

}  // namespace sevproof::internal
