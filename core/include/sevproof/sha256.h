// SHA-256 (FIPS 180-4) as a stream whose state can be copied: hash a long common beginning once,
// then copy the state and go on from there. Copies are independent.
//
//   Sha256 sha;
//   sha.update(firmware);
//   Sha256 midstate = sha;            // reusable
//   Sha256Digest digest = sha.update(vmsa).finish();
#ifndef SEVPROOF_SHA256_H
#define SEVPROOF_SHA256_H

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256() = default;
  Sha256(const Sha256&) = default;
  Sha256& operator=(const Sha256&) = default;
  // Wipes its state: the state over a key is as good as the key.
  ~Sha256();

  Sha256& update(ByteView bytes);

  // The digest of all bytes so far. Leaves the object as it was, so more may follow.
  Sha256Digest finish() const;

 private:
  void compress(const std::uint8_t* data, std::size_t blocks);

  // H(0), section 5.3.3.
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::uint64_t size_ = 0;                 // bytes so far
  std::array<std::uint8_t, 64> buffer_{};  // the last size_ % 64 of them, not yet compressed
};

Sha256Digest sha256(ByteView bytes);

// Bytes that do not change and the hash over them, computed once: while they are read
// (HashingBuffer), or when it is asked for first. Copies share both.
class HashedBytes {
 public:
  HashedBytes() : HashedBytes(Bytes()) {}
  // Copied and never moved: what was moved from would have bytes that nobody keeps alive.
  HashedBytes(const HashedBytes&) = default;
  HashedBytes& operator=(const HashedBytes&) = default;
  ~HashedBytes() = default;
  // Implicit: any bytes can be hashed.
  HashedBytes(Bytes bytes);
  // Bytes that `owner` keeps alive.
  HashedBytes(std::shared_ptr<const void> owner, ByteView bytes);

  ByteView bytes() const { return bytes_; }
  // To go on from; finish() is the digest of the bytes. Threads may ask at the same time.
  const Sha256& hash() const;

 private:
  friend class HashingBuffer;
  struct Hash;
  HashedBytes(std::shared_ptr<const void> owner, ByteView bytes, const Sha256& hash);

  std::shared_ptr<const void> owner_;
  ByteView bytes_;
  std::shared_ptr<Hash> hash_;
};

// Memory that is filled from its beginning, and hashed as far as it is filled.
class HashingBuffer {
 public:
  // `owner` keeps `memory` alive.
  HashingBuffer(std::shared_ptr<const void> owner, ByteView memory)
      : owner_(std::move(owner)), memory_(memory) {}

  // The next `count` bytes are there and will not change any more. At most what is left.
  void add(std::size_t count);

  // What was added.
  HashedBytes finish() const;

 private:
  std::shared_ptr<const void> owner_;
  ByteView memory_;
  std::size_t filled_ = 0;
  Sha256 hash_;
};

// How SHA-256 is computed here: "x86 SHA extensions", "Armv8 SHA instructions", "WebAssembly SIMD"
// or "portable C++".
std::string_view sha256_implementation();

// What the validation needs to know of a file: kernels and initrds are streamed, never held.
struct FileDigest {
  Sha256Digest sha256{};
  std::uint64_t size = 0;
  // To go on from behind its content, where whoever hashed it keeps that.
  std::shared_ptr<const Sha256> state = nullptr;
};

}  // namespace sevproof

#endif
