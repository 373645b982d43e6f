#include "formats/igvm_header.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/crc32.h"
#include "sevproof/recognise.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::ByteReader;
using internal::IgvmHeader;
using internal::malformed_igvm;

constexpr std::size_t kFixedSize = 24;
constexpr std::size_t kFixedSize2 = 32;  // of version 2
constexpr std::size_t kChecksumAt = 20;
constexpr std::uint32_t kOptionalBit = 1U << 31;

struct KnownHeader {
  std::uint32_t type;
  std::size_t body;
  std::string_view name;
};

constexpr auto kKnown = std::to_array<KnownHeader>({
    {internal::kIgvmSupportedPlatform, 16, "SUPPORTED_PLATFORM"},
    {internal::kIgvmGuestPolicy, 16, "GUEST_POLICY"},
    {internal::kIgvmRelocatableRegion, 0, "RELOCATABLE_REGION"},
    {internal::kIgvmPageTableRelocation, 0, "PAGE_TABLE_RELOCATION"},
    {internal::kIgvmParameterArea, 16, "PARAMETER_AREA"},
    {internal::kIgvmPageData, 24, "PAGE_DATA"},
    {internal::kIgvmParameterInsert, 16, "PARAMETER_INSERT"},
    {internal::kIgvmVpContext, 20, "VP_CONTEXT"},
    {internal::kIgvmRequiredMemory, 24, "REQUIRED_MEMORY"},
    {internal::kIgvmVpCount, 8, "VP_COUNT"},
    {internal::kIgvmSrat, 8, "SRAT"},
    {internal::kIgvmMadt, 8, "MADT"},
    {internal::kIgvmMmioRanges, 8, "MMIO_RANGES"},
    {internal::kIgvmSnpIdBlock, 696, "SNP_ID_BLOCK"},
    {internal::kIgvmMemoryMap, 8, "MEMORY_MAP"},
    {internal::kIgvmErrorRange, 0, "ERROR_RANGE"},
    {internal::kIgvmCommandLine, 8, "COMMAND_LINE"},
    {internal::kIgvmSlit, 8, "SLIT"},
    {internal::kIgvmPptt, 8, "PPTT"},
    {internal::kIgvmVbsMeasurement, 0, "VBS_MEASUREMENT"},
    {internal::kIgvmDeviceTree, 8, "DEVICE_TREE"},
    {internal::kIgvmEnvironmentInfo, 8, "ENVIRONMENT_INFO"},
});

const KnownHeader* find_known(std::uint32_t type) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(),
                                  [type](const KnownHeader& one) { return one.type == type; });
  return found == kKnown.end() ? nullptr : &*found;
}

struct FixedHeader {
  std::uint32_t version = 0;
  std::uint32_t headers = 0;       // where the variable ones begin
  std::uint32_t headers_size = 0;  // bytes
  std::uint32_t checksum = 0;
  std::size_t size = 0;  // of itself
};

tl::unexpected<Error> bad_igvm(const std::string& message, std::uint64_t offset, std::string hint) {
  return fail(ErrorCode::kMalformedIgvm,
              "IGVM file: " + message + " (offset " + to_hex_number(offset) + ")", std::move(hint));
}

// What is found before size and checksum are known to be right.
tl::unexpected<Error> damaged(const std::string& message, std::uint64_t offset) {
  return bad_igvm(message, offset, "Compare the file's size and SHA-256 with the original's.");
}

tl::unexpected<Error> cut_off(const ByteReader& in) {
  const Error error = in.error();
  return fail(reworded(error, "IGVM file: " + error.message));
}

Result<void> check_version_2(ByteReader& in) {
  const std::uint32_t architecture = in.u32("architecture");
  const std::uint32_t page_size = in.u32("page size");
  if (!in.ok()) return cut_off(in);
  if (architecture != 0) {
    return bad_igvm("expected architecture 0 (x64), got " + std::to_string(architecture), 24,
                    "SEV is a feature of x86 processors.");
  }
  if (page_size != kIgvmPageSize) return damaged("expected pages of 4096 bytes", 28);
  return {};
}

Result<FixedHeader> read_fixed(ByteView file) {
  ByteReader in(file);
  if (!in.next_is("IGVM")) {
    const Content other = recognise(file, file.size());
    return bad_igvm("its signature is not IGVM", 0,
                    other.kind == ContentKind::kFirmware
                        ? "It is a firmware image: `sevproof firmware show` and --firmware take it."
                    : other.name.empty() ? ""
                                         : "It is " + std::string(other.name) + ".");
  }
  in.skip(4);
  FixedHeader fixed;
  fixed.version = in.u32("version");
  fixed.headers = in.u32("offset of the headers");
  fixed.headers_size = in.u32("size of the headers");
  const std::uint32_t total = in.u32("size of the file");
  fixed.checksum = in.u32("checksum");
  if (!in.ok()) return cut_off(in);
  if (fixed.version != 1 && fixed.version != 2) {
    return bad_igvm("expected version 1 or 2, got " + std::to_string(fixed.version), 4,
                    "Others are not known to this sevproof.");
  }
  fixed.size = fixed.version == 1 ? kFixedSize : kFixedSize2;
  if (fixed.version == 2) {
    if (auto checked = check_version_2(in); !checked) return fail(checked.error());
  }
  if (total != file.size()) {
    return damaged("expected the " + std::to_string(total) + " bytes that it names, got " +
                       std::to_string(file.size()),
                   16);
  }
  if (fixed.headers != fixed.size || fixed.headers_size > file.size() - fixed.headers) {
    return damaged("its headers do not lie between offset " + std::to_string(fixed.size) +
                       " and the file's end",
                   8);
  }
  return fixed;
}

// Over the fixed header without the checksum itself, and the variable ones; not over the data.
std::uint32_t checksum_of(ByteView file, const FixedHeader& fixed) {
  constexpr std::array<std::uint8_t, 4> kNothing{};
  internal::Crc32 crc;
  crc.update(file.first(kChecksumAt));
  crc.update(kNothing);
  crc.update(file.subspan(kFixedSize, fixed.size - kFixedSize + fixed.headers_size));
  return crc.value();
}

Result<IgvmHeader> read_header(ByteReader& in) {
  const std::uint64_t start = in.offset();
  const std::uint32_t type = in.u32("header");
  const std::uint32_t length = in.u32("header");
  IgvmHeader header{type & ~kOptionalBit, (type & kOptionalBit) != 0, in.offset(), {}};
  header.body = in.bytes(length, "header");
  const std::uint64_t padding = (8 - length % 8) % 8;
  const ByteView zeros = in.bytes(padding, "padding");
  if (!in.ok()) return cut_off(in);
  if (!is_zero(zeros)) return malformed_igvm("the padding of a header is not zero", start);
  const std::string name = igvm_header_name(header.type);
  const KnownHeader* const known = find_known(header.type);
  if (known == nullptr && !header.is_optional) {
    return malformed_igvm(name + ": a header of an unknown type that must not be passed over",
                          start);
  }
  if (known != nullptr && known->body != 0 && length != known->body) {
    return malformed_igvm(name + ": expected " + std::to_string(known->body) + " bytes, got " +
                              std::to_string(length),
                          start);
  }
  return header;
}

// Platforms come first, then what is to be known before the first directive.
int section_of(std::uint32_t type) { return static_cast<int>((type - 1) >> 8); }

}  // namespace

std::string igvm_header_name(std::uint32_t type) {
  const KnownHeader* const known = find_known(type);
  return to_hex_number(type) + (known == nullptr ? "" : " " + std::string(known->name));
}

namespace internal {

tl::unexpected<Error> malformed_igvm(const std::string& message, std::uint64_t offset) {
  return bad_igvm(message, offset,
                  "Size and checksum of its headers are right, so it was made like this.");
}

std::size_t igvm_body_size(std::uint32_t type) {
  const KnownHeader* const known = find_known(type);
  return known == nullptr ? 0 : known->body;
}

Result<IgvmHeaders> read_igvm_headers(ByteView file) {
  if (file.size() > kMaxIgvmSize) {
    return damaged("expected at most " + std::to_string(kMaxIgvmSize) + " bytes, got " +
                       std::to_string(file.size()),
                   0);
  }
  const auto fixed = read_fixed(file);
  if (!fixed) return fail(fixed.error());
  const std::uint32_t checksum = checksum_of(file, *fixed);
  if (checksum != fixed->checksum) {
    return damaged("its checksum is " + to_hex_number(fixed->checksum) + ", that of its headers " +
                       to_hex_number(checksum),
                   kChecksumAt);
  }
  IgvmHeaders headers{fixed->version, {}};
  ByteReader in(file.subspan(fixed->headers, fixed->headers_size), fixed->headers);
  int section = 0;
  while (in.remaining() > 0) {
    const std::uint64_t start = in.offset();
    auto header = read_header(in);
    if (!header) return fail(header.error());
    if (section_of(header->type) < section) {
      return malformed_igvm(igvm_header_name(header->type) + ": out of order", start);
    }
    section = section_of(header->type);
    headers.list.push_back(*header);
  }
  return headers;
}

}  // namespace internal
}  // namespace sevproof
