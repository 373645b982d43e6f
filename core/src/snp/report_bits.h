// Bits with names, as text.
#ifndef SEVPROOF_SNP_REPORT_BITS_H
#define SEVPROOF_SNP_REPORT_BITS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/result.h"

namespace sevproof::snp::internal {

// Policy bits 26 and up, which mean nothing.
inline constexpr std::uint64_t kReservedPolicy = ~std::uint64_t{0} << 26;

using BitNames = std::vector<std::string> (*)(std::uint64_t);

// "0x25 (SMT, ECC, ALIAS_CHECK)"
std::string bits_text(std::uint64_t value, const std::vector<std::string>& names);

// One name, or a number of one or many bits. Fails with kInvalid.
Result<std::uint64_t> parse_bit(std::string_view what, std::string_view text, BitNames names_of);

}  // namespace sevproof::snp::internal

#endif
