// The pages of a firmware image, which are measured first.
#ifndef SEVPROOF_SNP_FIRMWARE_PAGES_H
#define SEVPROOF_SNP_FIRMWARE_PAGES_H

#include <cstdint>
#include <optional>

#include "sevproof/bytes.h"
#include "sevproof/sha384.h"

namespace sevproof::snp::internal {

// After all pages of an image, of a multiple of kPageSize bytes.
Sha384Digest digest_of_image(ByteView image);

// Where APs start; an address of 0 is none.
std::optional<std::uint32_t> usable_reset_address(const std::optional<std::uint32_t>& address);

}  // namespace sevproof::snp::internal

#endif
