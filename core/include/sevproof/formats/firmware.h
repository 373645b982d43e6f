// OVMF firmware images: the GUIDed table at the end (edk2 OvmfPkg/ResetVector) and what it says
// about SEV.
#ifndef SEVPROOF_FORMATS_FIRMWARE_H
#define SEVPROOF_FORMATS_FIRMWARE_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/guid.h"
#include "sevproof/result.h"

namespace sevproof {

// The largest image that QEMU maps below 4 GiB.
inline constexpr std::uint64_t kMaxFirmwareSize = 16ULL * 1024 * 1024;

// A region of guest memory that the firmware sets aside; base is a guest-physical address.
struct MemoryArea {
  std::uint32_t base = 0;
  std::uint32_t size = 0;
};

struct FirmwareTableEntry {
  Guid guid;
  std::string_view name;     // empty when the GUID is not known to sevproof
  std::uint64_t offset = 0;  // of the data, from the start of the file
  Bytes data;
};

// One section of the SEV metadata ("ASEV"), which SEV-SNP launches use.
struct SevMetadataSection {
  std::uint32_t gpa = 0;
  std::uint32_t size = 0;
  std::uint32_t type = 0;
  std::string_view type_name;  // empty when unknown
};

enum class FirmwareImageKind {
  kOther,     // no EFI firmware volume at the start: nothing to say
  kCombined,  // variable store and code in one file, as OVMF.fd
  kCodeOnly,  // as OVMF_CODE.fd: its variable store is another file, which is not measured
  kVarsOnly,  // as OVMF_VARS.fd: no code at all
};

// Whether the image holds some piece of code.
enum class CodePresence { kUnknown, kAbsent, kPresent };

std::string_view presence_name(CodePresence presence);  // "unknown", "absent" or "present"

// An area that is declared is no proof that anything looks at it: what counts is the code.
struct FirmwareCode {
  // Compares kernel, initrd and command line with the hashes that were measured.
  CodePresence hash_check = CodePresence::kUnknown;
  // Hands the secret area on to the guest, as an EFI configuration table.
  CodePresence secret_table = CodePresence::kUnknown;
  // Whether there is a firmware volume for files. Of an image without any nothing is expected.
  bool has_volume = false;
  // Why it could not be told; empty where nothing is unknown.
  std::string problem;
};

struct Firmware {
  std::uint64_t size = 0;
  FirmwareImageKind kind = FirmwareImageKind::kOther;
  bool has_table = false;
  // In the order of the walk, from the end of the file downwards; the footer is not among them.
  std::vector<FirmwareTableEntry> entries;
  // Where application processors start: from the SEV-ES reset block.
  std::optional<std::uint32_t> reset_address;
  // As declared, sizes of 0 included; see usable().
  std::optional<MemoryArea> secret_area;
  std::optional<MemoryArea> hash_area;
  std::vector<SevMetadataSection> sev_metadata;
  // Why the SEV metadata could not be read; empty when it could, or when there is none. It matters
  // to SEV-SNP only, so it does not make the image unusable.
  std::string sev_metadata_problem;
  // Absent where it was not looked for.
  std::optional<FirmwareCode> code;
};

// True when the area is declared with a base and room for `size` bytes.
constexpr bool usable(const std::optional<MemoryArea>& area, std::uint64_t size = 1) {
  return area.has_value() && area->base != 0 && area->size >= size;
}

// True when the image says where application processors start; QEMU refuses an address of 0.
constexpr bool has_reset_address(const Firmware& firmware) {
  return firmware.reset_address.value_or(0) != 0;
}

// Walks the table. An image without a table is fine (has_table is false); in its place very old
// builds have the reset block alone, which is read. Fails with kInvalid, naming the offset, where a
// length is shorter than an entry, reaches before the table or the file, an SEV entry has the wrong
// size, or one occurs twice; and for an image that is empty or over kMaxFirmwareSize.
Result<Firmware> parse_firmware(ByteView image);

// Unpacks the image's firmware volumes and looks through all code, which takes a fifth of a second
// for OVMF, and up to 64 MB.
FirmwareCode find_firmware_code(ByteView image);

// Sets firmware.code, unless that is known already. `image` is what `firmware` was parsed from.
void look_for_code(Firmware& firmware, ByteView image);

}  // namespace sevproof

#endif
