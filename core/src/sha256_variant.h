// The ways in which SHA-256's compression can run here, and the one that is in force. All behind
// Mbed TLS's interface (sha256_alt.cc); on Arm, Mbed TLS's own code has its place and this is
// empty.
#ifndef SEVPROOF_SHA256_VARIANT_H
#define SEVPROOF_SHA256_VARIANT_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sevproof::internal {

// H(i) of FIPS 180-4, section 6.2: eight words in the machine's byte order.
using Sha256State = std::array<std::uint32_t, 8>;

// Section 6.2.2 for `blocks` blocks of 64 bytes that follow each other from `data` on, at any
// alignment. Leaves nothing of them in memory but the state.
using Sha256Compress = void (*)(Sha256State& state, const std::uint8_t* data, std::size_t blocks);

struct Sha256Variant {
  std::string_view name;
  Sha256Compress compress = nullptr;
};

// Those that this machine can run, the fastest first.
std::span<const Sha256Variant> sha256_variants();

// The first of them.
const Sha256Variant& sha256_variant_in_force();

// One function per variant; only sha256_variants() says whether the machine can run it.
void sha256_compress_portable(Sha256State& state, const std::uint8_t* data, std::size_t blocks);
void sha256_compress_x86(Sha256State& state, const std::uint8_t* data, std::size_t blocks);
void sha256_compress_wasm(Sha256State& state, const std::uint8_t* data, std::size_t blocks);

}  // namespace sevproof::internal

#endif
