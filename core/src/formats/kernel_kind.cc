#include <algorithm>
#include <string_view>

#include "sevproof/formats/kernel_hashes.h"

namespace sevproof {
namespace {

using namespace std::string_view_literals;

bool has_at(ByteView head, std::size_t at, std::string_view magic) {
  return head.size() >= at && head.size() - at >= magic.size() &&
         same_bytes(head.subspan(at, magic.size()), as_bytes(magic));
}

// Linux boot protocol, Documentation/arch/x86/boot.rst.
bool is_linux(ByteView head) { return has_at(head, 0x202, "HdrS"); }

// A header of twelve words within the first 8 KiB, the first three of which add up to 0.
bool is_multiboot(ByteView head) {
  constexpr std::uint32_t kMagic = 0x1badb002;
  constexpr std::size_t kEnd = kKernelHeadSize - 48;
  for (std::size_t at = 0; at < kEnd && at + 12 <= head.size(); at += 4) {
    if (load_le<std::uint32_t>(head.subspan(at)) != kMagic) continue;
    const auto flags = load_le<std::uint32_t>(head.subspan(at + 4));
    const auto checksum = load_le<std::uint32_t>(head.subspan(at + 8));
    if (static_cast<std::uint32_t>(kMagic + flags + checksum) == 0) return true;
  }
  return false;
}

// A PE image with a section .linux: the table of sections is behind the optional header.
bool is_uki(ByteView head) {
  if (!has_at(head, 0, "MZ") || head.size() < 0x40) return false;
  const std::size_t pe = load_le<std::uint32_t>(head.subspan(0x3c));
  if (!has_at(head, pe, "PE\0\0"sv) || head.size() - pe < 24) return false;
  const std::size_t count = load_le<std::uint16_t>(head.subspan(pe + 6));
  const std::size_t table = pe + 24 + load_le<std::uint16_t>(head.subspan(pe + 20));
  constexpr std::size_t kRow = 40;
  for (std::size_t row = 0; row < count && table + row * kRow < head.size(); ++row) {
    if (has_at(head, table + row * kRow, ".linux\0\0"sv)) return true;
  }
  return false;
}

}  // namespace

KernelKind kernel_kind(ByteView head) {
  head = head.first(std::min(head.size(), kKernelHeadSize));
  if (is_linux(head)) return KernelKind::kLinux;
  if (is_multiboot(head)) return KernelKind::kMultiboot;
  if (has_at(head, 0,
             "\x7f"
             "ELF"))
    return KernelKind::kElf;
  return is_uki(head) ? KernelKind::kUki : KernelKind::kOther;
}

}  // namespace sevproof
