// Firmware images that a guest may have been started with instead of the given one.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_IMAGES_H
#define SEVPROOF_BOOT_DIAGNOSIS_IMAGES_H

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "boot/diagnosis/change.h"
#include "search/axes.h"
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

// Of a list of firmware whose first is the given one, and the others as in ImageOptions.
enum class FirmwareTier : std::uint8_t {
  kGiven,
  kOther,       // all but the given one
  kCandidates,  // the candidates themselves, then images with a part of one
  kChanged,     // the given image truncated or padded
  kCount,
};

// Where the candidates, the changed ones and all of them end in it.
struct FirmwareEnds {
  search::Index candidates = 1;
  search::Index changed = 1;
  search::Index all = 1;
};
// A range for each: hashing an image takes longer than most of what is tried with it.
void set_firmware_tiers(const FirmwareEnds& ends, std::vector<search::Tier>& tiers);

ImageOptions other_images(const std::optional<HashedBytes>& given,
                          std::span<const Candidate> candidates);

}  // namespace sevproof::internal

#endif
