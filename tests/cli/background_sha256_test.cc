#include "background_sha256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

namespace sevproof::cli {
namespace {

// Of what has no known length, a thread hashes however little there is.
constexpr std::nullopt_t kUnknown = std::nullopt;

Bytes noise(std::size_t size) {
  std::mt19937 random(7);
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST(BackgroundSha256, HashesPiecesOfAnySizeInOrder) {
  const Bytes content = noise(3'000'000);
  std::mt19937 random(8);
  for (const std::size_t largest : {100U, 40'000U, 100'000U, 3'000'000U}) {
    BackgroundSha256 sha(kUnknown);
    for (std::size_t at = 0; at < content.size();) {
      const std::size_t size = std::min(content.size() - at, random() % (largest + 1));
      sha.add(ByteView(content).subspan(at, size));
      at += size;
    }
    EXPECT_EQ(sha.finish().finish(), sha256(content)) << largest;
  }
}

TEST(BackgroundSha256, OfNothing) {
  EXPECT_EQ(BackgroundSha256(kUnknown).finish().finish(), sha256({}));
}

TEST(BackgroundSha256, HashesAFewBytesItself) {
  const Bytes content = noise(1000);
  BackgroundSha256 sha(1000);
  sha.add(content);
  sha.wait(0);
  EXPECT_EQ(sha.finish().finish(), sha256(content));
}

// What wait() has declared hashed may be overwritten.
TEST(BackgroundSha256, MemoryIsFreeAfterWaiting) {
  const Bytes content = noise(4'000'000);
  constexpr std::size_t kPiece = 100'000;
  Bytes buffer(kPiece);
  BackgroundSha256 sha(kUnknown);
  for (std::size_t at = 0; at < content.size(); at += kPiece) {
    sha.wait(0);
    put_bytes(buffer, ByteView(content).subspan(at, kPiece));
    sha.add(buffer);
  }
  EXPECT_EQ(sha.finish().finish(), sha256(content));
}

TEST(BackgroundSha256, EndsWithoutBeingAsked) {
  const Bytes content = noise(1'000'000);
  BackgroundSha256 sha(kUnknown);
  sha.add(content);
}

}  // namespace
}  // namespace sevproof::cli
