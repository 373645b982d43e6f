#include "firmware_image.h"

#include <algorithm>

#include "test_bytes.h"

namespace sevproof::test {
namespace {

// EFI_FIRMWARE_VOLUME_HEADER with one block map entry (PI specification, volume 3, section 3.2.1).
Bytes volume_header(std::string_view guid, std::uint64_t length) {
  Bytes header(16, 0);
  append(header, guid_bytes(guid));
  append_le<std::uint64_t>(header, length);
  append(header, as_bytes("_FVH"));
  append_le<std::uint32_t>(header, 0x0004feff);
  append_le<std::uint16_t>(header, 72);
  append_le<std::uint16_t>(header, 0);  // checksum, below
  append_le<std::uint32_t>(header, 0x02000000);
  append_le<std::uint32_t>(header, static_cast<std::uint32_t>(length / 4096));
  append_le<std::uint32_t>(header, 4096);
  append_le<std::uint64_t>(header, 0);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < header.size(); i += 2) {
    sum += load_le<std::uint16_t>(ByteView(header).subspan(i));
  }
  store_le<std::uint16_t>(std::span(header).subspan(50),
                          static_cast<std::uint16_t>(0x10000U - sum));
  return header;
}

Bytes entry_bytes(const TableEntry& entry) {
  Bytes bytes = entry.data;
  const auto truth = static_cast<std::uint16_t>(entry.data.size() + kEntryTail);
  append_le<std::uint16_t>(bytes, entry.length.value_or(truth));
  append(bytes, guid_bytes(entry.guid));
  return bytes;
}

}  // namespace

Bytes guid_bytes(std::string_view text) {
  std::string digits(text);
  digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
  Bytes bytes = unhex(digits);
  std::reverse(bytes.begin(), bytes.begin() + 4);
  std::reverse(bytes.begin() + 4, bytes.begin() + 6);
  std::reverse(bytes.begin() + 6, bytes.begin() + 8);
  return bytes;
}

Bytes u32s(std::initializer_list<std::uint32_t> values) {
  Bytes bytes;
  for (const std::uint32_t value : values) append_le<std::uint32_t>(bytes, value);
  return bytes;
}

Bytes FirmwareImage::build() const {
  Bytes image(size);
  for (std::size_t i = 0; i < size; ++i) image[i] = static_cast<std::uint8_t>(i * 31 + 7);
  if (volume_guid) image = place(image, 0, volume_header(*volume_guid, volume_length));
  if (!with_table) return image;
  Bytes table;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    append(table, entry_bytes(*entry));
  }
  const auto truth = static_cast<std::uint16_t>(table.size() + kEntryTail);
  append_le<std::uint16_t>(table, table_length.value_or(truth));
  append(table, guid_bytes(kFooterGuid));
  return place(image, size - kResetVectorSize - table.size(), table);
}

FirmwareImage full_image() {
  FirmwareImage image;
  image.entries = {
      {kSevMetadataGuid, u32s({1024}), {}},         {kForeignGuid, to_bytes("foreign"), {}},
      {kHashAreaGuid, u32s({0x810c00, 0x400}), {}}, {kSecretAreaGuid, u32s({0x810000, 0xc00}), {}},
      {kResetBlockGuid, u32s({0x80b004}), {}},
  };
  return image;
}

Bytes sev_metadata(std::initializer_list<std::uint32_t> section_words) {
  Bytes block = to_bytes("ASEV");
  const auto count = static_cast<std::uint32_t>(section_words.size() / 3);
  append(block, u32s({16 + 12 * count, 1, count}));
  append(block, u32s(section_words));
  return block;
}

FirmwareImage image_with_metadata_offset(std::uint32_t offset_from_end) {
  FirmwareImage image;
  image.entries = {{kSevMetadataGuid, u32s({offset_from_end}), {}}};
  return image;
}

Bytes place(Bytes image, std::size_t offset, ByteView block) {
  std::copy(block.begin(), block.end(), image.begin() + static_cast<std::ptrdiff_t>(offset));
  return image;
}

}  // namespace sevproof::test
