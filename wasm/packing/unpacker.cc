// Unpacks what the build has packed into the page (packer.cc): 7-Zip's LZMA decoder, and what joins
// the core's code, in a module of its own that is small, imports nothing and allocates nothing. The
// page starts it, takes what it unpacks, and lets go of it.
#include <LzmaDec.h>
#include <emscripten/em_macros.h>

#include "packing/format.h"
#include "packing/join.h"

namespace sevproof::wasm {
namespace {

std::uint8_t packed[kMaxPacked];
std::uint8_t unpacked[kMaxContent];
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

}  // namespace

extern "C" {

// Where to put what is packed.
EMSCRIPTEN_KEEPALIVE std::uint8_t* packed_at() { return packed; }
EMSCRIPTEN_KEEPALIVE std::size_t max_packed() { return kMaxPacked; }
EMSCRIPTEN_KEEPALIVE std::size_t max_content() { return kMaxContent; }

// To content_at(), as many bytes as the header says. Whether they are right says their CRC-32
// alone, which the page checks: what this could answer was wrong in WebKitGTK 2.50.6 for one
// instance of 150, with all bytes right, and never for the same module where JavaScriptCore's
// optimising compilers were off.
EMSCRIPTEN_KEEPALIVE void unpack(std::size_t packed_size) {
  if (packed_size < kHeaderSize || packed_size > kMaxPacked) return;
  const std::uint64_t wanted = content_size();
  if (wanted > kMaxContent) return;
  SizeT written = static_cast<SizeT>(wanted);
  SizeT taken = packed_size - kHeaderSize;
  ELzmaStatus status = LZMA_STATUS_NOT_SPECIFIED;
  LzmaDecode(unpacked, &written, packed + kHeaderSize, &taken, packed, kPropertiesSize,
             LZMA_FINISH_END, &status, &kAllocator);
  join(unpacked, static_cast<std::size_t>(wanted), content, kMaxContent);
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* content_at() { return content; }

}  // extern "C"

}  // namespace sevproof::wasm
