// Firmware images.
#include <algorithm>
#include <bit>

#include "diagnosis_space.h"
#include "firmware_internal.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::size_t kPage = 4096;
constexpr std::size_t kFlashBlock = 64UL * 1024;
// Each is hashed whole before the search begins.
constexpr std::size_t kMaxJoinedImages = 64;

// Collects images that differ from each other.
class Images {
 public:
  explicit Images(Space& space) : space_(space) {}

  void add(const HashedBytes& image, std::optional<Change> change) {
    add(image.hash(), image.bytes(), std::move(change));
  }

  void add(ByteView image, Change change) {
    if (image.empty() || image.size() > kMaxFirmwareSize) return;
    add(Sha256().update(image), image, std::move(change));
  }

 private:
  void add(const Sha256& hash, ByteView image, std::optional<Change> change) {
    const Sha256Digest digest = hash.finish();
    const bool known = std::find(seen_.begin(), seen_.end(), digest) != seen_.end();
    if (known) return;
    seen_.push_back(digest);
    FirmwareOption option{hash, image.size(), {}, std::move(change)};
    if (const auto parsed = parse_firmware(image); parsed && has_reset_address(*parsed)) {
      option.reset_address = parsed->reset_address;
    } else if (!space_.firmwares.empty()) {
      // What is not at its end does not change where the owner's image says that CPUs start.
      option.reset_address = space_.firmwares.front().reset_address;
    }
    space_.firmwares.push_back(std::move(option));
  }

  Space& space_;
  std::vector<Sha256Digest> seen_;
};

std::string bytes_text(std::size_t size) { return std::to_string(size) + " bytes"; }

// Of an image whose variable store and code are in one file, each.
struct Parts {
  ByteView vars;
  ByteView code;
};

Parts split_image(ByteView image) {
  const FirmwareImageKind kind = recognise_image(image);
  if (kind == FirmwareImageKind::kVarsOnly) return {image, {}};
  if (kind != FirmwareImageKind::kCombined) return {{}, image};
  const std::size_t length = first_volume_size(image);
  return {image.first(length), image.subspan(length)};
}

void add_padded(ByteView image, Images& images) {
  const std::size_t size = std::bit_ceil(image.size());
  if (size == image.size() || size > kMaxFirmwareSize) return;
  for (const int fill : {0, 0xff}) {
    const std::string with =
        std::string(fill == 0 ? "zero" : "0xff") + " bytes to " + bytes_text(size);
    Bytes padded(size, static_cast<std::uint8_t>(fill));
    std::copy(image.begin(), image.end(), padded.end() - static_cast<std::ptrdiff_t>(image.size()));
    images.add(padded, {kFirmwarePadded, {}, "in front with " + with});
    std::copy(image.begin(), image.end(), padded.begin());
    std::fill(padded.begin() + static_cast<std::ptrdiff_t>(image.size()), padded.end(),
              static_cast<std::uint8_t>(fill));
    images.add(padded, {kFirmwarePadded, {}, "behind with " + with});
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

void add_trimmed(ByteView image, Images& images) {
  const auto keep_last = [&](std::size_t size) {
    images.add(image.last(size), {kFirmwareTrimmed, {}, "last " + bytes_text(size)});
  };
  const auto keep_first = [&](std::size_t size) {
    images.add(image.first(size), {kFirmwareTrimmed, {}, "first " + bytes_text(size)});
  };
  const std::size_t power = std::bit_floor(image.size());
  for (const std::size_t size : {power, power / 2}) {
    if (size == 0 || size == image.size()) continue;
    keep_last(size);
    keep_first(size);
  }
  // Without padding, of which the whole pages or flash blocks are known for what they are.
  const std::size_t front = run_length(image.begin(), image.end());
  const std::size_t back = run_length(image.rbegin(), image.rend());
  if (front == image.size()) return;
  for (const std::size_t unit : {kPage, kFlashBlock}) {
    if (front >= unit) keep_last(image.size() - front / unit * unit);
    if (back >= unit) keep_first(image.size() - back / unit * unit);
  }
}

Bytes join(ByteView a, ByteView b) {
  Bytes both(a.begin(), a.end());
  append(both, b);
  return both;
}

struct ImageFile {
  std::string name;
  Parts parts;
};

// A variable store and code of different files in one image, either way round.
void add_joined(const std::vector<ImageFile>& files, Images& images) {
  std::size_t left = kMaxJoinedImages;
  for (const ImageFile& vars : files) {
    if (vars.parts.vars.empty()) continue;
    for (const ImageFile& code : files) {
      if (code.parts.code.empty() || &code == &vars) continue;
      if (left < 2) return;
      left -= 2;
      const std::string store = "variable store of " + vars.name;
      const std::string rest = "code of " + code.name;
      images.add(join(vars.parts.vars, code.parts.code),
                 {kFirmwareVars, {}, store + ", then the " + rest});
      images.add(join(code.parts.code, vars.parts.vars),
                 {kFirmwareVars, {}, rest + ", then the " + store});
    }
  }
}

}  // namespace

void add_firmwares(const DiagnosisInput& input, Space& space) {
  Images images(space);
  const HashedBytes& given = input.request.config.firmware;
  images.add(given, std::nullopt);

  std::vector<ImageFile> files = {{"your image", split_image(given.bytes())}};
  const auto add_code = [&](const ImageFile& file) {
    if (file.parts.vars.empty() || file.parts.code.empty()) return;
    const std::string part = bytes_text(file.parts.code.size()) + " of " + file.name;
    images.add(file.parts.code, {kFirmwareCode, {}, part});
  };
  add_code(files.front());
  add_trimmed(given.bytes(), images);
  add_padded(given.bytes(), images);
  space.firmware_candidates = append_range(space.firmwares, [&] {
    for (const Candidate& candidate : input.candidates) {
      if (!candidate.firmware) continue;
      images.add(*candidate.firmware, Change{kFirmwareCandidate, {}, quote(candidate.name)});
      files.push_back({quote(candidate.name), split_image(candidate.firmware->bytes())});
      add_code(files.back());
    }
    add_joined(files, images);
  });
}

}  // namespace sevproof::internal
