// Certificates below tests/vectors/platform, cut by hand: what crypto is tested with before
// anything reads a certificate, and so that a fault of what does cannot hide one here.
#ifndef SEVPROOF_TESTS_CORE_PLATFORM_DATA_H
#define SEVPROOF_TESTS_CORE_PLATFORM_DATA_H

#include <algorithm>
#include <string>
#include <string_view>

#include "crypto/p384.h"
#include "sevproof/bytes.h"
#include "test_bytes.h"
#include "test_data.h"

namespace sevproof::test {

inline Bytes platform_file(std::string_view name) {
  return read_data("vectors/platform/" + std::string(name));
}

inline Bytes reversed(ByteView bytes) { return {bytes.rbegin(), bytes.rend()}; }

inline ByteView part(ByteView bytes, std::size_t offset, std::size_t size) {
  return bytes.subspan(offset, size);
}

// 48 little-endian bytes of a SEV certificate or report, as a number.
inline P384Number number_at(ByteView bytes, std::size_t offset) {
  return to_array<48>(reversed(part(bytes, offset, 48)));
}

}  // namespace sevproof::test

#endif
