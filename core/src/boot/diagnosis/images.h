// Firmware images that a guest may have been started with instead of the given one.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_IMAGES_H
#define SEVPROOF_BOOT_DIAGNOSIS_IMAGES_H

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "boot/diagnosis/change.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/candidate.h"
#include "sevproof/sha256.h"

namespace sevproof::internal {

// Bytes that `owner` keeps alive, or, without any, `count` times the same byte.
struct Piece {
  std::shared_ptr<const void> owner;
  ByteView bytes;
  std::size_t count = 0;
  std::uint8_t fill = 0;

  Piece part(ByteView part) const { return {owner, part}; }
  std::size_t size() const { return bytes.size() + count; }
};
using Pieces = std::vector<Piece>;  // one behind the other

Sha256 hash_of(const Pieces& pieces);

struct ImageOption {
  Pieces pieces;
  Change change;
};

// The candidates themselves, then the given image in part or padded, then images with a part of a
// candidate.
struct ImageOptions {
  std::vector<ImageOption> all;
  std::size_t candidates = 0;  // so many
  std::size_t changed = 0;     // up to here, with those before

  void add(Hypothesis hypothesis, Pieces pieces, std::string found);
};

ImageOptions other_images(const std::optional<HashedBytes>& given,
                          std::span<const Candidate> candidates);

}  // namespace sevproof::internal

#endif
