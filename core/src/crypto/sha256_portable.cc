// For machines without instructions for it.
#include <utility>

#include "crypto/big_endian.h"
#include "crypto/sha256_rounds.h"
#include "crypto/sha256_variant.h"
#include "sevproof/secret_bytes.h"

namespace sevproof::internal {
namespace {

// W(t) of the last sixteen rounds.
using Schedule = std::array<std::uint32_t, 16>;

// W(t) replaces W(t - 16); Index is t % 16.
template <std::size_t Index>
SEVPROOF_ALWAYS_INLINE void extend(Schedule& words) {
  const std::uint32_t w2 = words[(Index + 14) % 16];
  const std::uint32_t w15 = words[(Index + 1) % 16];
  words[Index] += (std::rotr(w2, 17) ^ std::rotr(w2, 19) ^ (w2 >> 10)) + words[(Index + 9) % 16] +
                  (std::rotr(w15, 7) ^ std::rotr(w15, 18) ^ (w15 >> 3));
}

template <bool Extends, std::size_t Index>
SEVPROOF_ALWAYS_INLINE void one_round(Sha256Rounds& rounds, Schedule& words,
                                      const std::uint32_t* constants) {
  if constexpr (Extends) extend<Index>(words);
  rounds.round<Index>(constants[Index] + words[Index]);
}

template <bool Extends, std::size_t... Index>
SEVPROOF_ALWAYS_INLINE void sixteen_rounds(Sha256Rounds& rounds, Schedule& words,
                                           const std::uint32_t* constants,
                                           std::index_sequence<Index...> /*unrolled*/) {
  (one_round<Extends, Index>(rounds, words, constants), ...);
}

}  // namespace

void sha256_compress_portable(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks) {
  constexpr auto kUnrolled = std::make_index_sequence<16>();
  Schedule words;
  for (; blocks > 0; --blocks, data += 64) {
    Sha256Rounds rounds(state);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = load_be32(data + 4 * i);
    sixteen_rounds<false>(rounds, words, kSha256Constants.data(), kUnrolled);
    for (std::size_t t = 16; t < 64; t += 16) {
      sixteen_rounds<true>(rounds, words, kSha256Constants.data() + t, kUnrolled);
    }
    rounds.add_to(state);
  }
  // They are as good as the message, which may be a key.
  wipe({reinterpret_cast<std::uint8_t*>(words.data()), sizeof(words)});
}

}  // namespace sevproof::internal
