// The kernel-hashes table that QEMU places into the firmware's hash area with kernel-hashes=on
// (QEMU target/i386/sev.c, SevHashTable). It is part of what is measured.
#ifndef SEVPROOF_FORMATS_KERNEL_HASHES_H
#define SEVPROOF_FORMATS_KERNEL_HASHES_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"
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

// What QEMU takes a file for that it is given as -kernel (hw/i386/x86-common.c, x86_load_linux). On
// that depends whether it is hashed at all.

// So much of a file's beginning decides; of a shorter file all of it.
inline constexpr std::size_t kKernelHeadSize = 8192;

enum class KernelKind : std::uint8_t {
  kUnknown,    // its content was not seen
  kLinux,      // bzImage: Linux boot protocol, "HdrS"
  kMultiboot,  // started without any hash, whatever kernel-hashes says
  kElf,        // PVH: the same
  kUki,        // unified kernel image without a Linux header: hashed, but takes no initrd
  kOther,      // hashed as it is
};

// In QEMU's order: "HdrS" first, then multiboot, then ELF.
KernelKind kernel_kind(ByteView head);

// Whether QEMU puts a kernel of that kind into the kernel-hashes table.
constexpr bool is_hashed(KernelKind kind) {
  return kind != KernelKind::kMultiboot && kind != KernelKind::kElf;
}

}  // namespace sevproof

#endif
