// The cores on which the system lets this program run.
#ifndef SEVPROOF_CLI_OS_VISIBLE_CORES_H
#define SEVPROOF_CLI_OS_VISIBLE_CORES_H

namespace sevproof::cli {

unsigned visible_cores();

}  // namespace sevproof::cli

#endif
