#include "formats/firmware_volume.h"

#include <algorithm>
#include <optional>

#include "formats/firmware_internal.h"
#include "formats/lzma.h"
#include "sevproof/formats/firmware.h"

namespace sevproof::internal {
namespace {

constexpr Guid kFfs3Volume = Guid::literal("5473c07a-3dcb-4dca-bd6f-1e9689e7349a");
constexpr Guid kLzmaSection = Guid::literal("ee4e5898-3914-4259-9d6e-dc7bd79403cf");

// Real images pack one section in three others; each packed one costs up to 7 MB of set-up.
constexpr int kMaxDepth = 16;
constexpr int kMaxPackedSections = 32;

constexpr std::size_t kFileHeaderSize = 24;
constexpr std::size_t kLargeFileHeaderSize = 32;
constexpr std::uint8_t kLargeFile = 0x01;  // attribute
constexpr std::uint8_t kRawFile = 0x01;    // types of files without sections
constexpr std::uint8_t kPadFile = 0xf0;

constexpr std::size_t kSectionHeaderSize = 4;
constexpr std::size_t kLargeSectionHeaderSize = 8;
constexpr std::uint32_t kSizeIsBehind = 0xffffff;
enum SectionType : std::uint8_t {
  kCompression = 0x01,
  kGuidDefined = 0x02,
  kDisposable = 0x03,
  kPe32 = 0x10,
  kPic = 0x11,
  kTe = 0x12,
  kVolumeImage = 0x17,
};
constexpr std::uint16_t kProcessingRequired = 0x01;

std::uint32_t load_u24(ByteView in) {
  return load_le<std::uint16_t>(in) | (std::uint32_t{in[2]} << 16);
}

constexpr std::size_t aligned(std::size_t offset, std::size_t to) {
  return (offset + to - 1) / to * to;
}

// Flash that was erased and not written.
bool is_free_space(ByteView header) {
  const std::uint8_t first = header.front();
  return (first == 0xff || first == 0) &&
         std::all_of(header.begin(), header.end(), [&](auto byte) { return byte == first; });
}

struct Part {
  std::uint8_t type = 0;
  std::size_t header = 0;
  std::size_t size = 0;  // header included
};

// Absent where lengths do not fit.
std::optional<Part> read_file_header(ByteView rest) {
  Part file{rest[18], kFileHeaderSize, load_u24(rest.subspan(20))};
  if ((rest[19] & kLargeFile) != 0) {
    if (rest.size() < kLargeFileHeaderSize) return std::nullopt;
    file.header = kLargeFileHeaderSize;
    const auto size = load_le<std::uint64_t>(rest.subspan(kFileHeaderSize));
    if (size > rest.size()) return std::nullopt;
    file.size = static_cast<std::size_t>(size);
  }
  if (file.size < file.header || file.size > rest.size()) return std::nullopt;
  return file;
}

std::optional<Part> read_section_header(ByteView rest) {
  Part section{rest[3], kSectionHeaderSize, load_u24(rest)};
  if (section.size == kSizeIsBehind) {
    if (rest.size() < kLargeSectionHeaderSize) return std::nullopt;
    section.header = kLargeSectionHeaderSize;
    section.size = load_le<std::uint32_t>(rest.subspan(4));
  }
  if (section.size < section.header || section.size > rest.size()) return std::nullopt;
  return section;
}

class Walker {
 public:
  explicit Walker(const std::function<void(ByteView)>& show) : show_(show) {}

  // Volumes one after the other, with anything between them.
  void walk_image(ByteView image) {
    for (std::size_t at = 0; at + kVolumeHeaderSize <= image.size();) {
      const ByteView rest = image.subspan(at);
      const auto length = is_volume(rest) ? walk_volume(rest, 0) : std::nullopt;
      at += length.value_or(8);
    }
  }

  CodeWalk take() { return std::move(walk_); }

 private:
  // The length of the volume that `data` begins with, absent where it is damaged.
  std::optional<std::size_t> walk_volume(ByteView data, int depth);
  void walk_files(ByteView volume, std::size_t first, int depth);
  void walk_sections(ByteView data, int depth);
  void walk_section(ByteView section, const Part& part, int depth);
  void walk_compressed(ByteView body, int depth);
  void walk_guid_defined(ByteView section, std::size_t header, int depth);
  void walk_lzma(ByteView stream, int depth);

  void missed(std::string problem) {
    if (walk_.problem.empty()) walk_.problem = std::move(problem);
  }

  const std::function<void(ByteView)>& show_;
  CodeWalk walk_;
  std::uint64_t unpacked_ = 0;
  int packed_sections_ = 0;
};

std::optional<std::size_t> Walker::walk_volume(ByteView data, int depth) {
  const auto volume = read_volume(data);
  if (volume && volume->file_system == kNvDataVolume) return volume->length;
  ++walk_.volumes;
  if (!volume) {
    missed("a firmware volume is damaged or truncated");
    return std::nullopt;
  }
  if (volume->file_system == kFfs2Volume || volume->file_system == kFfs3Volume) {
    walk_files(data.first(volume->length), volume->header, depth);
  } else {
    missed("a firmware volume has the unknown file system " + volume->file_system.to_string());
  }
  return volume->length;
}

void Walker::walk_files(ByteView volume, std::size_t first, int depth) {
  for (std::size_t at = aligned(first, 8); at + kFileHeaderSize <= volume.size();) {
    const ByteView rest = volume.subspan(at);
    if (is_free_space(rest.first(kFileHeaderSize))) return;
    const auto file = read_file_header(rest);
    if (!file) return missed("a file in a firmware volume is damaged");
    if (file->type != kRawFile && file->type != kPadFile) {
      walk_sections(rest.first(file->size).subspan(file->header), depth);
    }
    at = aligned(at + file->size, 8);
  }
}

void Walker::walk_sections(ByteView data, int depth) {
  if (depth > kMaxDepth) return missed("sections are nested too deep");
  for (std::size_t at = 0; at + kSectionHeaderSize <= data.size();) {
    const ByteView rest = data.subspan(at);
    const auto part = read_section_header(rest);
    if (!part) return missed("a section in a firmware volume is damaged");
    walk_section(rest.first(part->size), *part, depth);
    at = aligned(at + part->size, 4);
  }
}

void Walker::walk_section(ByteView section, const Part& part, int depth) {
  const ByteView body = section.subspan(part.header);
  switch (part.type) {
    case kPe32:
    case kPic:
    case kTe:
      ++walk_.pieces;
      return show_(body);
    case kVolumeImage:
      walk_volume(body, depth + 1);
      return;
    case kDisposable:
      return walk_sections(body, depth + 1);
    case kCompression:
      return walk_compressed(body, depth);
    case kGuidDefined:
      return walk_guid_defined(section, part.header, depth);
    default:
      return;
  }
}

// u32 unpacked size | u8 kind, 0 for none.
void Walker::walk_compressed(ByteView body, int depth) {
  constexpr std::size_t kHeader = 5;
  if (body.size() < kHeader) return missed("a section in a firmware volume is damaged");
  if (body[4] != 0) return missed("a section is packed in a way that sevproof cannot unpack");
  walk_sections(body.subspan(kHeader), depth + 1);
}

// GUID | u16 offset of the data, from the section's beginning | u16 attributes.
void Walker::walk_guid_defined(ByteView section, std::size_t header, int depth) {
  constexpr std::size_t kHeader = Guid::kSize + 4;
  if (section.size() < header + kHeader) return missed("a section in a volume is damaged");
  const Guid guid = Guid::from_bytes(section.subspan(header));
  const std::size_t offset = load_le<std::uint16_t>(section.subspan(header + Guid::kSize));
  const auto attributes = load_le<std::uint16_t>(section.subspan(header + Guid::kSize + 2));
  if (offset < header + kHeader || offset > section.size()) {
    return missed("a section in a firmware volume is damaged");
  }
  const ByteView data = section.subspan(offset);
  if (guid == kLzmaSection) return walk_lzma(data, depth);
  if ((attributes & kProcessingRequired) != 0) {
    return missed("a section has the unknown packing or encoding " + guid.to_string());
  }
  walk_sections(data, depth + 1);
}

void Walker::walk_lzma(ByteView stream, int depth) {
  if (++packed_sections_ > kMaxPackedSections) return missed("too many sections are packed");
  const auto size = lzma_unpacked_size(stream);
  if (!size) return missed("a section that is packed with LZMA is damaged");
  if (*size > kMaxUnpackedFirmware - unpacked_) {
    return missed("packed data is larger than " + std::to_string(kMaxUnpackedFirmware) + " bytes");
  }
  unpacked_ += *size;
  const auto unpacked = unpack_lzma(stream);
  if (!unpacked) return missed("a section that is packed with LZMA is damaged");
  walk_sections(*unpacked, depth + 1);
}

}  // namespace

CodeWalk walk_code(ByteView image, const std::function<void(ByteView)>& show) {
  Walker walker(show);
  walker.walk_image(image);
  return walker.take();
}

}  // namespace sevproof::internal
