#include "formats/der.h"

namespace sevproof::internal {

std::optional<std::size_t> der_sequence(ByteView head, std::uint64_t size) {
  if (head.size() < 4 || head[0] != 0x30) return std::nullopt;
  // Up to 127 bytes the length is one byte; of longer ones that says how many bytes it has.
  std::size_t header = 2;
  std::uint64_t length = head[1];
  if (head[1] == 0x81) {
    header = 3;
    length = head[2];
  } else if (head[1] == 0x82) {
    header = 4;
    length = std::uint64_t{head[2]} << 8 | head[3];
  } else if (head[1] >= 0x80) {
    return std::nullopt;
  }
  if (size != header + length) return std::nullopt;
  return header;
}

}  // namespace sevproof::internal
