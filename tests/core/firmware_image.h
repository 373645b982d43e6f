// Builds firmware images for tests: an EFI firmware volume at the start, an OVMF table at the end,
// and every length of it wrong on demand (edk2 OvmfPkg/ResetVector/Ia16/ResetVectorVtf0.asm).
#ifndef SEVPROOF_TESTS_CORE_FIRMWARE_IMAGE_H
#define SEVPROOF_TESTS_CORE_FIRMWARE_IMAGE_H

#include <optional>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"

namespace sevproof::test {

inline constexpr std::string_view kFooterGuid = "96b582de-1fb2-45f7-baea-a366c55a082d";
inline constexpr std::string_view kResetBlockGuid = "00f771de-1a7e-4fcb-890e-68c77e2fb44e";
inline constexpr std::string_view kSecretAreaGuid = "4c2eb361-7d9b-4cc3-8081-127c90d3d294";
inline constexpr std::string_view kHashAreaGuid = "7255371f-3a3b-4b04-927b-1da6efa8d454";
inline constexpr std::string_view kSevMetadataGuid = "dc886566-984a-4798-a75e-5585a7bf67cc";
inline constexpr std::string_view kTdxMetadataGuid = "e47a6535-984a-4798-865e-4685a7bf8ec2";
inline constexpr std::string_view kSvsmInfoGuid = "a789a612-0597-4c4b-a49f-cbb1fe9d1ddd";
inline constexpr std::string_view kIgvmGuid = "784fa70e-3176-4677-8a20-04b68699e374";
inline constexpr std::string_view kForeignGuid = "5c0fe16d-3176-4677-8a20-04b68699e374";

// File system GUIDs of firmware volumes: variables, and files (code).
inline constexpr std::string_view kVariableVolumeGuid = "fff12b8d-7696-4c8b-a985-2747075b4f50";
inline constexpr std::string_view kFileVolumeGuid = "8c8ce578-8a3d-4f1c-9935-896185c32dd3";

inline constexpr std::size_t kResetVectorSize = 32;
inline constexpr std::size_t kEntryTail = 18;

// The stored form of a GUID in text form.
Bytes guid_bytes(std::string_view text);

struct TableEntry {
  std::string_view guid;
  Bytes data;
  std::optional<std::uint16_t> length;  // what the entry claims; by default the truth
};

Bytes u32s(std::initializer_list<std::uint32_t> values);

// Entries in the order of the walk: the first lies next to the footer.
struct FirmwareImage {
  std::size_t size = 4096;
  std::vector<TableEntry> entries{};
  bool with_table = true;
  std::optional<std::uint16_t> table_length{};
  std::optional<std::string_view> volume_guid{};
  std::uint64_t volume_length = 0;

  Bytes build() const;
};

// All SEV entries as a current OVMF declares them, and a foreign one.
FirmwareImage full_image();

// An `ASEV` block: signature, size, version, number of sections, sections of three words each.
Bytes sev_metadata(std::initializer_list<std::uint32_t> section_words);

// The full image with a SEV metadata block placed 1024 bytes before its end.
FirmwareImage image_with_metadata_offset(std::uint32_t offset_from_end);
Bytes place(Bytes image, std::size_t offset, ByteView block);

}  // namespace sevproof::test

#endif
