// Firmware images.
#include <algorithm>
#include <bit>

#include "formats/firmware_internal.h"
#include "sev/diagnosis/space.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::size_t kPage = 4096;
constexpr std::size_t kFlashBlock = 64UL * 1024;
// The usual sizes of images are so many powers of two apart.
constexpr int kPowers = 3;

// Bytes that `owner` keeps alive, or, without any, `count` times the same byte.
struct Piece {
  std::shared_ptr<const void> owner;
  ByteView bytes;
  std::size_t count = 0;
  std::uint8_t fill = 0;

  Piece part(ByteView part) const { return {owner, part}; }
  std::size_t size() const { return bytes.size() + count; }
};

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

std::optional<std::uint32_t> reset_address_at_end(ByteView image) {
  const auto parsed = parse_firmware(image);
  if (!parsed || !has_reset_address(*parsed)) return std::nullopt;
  return parsed->reset_address;
}

void add_image(Hypothesis hypothesis, std::vector<Piece> pieces, std::string found, Space& space) {
  std::size_t size = 0;
  for (const Piece& piece : pieces) size += piece.size();
  if (size == 0 || size > kMaxFirmwareSize) return;
  // What is not at its end does not change where the owner's image says that CPUs start.
  const auto own = reset_address_at_end(pieces.back().bytes);
  auto hash = [pieces = std::move(pieces)] { return hash_of(pieces); };
  space.firmwares.push_back({std::make_unique<LazyHash>(std::move(hash)),
                             own ? own : space.firmwares.front().reset_address,
                             Change{hypothesis, std::move(found)}});
}

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

void add_padded(const Piece& image, Space& space) {
  std::size_t size = std::bit_ceil(image.size());
  for (int power = 0; power < kPowers; ++power, size *= 2) {
    if (size == image.size()) continue;
    for (const std::uint8_t fill : {std::uint8_t{0}, std::uint8_t{0xff}}) {
      const Piece padding = {nullptr, {}, size - image.size(), fill};
      const std::string with =
          std::string(fill == 0 ? "zero" : "0xff") + " bytes to " + bytes_text(size);
      add_image(kFirmwarePadded, {padding, image}, "at the front with " + with, space);
      add_image(kFirmwarePadded, {image, padding}, "at the end with " + with, space);
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

void add_trimmed(const Piece& image, Space& space) {
  const ByteView bytes = image.bytes;
  const auto keep = [&](const char* which, ByteView part) {
    add_image(kFirmwareTrimmed, {image.part(part)}, which + bytes_text(part.size()), space);
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

void add_code(const ImageFile& file, Space& space) {
  if (!file.has_both()) return;
  add_image(kFirmwareCode, {file.code}, bytes_text(file.code.size()) + " of " + file.name, space);
}

// A variable store and code in one image, either way round. Those of one file are already there in
// their own order; of two files with both, nobody joins the halves.
void add_joined(const std::vector<ImageFile>& files, Space& space) {
  for (const ImageFile& vars : files) {
    for (const ImageFile& code : files) {
      if (vars.vars.size() == 0 || code.code.size() == 0) continue;
      if (&vars != &code && vars.has_both() && code.has_both()) continue;
      const std::string store = "variable store of " + vars.name;
      const std::string rest = "code of " + code.name;
      if (&vars != &code) {
        add_image(kFirmwareVars, {vars.vars, code.code},
                  std::string(store).append(", then the ").append(rest), space);
      }
      add_image(kFirmwareVars, {code.code, vars.vars},
                std::string(rest).append(", then the ").append(store), space);
    }
  }
}

// The image that was given, or that one of the candidates of which the SHA-256 was given.
std::optional<HashedBytes> given_image(const DiagnosisInput& input) {
  const LaunchConfig& config = input.request.config;
  if (!config.known) return config.firmware;
  if (config.known->of != KnownDigest::Of::kFirmware) return std::nullopt;
  for (const Candidate& candidate : input.candidates) {
    if (!candidate.firmware || candidate.file.sha256 != config.known->sha256) continue;
    return HashedBytes(candidate.firmware, *candidate.firmware);
  }
  return std::nullopt;
}

// A range for each: hashing an image takes longer than most of what is tried with it.
Tier each_of(Range range) {
  Tier tier;
  for (Index at = range.first; at < range.last; ++at) tier.push_back({at, at + 1});
  return tier;
}

}  // namespace

void add_firmwares(const DiagnosisInput& input, Space& space) {
  const auto firmware = given_image(input);
  if (firmware) {
    space.firmwares.push_back(
        {std::make_unique<LazyHash>([image = *firmware] { return image.hash(); }),
         reset_address_at_end(firmware->bytes()), std::nullopt});
  } else {
    const Sha256Digest& digest = input.request.config.known->sha256;
    space.firmwares.push_back({nullptr, std::nullopt, std::nullopt, digest});
  }
  if (space.digest_only()) return;
  // A copy shares the bytes and keeps them.
  Piece given;
  if (firmware) given = {std::make_shared<const HashedBytes>(*firmware), firmware->bytes()};
  std::vector<ImageFile> files = {split_image("your image", given)};
  const auto place = [&] { return static_cast<Index>(space.firmwares.size()); };
  // A file that is what was started is a better reason than a part of another that is the same.
  for (const Candidate& candidate : input.candidates) {
    if (!candidate.firmware) continue;
    const std::string name = quote_name(candidate.name);
    const Piece source = {candidate.firmware, *candidate.firmware};
    add_image(kFirmwareCandidate, {source}, name, space);
    files.push_back(split_image(name, source));
  }
  const Index candidates = place();
  if (firmware) {
    add_code(files.front(), space);
    add_trimmed(given, space);
    add_padded(given, space);
  }
  const Index changed = place();
  for (std::size_t file = 1; file < files.size(); ++file) add_code(files[file], space);
  add_joined(files, space);
  space.tier(FirmwareTier::kOther) = each_of({1, place()});
  space.tier(FirmwareTier::kCandidates) = each_of({1, candidates});
  for (const Range& part : each_of({changed, place()})) {
    space.tier(FirmwareTier::kCandidates).push_back(part);
  }
  space.tier(FirmwareTier::kChanged) = each_of({candidates, changed});
}

}  // namespace sevproof::internal
