// FIPS 180-4, section 6.4.2, on registers with a word of each message: for one file per kind of
// register, which defines SEVPROOF_TARGET first. A function for one kind of CPU can be inlined only
// into one for the same kind, so these are such functions too, and every file has its own.
//
// `Lanes` is that kind:
//
//   using Register = ...;
//   static constexpr std::size_t kLanes = ...;
//   static Register add(Register, Register);
//   static Register subtract(Register, Register);
//   static Register as_it_is(Register);             // what is added to it is not added to its
//   parts static Register constant(std::uint64_t);        // in every lane static Register
//   load_state(const std::uint64_t*); static void store_state(std::uint64_t*, Register); static
//   void load_block(const std::uint8_t* const* data, std::size_t offset, Register (&w)[16]); static
//   Register choice(Register, Register, Register);    // Ch, and so on: section 4.1.3 static
//   Register majority(Register, Register, Register); template <int A, int B, int C> static Register
//   big_sigma(Register); template <int A, int B, int C> static Register small_sigma(Register);
#ifndef SEVPROOF_CRYPTO_SHA512_LANE_ROUNDS_H
#define SEVPROOF_CRYPTO_SHA512_LANE_ROUNDS_H

#include <cstddef>
#include <cstdint>
#include <utility>

#include "crypto/always_inline.h"
#include "crypto/sha512_rounds.h"

#ifndef SEVPROOF_TARGET
#error "SEVPROOF_TARGET: expected the target attribute of the file"
#endif

namespace sevproof::internal {
namespace {

template <typename Lanes>
struct LaneRounds {
  using Register = typename Lanes::Register;

  Register words[8];  // a to h, as Sha512Rounds names them
  Register w[16];     // W(t) of the last sixteen rounds

  // W(t) replaces W(t - 16); Index is t % 16.
  template <std::size_t Index>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void extend() {
    const Register late = Lanes::template small_sigma<19, 61, 6>(w[(Index + 14) % 16]);
    const Register early = Lanes::template small_sigma<1, 8, 7>(w[(Index + 1) % 16]);
    w[Index] = Lanes::add(Lanes::add(w[Index], w[(Index + 9) % 16]), Lanes::add(late, early));
  }

  template <std::size_t Index>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void round(std::uint64_t constant) {
    const Register a = words[(8 - Index % 8) % 8];
    const Register b = words[(9 - Index % 8) % 8];
    const Register c = words[(10 - Index % 8) % 8];
    Register& d = words[(11 - Index % 8) % 8];
    const Register e = words[(12 - Index % 8) % 8];
    const Register f = words[(13 - Index % 8) % 8];
    const Register g = words[(14 - Index % 8) % 8];
    Register& h = words[(15 - Index % 8) % 8];
    // In this order, which compilers would change, three operations lie between one round's e and
    // the next, and between the a's.
    const Register early = Lanes::add(h, Lanes::add(w[Index], Lanes::constant(constant)));
    const Register before = d;
    const Register sum = Lanes::add(Lanes::as_it_is(Lanes::add(d, early)), Lanes::choice(e, f, g));
    d = Lanes::as_it_is(Lanes::add(Lanes::as_it_is(sum), Lanes::template big_sigma<14, 18, 41>(e)));
    const Register t1 = Lanes::subtract(d, before);
    h = Lanes::add(Lanes::as_it_is(Lanes::add(t1, Lanes::majority(a, b, c))),
                   Lanes::template big_sigma<28, 34, 39>(a));
  }

  template <std::size_t... Index>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void first_rounds(
      const std::uint64_t* constants, std::index_sequence<Index...> /*unrolled*/) {
    (round<Index>(constants[Index]), ...);
  }

  template <std::size_t... Index>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void more_rounds(
      const std::uint64_t* constants, std::index_sequence<Index...> /*unrolled*/) {
    ((extend<Index>(), round<Index>(constants[Index])), ...);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void compress_block(std::uint64_t* states,
                                                             const std::uint8_t* const* data,
                                                             std::size_t offset) {
    constexpr auto kUnrolled = std::make_index_sequence<16>();
    for (std::size_t i = 0; i < 8; ++i) words[i] = Lanes::load_state(states + i * Lanes::kLanes);
    Lanes::load_block(data, offset, w);
    first_rounds(kSha512Constants.data(), kUnrolled);
    for (std::size_t t = 16; t < kSha512Constants.size(); t += 16) {
      more_rounds(kSha512Constants.data() + t, kUnrolled);
    }
    for (std::size_t i = 0; i < 8; ++i) {
      std::uint64_t* const state = states + i * Lanes::kLanes;
      Lanes::store_state(state, Lanes::add(Lanes::load_state(state), words[i]));
    }
  }
};

}  // namespace
}  // namespace sevproof::internal

#endif
