// The kernel-hashes table that QEMU places into the firmware's hash area with kernel-hashes=on
// (QEMU target/i386/sev.c, SevHashTable). It is part of what is measured.
#ifndef SEVPROOF_KERNEL_HASHES_H
#define SEVPROOF_KERNEL_HASHES_H

#include <array>
#include <cstdint>
#include <string_view>

#include "sevproof/sha256.h"

namespace sevproof {

// 168 bytes of table and padding to a multiple of 16.
inline constexpr std::size_t kKernelHashesTableSize = 176;
using KernelHashesTable = std::array<std::uint8_t, kKernelHashesTableSize>;

struct KernelHashes {
  Sha256Digest cmdline{};
  Sha256Digest initrd{};
  Sha256Digest kernel{};
};

// Covers the string as given and one NUL byte; nothing is trimmed.
Sha256Digest hash_cmdline(std::string_view cmdline);

KernelHashesTable build_kernel_hashes_table(const KernelHashes& hashes);

}  // namespace sevproof

#endif
