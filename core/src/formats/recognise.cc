#include "sevproof/recognise.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/ascii_text.h"
#include "base/byte_reader.h"
#include "base/utf8.h"
#include "crypto/wiped_text.h"
#include "formats/der.h"
#include "formats/plain_text.h"
#include "sevproof/formats/firmware.h"

namespace sevproof {
namespace {

using namespace std::string_view_literals;
using enum ContentKind;
using internal::ByteReader;
using internal::holds;
using internal::WipedText;

constexpr std::string_view kUnpack = "Unpack it, and give the file inside.";
constexpr std::string_view kConvert =
    "Convert it with `qemu-img convert -O raw`, and give the result.";
constexpr std::string_view kDownload = "Fetch the file again: the download failed.";

struct Mark {
  std::size_t offset;
  std::string_view bytes;
  Content content;
};

// The first that fits counts.
constexpr std::string_view kInsteadOfFirmware =
    "It takes the place of the firmware: `snp measure --igvm FILE`, of SEV and SEV-ES `measure "
    "--igvm FILE`.";

constexpr auto kMarks = std::to_array<Mark>({
    // Linux boot protocol, Documentation/arch/x86/boot.rst; an EFI stub has the mark below too.
    {0x202, "HdrS"sv, {kKernel, "a Linux kernel", ""}},
    // EFI_FIRMWARE_VOLUME_HEADER (UEFI Platform Initialization, volume 3, section 3.2.1).
    {0x28, "_FVH"sv, {kFirmware, "a firmware image", ""}},
    {0, "QFI\xfb"sv, {kOther, "a qcow2 disk image", kConvert}},
    {0, "KDMV"sv, {kOther, "a VMDK disk image", kConvert}},
    {0, "# Disk DescriptorFile"sv, {kOther, "a VMDK disk image", kConvert}},
    {0, "vhdxfile"sv, {kOther, "a VHDX disk image", kConvert}},
    {0, "conectix"sv, {kOther, "a VHD disk image", kConvert}},
    {0x40, "\x7f\x10\xda\xbe"sv, {kOther, "a VDI disk image", kConvert}},
    {0, "070701"sv, {kInitrd, "a cpio archive", ""}},
    {0, "070702"sv, {kInitrd, "a cpio archive", ""}},
    {0, "070707"sv, {kInitrd, "a cpio archive", ""}},
    {0, "\x1f\x8b\x08"sv, {kInitrd, "a gzip archive", kUnpack}},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     {kInitrd, "an xz archive", kUnpack}},
    {0, "\x28\xb5\x2f\xfd"sv, {kInitrd, "a zstd archive", kUnpack}},
    {0, "\x04\x22\x4d\x18"sv, {kInitrd, "an lz4 archive", kUnpack}},
    {0, "\x02\x21\x4c\x18"sv, {kInitrd, "an lz4 archive", kUnpack}},
    {0, "BZh"sv, {kInitrd, "a bzip2 archive", kUnpack}},
    {0, "\x5d\0\0"sv, {kInitrd, "an lzma archive", kUnpack}},
    {0, "\x89LZO\0\r\n"sv, {kInitrd, "an lzo archive", kUnpack}},
    {0, "PK\x03\x04"sv, {kOther, "a zip archive", kUnpack}},
    {0, "PK\x05\x06"sv, {kOther, "an empty zip archive", kUnpack}},
    {0, "7z\xbc\xaf\x27\x1c"sv, {kOther, "a 7z archive", kUnpack}},
    {0, "Rar!\x1a\x07"sv, {kOther, "a rar archive", kUnpack}},
    {0x101, "ustar"sv, {kOther, "a tar archive", kUnpack}},
    {0, "!<arch>\ndebian-binary"sv, {kOther, "a Debian package", kUnpack}},
    {0, "!<arch>\n"sv, {kOther, "an ar archive", kUnpack}},
    {0, "\xed\xab\xee\xdb"sv, {kOther, "an RPM package", kUnpack}},
    {0, "hsqs"sv, {kOther, "a SquashFS image", kUnpack}},
    {0x8001, "CD001"sv, {kOther, "an ISO image", kUnpack}},
    {0x200, "EFI PART"sv, {kOther, "a disk image", ""}},
    {0,
     "\x7f"
     "ELF"sv,
     {kElf, "an ELF file", ""}},
    {0x38, "ARMd"sv, {kOther, "a kernel for another kind of machine", ""}},
    {0, "\x27\x05\x19\x56"sv, {kOther, "a U-Boot image", ""}},
    {0, "ANDROID!"sv, {kOther, "an Android boot image", ""}},
    {0, "\xd0\x0d\xfe\xed"sv, {kOther, "a device tree", ""}},
    {0, "IGVM"sv, {kIgvm, "an IGVM file", kInsteadOfFirmware}},
    {0, "%PDF-"sv, {kOther, "a PDF document", kDownload}},
    {0, "\x89PNG"sv, {kOther, "a picture", ""}},
    {0,
     "version https://git-lfs.github.com/spec/"sv,
     {kOther, "a Git LFS pointer", "Fetch the file that it stands for with `git lfs pull`."}},
    {0,
     "/annex/objects/"sv,
     {kOther, "a git-annex pointer", "Fetch the file that it stands for with `git annex get`."}},
    {0, "LUKS\xba\xbe"sv, {kOther, "a LUKS volume", ""}},
});

std::optional<Content> by_mark(ByteView head) {
  const auto found = std::find_if(kMarks.begin(), kMarks.end(),
                                  [&](const Mark& m) { return holds(head, m.offset, m.bytes); });
  return found == kMarks.end() ? std::nullopt : std::optional(found->content);
}

// OVMF's table, or the reset block of builds of 2020 that have none, ends 32 bytes before the end.
bool ends_as_firmware(ByteView image) {
  constexpr Guid kFooter = Guid::literal("96b582de-1fb2-45f7-baea-a366c55a082d");
  constexpr Guid kResetBlock = Guid::literal("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
  static_assert(kRecogniseTail == 32 + Guid::kSize);
  if (image.size() < kRecogniseTail) return false;
  const Guid guid = Guid::from_bytes(image.last(kRecogniseTail));
  return guid == kFooter || guid == kResetBlock;
}

// "MZ", and the header that it points to (PE format, section "MS-DOS Stub").
bool is_pe(ByteView head) {
  return holds(head, 0, "MZ") && holds(head, ByteReader(head).skip(0x3c).u32(), "PE\0\0"sv);
}

// Shorter files begin like one too often, and no certificate or key is one.
bool is_der(ByteView head, std::uint64_t size) {
  constexpr std::uint64_t kLeast = 130;
  return size > kLeast && internal::der_sequence(head, size).has_value();
}

std::string lower_start(ByteView text) {
  WipedText lower(std::size_t{1024});
  for (const std::uint8_t byte : text.first(std::min<std::size_t>(text.size(), 1024))) {
    lower.text() += internal::to_lower(static_cast<char>(byte));
  }
  return internal::plain_text(lower.text());
}

Content recognise_markup(std::string_view text) {
  const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
  if (text.starts_with("<!doctype html") || has("<html")) {
    return {kOther, "an HTML page", kDownload};
  }
  if (text.starts_with("<launchsecurity")) {
    return {kOther, "libvirt's element <launchSecurity>", ""};
  }
  if (has("<domain")) {
    return {kOther, "a libvirt domain's XML", "It names the file; the file itself is needed."};
  }
  return {kOther, "an XML document", kDownload};
}

Content recognise_json(std::string_view text) {
  if (text.find("interface-types") != text.npos || text.find("\"mapping\"") != text.npos) {
    return {kOther, "a firmware descriptor (JSON)", "Give the image that it names under mapping."};
  }
  return {kOther, "JSON text", kDownload};
}

Content recognise_pem(std::string_view text) {
  const std::string_view label = text.substr(0, text.find('\n'));
  if (label.find("certificate") != label.npos) return {kOther, "a certificate as PEM text", ""};
  if (label.find("key") != label.npos) return {kOther, "a key as PEM text", ""};
  return {kOther, "PEM text", ""};
}

Content recognise_text(ByteView bytes) {
  WipedText start(lower_start(bytes));
  const std::string_view text = trim(start.text());
  if (text.starts_with("-----begin ")) return recognise_pem(text);
  if (text.starts_with('<')) return recognise_markup(text);
  if (text.starts_with("{") || text.starts_with("[{")) return recognise_json(text);
  if (text.starts_with("#!")) return {kOther, "a script", ""};
  if (text.starts_with("-machine confidential-guest-support=")) {
    return {kOther, "options of QEMU", ""};
  }
  return {kText, "text", ""};
}

}  // namespace

Content recognise(ByteView head, std::uint64_t size, ByteView tail) {
  if (size == 0) return {kOther, "an empty file", ""};
  // First: what else such a file begins with is chance.
  if (ends_as_firmware(head.size() == size ? head : tail)) {
    return {kFirmware, "a firmware image", ""};
  }
  if (const auto found = by_mark(head)) return *found;
  if (is_pe(head)) return {kOther, "an EFI executable", ""};
  if (is_der(head, size)) return {kOther, "a certificate or key in DER", ""};
  if (internal::is_text(head, head.size() >= kRecogniseHead)) return recognise_text(head);
  return {};
}

}  // namespace sevproof
