// The ways in which SHA-256's compression can run here, and the one that is in force.
#ifndef SEVPROOF_CRYPTO_SHA256_VARIANT_H
#define SEVPROOF_CRYPTO_SHA256_VARIANT_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sevproof::internal {

// FIPS 180-4, section 6.2.2, for `blocks` blocks of 64 bytes that follow each other from `data` on,
// at any alignment. `state` is H(i): eight words in the machine's byte order. No array of message
// words is left in memory; what the compiler itself puts on the stack is, see wipe_stack().
using Sha256Compress = void (*)(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks);

struct Sha256Variant {
  std::string_view name;
  Sha256Compress compress = nullptr;
};

// Those that this machine can run, the fastest first.
std::span<const Sha256Variant> sha256_variants();

// The first of them, which Sha256 uses.
const Sha256Variant& sha256_variant_in_force();

// One function per variant; only sha256_variants() says whether the machine can run it.
void sha256_compress_portable(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks);
void sha256_compress_x86(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks);
void sha256_compress_arm(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks);
void sha256_compress_wasm(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks);

}  // namespace sevproof::internal

#endif
