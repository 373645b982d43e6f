// What a file is by its content: for files that are not what they were given as, and for files that
// come without a word. Archives, pages of a failed download, certificates and the like have marks
// at their beginning.
#ifndef SEVPROOF_RECOGNISE_H
#define SEVPROOF_RECOGNISE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

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
  kIgvm,      // starts with the mark of IGVM files
  kOther,     // what no part of a launch can be
};

struct Content {
  ContentKind kind = ContentKind::kUnknown;
  std::string_view name;    // with its article, such as "a gzip archive"; empty for kUnknown
  std::string_view advice;  // how to come to the right file, a sentence; may be empty
};

// So much of a file's end tells a firmware.
inline constexpr std::size_t kRecogniseTail = 48;

// `head` is the beginning of a file of `size` bytes: all of it, or at least kRecogniseHead. `tail`
// is its end, where that is known; of a file that is all in `head` it is.
Content recognise(ByteView head, std::uint64_t size, ByteView tail = {});

// What a file is to the owner of a guest: the place that it can take.
enum class FileRole : std::uint8_t {
  kUnknown,
  kEmpty,
  kFirmware,
  kKernel,
  kInitrd,
  kVmsaCpu0,  // the boot CPU's page
  kVmsaCpu1,  // the APs'
  kTk,
  kTik,
  kTek,
  kLaunchInfo,  // what the host printed of the launch
  kDomainXml,
  kSettings,  // of the page
  kSecret,
  kPlatform,   // certificates of the host's platform, or AMD's above them
  kForHost,    // what `sevctl session` writes for the host alone
  kCmdline,    // the kernel's command line, in a file
  kIgvm,       // what a guest starts from, CPU state and all
  kIdKey,      // a private key, which is never anything else: of ID blocks,
  kAuthorKey,  // and of the keys that sign them
  kIdBlock,
  kIdAuth,
  kReport,        // an attestation report of a SEV-SNP guest,
  kCertificates,  // the certificates and revocation lists that come with it,
  kExpectations,  // and what its owner expects of it
};

std::string_view file_role_name(FileRole role);  // "vmsaCpu0", "launchInfo" and so on

struct RecognisedFile {
  FileRole role = FileRole::kUnknown;
  std::vector<FileRole> alternatives;  // as likely: 16 bytes may be a TIK or a TEK
  std::string reason;                  // by what, in words: "16 bytes, by its name"
  // Of a SEV-SNP guest, and of no other.
  bool is_snp = false;
};

// So much of a file's beginning is looked at for its role; of a longer text only whether it is a
// domain's XML.
inline constexpr std::size_t kRecogniseRoleHead = 64UL * 1024;

// `head` is all of a file of `size` bytes, or at least kRecogniseRoleHead; `tail` as above. The
// name decides only where the content cannot.
RecognisedFile recognise_file(std::string_view name, ByteView head, std::uint64_t size,
                              ByteView tail);

// Whether a file can be what it is given as. QEMU takes many files that no guest can start from,
// and measures them; others it refuses, and then there was no launch.

// QEMU refuses a firmware in flash whose size is no multiple of this, and with -bios of 64 KiB
// (hw/i386/pc_sysfw.c, pc_system_flash_map; hw/i386/x86-common.c, x86_bios_rom_init).
inline constexpr std::uint64_t kFirmwareGranule = 4096;

// `image` is the whole file. Fails with kInvalid where it is recognised as something else, or has a
// size that QEMU refuses. `what` names the file in the message.
Result<void> check_firmware_file(ByteView image, std::string_view what = "firmware");

// `head` is as recognise() takes it, `size` the file's. Fails with kInvalid where QEMU refuses the
// file as a kernel and it is recognised as something else, or is too small for any kernel. Gives
// the name of what the file is instead where QEMU would take it, else an empty name.
Result<std::string_view> check_kernel_file(ByteView head, std::uint64_t size,
                                           std::string_view what = "kernel");

// What a file is instead of an initrd, or an empty name. QEMU takes any.
std::string_view recognise_wrong_initrd(ByteView head, std::uint64_t size);

}  // namespace sevproof

#endif
