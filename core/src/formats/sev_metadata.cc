#include <algorithm>
#include <array>

#include "formats/firmware_internal.h"

namespace sevproof::internal {
namespace {

// "ASEV" | u32 size | u32 version | u32 number of sections.
constexpr std::size_t kHeaderSize = 16;
// u32 gpa | u32 size | u32 type.
constexpr std::size_t kSectionSize = 12;
constexpr std::uint32_t kVersion = 1;
// Real images have fewer than ten: this bounds what a hostile one can make us hold and print.
constexpr std::uint32_t kMaxSections = 64;

std::string_view section_type_name(std::uint32_t type) {
  switch (type) {
    case 1:
      return "SNP_SEC_MEM";
    case 2:
      return "SNP_SECRETS";
    case 3:
      return "CPUID";
    case 4:
      return "SVSM_CAA";
    case 0x10:
      return "KERNEL_HASHES";
    default:
      return {};
  }
}

std::string problem_in_header(ByteView block) {
  if (!same_bytes(block.first(4), as_bytes("ASEV"))) return "its signature is not ASEV";
  const auto size = load_le<std::uint32_t>(block.subspan(4));
  const auto version = load_le<std::uint32_t>(block.subspan(8));
  const auto count = load_le<std::uint32_t>(block.subspan(12));
  if (version != kVersion) return "expected version 1, got " + std::to_string(version);
  if (size < kHeaderSize || size > block.size()) {
    return "its size of " + std::to_string(size) + " bytes does not fit the file";
  }
  if (count > kMaxSections) {
    return "expected at most " + std::to_string(kMaxSections) + " sections, got " +
           std::to_string(count);
  }
  if (count > (size - kHeaderSize) / kSectionSize) {
    return std::to_string(count) + " sections do not fit its size of " + std::to_string(size) +
           " bytes";
  }
  return {};
}

}  // namespace

void read_sev_metadata(Firmware& firmware, ByteView image, std::uint32_t offset_from_end) {
  if (offset_from_end < kHeaderSize || offset_from_end > image.size()) {
    firmware.sev_metadata_problem =
        "offset " + to_hex_number(offset_from_end) + " from the end lies outside the file";
    return;
  }
  const ByteView block = image.last(offset_from_end);
  firmware.sev_metadata_problem = problem_in_header(block);
  if (!firmware.sev_metadata_problem.empty()) return;

  const auto count = load_le<std::uint32_t>(block.subspan(12));
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView section = block.subspan(kHeaderSize + i * kSectionSize, kSectionSize);
    const auto type = load_le<std::uint32_t>(section.subspan(8));
    firmware.sev_metadata.push_back({load_le<std::uint32_t>(section),
                                     load_le<std::uint32_t>(section.subspan(4)), type,
                                     section_type_name(type)});
  }
}

}  // namespace sevproof::internal
