// Options of kernel, initrd and command line.
#ifndef SEVPROOF_SEV_DIAGNOSIS_KERNEL_H
#define SEVPROOF_SEV_DIAGNOSIS_KERNEL_H

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

struct BootOptions {
  Range own_cmdlines = {1, 1};  // made of the given one
  Range said_cmdlines;          // behind them
  Range said_initrd;            // none, as was said
  // Command lines that are many, for when all others are in their places.
  std::vector<HashOption> edits{};
};

// Fills in the lists of these parts.
BootOptions add_boot_options(const DiagnosisInput& input, Space& space);

}  // namespace sevproof::internal

#endif
