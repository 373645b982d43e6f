// Whether a file can be what it is given as. QEMU takes many files that no guest can start from,
// and measures them; others it refuses, and then there was no launch.
#ifndef SEVPROOF_BOOT_FILE_H
#define SEVPROOF_BOOT_FILE_H

#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/recognise.h"
#include "sevproof/result.h"

namespace sevproof {

// QEMU refuses a firmware in flash whose size is no multiple of this, and with -bios of 64 KiB
// (hw/i386/pc_sysfw.c, pc_system_flash_map; hw/i386/x86-common.c, x86_bios_rom_init).
inline constexpr std::uint64_t kFirmwareGranule = 4096;

// `image` is the whole file. Fails with kInvalid where it is recognised as something else, or has a
// size that QEMU refuses. `what` names the file in the message.
Result<void> check_firmware_file(ByteView image, std::string_view what = "firmware");

// `head` is as recognise() takes it, `size` the file's. Fails with kInvalid where QEMU refuses the
// file as a kernel and it is recognised as something else, or is too small for any kernel. Gives
// the name of what the file is instead where QEMU would take it, else an empty name.
Result<std::string_view> check_kernel_file(ByteView head, std::uint64_t size,
                                           std::string_view what = "kernel");

// What a file is instead of an initrd, or an empty name. QEMU takes any.
std::string_view recognise_wrong_initrd(ByteView head, std::uint64_t size);

}  // namespace sevproof

#endif
