#include "sevproof/formats/firmware.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/byte_reader.h"
#include "formats/firmware_internal.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr Guid kFooterGuid = Guid::literal("96b582de-1fb2-45f7-baea-a366c55a082d");
constexpr Guid kEsResetBlockGuid = Guid::literal("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
constexpr Guid kSecretAreaGuid = Guid::literal("4c2eb361-7d9b-4cc3-8081-127c90d3d294");
constexpr Guid kHashAreaGuid = Guid::literal("7255371f-3a3b-4b04-927b-1da6efa8d454");
constexpr Guid kSevMetadataGuid = Guid::literal("dc886566-984a-4798-a75e-5585a7bf67cc");

struct KnownEntry {
  Guid guid;
  std::string_view name;
};
constexpr std::array<KnownEntry, 7> kKnownEntries = {{
    {kEsResetBlockGuid, "SEV-ES reset block"},
    {kSecretAreaGuid, "SEV secret area"},
    {kHashAreaGuid, "SEV kernel-hashes area"},
    {kSevMetadataGuid, "SEV metadata offset"},
    {Guid::literal("e47a6535-984a-4798-865e-4685a7bf8ec2"), "TDX metadata offset"},
    {Guid::literal("784fa70e-3176-4677-8a20-04b68699e374"), "IGVM parameter areas"},
    {Guid::literal("a789a612-0597-4c4b-a49f-cbb1fe9d1ddd"), "SVSM info"},
}};

// Behind the table: the 16-bit reset vector code.
constexpr std::size_t kResetVectorSize = 32;
// u16 length and GUID, at the end of each entry.
constexpr std::size_t kEntryTrailer = 2 + Guid::kSize;

std::string at(std::uint64_t offset) { return " at offset " + to_hex_number(offset); }

tl::unexpected<Error> malformed(std::string message) {
  return fail(
      ErrorCode::kMalformedFirmware, "firmware table: " + std::move(message),
      "Compare the image's size and SHA-256 with the original's: it is damaged or truncated.");
}

struct Trailer {
  std::size_t offset = 0;
  std::size_t length = 0;
  Guid guid;
};

// The trailer that ends at `end`, which must be at least its size.
Trailer read_trailer(ByteView image, std::size_t end) {
  const std::size_t offset = end - kEntryTrailer;
  ByteReader in = ByteReader(image).skip(offset);
  return {offset, in.u16(), in.guid()};
}

// [start, end) of the entries, without the footer's own trailer.
struct TableRange {
  std::size_t start = 0;
  std::size_t end = 0;
};

Result<std::optional<TableRange>> find_table(ByteView image) {
  if (image.size() < kResetVectorSize + kEntryTrailer) return std::nullopt;
  const std::size_t table_end = image.size() - kResetVectorSize;
  const Trailer footer = read_trailer(image, table_end);
  if (footer.guid != kFooterGuid) return std::nullopt;
  if (footer.length < kEntryTrailer) {
    return malformed("expected a total length of at least 18, got " +
                     std::to_string(footer.length) + at(footer.offset));
  }
  if (footer.length > table_end) {
    return malformed("its total length of " + std::to_string(footer.length) + at(footer.offset) +
                     " starts before the file does");
  }
  return TableRange{table_end - footer.length, footer.offset};
}

std::string_view entry_name(const Guid& guid) {
  const auto known = std::find_if(kKnownEntries.begin(), kKnownEntries.end(),
                                  [&](const KnownEntry& entry) { return entry.guid == guid; });
  return known == kKnownEntries.end() ? std::string_view{} : known->name;
}

// The entry that ends at range.end.
Result<FirmwareTableEntry> read_entry(ByteView image, const TableRange& range) {
  const std::size_t room = range.end - range.start;
  if (room < kEntryTrailer) {
    return malformed(std::to_string(room) + " bytes are left over" + at(range.start) +
                     ", too few for an entry");
  }
  const auto [offset, length, guid] = read_trailer(image, range.end);
  if (length < kEntryTrailer) {
    return malformed("expected an entry of at least 18 bytes, got a length of " +
                     std::to_string(length) + at(offset));
  }
  if (length > room) {
    return malformed("the entry of " + std::to_string(length) + " bytes" + at(offset) +
                     " starts before the table");
  }
  FirmwareTableEntry entry;
  entry.guid = guid;
  entry.name = entry_name(guid);
  entry.offset = range.end - length;
  const ByteView data = image.subspan(range.end - length, length - kEntryTrailer);
  entry.data.assign(data.begin(), data.end());
  return entry;
}

Result<void> check_known_entry(const Firmware& firmware, const FirmwareTableEntry& entry) {
  if (entry.name.empty()) return {};
  const bool twice =
      std::any_of(firmware.entries.begin(), firmware.entries.end(),
                  [&](const FirmwareTableEntry& other) { return other.guid == entry.guid; });
  if (twice) {
    return malformed("a second " + std::string(entry.name) + " entry" + at(entry.offset));
  }
  const bool is_area = entry.guid == kSecretAreaGuid || entry.guid == kHashAreaGuid;
  const std::size_t expected = is_area ? 8 : 4;
  const bool has_known_size =
      is_area || entry.guid == kEsResetBlockGuid || entry.guid == kSevMetadataGuid;
  if (has_known_size && entry.data.size() != expected) {
    return malformed(std::string(entry.name) + ": expected " + std::to_string(expected) +
                     " bytes of data, got " + std::to_string(entry.data.size()) + at(entry.offset));
  }
  return {};
}

void apply_entry(Firmware& firmware, ByteView image, const FirmwareTableEntry& entry) {
  ByteReader in(entry.data);
  if (entry.guid == kEsResetBlockGuid) firmware.reset_address = in.u32();
  if (entry.guid == kSecretAreaGuid) firmware.secret_area = MemoryArea{in.u32(), in.u32()};
  if (entry.guid == kHashAreaGuid) firmware.hash_area = MemoryArea{in.u32(), in.u32()};
  if (entry.guid == kSevMetadataGuid) internal::read_sev_metadata(firmware, image, in.u32());
}

// OVMF builds of 2020 have no table: the reset block stands alone where the footer would be.
Result<Firmware> read_old_reset_block(Firmware firmware, ByteView image) {
  if (image.size() < kResetVectorSize + kEntryTrailer) return firmware;
  const TableRange range{0, image.size() - kResetVectorSize};
  if (read_trailer(image, range.end).guid != kEsResetBlockGuid) return firmware;
  const auto entry = read_entry(image, range);
  if (!entry) return fail(entry.error());
  if (auto checked = check_known_entry(firmware, *entry); !checked) return fail(checked.error());
  apply_entry(firmware, image, *entry);
  return firmware;
}

}  // namespace

Result<Firmware> parse_firmware(ByteView image) {
  if (image.empty() || image.size() > kMaxFirmwareSize) {
    return fail(about(Subject::kFirmware, {ErrorCode::kWrongFileSize,
                                           "firmware: expected an image of 1 byte to 16 MiB, got " +
                                               std::to_string(image.size()) + " bytes"}));
  }
  Firmware firmware;
  firmware.size = image.size();
  firmware.kind = internal::recognise_image(image);
  const auto table = find_table(image);
  if (!table) return fail(table.error());
  if (!table->has_value()) return read_old_reset_block(std::move(firmware), image);

  firmware.has_table = true;
  // Each step takes at least 18 bytes off the end, so the walk ends.
  for (TableRange range = **table; range.end > range.start;) {
    auto entry = read_entry(image, range);
    if (!entry) return fail(entry.error());
    if (auto checked = check_known_entry(firmware, *entry); !checked) return fail(checked.error());
    apply_entry(firmware, image, *entry);
    range.end = static_cast<std::size_t>(entry->offset);
    firmware.entries.push_back(std::move(*entry));
  }
  return firmware;
}

}  // namespace sevproof
