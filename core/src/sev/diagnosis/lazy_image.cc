#include "sev/diagnosis/lazy_image.h"

#include <algorithm>
#include <array>

namespace sevproof::internal {
namespace {

constexpr std::size_t kFillAtOnce = 4096;

void update(Sha256& hash, const ImagePiece& piece) {
  hash.update(piece.bytes);
  std::array<std::uint8_t, kFillAtOnce> block{};
  block.fill(piece.fill);
  for (std::size_t left = piece.count; left > 0;) {
    const std::size_t now = std::min(left, block.size());
    hash.update(ByteView(block).first(now));
    left -= now;
  }
}

}  // namespace

const Sha256& LazyImage::hash() {
  const std::lock_guard lock(mutex_);
  if (!hash_) {
    Sha256 hash;
    for (const ImagePiece& piece : pieces_) update(hash, piece);
    hash_ = hash;
  }
  return *hash_;
}

}  // namespace sevproof::internal
