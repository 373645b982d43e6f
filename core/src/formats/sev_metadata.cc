#include "base/byte_reader.h"
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

// Puts the sections that `in` begins with into `out`, or says why that cannot be.
std::string read_sections(ByteReader in, std::vector<SevMetadataSection>& out) {
  const std::size_t room = in.remaining();
  if (!in.next_is("ASEV")) return "its signature is not ASEV";
  const std::uint32_t size = in.skip(4).u32();
  const std::uint32_t version = in.u32();
  const std::uint32_t count = in.u32();
  if (version != kVersion) return "expected version 1, got " + std::to_string(version);
  if (size < kHeaderSize || size > room) {
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
  for (std::uint32_t i = 0; i < count; ++i) {
    SevMetadataSection section{in.u32(), in.u32(), in.u32(), {}};
    section.type_name = section_type_name(section.type);
    out.push_back(section);
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
  firmware.sev_metadata_problem =
      read_sections(ByteReader(image.last(offset_from_end)), firmware.sev_metadata);
}

}  // namespace sevproof::internal
