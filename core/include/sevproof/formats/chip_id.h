// The identifier of a chip (GET_ID, SEV API specification section 5.15), under which AMD's key
// server has the signed CEK.
#ifndef SEVPROOF_FORMATS_CHIP_ID_H
#define SEVPROOF_FORMATS_CHIP_ID_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

// 64 bytes: a point of the curve secp256k1, x and y big-endian. So one that was mistyped, cut or
// reversed is noticed.
class ChipId {
 public:
  static constexpr std::size_t kSize = 64;

  // Raw bytes, or text of them in hex or base64. Fails with kMalformedChipId.
  static Result<ChipId> parse(ByteView content, std::string_view what = "chip id");

  std::string to_hex() const { return sevproof::to_hex(bytes_); }
  // Where AMD has the chip's signed CEK.
  std::string cek_address() const;

  friend bool operator==(const ChipId&, const ChipId&) = default;

 private:
  explicit ChipId(const std::array<std::uint8_t, kSize>& bytes) : bytes_(bytes) {}

  std::array<std::uint8_t, kSize> bytes_;
};

}  // namespace sevproof

#endif
