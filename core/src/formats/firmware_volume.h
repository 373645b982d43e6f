// The code in EFI firmware volumes (UEFI Platform Initialization, volume 3: volumes 3.2.1, files
// 3.2.3, sections 3.2.5), unpacked where it is packed with LZMA, as OVMF's is.
#ifndef SEVPROOF_FORMATS_FIRMWARE_VOLUME_H
#define SEVPROOF_FORMATS_FIRMWARE_VOLUME_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "sevproof/bytes.h"

namespace sevproof::internal {

// OVMF's is 16 MB. More than this is not unpacked, over all of an image.
inline constexpr std::uint64_t kMaxUnpackedFirmware = 64ULL * 1024 * 1024;

struct CodeWalk {
  std::size_t volumes = 0;  // damaged ones too, without variable stores
  std::size_t pieces = 0;   // of code that were shown
  // The first reason for which code may have been missed; empty if there is none.
  std::string problem;
};

// Shows every section of executable code in `image` (PE32, PIC, TE), whose bytes are gone after the
// call. Bounded in time, memory and depth, whatever the image holds.
CodeWalk walk_code(ByteView image, const std::function<void(ByteView)>& show);

}  // namespace sevproof::internal

#endif
