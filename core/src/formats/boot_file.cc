#include <string>

#include "sevproof/recognise.h"

namespace sevproof {
namespace {

using enum ContentKind;

constexpr std::string_view kGiveTheFile = "Give the file that the guest was started with.";

std::string advice_for(const Content& content) {
  return std::string(content.advice.empty() ? kGiveTheFile : content.advice);
}

Error other_content(std::string_view what, std::string_view expected, const Content& got) {
  return {
      ErrorCode::kWrongFileType,
      std::string(what) + ": expected " + std::string(expected) + ", got " + std::string(got.name),
      advice_for(got)};
}

constexpr std::size_t kSectorSize = 512;
// The boot sector and one of setup: no kernel has less.
constexpr std::uint64_t kSmallestKernel = 2 * kSectorSize;

// QEMU's "invalid kernel header" (hw/i386/x86-common.c, x86_load_linux): byte 0x1f1 is the number
// of sectors of setup, of which 0 means 4.
bool is_shorter_than_setup(ByteView head, std::uint64_t size) {
  constexpr std::size_t kSetupSectors = 0x1f1;
  if (size < kSmallestKernel || head.size() <= kSetupSectors) return true;
  const std::uint64_t sectors = head[kSetupSectors] == 0 ? 4U : head[kSetupSectors];
  return (sectors + 1) * kSectorSize > size;
}

}  // namespace

Result<void> check_firmware_file(ByteView image, std::string_view what) {
  const Content content = recognise(image, image.size());
  const bool can_be = content.kind == kFirmware || content.kind == kUnknown;
  if (!can_be) {
    return fail(about(Subject::kFirmware, other_content(what, "a raw firmware image", content)));
  }
  if (image.size() % kFirmwareGranule != 0) {
    return fail(
        about(Subject::kFirmware,
              {ErrorCode::kWrongFileSize,
               std::string(what) + ": expected a multiple of " + std::to_string(kFirmwareGranule) +
                   " bytes, as QEMU does, got " + std::to_string(image.size()),
               "Compare the file's size and SHA-256 with the original's: it was truncated, has "
               "grown, or is not firmware."}));
  }
  return {};
}

Result<std::string_view> check_kernel_file(ByteView head, std::uint64_t size,
                                           std::string_view what) {
  const Content content = recognise(head, size);
  const bool is_other = content.kind == kFirmware || content.kind == kInitrd ||
                        content.kind == kOther || content.kind == kIgvm;
  if (is_other && is_shorter_than_setup(head, size)) {
    return fail(about(Subject::kKernel, other_content(what, "a Linux kernel", content)));
  }
  if (size < kSmallestKernel) {
    return fail(about(Subject::kKernel, {ErrorCode::kWrongFileSize,
                                         std::string(what) + ": expected at least " +
                                             std::to_string(kSmallestKernel) +
                                             " bytes, as QEMU does, got " + std::to_string(size),
                                         std::string(kGiveTheFile)}));
  }
  return is_other ? content.name : std::string_view();
}

std::string_view recognise_wrong_initrd(ByteView head, std::uint64_t size) {
  // An empty one is a finding of its own.
  if (size == 0) return {};
  const Content content = recognise(head, size);
  const bool can_be = content.kind == kInitrd || content.kind == kUnknown || content.kind == kText;
  return can_be ? std::string_view() : content.name;
}

}  // namespace sevproof
