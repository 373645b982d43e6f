// CRC-32 as in zlib and Ethernet (ISO 3309, reflected, polynomial 0xedb88320), bit by bit: for
// headers of a few kilobytes.
#ifndef SEVPROOF_BASE_CRC32_H
#define SEVPROOF_BASE_CRC32_H

#include <cstdint>

#include "sevproof/bytes.h"

namespace sevproof::internal {

class Crc32 {
 public:
  void update(ByteView bytes) {
    for (const std::uint8_t byte : bytes) {
      state_ ^= byte;
      for (int i = 0; i < 8; ++i) state_ = state_ >> 1 ^ ((state_ & 1) != 0 ? 0xedb88320U : 0U);
    }
  }

  std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xffffffff;
};

}  // namespace sevproof::internal

#endif
