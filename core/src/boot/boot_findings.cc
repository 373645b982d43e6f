#include "boot/boot_findings.h"

#include <string>

namespace sevproof::internal {
namespace {

using enum FindingCode;

using Findings = std::vector<Finding>;

std::string area_text(const std::optional<MemoryArea>& area) {
  if (!area) return "no entry in the firmware's table";
  return "base " + to_hex_number(area->base) + ", size " + to_hex_number(area->size);
}

}  // namespace

void review_image(const Firmware& firmware, FindingCode code_only, Findings& findings) {
  if (firmware.kind == FirmwareImageKind::kVarsOnly) findings.push_back({kFirmwareVarsOnly, {}});
  if (firmware.kind == FirmwareImageKind::kCodeOnly) findings.push_back({code_only, {}});
}

void review_hash_check(const Firmware& firmware, Findings& findings) {
  if (!usable(firmware.hash_area, kKernelHashesTableSize)) {
    findings.push_back({kFirmwareNoHashArea, area_text(firmware.hash_area)});
    return;
  }
  if (!firmware.code) return;
  const FirmwareCode& code = *firmware.code;
  if (code.hash_check == CodePresence::kAbsent) findings.push_back({kFirmwareNoHashCode, {}});
  if (code.hash_check == CodePresence::kUnknown && code.has_volume) {
    findings.push_back({kFirmwareCodeUnknown, "checks of kernel hashes: " + code.problem});
  }
}

void review_kernel(const KernelBoot& boot, Findings& findings) {
  if (!is_hashed(boot.kind)) {
    findings.push_back({kKernelNeverHashed, boot.kind == KernelKind::kElf
                                                ? "it is an ELF image"
                                                : "it has a multiboot header"});
  }
  if (boot.kind == KernelKind::kUki && boot.initrd) findings.push_back({kKernelTakesNoInitrd, {}});
  const auto add = [&](FindingCode code, std::string_view name) {
    if (!name.empty()) findings.push_back({code, "it is " + std::string(name)});
  };
  add(kKernelUnlikely, boot.kernel_is);
  add(kInitrdUnlikely, boot.initrd_is);
  if (!boot.initrd || boot.initrd->size == 0) {
    findings.push_back({kInitrdEmpty, boot.initrd ? "the file has 0 bytes" : "none given"});
  }
  if (!boot.cmdline || boot.cmdline->empty()) {
    findings.push_back({kCmdlineEmpty, boot.cmdline ? "given as empty" : "none given"});
  }
}

}  // namespace sevproof::internal
