// SHA-384 of memory pages, several of them at a time where the machine can.
#ifndef SEVPROOF_CRYPTO_SHA384_PAGES_H
#define SEVPROOF_CRYPTO_SHA384_PAGES_H

#include <cstdint>
#include <span>

#include "crypto/sha512_lanes.h"
#include "sevproof/bytes.h"
#include "sevproof/sha384.h"

namespace sevproof::internal {

inline constexpr std::size_t kHashedPageSize = 4096;

// Of the kHashedPageSize bytes at each of `pages`, into as many `digests`. A page that is like the
// one before is not hashed again.
void sha384_pages(std::span<const std::uint8_t* const> pages, std::span<Sha384Digest> digests);

// Of an image that is whole pages.
void sha384_pages(ByteView image, std::span<Sha384Digest> digests);

// As the first, in one way of sha512_lanes().
void sha384_pages_by(const Sha512Lanes& how, std::span<const std::uint8_t* const> pages,
                     std::span<Sha384Digest> digests);

}  // namespace sevproof::internal

#endif
