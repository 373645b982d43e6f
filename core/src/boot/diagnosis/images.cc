#include "boot/diagnosis/images.h"

#include <algorithm>
#include <bit>

#include "formats/firmware_internal.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::size_t kPage = 4096;
constexpr std::size_t kFlashBlock = 64UL * 1024;
// The usual sizes of images are so many powers of two apart.
constexpr int kPowers = 3;

std::string bytes_text(std::size_t size) { return std::to_string(size) + " bytes"; }

// The variable store and the code of an image; one of them may be empty.
struct ImageFile {
  std::string name;
  Piece vars;
  Piece code;

  bool has_both() const { return vars.size() > 0 && code.size() > 0; }
};

ImageFile split_image(std::string name, const Piece& image) {
  const FirmwareImageKind kind = recognise_image(image.bytes);
  std::size_t vars = kind == FirmwareImageKind::kVarsOnly ? image.size() : 0;
  if (kind == FirmwareImageKind::kCombined) vars = first_volume_size(image.bytes);
  return {std::move(name), image.part(image.bytes.first(vars)),
          image.part(image.bytes.subspan(vars))};
}

void add_padded(const Piece& image, ImageOptions& options) {
  std::size_t size = std::bit_ceil(image.size());
  for (int power = 0; power < kPowers; ++power, size *= 2) {
    if (size == image.size()) continue;
    for (const std::uint8_t fill : {std::uint8_t{0}, std::uint8_t{0xff}}) {
      const Piece padding = {nullptr, {}, size - image.size(), fill};
      const std::string with =
          std::string(fill == 0 ? "zero" : "0xff") + " bytes to " + bytes_text(size);
      options.add(kFirmwarePadded, {padding, image}, "at the front with " + with);
      options.add(kFirmwarePadded, {image, padding}, "at the end with " + with);
    }
  }
}

// How many bytes at one end have the same value, 0 or 0xff.
template <typename Iterator>
std::size_t run_length(Iterator first, Iterator last) {
  if (first == last || (*first != 0 && *first != 0xff)) return 0;
  const auto value = *first;
  return static_cast<std::size_t>(
      std::find_if(first, last, [value](std::uint8_t byte) { return byte != value; }) - first);
}

void add_trimmed(const Piece& image, ImageOptions& options) {
  const ByteView bytes = image.bytes;
  const auto keep = [&](const char* which, ByteView part) {
    options.add(kFirmwareTrimmed, {image.part(part)}, which + bytes_text(part.size()));
  };
  std::size_t size = std::bit_floor(bytes.size());
  for (int power = 0; power < kPowers; ++power, size /= 2) {
    if (size == 0 || size == bytes.size()) continue;
    keep("last ", bytes.last(size));
    keep("first ", bytes.first(size));
  }
  // Without padding, of which the whole pages or flash blocks are known for what they are.
  const std::size_t front = run_length(bytes.begin(), bytes.end());
  const std::size_t back = run_length(bytes.rbegin(), bytes.rend());
  if (front == bytes.size()) return;
  for (const std::size_t unit : {kPage, kFlashBlock}) {
    if (front >= unit) keep("last ", bytes.subspan(front / unit * unit));
    if (back >= unit) keep("first ", bytes.first(bytes.size() - back / unit * unit));
  }
}

void add_code(const ImageFile& file, ImageOptions& options) {
  if (!file.has_both()) return;
  options.add(kFirmwareCode, {file.code}, bytes_text(file.code.size()) + " of " + file.name);
}

// A variable store and code in one image, either way round. Those of one file are already there in
// their own order; of two files with both, nobody joins the halves.
void add_joined(const std::vector<ImageFile>& files, ImageOptions& options) {
  for (const ImageFile& vars : files) {
    for (const ImageFile& code : files) {
      if (vars.vars.size() == 0 || code.code.size() == 0) continue;
      if (&vars != &code && vars.has_both() && code.has_both()) continue;
      const std::string store = "variable store of " + vars.name;
      const std::string rest = "code of " + code.name;
      if (&vars != &code) {
        options.add(kFirmwareVars, {vars.vars, code.code},
                    std::string(store).append(", then the ").append(rest));
      }
      options.add(kFirmwareVars, {code.code, vars.vars},
                  std::string(rest).append(", then the ").append(store));
    }
  }
}

}  // namespace

Sha256 hash_of(const std::vector<Piece>& pieces) {
  Sha256 hash;
  for (const Piece& piece : pieces) {
    hash.update(piece.bytes);
    std::array<std::uint8_t, kPage> block{};
    block.fill(piece.fill);
    for (std::size_t left = piece.count, now = 0; left > 0; left -= now) {
      now = std::min(left, block.size());
      hash.update(ByteView(block).first(now));
    }
  }
  return hash;
}

void ImageOptions::add(Hypothesis hypothesis, Pieces pieces, std::string found) {
  std::size_t size = 0;
  for (const Piece& piece : pieces) size += piece.size();
  if (size == 0 || size > kMaxFirmwareSize) return;
  all.push_back({std::move(pieces), Change{hypothesis, std::move(found)}});
}

void set_firmware_tiers(const FirmwareEnds& ends, std::vector<search::Tier>& tiers) {
  tiers.resize(static_cast<std::size_t>(FirmwareTier::kCount));
  const auto add_each = [&](FirmwareTier name, search::Index first, search::Index last) {
    search::Tier& tier = tiers[static_cast<std::size_t>(name)];
    for (search::Index at = first; at < last; ++at) tier.push_back({at, at + 1});
  };
  add_each(FirmwareTier::kOther, 1, ends.all);
  add_each(FirmwareTier::kCandidates, 1, ends.candidates);
  add_each(FirmwareTier::kCandidates, ends.changed, ends.all);
  add_each(FirmwareTier::kChanged, ends.candidates, ends.changed);
}

ImageOptions other_images(const std::optional<HashedBytes>& given,
                          std::span<const Candidate> candidates) {
  ImageOptions options;
  // A copy shares the bytes and keeps them.
  Piece own;
  if (given) own = {std::make_shared<const HashedBytes>(*given), given->bytes()};
  std::vector<ImageFile> files = {split_image("your image", own)};
  // A file that is what was started is a better reason than a part of another that is the same.
  for (const Candidate& candidate : candidates) {
    if (!candidate.firmware) continue;
    const std::string name = quote_name(candidate.name);
    const Piece source = {candidate.firmware, *candidate.firmware};
    options.add(kFirmwareCandidate, {source}, name);
    files.push_back(split_image(name, source));
  }
  options.candidates = options.all.size();
  if (given) {
    add_code(files.front(), options);
    add_trimmed(own, options);
    add_padded(own, options);
  }
  options.changed = options.all.size();
  for (std::size_t file = 1; file < files.size(); ++file) add_code(files[file], options);
  add_joined(files, options);
  return options;
}

}  // namespace sevproof::internal
