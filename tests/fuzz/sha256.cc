// Every variant of SHA-256 that this machine can run against the portable one, on the same data in
// other pieces.
#include "sevproof/sha256.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "crypto/sha256_variant.h"
#include "fuzz.h"

using namespace sevproof;

namespace {

using State = std::array<std::uint32_t, 8>;

// In two calls, the first of `cut` blocks, from any state on.
State compress(internal::Sha256Compress variant, State state, ByteView blocks, std::size_t cut) {
  variant(state.data(), blocks.data(), cut);
  variant(state.data(), blocks.data() + 64 * cut, blocks.size() / 64 - cut);
  return state;
}

void check_variants(internal::ByteReader in) {
  State start{};
  for (std::uint32_t& word : start) word = in.u32();
  const std::size_t alignment = in.u8() % 64;
  const ByteView rest = in.skip(std::min(alignment, in.remaining())).rest();
  const ByteView blocks = rest.first(rest.size() / 64 * 64);
  const std::size_t cut = (start[0] ^ start[7]) % (blocks.size() / 64 + 1);
  const State expected = compress(internal::sha256_compress_portable, start, blocks, 0);
  for (const internal::Sha256Variant& variant : internal::sha256_variants()) {
    fuzz::expect(compress(variant.compress, start, blocks, cut) == expected, variant.name);
  }
}

// By the portable compression, with padding of its own (FIPS 180-4, 5.1.1).
Sha256Digest portable_digest(ByteView message) {
  Bytes padded(message.begin(), message.end());
  padded.push_back(0x80);
  padded.resize((padded.size() + 8 + 63) / 64 * 64);
  for (std::size_t i = 0; i < 8; ++i) {
    padded[padded.size() - 1 - i] = static_cast<std::uint8_t>(message.size() * 8 >> 8 * i);
  }
  State state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  internal::sha256_compress_portable(state.data(), padded.data(), padded.size() / 64);
  Sha256Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

// The data itself says how long its pieces are.
void check_pieces(ByteView message) {
  Sha256 sha;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t piece = std::min<std::size_t>(message.size() - at, message[at] + 1U);
    const Sha256 former = sha;
    sha.update(message.subspan(at, piece));
    fuzz::expect(Sha256(former).update(message.subspan(at, piece)).finish() == sha.finish(),
                 "copies of a state are independent");
    at += piece;
  }
  fuzz::expect(sha.finish() == portable_digest(message), "pieces give the hash of the whole");
  fuzz::expect(sha256(message) == sha.finish(), "one call gives the hash of the pieces");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_variants(internal::ByteReader(ByteView(data, size)));
  check_pieces(ByteView(data, size));
  return 0;
}
