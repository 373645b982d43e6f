#include <algorithm>

#include "formats/firmware_internal.h"

namespace sevproof::internal {
namespace {

// EFI_FIRMWARE_VOLUME_HEADER: zero vector 16 | file system GUID 16 | length u64 | "_FVH" |
// attributes u32 | header length u16 | checksum u16 | extended header's offset u16 | ...
constexpr std::size_t kGuidOffset = 16;
constexpr std::size_t kLengthOffset = 32;
constexpr std::size_t kSignatureOffset = 40;
constexpr std::size_t kHeaderLengthOffset = 48;
constexpr std::size_t kExtendedOffset = 52;
// Name 16 | size u32.
constexpr std::size_t kExtendedHeaderSize = 20;

std::uint64_t volume_length(ByteView image) {
  return load_le<std::uint64_t>(image.subspan(kLengthOffset));
}

// All 16-bit words of a header add up to 0.
bool adds_up(ByteView header) {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at + 2 <= header.size(); at += 2) {
    sum += load_le<std::uint16_t>(header.subspan(at));
  }
  return (sum & 0xffff) == 0;
}

}  // namespace

bool is_volume(ByteView data) {
  return data.size() >= kVolumeHeaderSize &&
         same_bytes(data.subspan(kSignatureOffset, 4), as_bytes("_FVH"));
}

std::optional<VolumeHeader> read_volume(ByteView data) {
  if (!is_volume(data)) return std::nullopt;
  const std::uint64_t length = volume_length(data);
  if (length < kVolumeHeaderSize || length > data.size()) return std::nullopt;
  const ByteView volume = data.first(static_cast<std::size_t>(length));
  std::size_t header = load_le<std::uint16_t>(volume.subspan(kHeaderLengthOffset));
  if (header < kVolumeHeaderSize || header > volume.size() || header % 2 != 0) return std::nullopt;
  if (!adds_up(volume.first(header))) return std::nullopt;
  const std::size_t extended = load_le<std::uint16_t>(volume.subspan(kExtendedOffset));
  if (extended != 0) {
    if (extended < header || extended + kExtendedHeaderSize > volume.size()) return std::nullopt;
    const auto size = load_le<std::uint32_t>(volume.subspan(extended + Guid::kSize));
    if (size > volume.size() - extended) return std::nullopt;
    header = extended + size;
  }
  return VolumeHeader{Guid::from_bytes(volume.subspan(kGuidOffset)), volume.size(), header};
}

FirmwareImageKind recognise_image(ByteView image) {
  if (!is_volume(image)) return FirmwareImageKind::kOther;
  const Guid file_system = Guid::from_bytes(image.subspan(kGuidOffset));
  if (file_system == kFfs2Volume) return FirmwareImageKind::kCodeOnly;
  if (file_system != kNvDataVolume) return FirmwareImageKind::kOther;
  // The variable store alone, or followed by the code.
  return volume_length(image) >= image.size() ? FirmwareImageKind::kVarsOnly
                                              : FirmwareImageKind::kCombined;
}

std::size_t first_volume_size(ByteView image) {
  return static_cast<std::size_t>(volume_length(image));
}

}  // namespace sevproof::internal
