// How the page's parts are packed: a .lzma file (properties, u64 size, data) of the parts, with the
// core's code told apart (join.h), and the CRC-32 of what they are once it is joined,
// little-endian, since LZMA has no check of its own.
#ifndef SEVPROOF_WASM_PACKING_FORMAT_H
#define SEVPROOF_WASM_PACKING_FORMAT_H

#include <cstddef>
#include <cstdint>

namespace sevproof::wasm {

constexpr std::size_t kPropertiesSize = 5;
constexpr std::size_t kHeaderSize = kPropertiesSize + 8;

// More than a page may have.
constexpr std::size_t kMaxPacked = 512 << 10;
constexpr std::size_t kMaxContent = 2 << 20;  // with table and CRC-32

// How literals and positions are told apart (lc, lp, pb): it suits WebAssembly, of which nothing is
// aligned.
constexpr int kLiteralContext = 4;
constexpr int kLiteralPosition = 0;
constexpr int kPosition = 0;

}  // namespace sevproof::wasm

#endif
