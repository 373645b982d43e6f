// The ways in which SHA-512's compression, which SHA-384 has too, can run here, and the one that is
// in force.
#ifndef SEVPROOF_CRYPTO_SHA512_VARIANT_H
#define SEVPROOF_CRYPTO_SHA512_VARIANT_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sevproof::internal {

// FIPS 180-4, section 6.4.2, for `blocks` blocks of 128 bytes that follow each other from `data`
// on, at any alignment. `state` is H(i): eight words in the machine's byte order. What is hashed
// is public (firmware pages, certificates), so nothing is wiped.
using Sha512Compress = void (*)(std::uint64_t* state, const std::uint8_t* data, std::size_t blocks);

struct Sha512Variant {
  std::string_view name;
  Sha512Compress compress = nullptr;
};

// Those that this machine can run, the fastest first.
std::span<const Sha512Variant> sha512_variants();

// The first of them, which Sha384 uses.
const Sha512Variant& sha512_variant_in_force();

// One function per variant; only sha512_variants() says whether the machine can run it.
void sha512_compress_portable(std::uint64_t* state, const std::uint8_t* data, std::size_t blocks);
void sha512_compress_avx2(std::uint64_t* state, const std::uint8_t* data, std::size_t blocks);

}  // namespace sevproof::internal

#endif
