// The fields of a VMSA page by name (APM volume 2, table B-4), to show a page and to compare two.
#ifndef SEVPROOF_VMSA_FIELDS_H
#define SEVPROOF_VMSA_FIELDS_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/vmsa.h"

namespace sevproof {

struct VmsaField {
  std::string_view name;
  std::uint16_t offset = 0;
  std::uint8_t size = 0;  // bytes: 1, 2, 4 or 8
};

// All named fields in ascending order of offset.
std::span<const VmsaField> vmsa_fields();

struct VmsaFieldValue {
  std::string name;  // bytes outside every named field are "reserved_0x..."
  std::uint16_t offset = 0;
  std::uint8_t size = 0;
  std::uint64_t value = 0;
};

// Every field that is not zero; bytes outside the named fields in runs of at most eight.
std::vector<VmsaFieldValue> nonzero_vmsa_fields(const VmsaPage& page);

struct VmsaFieldDifference {
  std::string name;
  std::uint16_t offset = 0;
  std::uint8_t size = 0;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

// Every field in which the pages differ.
std::vector<VmsaFieldDifference> diff_vmsa(const VmsaPage& first, const VmsaPage& second);

// The names of the set sev_features bits, such as "DebugSwap"; unnamed ones as "bit 11".
std::vector<std::string> sev_feature_names(std::uint64_t sev_features);

}  // namespace sevproof

#endif
