#include <algorithm>
#include <string_view>

#include "base/byte_reader.h"
#include "sevproof/formats/kernel_hashes.h"

namespace sevproof {
namespace {

using namespace std::string_view_literals;
using internal::ByteReader;
using internal::holds;

// Linux boot protocol, Documentation/arch/x86/boot.rst.
bool is_linux(ByteView head) { return holds(head, 0x202, "HdrS"); }

// A header of twelve words within the first 8 KiB, the first three of which add up to 0.
bool is_multiboot(ByteView head) {
  constexpr std::uint32_t kMagic = 0x1badb002;
  constexpr std::size_t kEnd = kKernelHeadSize - 48;
  for (ByteReader in(head); in.remaining() >= 12 && in.offset() < kEnd;) {
    if (in.u32() != kMagic) continue;
    ByteReader behind = in;
    const std::uint32_t flags = behind.u32();
    if (kMagic + flags + behind.u32() == 0) return true;
  }
  return false;
}

// A PE image with a section .linux: the table of sections is behind the optional header.
bool is_uki(ByteView head) {
  const std::uint32_t pe = ByteReader(head).skip(0x3c).u32();
  ByteReader in = ByteReader(head).skip(pe);
  if (!holds(head, 0, "MZ") || !in.next_is("PE\0\0"sv)) return false;
  constexpr std::size_t kRow = 40;
  std::uint16_t rows = in.skip(6).u16();
  const std::uint16_t optional_header = in.skip(12).u16();
  for (in.skip(2).skip(optional_header); rows != 0 && in.ok(); --rows, in.skip(kRow)) {
    if (in.next_is(".linux\0\0"sv)) return true;
  }
  return false;
}

}  // namespace

KernelKind kernel_kind(ByteView head) {
  head = head.first(std::min(head.size(), kKernelHeadSize));
  if (is_linux(head)) return KernelKind::kLinux;
  if (is_multiboot(head)) return KernelKind::kMultiboot;
  if (holds(head, 0,
            "\x7f"
            "ELF"))
    return KernelKind::kElf;
  return is_uki(head) ? KernelKind::kUki : KernelKind::kOther;
}

}  // namespace sevproof
