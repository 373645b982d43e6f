// Parts of parse_firmware that are concepts of their own.
#ifndef SEVPROOF_FORMATS_FIRMWARE_INTERNAL_H
#define SEVPROOF_FORMATS_FIRMWARE_INTERNAL_H

#include "sevproof/formats/firmware.h"

namespace sevproof::internal {

// File systems of EFI firmware volumes: variables, and files.
inline constexpr Guid kNvDataVolume = Guid::literal("fff12b8d-7696-4c8b-a985-2747075b4f50");
inline constexpr Guid kFfs2Volume = Guid::literal("8c8ce578-8a3d-4f1c-9935-896185c32dd3");

// The smallest header of an EFI firmware volume (UEFI Platform Initialization, volume 3, section
// 3.2.1).
inline constexpr std::size_t kVolumeHeaderSize = 56;

struct VolumeHeader {
  Guid file_system;
  std::size_t length = 0;  // of the volume
  std::size_t header = 0;  // length, that of the extended header included: files follow
};

// Whether `data` has a volume's signature in its place.
bool is_volume(ByteView data);

// Of the volume at the beginning of `data`: absent where a length does not fit, or the checksum is
// wrong.
std::optional<VolumeHeader> read_volume(ByteView data);

// By the first EFI firmware volume.
FirmwareImageKind recognise_image(ByteView image);

// Bytes of the first volume of an image that is kCombined: its variable store.
std::size_t first_volume_size(ByteView image);

// Reads the "ASEV" block that starts `offset_from_end` bytes before the end of the image (edk2
// OvmfPkg/ResetVector/X64/OvmfSevMetadata.asm) into firmware.sev_metadata, or says in
// sev_metadata_problem why that cannot be.
void read_sev_metadata(Firmware& firmware, ByteView image, std::uint32_t offset_from_end);

}  // namespace sevproof::internal

#endif
