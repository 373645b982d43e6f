#include "formats/firmware_volume.h"

#include <algorithm>
#include <optional>

#include "base/byte_reader.h"
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
constexpr std::uint8_t kLargeFile = 0x01;  // attribute
constexpr std::uint8_t kRawFile = 0x01;    // types of files without sections
constexpr std::uint8_t kPadFile = 0xf0;

constexpr std::size_t kSectionHeaderSize = 4;
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

// The part of `whole` whose header was read from `in`. Absent where lengths do not fit.
std::optional<Part> part_behind(const ByteReader& in, ByteView whole, std::uint8_t type,
                                std::uint64_t size) {
  const std::size_t header = whole.size() - in.remaining();
  if (!in.ok() || size < header || size > whole.size()) return std::nullopt;
  return Part{type, header, static_cast<std::size_t>(size)};
}

// Name 16 | checksum u16 | type u8 | attributes u8 | size u24 | state u8 | size u64 of a large one.
std::optional<Part> read_file_header(ByteView rest) {
  ByteReader in(rest);
  const std::uint8_t type = in.skip(18).u8();
  const std::uint8_t attributes = in.u8();
  std::uint64_t size = in.u24();
  in.skip(1);
  if ((attributes & kLargeFile) != 0) size = in.u64();
  return part_behind(in, rest, type, size);
}

// Size u24 | type u8 | size u32 of a large one.
std::optional<Part> read_section_header(ByteView rest) {
  ByteReader in(rest);
  std::uint32_t size = in.u24();
  const std::uint8_t type = in.u8();
  if (size == kSizeIsBehind) size = in.u32();
  return part_behind(in, rest, type, size);
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
  ByteReader in(body);
  const std::uint8_t kind = in.skip(4).u8();
  if (!in.ok()) return missed("a section in a firmware volume is damaged");
  if (kind != 0) return missed("a section is packed in a way that sevproof cannot unpack");
  walk_sections(in.rest(), depth + 1);
}

// GUID | u16 offset of the data, from the section's beginning | u16 attributes.
void Walker::walk_guid_defined(ByteView section, std::size_t header, int depth) {
  ByteReader in = ByteReader(section).skip(header);
  const Guid guid = in.guid();
  const std::size_t offset = in.u16();
  const std::uint16_t attributes = in.u16();
  if (!in.ok()) return missed("a section in a volume is damaged");
  if (offset < in.offset() || offset > section.size()) {
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
