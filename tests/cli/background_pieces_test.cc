#include "os/background_pieces.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "sevproof/sha256.h"

namespace sevproof::cli {
namespace {

// Of what has no known length, a thread takes however little there is.
constexpr std::nullopt_t kUnknown = std::nullopt;

Bytes noise(std::size_t size) {
  std::mt19937 random(7);
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

// SHA-256 of what is taken.
struct Hashing {
  explicit Hashing(std::optional<std::uint64_t> expected)
      : pieces(expected, [this](ByteView piece) { sha.update(piece); }) {}

  Sha256Digest finish() {
    pieces.finish();
    return sha.finish();
  }

  Sha256 sha;
  BackgroundPieces pieces;
};

TEST(BackgroundPieces, TakesPiecesOfAnySizeInOrder) {
  const Bytes content = noise(3'000'000);
  std::mt19937 random(8);
  for (const std::size_t largest : {100U, 40'000U, 100'000U, 3'000'000U}) {
    Hashing sha(kUnknown);
    for (std::size_t at = 0; at < content.size();) {
      const std::size_t size = std::min(content.size() - at, random() % (largest + 1));
      sha.pieces.add(ByteView(content).subspan(at, size));
      at += size;
    }
    EXPECT_EQ(sha.finish(), sha256(content)) << largest;
  }
}

TEST(BackgroundPieces, OfNothing) {
  Hashing hashing(kUnknown);
  EXPECT_EQ(hashing.finish(), sha256({}));
}

TEST(BackgroundPieces, TakesAFewBytesItself) {
  const Bytes content = noise(1000);
  Hashing sha(1000);
  sha.pieces.add(content);
  sha.pieces.wait(0);
  EXPECT_EQ(sha.finish(), sha256(content));
}

// What wait() has declared taken may be overwritten.
TEST(BackgroundPieces, MemoryIsFreeAfterWaiting) {
  const Bytes content = noise(4'000'000);
  constexpr std::size_t kPiece = 100'000;
  Bytes buffer(kPiece);
  Hashing sha(kUnknown);
  for (std::size_t at = 0; at < content.size(); at += kPiece) {
    sha.pieces.wait(0);
    put_bytes(buffer, ByteView(content).subspan(at, kPiece));
    sha.pieces.add(buffer);
  }
  EXPECT_EQ(sha.finish(), sha256(content));
}

TEST(BackgroundPieces, EndsWithoutBeingAsked) {
  const Bytes content = noise(1'000'000);
  Hashing sha(kUnknown);
  sha.pieces.add(content);
}

}  // namespace
}  // namespace sevproof::cli
