#include "base/byte_reader.h"
#include "formats/firmware_internal.h"

namespace sevproof::internal {
namespace {

// EFI_FIRMWARE_VOLUME_HEADER: zero vector 16 | file system GUID 16 | length u64 | "_FVH" |
// attributes u32 | header length u16 | checksum u16 | extended header's offset u16 | ...
struct RawHeader {
  Guid file_system;
  std::uint64_t length;
  std::uint16_t header;
  std::uint16_t extended;
};

RawHeader read_raw(ByteView volume) {
  ByteReader in(volume);
  return {in.skip(16).guid(), in.u64(), in.skip(8).u16(), in.skip(2).u16()};
}

// All 16-bit words of a header add up to 0.
bool adds_up(ByteReader header) {
  std::uint32_t sum = 0;
  while (header.remaining() != 0) sum += header.u16();
  return (sum & 0xffff) == 0;
}

}  // namespace

bool is_volume(ByteView data) {
  return data.size() >= kVolumeHeaderSize && holds(data, 40, "_FVH");
}

std::optional<VolumeHeader> read_volume(ByteView data) {
  if (!is_volume(data)) return std::nullopt;
  const RawHeader raw = read_raw(data);
  // Both are empty where their length does not fit.
  const ByteView volume = ByteReader(data).bytes(raw.length);
  const ByteView header = ByteReader(volume).bytes(raw.header);
  if (header.size() < kVolumeHeaderSize || header.size() % 2 != 0) return std::nullopt;
  if (!adds_up(ByteReader(header))) return std::nullopt;
  if (raw.extended == 0) return VolumeHeader{raw.file_system, volume.size(), header.size()};
  // Name 16 | size u32, of the extended header.
  ByteReader extended = ByteReader(volume).skip(raw.extended);
  const std::size_t room = extended.remaining();
  const std::uint32_t size = extended.skip(16).u32();
  if (!extended.ok() || raw.extended < header.size() || size > room) return std::nullopt;
  return VolumeHeader{raw.file_system, volume.size(), raw.extended + size};
}

FirmwareImageKind recognise_image(ByteView image) {
  if (!is_volume(image)) return FirmwareImageKind::kOther;
  const RawHeader first = read_raw(image);
  if (first.file_system == kFfs2Volume) return FirmwareImageKind::kCodeOnly;
  if (first.file_system != kNvDataVolume) return FirmwareImageKind::kOther;
  // The variable store alone, or followed by the code.
  return first.length >= image.size() ? FirmwareImageKind::kVarsOnly : FirmwareImageKind::kCombined;
}

std::size_t first_volume_size(ByteView image) {
  return static_cast<std::size_t>(read_raw(image).length);
}

}  // namespace sevproof::internal
