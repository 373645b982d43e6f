// What a domain's configuration says of the kernel boot otherwise than the owner.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_SAID_BOOT_H
#define SEVPROOF_BOOT_DIAGNOSIS_SAID_BOOT_H

#include <optional>
#include <string>
#include <vector>

#include "boot/diagnosis/boot_space.h"

namespace sevproof::internal {

// Whether a message about this command line has all of it, as it is.
bool is_shown_whole(const std::string& line);

// The change to what was said; nothing where nothing else was said.
std::optional<Change> said_kernel_hashes_off(const BootSpace& space);
std::optional<Change> said_no_initrd(const BootSpace& space);
// Options: the domain's command line, where it is another one, with the line endings that its XML
// can hide too.
std::vector<HashOption> said_cmdlines(const BootSpace& space,
                                      const std::optional<std::string>& given);

}  // namespace sevproof::internal

#endif
