// Keys and secrets in memory that wipes itself when it goes out of use. Both types move but do not
// copy silently, have no printing and no comparison operators: compare with constant_time_equal.
#ifndef SEVPROOF_SECRET_BYTES_H
#define SEVPROOF_SECRET_BYTES_H

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "sevproof/bytes.h"

namespace sevproof {

// Overwrites memory in a way that the optimiser keeps.
void wipe(std::span<std::uint8_t> memory);

// Overwrites 2 KiB of the stack below the caller, where functions that it has called may have
// left words of a key.
void wipe_stack();

// Whole-value comparison whose time depends on the length only. Different lengths are unequal.
bool constant_time_equal(ByteView a, ByteView b);

// A secret of variable length.
class SecretBytes {
 public:
  SecretBytes() = default;
  // Takes the bytes over; the source vector is left empty.
  explicit SecretBytes(Bytes&& bytes) : bytes_(std::move(bytes)) { bytes.clear(); }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  ByteView view() const { return bytes_; }
  std::span<std::uint8_t> writable() { return bytes_; }
  std::size_t size() const { return bytes_.size(); }

 private:
  Bytes bytes_;
};

// A secret of fixed length.
template <std::size_t N>
class SecretArray {
 public:
  static constexpr std::size_t kSize = N;

  SecretArray() = default;
  explicit SecretArray(std::span<const std::uint8_t, N> bytes) {
    std::copy_n(bytes.begin(), N, bytes_.begin());
  }
  SecretArray(SecretArray&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  SecretArray& operator=(SecretArray&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  SecretArray(const SecretArray&) = delete;
  SecretArray& operator=(const SecretArray&) = delete;
  ~SecretArray() { wipe(bytes_); }

  SecretArray clone() const { return SecretArray(bytes_); }
  ByteView view() const { return bytes_; }
  std::span<std::uint8_t> writable() { return bytes_; }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

}  // namespace sevproof

#endif
