// For machines without instructions that help.
#include <utility>

#include "crypto/big_endian.h"
#include "crypto/sha512_rounds.h"
#include "crypto/sha512_variant.h"

namespace sevproof::internal {
namespace {

// W(t) of the last sixteen rounds.
using Schedule = std::array<std::uint64_t, 16>;

// W(t) replaces W(t - 16); Index is t % 16.
template <std::size_t Index>
SEVPROOF_ALWAYS_INLINE void extend(Schedule& words) {
  const std::uint64_t w2 = words[(Index + 14) % 16];
  const std::uint64_t w15 = words[(Index + 1) % 16];
  words[Index] += (std::rotr(w2, 19) ^ std::rotr(w2, 61) ^ (w2 >> 6)) + words[(Index + 9) % 16] +
                  (std::rotr(w15, 1) ^ std::rotr(w15, 8) ^ (w15 >> 7));
}

template <bool Extends, std::size_t Index>
SEVPROOF_ALWAYS_INLINE void one_round(Sha512Rounds& rounds, Schedule& words,
                                      const std::uint64_t* constants) {
  if constexpr (Extends) extend<Index>(words);
  rounds.round<Index>(constants[Index] + words[Index]);
}

template <bool Extends, std::size_t... Index>
SEVPROOF_ALWAYS_INLINE void sixteen_rounds(Sha512Rounds& rounds, Schedule& words,
                                           const std::uint64_t* constants,
                                           std::index_sequence<Index...> /*unrolled*/) {
  (one_round<Extends, Index>(rounds, words, constants), ...);
}

}  // namespace

void sha512_compress_portable(std::uint64_t* state, const std::uint8_t* data, std::size_t blocks) {
  constexpr auto kUnrolled = std::make_index_sequence<16>();
  for (; blocks > 0; --blocks, data += 128) {
    Sha512Rounds rounds(state);
    Schedule words;
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = load_be64(data + 8 * i);
    sixteen_rounds<false>(rounds, words, kSha512Constants.data(), kUnrolled);
    for (std::size_t t = 16; t < kSha512Constants.size(); t += 16) {
      sixteen_rounds<true>(rounds, words, kSha512Constants.data() + t, kUnrolled);
    }
    rounds.add_to(state);
  }
}

}  // namespace sevproof::internal
