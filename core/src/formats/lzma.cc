#include "formats/lzma.h"

#include <LzmaDec.h>

#include <cstdlib>
#include <limits>

#include "base/byte_reader.h"

namespace sevproof::internal {
namespace {

constexpr std::size_t kHeaderSize = LZMA_PROPS_SIZE + 8;

void* allocate(ISzAllocPtr /*unused*/, std::size_t size) { return std::malloc(size); }
void release(ISzAllocPtr /*unused*/, void* address) { std::free(address); }

constexpr ISzAlloc kAllocator = {allocate, release};

}  // namespace

std::optional<std::uint64_t> lzma_unpacked_size(ByteView stream) {
  ByteReader in(stream);
  const std::uint64_t size = in.skip(LZMA_PROPS_SIZE).u64();
  if (!in.ok() || size == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return size;
}

std::optional<Bytes> unpack_lzma(ByteView stream) {
  const auto size = lzma_unpacked_size(stream);
  if (!size) return std::nullopt;
  Bytes unpacked(static_cast<std::size_t>(*size));
  SizeT written = unpacked.size();
  SizeT taken = stream.size() - kHeaderSize;
  ELzmaStatus status = LZMA_STATUS_NOT_SPECIFIED;
  const SRes result =
      LzmaDecode(unpacked.data(), &written, stream.data() + kHeaderSize, &taken, stream.data(),
                 LZMA_PROPS_SIZE, LZMA_FINISH_END, &status, &kAllocator);
  const bool is_finished =
      status == LZMA_STATUS_FINISHED_WITH_MARK || status == LZMA_STATUS_MAYBE_FINISHED_WITHOUT_MARK;
  if (result != SZ_OK || !is_finished || written != unpacked.size()) return std::nullopt;
  return unpacked;
}

}  // namespace sevproof::internal
