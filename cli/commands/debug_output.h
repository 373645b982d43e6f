// --debug: every intermediate value of a launch, and no key.
#ifndef SEVPROOF_CLI_COMMANDS_DEBUG_OUTPUT_H
#define SEVPROOF_CLI_COMMANDS_DEBUG_OUTPUT_H

#include "os/console.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/validation.h"

namespace sevproof::cli {

void debug_launch(const MeasuredLaunch& launch, Console& console);
void debug_report(const Report& report, Console& console);

}  // namespace sevproof::cli

#endif
