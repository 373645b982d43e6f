// Packs the page's parts for unpacker.cc: 7-Zip's LZMA encoder, which makes a file that
// `xz --format=lzma` unpacks as well. As WebAssembly, so that it gives the same bytes wherever Node
// runs it.
#include <LzmaEnc.h>
#include <emscripten/em_macros.h>

#include <cstdlib>

#include "packing/format.h"

namespace sevproof::wasm {
namespace {

std::uint8_t* content = nullptr;
std::uint8_t packed[kMaxPacked];

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
  if (size > kMaxContent) return nullptr;
  content = static_cast<std::uint8_t*>(std::malloc(size));
  return content;
}

// How many bytes are at packed_at() then; 0 where it could not, or they are too many.
EMSCRIPTEN_KEEPALIVE std::size_t pack(std::size_t size) {
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
