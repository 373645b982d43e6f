// Unpacks what the build has packed into the page (packer.cc): 7-Zip's LZMA decoder, in a module of
// its own that is small, imports nothing and allocates nothing. The page starts it, takes what it
// unpacks, and lets go of it.
#include <LzmaDec.h>
#include <emscripten/em_macros.h>

#include "packing/format.h"

namespace sevproof::wasm {
namespace {

std::uint8_t packed[kMaxPacked];
std::uint8_t content[kMaxContent];
// As many as LzmaDec.c wants for these.
CLzmaProb probabilities[1984 + (0x300 << (kLiteralContext + kLiteralPosition))];

void* allocate(ISzAllocPtr /*unused*/, std::size_t size) {
  return size <= sizeof probabilities ? probabilities : nullptr;
}
void release(ISzAllocPtr /*unused*/, void* /*unused*/) {}

constexpr ISzAlloc kAllocator = {allocate, release};

// As the header says; more than fits where it says nonsense.
std::uint64_t content_size() {
  std::uint64_t size = 0;
  for (std::size_t i = kHeaderSize; i > kPropertiesSize; --i) size = size << 8 | packed[i - 1];
  return size;
}

bool decode(std::size_t packed_size, std::size_t wanted) {
  SizeT written = wanted;
  SizeT taken = packed_size - kHeaderSize;
  ELzmaStatus status = LZMA_STATUS_NOT_SPECIFIED;
  const SRes result = LzmaDecode(content, &written, packed + kHeaderSize, &taken, packed,
                                 kPropertiesSize, LZMA_FINISH_END, &status, &kAllocator);
  return result == SZ_OK && status == LZMA_STATUS_MAYBE_FINISHED_WITHOUT_MARK &&
         written == wanted && taken == packed_size - kHeaderSize;
}

}  // namespace

extern "C" {

// Where to put what is packed.
EMSCRIPTEN_KEEPALIVE std::uint8_t* packed_at() { return packed; }
EMSCRIPTEN_KEEPALIVE std::size_t max_packed() { return kMaxPacked; }

// How many bytes are at content_at() then; 0 where what is packed is damaged.
EMSCRIPTEN_KEEPALIVE std::size_t unpack(std::size_t packed_size) {
  if (packed_size < kHeaderSize || packed_size > kMaxPacked) return 0;
  const std::uint64_t wanted = content_size();
  if (wanted < kCrcSize || wanted > kMaxContent) return 0;
  const auto size = static_cast<std::size_t>(wanted);
  if (!decode(packed_size, size) || !ends_in_crc32(content, size)) return 0;
  return size - kCrcSize;
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* content_at() { return content; }

}  // extern "C"

}  // namespace sevproof::wasm
