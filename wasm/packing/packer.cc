// Packs the page's parts for unpacker.cc: a CRC-32 behind them, then 7-Zip's LZMA encoder, which
// makes a file that `xz --format=lzma` unpacks as well. As WebAssembly, so that it gives the same
// bytes wherever Node runs it.
#include <LzmaEnc.h>
#include <emscripten/em_macros.h>

#include <array>
#include <cstdlib>

#include "packing/format.h"

namespace sevproof::wasm {
namespace {

std::uint8_t* content = nullptr;
std::uint8_t packed[kMaxPacked];

constexpr std::array<std::uint32_t, 16> crc32_steps() {
  constexpr std::uint32_t kPolynomial = 0xedb88320;
  std::array<std::uint32_t, 16> steps{};
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 4; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    steps[i] = crc;
  }
  return steps;
}

// As in gzip and PNG (ISO 3309), four bits at a time.
std::uint32_t crc32(const std::uint8_t* bytes, std::size_t size) {
  static constexpr std::array<std::uint32_t, 16> kSteps = crc32_steps();
  std::uint32_t crc = 0xffffffff;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ kSteps[crc & 15];
    crc = (crc >> 4) ^ kSteps[crc & 15];
  }
  return ~crc;
}

void append_crc32(std::uint8_t* bytes, std::size_t size) {
  const std::uint32_t crc = crc32(bytes, size);
  for (std::size_t i = 0; i < kCrcSize; ++i)
    bytes[size + i] = static_cast<std::uint8_t>(crc >> (8 * i));
}

void* allocate(ISzAllocPtr /*unused*/, std::size_t size) { return std::malloc(size); }
void release(ISzAllocPtr /*unused*/, void* address) { std::free(address); }

constexpr ISzAlloc kAllocator = {allocate, release};

// The strongest there are.
CLzmaEncProps properties(std::size_t size) {
  CLzmaEncProps chosen;
  LzmaEncProps_Init(&chosen);
  chosen.level = 9;
  chosen.dictSize = kMaxContent;
  chosen.reduceSize = size;
  chosen.lc = kLiteralContext;
  chosen.lp = kLiteralPosition;
  chosen.pb = kPosition;
  chosen.fb = 273;
  chosen.mc = 10'000;
  chosen.numThreads = 1;
  return chosen;
}

}  // namespace

extern "C" {

// Where to put what is to be packed, once; null where there is too much of it.
EMSCRIPTEN_KEEPALIVE std::uint8_t* content_at(std::size_t size) {
  if (size > kMaxContent - kCrcSize) return nullptr;
  content = static_cast<std::uint8_t*>(std::malloc(size + kCrcSize));
  return content;
}

// How many bytes are at packed_at() then; 0 where it could not, or they are too many.
EMSCRIPTEN_KEEPALIVE std::size_t pack(std::size_t content_size) {
  append_crc32(content, content_size);
  const std::size_t size = content_size + kCrcSize;
  const CLzmaEncProps chosen = properties(size);
  SizeT written = kMaxPacked - kHeaderSize;
  SizeT properties_size = kPropertiesSize;
  const SRes result = LzmaEncode(packed + kHeaderSize, &written, content, size, &chosen, packed,
                                 &properties_size, 0, nullptr, &kAllocator, &kAllocator);
  for (std::size_t i = 0; i < kHeaderSize - kPropertiesSize; ++i) {
    packed[kPropertiesSize + i] = static_cast<std::uint8_t>(std::uint64_t{size} >> (8 * i));
  }
  return result == SZ_OK ? kHeaderSize + written : 0;
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* packed_at() { return packed; }

}  // extern "C"

}  // namespace sevproof::wasm
