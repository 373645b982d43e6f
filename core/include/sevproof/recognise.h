// What a file is by its content: for files that are not what they were given as. Archives, pages of
// a failed download, certificates and the like have marks at their beginning.
#ifndef SEVPROOF_RECOGNISE_H
#define SEVPROOF_RECOGNISE_H

#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"

namespace sevproof {

// So much of a file's beginning is enough; QEMU looks at as much of a kernel.
inline constexpr std::size_t kRecogniseHead = 8192;

enum class ContentKind : std::uint8_t {
  kUnknown,   // without a mark that is known
  kText,      // text without a mark
  kFirmware,  // begins with an EFI firmware volume, or ends with OVMF's table
  kKernel,    // a Linux kernel with a boot header
  kInitrd,    // a cpio archive, or compressed as Linux unpacks it
  kElf,       // an ELF file
  kOther,     // what no part of a launch can be
};

struct Content {
  ContentKind kind = ContentKind::kUnknown;
  std::string_view name;    // with its article, such as "a gzip archive"; empty for kUnknown
  std::string_view advice;  // how to come to the right file, a sentence; may be empty
};

// `head` is the beginning of a file of `size` bytes: all of it, or at least kRecogniseHead. The end
// of a firmware is looked at only where `head` is all.
Content recognise(ByteView head, std::uint64_t size);

}  // namespace sevproof

#endif
