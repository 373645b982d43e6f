#include "sevproof/formats/kernel_hashes.h"

#include <algorithm>

#include "sevproof/formats/firmware.h"

namespace sevproof {
namespace {

constexpr Guid kTableGuid = Guid::literal("9438d606-4f22-4cc9-b479-a793d411fd21");
constexpr Guid kCmdlineGuid = Guid::literal("97d02dd8-bd20-4c94-aa78-e7714d36ab2a");
constexpr Guid kInitrdGuid = Guid::literal("44baf731-3a2f-4bd7-9af1-41e29169781d");
constexpr Guid kKernelGuid = Guid::literal("4de79437-abd2-427f-b835-d5b172d2045b");

// GUID and u16 length.
constexpr std::size_t kHeaderSize = Guid::kSize + 2;
constexpr std::size_t kEntrySize = kHeaderSize + 32;
constexpr std::size_t kTableSize = kHeaderSize + 3 * kEntrySize;
static_assert(kEntrySize == 50 && kTableSize == 168);
static_assert(kKernelHashesTableSize == (kTableSize + 15) / 16 * 16);

void write_header(std::span<std::uint8_t> out, const Guid& guid, std::size_t length) {
  put_bytes(out, guid.bytes());
  store_le<std::uint16_t>(out.subspan(Guid::kSize), static_cast<std::uint16_t>(length));
}

void write_entry(std::span<std::uint8_t> out, const Guid& guid, const Sha256Digest& digest) {
  write_header(out, guid, kEntrySize);
  put_bytes(out.subspan(kHeaderSize), digest);
}

}  // namespace

Sha256Digest hash_cmdline(std::string_view cmdline) {
  const std::uint8_t nul = 0;
  return Sha256().update(as_bytes(cmdline)).update(ByteView(&nul, 1)).finish();
}

KernelHashesTable build_kernel_hashes_table(const KernelHashes& hashes) {
  KernelHashesTable table{};
  const std::span<std::uint8_t> out(table);
  write_header(out, kTableGuid, kTableSize);
  write_entry(out.subspan(kHeaderSize), kCmdlineGuid, hashes.cmdline);
  write_entry(out.subspan(kHeaderSize + kEntrySize), kInitrdGuid, hashes.initrd);
  write_entry(out.subspan(kHeaderSize + 2 * kEntrySize), kKernelGuid, hashes.kernel);
  return table;
}

}  // namespace sevproof
