// Parts of parse_firmware that are concepts of their own.
#ifndef SEVPROOF_FIRMWARE_INTERNAL_H
#define SEVPROOF_FIRMWARE_INTERNAL_H

#include "sevproof/firmware.h"

namespace sevproof::internal {

// By the first EFI firmware volume (UEFI Platform Initialization, volume 3, section 3.2.1).
FirmwareImageKind recognise_image(ByteView image);

// Bytes of the first volume of an image that is kCombined: its variable store.
std::size_t first_volume_size(ByteView image);

// Reads the "ASEV" block that starts `offset_from_end` bytes before the end of the image (edk2
// OvmfPkg/ResetVector/X64/OvmfSevMetadata.asm) into firmware.sev_metadata, or says in
// sev_metadata_problem why that cannot be.
void read_sev_metadata(Firmware& firmware, ByteView image, std::uint32_t offset_from_end);

}  // namespace sevproof::internal

#endif
