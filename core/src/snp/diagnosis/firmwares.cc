// Firmware: the given one, candidates, and images made of these.
#include <algorithm>
#include <map>
#include <utility>

#include "boot/diagnosis/images.h"
#include "snp/diagnosis/space.h"
#include "snp/diagnosis/start_files.h"
#include "snp/firmware_pages.h"

namespace sevproof::snp::internal {
namespace {

using sevproof::internal::ImageOption;
using sevproof::internal::ImageOptions;
using sevproof::internal::Lazy;
using sevproof::internal::Piece;
using sevproof::internal::Pieces;
using sevproof::internal::set_firmware_tiers;

Bytes joined(const Pieces& pieces) {
  Bytes image;
  for (const Piece& piece : pieces) {
    image.insert(image.end(), piece.bytes.begin(), piece.bytes.end());
    image.insert(image.end(), piece.count, piece.fill);
  }
  return image;
}

class FirmwareOptions {
 public:
  explicit FirmwareOptions(Space& space) : space_(space) {}

  // As it was given.
  void add_given(const LaunchRequest& request) {
    const LaunchConfig& config = request.config;
    FirmwareOption option;
    option.after_pages =
        config.firmware
            ? lazy([image = *request.firmware] { return digest_of_image(image.bytes()); })
            : lazy([digest = config.firmware_digest->digest] { return digest; });
    option.sections = {config.sections(), config.hash_area()};
    option.reset_address = usable_reset_address(config.reset_address());
    space_.firmwares.push_back(std::move(option));
  }

  // Unless no host starts it.
  void add(ImageOption image) {
    std::size_t size = 0;
    for (const Piece& piece : image.pieces) size += piece.size();
    if (size % kPageSize != 0) return;
    const auto& footer = footer_of(image.pieces.back().bytes);
    if (!footer) return;
    FirmwareOption option;
    option.after_pages =
        lazy([pieces = std::move(image.pieces)] { return digest_of_image(joined(pieces)); });
    option.sections = footer->sections;
    option.reset_address = footer->reset_address;
    option.change = std::move(image.change);
    space_.firmwares.push_back(std::move(option));
  }

  Index size() const { return static_cast<Index>(space_.firmwares.size()); }

 private:
  template <typename Take>
  static std::unique_ptr<Lazy<Sha384Digest>> lazy(Take take) {
    return std::make_unique<Lazy<Sha384Digest>>(std::move(take));
  }

  // The same code is at the end of many images.
  const std::optional<Footer>& footer_of(ByteView end) {
    const auto key = std::pair(end.data(), end.size());
    const auto known = footers_.find(key);
    if (known != footers_.end()) return known->second;
    return footers_.emplace(key, read_footer(end)).first->second;
  }

  Space& space_;
  std::map<std::pair<const std::uint8_t*, std::size_t>, std::optional<Footer>> footers_;
};

}  // namespace

bool is_sorted(const FirmwareOption& firmware) {
  const auto& list = firmware.sections.list;
  return std::is_sorted(list.begin(), list.end(), lies_before);
}

void add_firmwares(const DiagnosisInput& input, Space& space) {
  FirmwareOptions options(space);
  options.add_given(input.request);
  ImageOptions others = sevproof::internal::other_images(input.request.firmware, input.candidates);
  Index candidates = 1;
  Index changed = 1;
  for (std::size_t i = 0; i < others.all.size(); ++i) {
    options.add(std::move(others.all[i]));
    if (i < others.candidates) candidates = options.size();
    if (i < others.changed) changed = options.size();
  }
  changed = std::max(candidates, changed);
  set_firmware_tiers({candidates, changed, options.size()}, space.tiers[kFirmwareAxis]);
}

}  // namespace sevproof::snp::internal
