// A firmware image in pieces, which is hashed when its hash is first asked for: of many images that
// a diagnosis could try, it tries few.
#ifndef SEVPROOF_SEV_DIAGNOSIS_LAZY_IMAGE_H
#define SEVPROOF_SEV_DIAGNOSIS_LAZY_IMAGE_H

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "sevproof/sha256.h"

namespace sevproof::internal {

// Bytes that `owner` keeps alive, or, without any, `count` times the same byte.
struct ImagePiece {
  std::shared_ptr<const void> owner;
  ByteView bytes;
  std::size_t count = 0;
  std::uint8_t fill = 0;
};

class LazyImage {
 public:
  // An image whose hash is known.
  explicit LazyImage(const Sha256& hash) : hash_(hash) {}
  explicit LazyImage(std::vector<ImagePiece> pieces) : pieces_(std::move(pieces)) {}

  // May be called by several threads at once.
  const Sha256& hash();

 private:
  std::vector<ImagePiece> pieces_;
  std::mutex mutex_;
  std::optional<Sha256> hash_;
};

}  // namespace sevproof::internal

#endif
