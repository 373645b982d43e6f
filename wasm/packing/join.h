// The code of a WebAssembly module, put together of the streams into which web/build/split.mjs has
// told it apart. What does not fit together gives other bytes, never more of them than there is
// room for.
#ifndef SEVPROOF_WASM_PACKING_JOIN_H
#define SEVPROOF_WASM_PACKING_JOIN_H

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sevproof::wasm {

// Instructions and most of their operands; declared locals; locals that are read, and written;
// constants, and those that are not of 32 bits; offsets in memory; types of blocks; globals.
enum Stream { kCode, kDeclared, kGet, kSet, kI32, kWide, kOffset, kType, kGlobal, kStreamCount };

// Before the content: where the functions begin in it and how many bytes they have, then the size
// of each stream, of 32 bits each. No functions: nothing was told apart.
constexpr std::size_t kTableSize = sizeof(std::uint32_t) * (2 + kStreamCount);

class Joiner {
 public:
  Joiner(std::uint8_t* to, std::uint8_t* end) : to_(to), end_(end) {}

  // Whether the streams lie within these bytes.
  bool find_streams(const std::uint32_t* sizes, const std::uint8_t* from, std::size_t size) {
    for (int i = 0; i < kStreamCount; ++i) {
      if (sizes[i] > size) return false;
      streams_[i] = {from, from + sizes[i]};
      from += sizes[i];
      size -= sizes[i];
    }
    return true;
  }

  void functions(const std::uint8_t* end) {
    while (to_ < end) function();
  }

 private:
  struct Bytes {
    const std::uint8_t* at;
    const std::uint8_t* end;
  };

  static constexpr int kRecent = 128;
  static constexpr std::size_t kMaxSizeOfSize = 5;

  std::uint8_t next(Stream stream) {
    Bytes& bytes = streams_[stream];
    return bytes.at < bytes.end ? *bytes.at++ : 0;
  }

  void put(std::uint8_t byte) {
    if (to_ < end_) *to_++ = byte;
  }

  void copy(Stream stream, int count) {
    for (; count > 0; --count) put(next(stream));
  }

  // LEB128; its lowest 32 bits.
  std::uint32_t number(Stream stream) {
    std::uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      const std::uint8_t byte = next(stream);
      put(byte);
      if (shift < 32) value |= std::uint32_t{byte & 127U} << shift;
      if (byte < 128) return value;
    }
  }

  void numbers(Stream stream, std::uint64_t count) {
    for (; count > 0 && to_ < end_; --count) number(stream);
  }

  // How many others have been used since; one above 127 by its number.
  void local(Stream stream) {
    int rank = next(stream);
    std::uint8_t index = static_cast<std::uint8_t>(rank);
    if (rank < kRecent) {
      index = recent_[rank];
      for (; rank > 0; --rank) recent_[rank] = recent_[rank - 1];
      recent_[0] = index;
    }
    put(index);
    if (index >= kRecent) number(stream);
  }

  void memory() {
    number(kCode);  // alignment
    number(kOffset);
  }

  // 0xfc.
  void more() {
    const std::uint32_t code = number(kCode);
    if (code == 8 || code == 10) number(kCode);
    if (code >= 8 && code <= 11) number(kCode);
  }

  // 0xfd: SIMD.
  void vectors() {
    const std::uint32_t code = number(kCode);
    if (code == 12 || code == 13) copy(kWide, 16);
    if (code < 12 || (code >= 84 && code <= 93)) memory();
    if ((code >= 21 && code <= 34) || (code >= 84 && code <= 91)) number(kCode);
  }

  void operands(std::uint8_t opcode) {
    if (opcode >= 0x02 && opcode <= 0x04) return void(number(kType));
    if (opcode >= 0x28 && opcode <= 0x3e) return memory();
    switch (opcode) {
      case 0x0e:
        return numbers(kCode, number(kCode) + std::uint64_t{1});
      case 0x11:
        return numbers(kCode, 2);
      case 0x0c:
      case 0x0d:
      case 0x10:
      case 0x3f:
      case 0x40:
        return void(number(kCode));
      case 0x20:
        return local(kGet);
      case 0x21:
      case 0x22:
        return local(kSet);
      case 0x23:
      case 0x24:
        return void(number(kGlobal));
      case 0x41:
        return void(number(kI32));
      case 0x42:
        return void(number(kWide));
      case 0x43:
        return copy(kWide, 4);
      case 0x44:
        return copy(kWide, 8);
      case 0xfc:
        return more();
      case 0xfd:
        return vectors();
      default:
        return;
    }
  }

  // The last block's end is the function's.
  void instructions() {
    for (int depth = 1; depth > 0 && to_ < end_;) {
      const std::uint8_t opcode = next(kCode);
      put(opcode);
      operands(opcode);
      if (opcode >= 0x02 && opcode <= 0x04) ++depth;
      if (opcode == 0x0b) --depth;
    }
  }

  // Its size stands before it, and is known behind it.
  void function() {
    std::uint8_t* const start = to_;
    if (static_cast<std::size_t>(end_ - to_) < kMaxSizeOfSize) {
      to_ = end_;
      return;
    }
    to_ += kMaxSizeOfSize;
    const std::uint8_t* const body = to_;
    for (int i = 0; i < kRecent; ++i) recent_[i] = static_cast<std::uint8_t>(i);
    numbers(kDeclared, std::uint64_t{2} * number(kDeclared));
    instructions();
    const auto size = static_cast<std::size_t>(to_ - body);
    to_ = start;
    std::size_t left = size;
    for (; left >= 128; left >>= 7) put(static_cast<std::uint8_t>(left | 128));
    put(static_cast<std::uint8_t>(left));
    std::memmove(to_, body, size);
    to_ += size;
  }

  std::uint8_t* to_;
  std::uint8_t* end_;
  Bytes streams_[kStreamCount]{};
  std::uint8_t recent_[kRecent]{};
};

// Of `size` bytes, with the table and what stands behind the content. `to` has `room` for as many.
inline void join(const std::uint8_t* from, std::size_t size, std::uint8_t* to, std::size_t room) {
  std::memcpy(to, from, size);
  if (size < kTableSize) return;
  std::uint32_t table[kTableSize / sizeof(std::uint32_t)];
  std::memcpy(table, from, kTableSize);  // WebAssembly is little-endian
  const std::size_t start = table[0];
  const std::size_t length = table[1];
  const std::size_t content = size - kTableSize;
  if (start > content || length > content - start) return;
  std::uint8_t* const code = to + kTableSize + start;
  Joiner joiner(code, to + room);
  if (!joiner.find_streams(table + 2, from + kTableSize + start, length)) return;
  joiner.functions(code + length);
  const std::size_t end = kTableSize + start + length;
  std::memcpy(to + end, from + end, size - end);
}

}  // namespace sevproof::wasm

#endif
