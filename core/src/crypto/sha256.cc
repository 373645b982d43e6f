#include "sevproof/sha256.h"

#include <algorithm>
#include <mutex>

#include "crypto/big_endian.h"
#include "crypto/sha256_variant.h"
#include "sevproof/secret_bytes.h"

namespace sevproof {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthAt = 56;

}  // namespace

Sha256::~Sha256() { wipe({reinterpret_cast<std::uint8_t*>(this), sizeof(*this)}); }

// Whole runs of blocks go to the compression in one call, straight from the caller's memory.
Sha256& Sha256::update(ByteView bytes) {
  const std::size_t waiting = size_ % kBlock;
  size_ += bytes.size();
  if (waiting != 0) {
    const std::size_t taken = std::min(kBlock - waiting, bytes.size());
    std::copy_n(bytes.begin(), taken, buffer_.begin() + static_cast<std::ptrdiff_t>(waiting));
    if (waiting + taken < kBlock) return *this;
    compress(buffer_.data(), 1);
    bytes = bytes.subspan(taken);
  }
  const std::size_t blocks = bytes.size() / kBlock;
  if (blocks > 0) compress(bytes.data(), blocks);
  const ByteView rest = bytes.subspan(blocks * kBlock);
  std::copy(rest.begin(), rest.end(), buffer_.begin());
  return *this;
}

// Section 5.1.1: a one bit, zeros, and the length in bits as the last eight bytes of a block.
Sha256Digest Sha256::finish() const {
  struct {
    std::array<std::uint32_t, 8> state;
    std::array<std::uint8_t, 2 * kBlock> blocks;
  } end;
  end.state = state_;
  const std::size_t used = size_ % kBlock;
  const std::size_t blocks = used < kLengthAt ? 1 : 2;
  // All of the buffer, and zeros only where they are needed: a search does this millions of times.
  std::copy(buffer_.begin(), buffer_.end(), end.blocks.begin());
  std::fill_n(end.blocks.data() + used, blocks * kBlock - used, std::uint8_t{0});
  end.blocks[used] = 0x80;
  internal::store_be<std::uint64_t>(end.blocks.data() + blocks * kBlock - 8, size_ * 8);
  internal::sha256_variant_in_force().compress(end.state.data(), end.blocks.data(), blocks);
  Sha256Digest digest;
  for (std::size_t i = 0; i < end.state.size(); ++i) {
    internal::store_be(digest.data() + 4 * i, end.state[i]);
  }
  // A key's state is as good as the key.
  wipe({reinterpret_cast<std::uint8_t*>(&end), sizeof(end)});
  return digest;
}

void Sha256::compress(const std::uint8_t* data, std::size_t blocks) {
  internal::sha256_variant_in_force().compress(state_.data(), data, blocks);
}

struct HashedBytes::Hash {
  std::once_flag once;
  Sha256 value;
};

HashedBytes::HashedBytes(Bytes bytes) : hash_(std::make_shared<Hash>()) {
  const auto owner = std::make_shared<const Bytes>(std::move(bytes));
  bytes_ = *owner;
  owner_ = owner;
}

HashedBytes::HashedBytes(std::shared_ptr<const void> owner, ByteView bytes)
    : owner_(std::move(owner)), bytes_(bytes), hash_(std::make_shared<Hash>()) {}

HashedBytes::HashedBytes(std::shared_ptr<const void> owner, ByteView bytes, const Sha256& hash)
    : HashedBytes(std::move(owner), bytes) {
  std::call_once(hash_->once, [&] { hash_->value = hash; });
}

const Sha256& HashedBytes::hash() const {
  std::call_once(hash_->once, [this] { hash_->value.update(bytes_); });
  return hash_->value;
}

HashedBytes HashingBuffer::finish() const { return {owner_, memory_.first(filled_), hash_}; }

void HashingBuffer::add(std::size_t count) {
  const ByteView next = memory_.subspan(filled_, std::min(count, memory_.size() - filled_));
  hash_.update(next);
  filled_ += next.size();
}

std::string_view sha256_implementation() { return internal::sha256_variant_in_force().name; }

Sha256Digest sha256(ByteView bytes) { return Sha256().update(bytes).finish(); }

}  // namespace sevproof
