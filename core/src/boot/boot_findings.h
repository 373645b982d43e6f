// What there is to say about a firmware and what it boots, whatever kind of guest that is.
#ifndef SEVPROOF_BOOT_BOOT_FINDINGS_H
#define SEVPROOF_BOOT_BOOT_FINDINGS_H

#include <vector>

#include "sevproof/boot.h"
#include "sevproof/finding.h"
#include "sevproof/formats/firmware.h"

namespace sevproof::internal {

// Which parts of a firmware the image holds. `code_only` is what is said of one without variables.
void review_image(const Firmware& firmware, FindingCode code_only, std::vector<Finding>& findings);

// Whether the firmware has a place for kernel hashes, and code that looks at them.
void review_hash_check(const Firmware& firmware, std::vector<Finding>& findings);

void review_kernel(const KernelBoot& boot, std::vector<Finding>& findings);

}  // namespace sevproof::internal

#endif
