// Keys, secrets and command lines of a guest that stay out of what a crash leaves behind.
#ifndef SEVPROOF_CLI_OS_NO_CORE_DUMP_H
#define SEVPROOF_CLI_OS_NO_CORE_DUMP_H

namespace sevproof::cli {

// From here on the system writes no core dump of this process, neither into a file nor to a program
// that collects them, and other programs of the same user cannot read its memory. What the system
// refuses is left: the process does without.
void forbid_core_dumps();

}  // namespace sevproof::cli

#endif
