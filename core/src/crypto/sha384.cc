#include "sevproof/sha384.h"

#include <algorithm>

#include "crypto/big_endian.h"
#include "crypto/sha512_variant.h"

namespace sevproof {
namespace {

constexpr std::size_t kBlock = 128;
constexpr std::size_t kLengthAt = 112;

}  // namespace

// Whole runs of blocks go to the compression in one call, straight from the caller's memory.
Sha384& Sha384::update(ByteView bytes) {
  const auto compress = internal::sha512_variant_in_force().compress;
  const std::size_t waiting = size_ % kBlock;
  size_ += bytes.size();
  if (waiting != 0) {
    const std::size_t taken = std::min(kBlock - waiting, bytes.size());
    std::copy_n(bytes.begin(), taken, buffer_.begin() + static_cast<std::ptrdiff_t>(waiting));
    if (waiting + taken < kBlock) return *this;
    compress(state_.data(), buffer_.data(), 1);
    bytes = bytes.subspan(taken);
  }
  const std::size_t blocks = bytes.size() / kBlock;
  if (blocks > 0) compress(state_.data(), bytes.data(), blocks);
  const ByteView rest = bytes.subspan(blocks * kBlock);
  std::copy(rest.begin(), rest.end(), buffer_.begin());
  return *this;
}

// Section 5.1.2: a one bit, zeros, and the length in bits as the last sixteen bytes of a block, of
// which eight are enough here.
Sha384Digest Sha384::finish() const {
  std::array<std::uint8_t, 2 * kBlock> end{};
  std::array<std::uint64_t, 8> state = state_;
  const std::size_t used = size_ % kBlock;
  const std::size_t blocks = used < kLengthAt ? 1 : 2;
  std::copy_n(buffer_.begin(), used, end.begin());
  end[used] = 0x80;
  internal::store_be<std::uint64_t>(end.data() + blocks * kBlock - 16, size_ >> 61);
  internal::store_be<std::uint64_t>(end.data() + blocks * kBlock - 8, size_ << 3);
  internal::sha512_variant_in_force().compress(state.data(), end.data(), blocks);
  Sha384Digest digest;
  for (std::size_t i = 0; i < digest.size() / 8; ++i) {
    internal::store_be(digest.data() + 8 * i, state[i]);
  }
  return digest;
}

Sha384Digest sha384(ByteView bytes) { return Sha384().update(bytes).finish(); }

std::string_view sha384_implementation() { return internal::sha512_variant_in_force().name; }

}  // namespace sevproof
