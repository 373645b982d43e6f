// The functions and constants of FIPS 180-4, sections 4.1.2 and 4.2.2, for variants whose rounds
// run on plain words.
#ifndef SEVPROOF_CRYPTO_SHA256_ROUNDS_H
#define SEVPROOF_CRYPTO_SHA256_ROUNDS_H

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "crypto/always_inline.h"

namespace sevproof::internal {

// Aligned for loads of four.
alignas(16) inline constexpr std::array<std::uint32_t, 64> kSha256Constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The words a to h of section 6.2.2, step 2, while the rounds run over them.
class Sha256Rounds {
 public:
  // `state`: eight words.
  explicit Sha256Rounds(const std::uint32_t* state) : bc_(state[1] ^ state[2]) {
    std::copy_n(state, words_.size(), words_.begin());
  }

  // Step 3 for round number `Index` (in order, from 0; those of one remainder by 8 are the same),
  // with K + W in one.
  template <std::size_t Index>
  SEVPROOF_ALWAYS_INLINE void round(std::uint32_t constant_and_word) {
    const std::uint32_t a = letter<0, Index>();
    const std::uint32_t b = letter<1, Index>();
    const std::uint32_t e = letter<4, Index>();
    const std::uint32_t f = letter<5, Index>();
    const std::uint32_t g = letter<6, Index>();
    std::uint32_t& h = letter<7, Index>();
    // Maj(a, b, c) without c: a ^ b of this round is b ^ c of the next.
    const std::uint32_t ab = a ^ b;
    const std::uint32_t majority = b ^ (ab & bc_);
    bc_ = ab;
    const std::uint32_t sigma0 = std::rotr(a ^ std::rotr(a, 11) ^ std::rotr(a, 20), 2);
    const std::uint32_t sigma1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + constant_and_word + (g ^ (e & (f ^ g)));
    // Sigma1 last: it is the sum that everything waits for.
    letter<3, Index>() = letter<3, Index>() + t1 + sigma1;
    h = t1 + (sigma0 + majority) + sigma1;
  }

  // Step 4.
  void add_to(std::uint32_t* state) const {
    for (std::size_t i = 0; i < words_.size(); ++i) state[i] += words_[i];
  }

 private:
  // Instead of moving a to b, b to c and so on, every round names the same eight words anew.
  template <std::size_t Letter, std::size_t Index>
  SEVPROOF_ALWAYS_INLINE std::uint32_t& letter() {
    return words_[(Letter + 8 - Index % 8) % 8];
  }

  std::array<std::uint32_t, 8> words_;
  std::uint32_t bc_;
};

}  // namespace sevproof::internal

#endif
