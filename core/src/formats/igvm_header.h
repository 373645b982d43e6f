// The headers of an IGVM file, before anybody looks into their bodies.
#ifndef SEVPROOF_FORMATS_IGVM_HEADER_H
#define SEVPROOF_FORMATS_IGVM_HEADER_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.h"
#include "sevproof/formats/igvm.h"

namespace sevproof::internal {

enum IgvmHeaderType : std::uint32_t {
  kIgvmSupportedPlatform = 0x001,
  kIgvmGuestPolicy = 0x101,
  kIgvmRelocatableRegion = 0x102,
  kIgvmPageTableRelocation = 0x103,
  kIgvmParameterArea = 0x301,
  kIgvmPageData = 0x302,
  kIgvmParameterInsert = 0x303,
  kIgvmVpContext = 0x304,
  kIgvmRequiredMemory = 0x305,
  kIgvmVpCount = 0x307,
  kIgvmSrat = 0x308,
  kIgvmMadt = 0x309,
  kIgvmMmioRanges = 0x30a,
  kIgvmSnpIdBlock = 0x30b,
  kIgvmMemoryMap = 0x30c,
  kIgvmErrorRange = 0x30d,
  kIgvmCommandLine = 0x30e,
  kIgvmSlit = 0x30f,
  kIgvmPptt = 0x310,
  kIgvmVbsMeasurement = 0x311,
  kIgvmDeviceTree = 0x312,
  kIgvmEnvironmentInfo = 0x313,
};

struct IgvmHeader {
  std::uint32_t type = 0;  // without the bit that says that it may be passed over
  bool is_optional = false;
  std::uint64_t offset = 0;  // of the body
  ByteView body;
};

struct IgvmHeaders {
  std::uint32_t version = 0;
  std::vector<IgvmHeader> list;
};

// Fixed header, checksum, and the list of the others. Fails as parse_igvm does.
Result<IgvmHeaders> read_igvm_headers(ByteView file);

// Bytes of the body of a header of this type; 0 where the type is not known.
std::size_t igvm_body_size(std::uint32_t type);

// The tables that the host writes, by their names, divided by commas; empty where there are none.
std::string igvm_host_tables(const Igvm& igvm);

// Of a file whose size and checksum are right.
tl::unexpected<Error> malformed_igvm(const std::string& message, std::uint64_t offset);

}  // namespace sevproof::internal

#endif
