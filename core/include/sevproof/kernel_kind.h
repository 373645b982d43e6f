// What QEMU takes a file for that it is given as -kernel (hw/i386/x86-common.c, x86_load_linux). On
// that depends whether it is hashed at all.
#ifndef SEVPROOF_KERNEL_KIND_H
#define SEVPROOF_KERNEL_KIND_H

#include <cstddef>
#include <cstdint>

#include "sevproof/bytes.h"

namespace sevproof {

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
